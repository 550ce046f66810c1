// A worker's moves: its next call with everything that may befall it, or the end of its wait.
#include <algorithm>
#include <utility>

#include "core/assert.h"
#include "sim/explore/model.h"

namespace regent::sim::explore {
namespace {

using namespace std::chrono_literals;

// GitHub cuts a request off after this long (facts, "Limits"): whoever waits longer knows that what
// was under way when the wait began is over.
constexpr Duration cutoff = 10s;
// A dead worker's message comes back when its lease runs out.
constexpr std::uint32_t lease_s = 60;

constexpr std::array refusals = {fake::Failure::conflict_409, fake::Failure::precondition_412,
                                 fake::Failure::reference_update_failed_422,
                                 fake::Failure::update_refs_rejected,
                                 fake::Failure::head_invalid_422};

constexpr std::array parts = {fake::part::ledger, fake::part::base,     fake::part::heads,
                              fake::part::tags,   fake::part::releases, fake::part::pull,
                              fake::part::all};

bool touches_tags(const github::Request& request) {
  constexpr std::string_view tags = "refs/tags/";
  if (const auto* swing = std::get_if<github::UpdateRefs>(&request))
    return std::ranges::any_of(swing->updates,
                               [&](const auto& row) { return row.name.starts_with(tags); });
  if (const auto* create = std::get_if<github::CreateRef>(&request))
    return create->ref.starts_with(tags);
  if (const auto* update = std::get_if<github::UpdateRef>(&request))
    return update->ref.starts_with(tags);
  const auto* remove = std::get_if<github::DeleteRef>(&request);
  return remove != nullptr && remove->ref.starts_with(tags);
}

std::uint64_t bits(Entropy entropy) { return entropy.high ^ entropy.low; }

}  // namespace

// A run's entropy follows from its message and delivery, never from the worker: workers stay
// interchangeable.
Move Model::begin(const State& state, std::uint8_t message) {
  const Message& entry = state.messages[message];
  const auto attempt = static_cast<std::uint8_t>(entry.deliveries + 1);
  const bool first = attempt == 1;
  const std::uint64_t place = std::uint64_t{entry.trigger} << 16 | attempt << 8U | message;
  const Memo::Key key{place, first ? 0 : std::uint64_t{now_s(state.github)} + 1};
  Move move = moves(begin_memo_, key, [&] {
    Mind mind;
    mind.actor.emplace(arguments_.config, arguments_.mutant);
    mind.message = message;
    // A first delivery finds a cold process, which knows no time.
    const Time now = first ? Time{} : github_[state.github].now;
    // Not from the trigger's number, which depends on the order of the search.
    const Entropy seed{0x72656c65617365u + (std::uint64_t{attempt} << 8U | message),
                       0x726567656e74u};
    const Entropy entropy{draw(seed, 1), draw(seed, 2) ^ bits(seed)};
    Move begun;
    begun.kind = Move::Kind::take;
    begun.message = message;
    begun.detail = message;
    begun.now_s = now_s(state.github);
    advance(begun, state.github, std::move(mind),
            Begin{triggers_[entry.trigger], entropy, attempt, std::nullopt, {}, now});
    if (!first) begun.footprint.reads |= key::clock;
    // Two workers cannot take one message, unless one worker stands for all that are idle.
    if (scarce_ || !fuses_) begun.footprint |= {key::queue, key::queue};
    return std::vector{begun};
  })[0];
  move.github = state.github;
  return move;
}

// Gives the run its event; `move` says afterwards what is in the slot and what becomes of the
// message. `move.now_s` is the clock's time.
void Model::advance(Move& move, std::uint32_t github, Mind mind, Event event) {
  move.message = mind.message;
  auto notes = mind.actor->advance(arguments_.config, std::move(event));
  for (const github::Request* next = nullptr; notes; notes = look_up(github, mind, *next)) {
    next = mind.actor->request();
    if (next == nullptr || !fuses_ || !is_invisible(*next)) break;
  }
  if (!notes) {
    move.breach = intern_breach(
        {"ordering-duty", std::string(notes.error().rule) + ": " + notes.error().subject});
    move.worker = 0;
    return;
  }
  if (const auto ending = mind.actor->ending()) {
    move.worker = 0;
    move.outcome = ending->outcome;
    const auto delay = std::chrono::ceil<std::chrono::seconds>(ending->delay).count();
    move.visible_at = move.now_s + static_cast<std::uint32_t>(std::max<std::int64_t>(delay, 0));
    if (scarce_) move.footprint |= {key::queue, key::queue};
    return;
  }
  mind.wake_at = 0;
  mind.long_wait = false;
  if (const Wait* wait = mind.actor->wait()) {
    // GitHub's clock counts seconds, and nothing else is compared with a wait's end.
    const auto whole = std::chrono::floor<std::chrono::seconds>(wait->duration).count();
    mind.wake_at = move.now_s + static_cast<std::uint32_t>(whole);
    mind.long_wait = wait->duration >= cutoff;
    move.footprint.reads |= key::clock;
  }
  move.worker = intern(std::move(mind));
}

// A call that concerns only objects. It takes no time: its answer is as old as the last one that
// showed more.
std::expected<Notes, effects::DutyViolation> Model::look_up(std::uint32_t github, Mind& mind,
                                                            const github::Request& request) {
  github::Response response = [&] {
    const auto lock = lock_soon(github_mutex_);
    fake::Repository repository = *github_[github].repository;
    return repository.handle(request, {.now = github_[github].now});
  }();
  if (mind.date != Time{}) response.headers.date = mind.date;
  return mind.actor->advance(arguments_.config, Answered{std::move(response)});
}

std::vector<Move> Model::compute_worker(std::uint32_t github, std::uint32_t worker) {
  if (minds_[worker].actor->wait() != nullptr) return {compute_wake(github, worker)};
  return compute_call(github, worker);
}

Move Model::compute_wake(std::uint32_t github, std::uint32_t worker) {
  Mind mind = minds_[worker];
  Move move;
  move.kind = Move::Kind::wake;
  move.github = github;
  move.now_s = now_s(github);
  // Once it is possible it stays so, and nobody sees it; only a search without states has to know
  // that a change made it possible.
  if (arguments_.method == Method::dpor) move.footprint = {key::watched, 0};
  mind.looks = true;
  advance(move, github, std::move(mind), Woken{});
  return move;
}

Model::Answer Model::ask(std::uint32_t github, const github::Request& request,
                         const fake::Circumstances& circumstances) {
  const auto lock = lock_soon(github_mutex_);
  GitHub next = github_[github];
  const std::uint64_t before = next.repository->revision();
  Answer answer;
  answer.response = next.repository->handle(request, circumstances);
  (void)next.repository->take_webhooks();
  answer.changed = next.repository->revision() != before;
  if (answer.response.ok() && touches_tags(request)) {
    const Accepted accepted{request, answer.response};
    std::uint64_t hash = 0;
    for (const char c : github::to_line(request)) hash = hash * 31 + static_cast<unsigned char>(c);
    answer.call = calls_.intern(accepted, hash);
  }
  answer.github = intern(std::move(next));
  return answer;
}

// What this round was told is not the truth, so looking again can tell something new.
Model::Mind Model::deceived(Mind mind) {
  mind.current = false;
  mind.looks = false;
  return mind;
}

std::vector<Move> Model::compute_call(std::uint32_t github, std::uint32_t worker) {
  const github::Request& request = *minds_[worker].actor->request();
  const bool invisible = is_invisible(request);
  const Answer answer = ask(github, request, {.now = github_[github].now});
  Mind mind = minds_[worker];
  github::Response response = answer.response;
  // A call that concerns only objects takes no time: its answer is as old as the last visible one.
  if (invisible && mind.date != Time{}) {
    response.headers.date = mind.date;
  } else if (!invisible) {
    mind.date = response.headers.date;
    if (mind.looks) mind.current = true;
    if (answer.github != github) mind.current = false;
    mind.looks = false;
  }
  const Footprint declared = footprint_of(request);
  const bool changed = is_write(request) && answer.changed && !invisible;
  Move fresh;
  fresh.kind = Move::Kind::answered;
  fresh.github = answer.github;
  fresh.call = answer.call;
  fresh.now_s = now_s(github);
  fresh.footprint = changed ? declared : refused(declared);
  advance(fresh, github, std::move(mind), Answered{std::move(response)});
  std::vector<Move> out{fresh};
  if (invisible) return out;
  if (is_write(request)) {
    add_losses(out, github, worker, fresh, changed);
    add_crashes(out, github, worker, fresh, changed);
    add_refusals(out, github, worker);
  }
  if (fake::may_lag(request)) add_stale_reads(out, github, worker);
  return out;
}

std::uint32_t Model::leave(const github::Request& request) {
  std::uint64_t hash = 0;
  for (const char c : github::to_line(request)) hash = hash * 31 + static_cast<unsigned char>(c);
  return ghosts_.intern({request}, hash);
}

void Model::add_losses(std::vector<Move>& out, std::uint32_t github, std::uint32_t worker,
                       const Move& fresh, bool changed) {
  if (arguments_.budgets[static_cast<std::size_t>(Budget::lost)] == 0) return;
  const auto add = [&](Move::Kind kind, std::uint32_t after, const Footprint& footprint) -> Move& {
    Move move;
    move.kind = kind;
    move.budget = Budget::lost;
    move.github = after;
    move.now_s = fresh.now_s;
    move.footprint = footprint;
    advance(move, github, deceived(minds_[worker]), Unanswered{});
    return out.emplace_back(move);
  };
  const Footprint none{};
  if (changed) add(Move::Kind::answer_lost, fresh.github, fresh.footprint).call = fresh.call;
  add(Move::Kind::request_lost, github, none);
  const github::Request& request = *minds_[worker].actor->request();
  add(Move::Kind::late_effect, github, {0, key::ghosts}).ghost = leave(request);
}

void Model::add_crashes(std::vector<Move>& out, std::uint32_t github, std::uint32_t worker,
                        const Move& fresh, bool changed) {
  if (arguments_.budgets[static_cast<std::size_t>(Budget::crashes)] == 0) return;
  const auto add = [&](Move::Kind kind, std::uint32_t after, const Footprint& footprint) -> Move& {
    Move move;
    move.kind = kind;
    move.budget = Budget::crashes;
    move.github = after;
    move.now_s = fresh.now_s;
    move.footprint = footprint;
    move.footprint.reads |= key::clock;
    if (scarce_) move.footprint |= {key::queue, key::queue};
    move.message = minds_[worker].message;
    move.outcome = Outcome::abandoned;
    move.visible_at = fresh.now_s + lease_s;
    return out.emplace_back(move);
  };
  add(Move::Kind::crash_before, github, {});
  if (changed) add(Move::Kind::crash_after, fresh.github, fresh.footprint).call = fresh.call;
  const github::Request& request = *minds_[worker].actor->request();
  add(Move::Kind::crash_midway, github, {0, key::ghosts}).ghost = leave(request);
}

void Model::add_refusals(std::vector<Move>& out, std::uint32_t github, std::uint32_t worker) {
  if (arguments_.budgets[static_cast<std::size_t>(Budget::conflicts)] == 0) return;
  const github::Request& request = *minds_[worker].actor->request();
  for (const fake::Failure failure : refusals) {
    if (!fake::is_plausible(failure, request)) continue;
    const Answer answer = ask(github, request, {.now = github_[github].now, .failure = failure});
    Mind mind = deceived(minds_[worker]);
    mind.date = answer.response.headers.date;
    Move move;
    move.kind = Move::Kind::refused;
    move.budget = Budget::conflicts;
    move.detail = static_cast<std::uint8_t>(failure);
    move.github = github;
    move.now_s = now_s(github);
    move.footprint = {key::clock, 0};
    advance(move, github, std::move(mind), Answered{answer.response});
    out.push_back(move);
  }
}

// Every past that the read can show and that makes a difference to the worker.
void Model::add_stale_reads(std::vector<Move>& out, std::uint32_t github, std::uint32_t worker) {
  if (github_[github].forgetful) return;
  const github::Request& request = *minds_[worker].actor->request();
  const std::uint32_t depth = github_[github].repository->past_depth();
  for (std::uint32_t behind = 1; behind <= depth; ++behind) {
    for (const std::uint8_t part : parts) {
      const Answer answer =
          ask(github, request,
              {.now = github_[github].now, .changes_behind = behind, .stale_parts = part});
      Mind mind = deceived(minds_[worker]);
      mind.date = answer.response.headers.date;
      Move move;
      move.kind = Move::Kind::stale;
      move.budget = Budget::stale;
      move.detail = part;
      move.behind = static_cast<std::uint8_t>(behind);
      move.github = answer.github;
      move.now_s = now_s(github);
      move.footprint = out.front().footprint;
      advance(move, github, std::move(mind), Answered{answer.response});
      const bool known = std::ranges::any_of(out, [&](const Move& other) {
        return other.worker == move.worker && other.outcome == move.outcome &&
               (other.kind == Move::Kind::answered || other.kind == Move::Kind::stale);
      });
      if (!known) out.push_back(move);
    }
  }
}

const github::Request* Model::pending(const State& state, Process process) const {
  if (!is_worker(process)) return nullptr;
  const std::uint32_t worker = state.workers[static_cast<std::size_t>(process)];
  return worker == 0 ? nullptr : minds_[worker].actor->request();
}

Model::Told Model::tell(const State& state, Process process, const Move& move) const {
  Told told;
  const github::Request* request = pending(state, process);
  if (move.kind == Move::Kind::ghost) request = &ghost(state, move.detail);
  if (request == nullptr) return told;
  told.request = github::to_line(*request);
  fake::Circumstances circumstances{.now = now(state)};
  using Kind = Move::Kind;
  if (move.kind == Kind::refused) circumstances.failure = static_cast<fake::Failure>(move.detail);
  circumstances.twin = move.kind == Kind::twin;
  if (move.kind == Kind::stale) {
    circumstances.stale_parts = move.detail;
    circumstances.changes_behind = move.behind;
  }
  if (move.kind == Kind::request_lost || move.kind == Kind::late_effect ||
      move.kind == Kind::crash_before || move.kind == Kind::crash_midway)
    return told;
  const auto lock = lock_soon(github_mutex_);
  fake::Repository copy = repository(state);
  const auto response = copy.handle(*request, circumstances);
  told.response = github::to_line(response);
  told.status = response.status;
  return told;
}

}  // namespace regent::sim::explore
