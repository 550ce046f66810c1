// What everybody but the workers does: GitHub in the background, late requests, developers, people.
#include <algorithm>
#include <utility>

#include "core/assert.h"
#include "core/branch_naming.h"
#include "sim/explore/model.h"
#include "sim/webhook_trigger.h"

namespace regent::sim::explore {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view base_branch = "main";
constexpr std::array<std::string_view, 4> messages = {
    "fix: close the file (#1)", "feat: read from a pipe (#2)", "fix: flush before exit (#3)",
    "feat!: drop the old format (#4)"};

}  // namespace

std::vector<Move> Model::compute_background(std::uint32_t github) {
  const auto lock = lock_soon(github_mutex_);
  std::vector<Move> out;
  const std::size_t count = github_[github].repository->background().size();
  for (std::size_t i = 0; i < count; ++i) {
    GitHub next = github_[github];
    next.repository->run_background(i, next.now);
    (void)next.repository->take_webhooks();
    Move move;
    move.kind = Move::Kind::background;
    move.detail = static_cast<std::uint8_t>(i);
    move.now_s = now_s(github);
    move.github = intern(std::move(next));
    constexpr std::uint64_t keys = key::heads | key::pulls | key::watched;
    move.footprint = {keys | key::clock, keys};
    out.push_back(move);
  }
  return out;
}

Move Model::compute_ghost(std::uint32_t github, std::uint32_t ghost) {
  const github::Request& request = *ghosts_[ghost].request;
  const Answer answer = ask(github, request, {.now = github_[github].now});
  Move move;
  move.kind = Move::Kind::ghost;
  move.github = answer.github;
  move.call = answer.call;
  move.now_s = now_s(github);
  const Footprint declared = footprint_of(request);
  move.footprint = answer.changed ? declared : refused(declared);
  move.footprint |= {key::ghosts, key::ghosts};
  return move;
}

std::uint16_t Model::take_trigger(fake::Repository& repository, const std::string& delivery) {
  std::uint16_t id = Move::no_trigger;
  for (const fake::Webhook& webhook : repository.take_webhooks()) {
    auto trigger = trigger_of(webhook, base_branch);
    if (!trigger) continue;
    trigger->delivery = delivery;
    for (std::uint32_t known = 1; known < triggers_.size(); ++known)
      if (triggers_[known] == *trigger) id = static_cast<std::uint16_t>(known);
    if (id == Move::no_trigger) id = static_cast<std::uint16_t>(triggers_.add(std::move(*trigger)));
  }
  return id;
}

Move Model::compute_merge(std::uint32_t github, std::uint8_t merges) {
  const auto lock = lock_soon(github_mutex_);
  GitHub next = github_[github];
  const Time date = github_[1].now + std::chrono::seconds(merges + 1);
  next.repository->land({.branch = base_branch,
                         .message = messages[merges % messages.size()],
                         .date = date,
                         .now = next.now});
  Move move;
  move.kind = Move::Kind::merge;
  move.now_s = now_s(github);
  move.trigger = take_trigger(*next.repository, "merge-" + std::to_string(merges + 1));
  move.github = intern(std::move(next));
  // A developer's pull request takes a number, as a release PR does.
  constexpr std::uint64_t keys = key::base | key::pulls | key::watched | key::queue;
  move.footprint = {keys | key::clock, keys};
  return move;
}

std::vector<Move> Model::compute_people(std::uint32_t github, std::uint32_t monitor,
                                        std::uint8_t acts) {
  const auto lock = lock_soon(github_mutex_);
  std::vector<Move> out;
  const auto live = monitors_[monitor]->live_pull(*github_[github].repository);
  const std::string words = "note " + std::to_string(acts + 1) + " by a person";
  const auto act = [&](std::uint8_t which, const github::Request& request, auto&& note) {
    GitHub next = github_[github];
    Monitor after = *monitors_[monitor];
    fake::Circumstances circumstances{.now = next.now};
    circumstances.by_app = false;
    if (!next.repository->handle(request, circumstances).ok()) return;
    note(after, *next.repository);
    Move move;
    move.kind = Move::Kind::person;
    move.budget = Budget::human;
    move.detail = which;
    move.now_s = now_s(github);
    move.trigger = take_trigger(*next.repository, "person-" + std::to_string(acts + 1));
    move.github = intern(std::move(next));
    move.monitor = intern(after);
    move.footprint = {key::all, key::all};
    out.push_back(move);
  };
  const auto touch = [](github::PullNumber pull) {
    return [pull](Monitor& after, const fake::Repository&) { after.note_touched(pull); };
  };
  if (live) {
    const std::string branch = "refs/heads/" + std::string(live->head);
    github::UpdatePull close{.number = live->number};
    close.state = github::PullState::closed;
    act(0, close, touch(live->number));
    github::UpdatePull edit{.number = live->number};
    edit.body = words + "\n\n" + std::string(live->body);
    act(1, edit,
        [&](Monitor& after, const fake::Repository&) { after.note_words(live->number, words); });
    act(2, github::MergePull{live->number, std::nullopt},
        [&](Monitor& after, const fake::Repository& repository) {
          const auto merged = repository.pull(live->number);
          after.note_release(repository, arguments_.config, *merged, *merged->merge_commit_sha);
        });
    act(3, github::DeleteRef{branch}, touch(live->number));
  }
  for (std::uint32_t number = github_[github].repository->last_number(); number > 0; --number) {
    const auto pull = github_[github].repository->pull(github::PullNumber{number});
    if (!pull->head.starts_with(release_branch_prefix)) continue;
    github::UpdatePull reopen{.number = pull->number};
    reopen.state = github::PullState::open;
    if (pull->state == github::PullState::closed && !pull->merged)
      act(4, reopen, touch(pull->number));
    break;
  }
  return out;
}

// Everything has been answered; after acts of people, or when a message was given up, one more
// look, as any deployment has them, must find or make the wanted state.
std::optional<Breach> Model::at_rest(const State& state) const {
  Monitor monitor = *monitors_[state.monitor];
  fake::Repository repository = *github_[state.github].repository;
  const bool all_done = state.acts == 0 && std::ranges::none_of(state.messages, [](const auto& m) {
                          return m.status == Message::Status::dead;
                        });
  if (all_done) return monitor.check_rest(repository, arguments_.config);
  Time now = github_[state.github].now + 1min;
  Actor actor(arguments_.config);
  Event event = Begin{{.kind = TriggerKind::look, .delivery = "sweep", .base = "main"},
                      Entropy{1, 2},
                      1,
                      std::nullopt,
                      {},
                      now};
  for (int calls = 0; calls < 500; ++calls) {
    while (!repository.background().empty()) repository.run_background(0, now);
    if (const auto notes = actor.advance(arguments_.config, std::move(event)); !notes)
      return Breach{"ordering-duty", std::string(notes.error().rule)};
    if (const auto ending = actor.ending()) {
      if (ending->outcome == Outcome::acknowledged) break;
      return Breach{"liveness", "a last look gives up: " + ending->reason};
    }
    if (const Wait* wait = actor.wait()) {
      now += wait->duration;
      event = Woken{};
      continue;
    }
    event = Answered{repository.handle(*actor.request(), {.now = now})};
    if (auto breach = monitor.check_step(repository, arguments_.config)) return breach;
  }
  while (!repository.background().empty()) repository.run_background(0, now);
  if (!actor.ending()) return Breach{"liveness", "a last look does not come to an end"};
  return monitor.check_rest(repository, arguments_.config);
}

}  // namespace regent::sim::explore
