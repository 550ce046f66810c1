// The simulation notices situations that no worker can know of (sim/situations.h).
#include <algorithm>

#include "sim/simulation.h"

namespace regent::sim {
namespace {

const NextLedger* next_of(const Run& run) {
  const auto* ledger = std::get_if<LedgerRun>(&run);
  return ledger != nullptr && ledger->next ? &*ledger->next : nullptr;
}

bool moves(const NextLedger& next, std::string_view branch) {
  return std::ranges::find(next.branches, branch, &NextLedger::Branch::name) != next.branches.end();
}

// It gives a claim whose PR is still to be opened.
bool claims(const NextLedger& next) {
  return next.record.proposal && !next.record.proposal->pull && next.record.proposal->claim;
}

}  // namespace

template <typename Is>
bool Simulation::any_at_work(Is is) const {
  return std::ranges::any_of(workers_, [&](const Worker& worker) {
    return worker.state == Worker::State::running && is(worker);
  });
}

void Simulation::witness_merge() {
  const auto opens = [](const Worker& worker) {
    const github::Request* request = worker.actor->request();
    return request != nullptr && std::holds_alternative<github::CreatePull>(*request);
  };
  if (any_at_work(opens)) met(Situation::merge_while_opening);
}

void Simulation::witness_release(const fake::PullView& pull) {
  const auto moves_it = [&](const Worker& worker) {
    const NextLedger* next = next_of(worker.actor->run());
    return next != nullptr && moves(*next, pull.head);
  };
  if (any_at_work(moves_it)) met(Situation::merge_while_superseded);
  const auto head = repository().commit(pull.head_sha);
  if (head && head->first_parent != repository().branch(pull.base))
    met(Situation::merge_with_missing_commit);
}

void Simulation::witness_person(const github::Request& request) {
  if (calm_ || !is_write(request)) return;
  const auto writes = [](const Worker& worker) {
    return worker.actor->request() != nullptr && is_write(*worker.actor->request());
  };
  if (any_at_work(writes)) met(Situation::person_during_write);
  const auto prepares = [](const Worker& worker) {
    return next_of(worker.actor->run()) != nullptr;
  };
  const auto* create = std::get_if<github::CreateRef>(&request);
  if (create != nullptr && create->ref.starts_with("refs/tags/v") && any_at_work(prepares))
    met(Situation::tag_during_swing);
}

void Simulation::witness_rewrite() {
  if (any_at_work([](const Worker&) { return true; })) met(Situation::base_rewritten_during_run);
}

void Simulation::witness_configuration() {
  if (any_at_work([](const Worker&) { return true; })) met(Situation::configuration_during_run);
}

void Simulation::witness_background(const fake::Background& todo) {
  const auto pull = repository().pull(todo.pull);
  if (!pull) return;
  if (todo.kind == fake::Background::Kind::close_pull) {
    if (pull->state == github::PullState::open && repository().branch(pull->head) &&
        repository().settings().closes_pulls_of_recreated_branches)
      met(Situation::closed_after_recreation);
    return;
  }
  const auto moves_it = [&](const Worker& worker) {
    const NextLedger* next = next_of(worker.actor->run());
    return next != nullptr && moves(*next, pull->head);
  };
  if (any_at_work(moves_it)) met(Situation::branch_deleted_during_swing);
}

void Simulation::witness_webhook(std::uint32_t nth) {
  if (nth < webhooks_arrived_) met(Situation::webhook_overtaken);
  webhooks_arrived_ = std::max(webhooks_arrived_, nth);
}

void Simulation::witness_start(std::uint32_t index, const Queue::Received& message) {
  if (message.deliveries < 2) return;
  for (std::uint32_t i = 0; i < workers_.size(); ++i) {
    if (i == index || workers_[i].message != message.message) continue;
    const bool at_work = workers_[i].state == Worker::State::running;
    return met(at_work ? Situation::message_shared : Situation::message_taken_over);
  }
}

// Another worker has sent a swing of the same ledger state and has no answer yet.
void Simulation::witness_sending(std::uint32_t index) {
  const auto swing_of = [](const Worker& worker) {
    const github::Request* request = worker.actor->request();
    return request == nullptr ? nullptr : std::get_if<github::UpdateRefs>(request);
  };
  const auto* mine = swing_of(workers_[index]);
  if (mine == nullptr) return;
  const auto races = [&](const Worker& worker) {
    const auto* other = &worker == &workers_[index] ? nullptr : swing_of(worker);
    return other != nullptr && other->updates.front().before == mine->updates.front().before;
  };
  if (any_at_work(races)) met(Situation::swings_raced);
}

void Simulation::witness_ghost(const github::Request& request, const github::Response& response,
                               std::uint64_t revision_before) {
  if (response.ok() && is_write(request) && repository().revision() != revision_before)
    met(Situation::late_effect);
}

// What the reducer noted itself, once the run is over.
void Simulation::witness_notes() {
  for (std::size_t i = 0; i < situation_count; ++i)
    if (const auto note = note_of(static_cast<Situation>(i)))
      report_.situations[i] = report_.notes[static_cast<std::size_t>(*note)];
}

// A request is no choice, but it is where a reducer that is no pure function shows first.
void Simulation::hear_request(std::uint32_t index) {
  const std::string text = github::to_line(*workers_[index].actor->request());
  choices_.listener()->hear("the request of worker " + std::to_string(index + 1) + ", " + text,
                            fake::digest_of(text, 0).low);
}

// `response` is null when the request never reached GitHub.
void Simulation::witness_call(const Worker& worker, const github::Request& request,
                              const github::Response* response) {
  using Kind = Fate::Kind;
  const Kind kind = worker.fate.kind;
  const bool dies = kind == Kind::crash_before || kind == Kind::crash_after;
  if (response == nullptr) {
    if (dies && std::holds_alternative<github::CreatePull>(request))
      met(Situation::crash_before_open);
    if (dies && std::holds_alternative<github::CreateRelease>(request))
      met(Situation::crash_before_publish);
    return;
  }
  if (!response->ok() || !is_write(request)) return;
  if (!queue_.is_held(worker.message, worker.receipt)) met(Situation::write_without_lease);
  const bool unanswered = dies || kind == Kind::answer_lost;
  if (std::holds_alternative<github::UpdateRefs>(request)) {
    if (unanswered) met(Situation::swing_unanswered);
    const NextLedger* next = next_of(worker.actor->run());
    if (dies && next != nullptr && claims(*next)) met(Situation::crash_before_open);
    if (dies && next != nullptr && next->tag) met(Situation::crash_before_publish);
  } else if (std::holds_alternative<github::CreatePull>(request)) {
    if (unanswered) met(Situation::open_unanswered);
  } else if (const auto* update = std::get_if<github::UpdatePull>(&request)) {
    if (update->state == github::PullState::closed) met(Situation::twin_closed);
  }
}

}  // namespace regent::sim
