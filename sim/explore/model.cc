#include "sim/explore/model.h"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include "core/assert.h"

namespace regent::sim::explore {
namespace {

constexpr std::string_view base_branch = "main";
// Old enough for no read to miss what is there.
constexpr Time beginning{std::chrono::seconds(1'750'000'000)};
constexpr std::uint8_t deliveries_max = 5;

std::uint64_t mixed(std::uint64_t seed, std::uint64_t value) {
  const std::uint64_t z = (seed ^ value) * 0x9e3779b97f4a7c15u;
  return z ^ (z >> 31);
}

std::uint64_t hash_of_text(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

std::uint64_t hash_of(const LedgerRun& run) {
  std::uint64_t hash = mixed(static_cast<std::uint64_t>(run.phase), run.rounds);
  hash = mixed(hash, static_cast<std::uint64_t>(run.now.time_since_epoch().count()));
  hash = mixed(hash, run.seen.predecessor | std::uint64_t{run.posted.has_value()} << 32);
  if (run.seen.github.ledger) hash = mixed(hash, run.seen.github.ledger->oid.bytes()[0]);
  if (run.seen.github.base) hash = mixed(hash, run.seen.github.base->oid.bytes()[0]);
  return mixed(hash, hash_of_text(run.holder));
}

std::uint64_t hash_of(const OptimisticRun& run) {
  std::uint64_t hash = mixed(static_cast<std::uint64_t>(run.phase), run.tries);
  hash = mixed(hash, static_cast<std::uint64_t>(run.now.time_since_epoch().count()));
  return mixed(hash, hash_of_text(run.trigger.delivery) + run.branch_attempt);
}

fake::Settings settings_of(const Arguments& arguments) {
  fake::Settings settings;
  settings.behaviour = arguments.behaviour;
  settings.subscriptions.create = true;
  settings.counts_changes = true;
  settings.shares_objects = true;
  settings.rate_limit_per_hour = 12'500;
  const bool stale = arguments.budgets[static_cast<std::size_t>(Budget::stale)] > 0;
  settings.list_lag_max = stale ? std::chrono::seconds(25) : std::chrono::seconds(0);
  settings.search_lag_max = settings.list_lag_max;
  return settings;
}

}  // namespace

Model::Model(const Arguments& arguments)
    : arguments_(arguments),
      fuses_(arguments.method == Method::reduced),
      scarce_(messages_of(arguments) > arguments.workers ||
              arguments.budgets[static_cast<std::size_t>(Budget::human)] > 0) {
  REGENT_ASSERT(arguments.workers >= 1 && arguments.workers <= workers_max,
                "a world has room for its workers");
  REGENT_ASSERT(messages_of(arguments) + arguments.budgets.back() <= messages_max,
                "a world has room for its messages");
  triggers_.add({});
  moves_.add({});
  watched_.add({});
  fake::Repository repository(settings_of(arguments), "octo", "repo", base_branch);
  const Sha root = repository.initialize("chore: initial commit", beginning);
  repository.set_tag("v1.0.0", root);
  const bool stale = arguments.budgets[static_cast<std::size_t>(Budget::stale)] > 0;
  initial_.budgets = arguments.budgets;
  {
    const auto lock = lock_soon(github_mutex_);
    initial_.github = intern(GitHub{std::move(repository), beginning, !stale});
    initial_.monitor =
        intern(Monitor(std::string(base_branch), arguments.config.protocol == Protocol::ledger));
    for (std::uint32_t i = arguments.merges; i < messages_of(arguments); ++i)
      initial_.messages[i] = {Message::Status::queued, 0,
                              static_cast<std::uint16_t>(triggers_.add(
                                  {.kind = TriggerKind::look,
                                   .delivery = "timer-" + std::to_string(i - arguments.merges + 1),
                                   .base = std::string(base_branch)})),
                              0};
  }
  if (arguments.merges == 0) return;
  // Nothing of interest can happen before the first merge.
  Scratch scratch;
  std::vector<Option> first;
  options(initial_, first, scratch);
  const auto merge = std::ranges::find(first, Process::merge, &Option::process);
  REGENT_ASSERT(merge != first.end(), "a pull request can be merged at the beginning");
  initial_ = after(initial_, Process::merge, merge->moves.front()).state;
}

// ---- Parts by number
// ------------------------------------------------------------------------------

std::uint32_t Model::seconds(Time time) const {
  return static_cast<std::uint32_t>(
      std::chrono::floor<std::chrono::seconds>(time - beginning).count());
}

std::uint32_t Model::now_s(std::uint32_t github) const { return seconds(github_[github].now); }

std::uint32_t Model::intern(GitHub github) {
  const fake::Digest digest = github.repository->digest();
  const std::uint64_t hash = mixed(digest.low, static_cast<std::uint64_t>(seconds(github.now)));
  return github_.intern(std::move(github), hash);
}

std::uint32_t Model::intern(Mind mind) {
  std::uint64_t hash = std::visit([](const auto& run) { return hash_of(run); }, mind.actor->run());
  hash = mixed(hash,
               mind.message | std::uint64_t{mind.current} << 8 | std::uint64_t{mind.wake_at} << 9);
  if (const auto* request = mind.actor->request())
    hash = mixed(hash, hash_of_text(github::to_line(*request)));
  return minds_.intern(std::move(mind), hash);
}

// The worker after something has changed on GitHub: another look can show it something new.
std::uint32_t Model::outdated(std::uint32_t worker) {
  if (worker == 0 || !minds_[worker].current) return worker;
  const Memo::Key key{0, worker};
  if (const std::uint32_t known = outdated_memo_.find(key); known != 0) return known;
  Mind mind = minds_[worker];
  mind.current = false;
  const std::uint32_t id = intern(std::move(mind));
  const auto lock = lock_soon(moves_mutex_);
  if (outdated_memo_.find(key) == 0) outdated_memo_.insert(key, id);
  return id;
}

std::uint32_t Model::intern(const Monitor& monitor) {
  Monitor copy = monitor;
  copy.forget_revision();
  const std::uint64_t hash = copy.hash();
  return monitors_.intern(std::move(copy), hash);
}

std::uint32_t Model::intern_breach(const Breach& breach) {
  return breaches_.intern(breach, hash_of_text(breach.message));
}

void Model::dissolve(std::uint32_t threads) {
  std::vector<std::jthread> helpers;
  for (std::uint32_t i = 1; i < threads; ++i)
    helpers.emplace_back([&, i] { minds_.free(i, threads); });
  minds_.free(0, threads);
}

Model::Sizes Model::sizes() const { return {github_.size(), minds_.size(), moves_.size()}; }

// ---- What may happen ----------------------------------------------------------------------------

bool Model::may_wake(const Mind& mind, const State& state) const {
  if (mind.wake_at <= now_s(state.github)) return true;
  return !mind.long_wait && !mind.current;
}

void Model::add_option(const State& state, std::vector<Option>& out, Process process,
                       std::span<const Move> moves) {
  Option option{process, moves, {}, true};
  bool any = false;
  for (const Move& move : moves) {
    if (!is_affordable(state, move)) continue;
    any = true;
    option.footprint |= move.footprint;
    if (!(move.footprint == Footprint{})) option.invisible = false;
  }
  if (any) out.push_back(option);
}

void Model::options(const State& state, std::vector<Option>& out, Scratch& scratch) {
  out.clear();
  scratch.takes.clear();
  scratch.ticks.clear();
  scratch.retires.clear();
  scratch.joined.clear();
  for (std::uint32_t slot = 0; slot < arguments_.workers; ++slot) {
    const std::uint32_t worker = state.workers[slot];
    if (worker == 0) continue;
    const Mind& mind = minds_[worker];
    if (mind.actor->wait() != nullptr && !may_wake(mind, state)) continue;
    add_option(state, out, Process{static_cast<std::uint8_t>(slot)},
               moves(worker_memo_, {state.github, worker},
                     [&] { return compute_worker(state.github, worker); }));
  }
  add_takes(state, out, scratch);
  add_twins(state, out, scratch);
  if (!github_[state.github].repository->background().empty())
    add_option(state, out, Process::background, moves(background_memo_, {0, state.github}, [&] {
                 return compute_background(state.github);
               }));
  if (state.ghosts.front() != 0 || state.ghosts.back() != 0) {
    scratch.joined.emplace_back();
    for (std::uint8_t i = 0; i < ghosts_max; ++i) {
      if (state.ghosts[i] == 0) continue;
      Move move = moves(ghost_memo_, {state.github, state.ghosts[i]}, [&] {
        return std::vector{compute_ghost(state.github, state.ghosts[i])};
      })[0];
      move.detail = i;
      scratch.joined.back().push_back(move);
    }
    add_option(state, out, Process::ghost, scratch.joined.back());
  }
  if (state.merges < arguments_.merges)
    add_option(state, out, Process::merge, moves(merge_memo_, {state.github, state.merges}, [&] {
                 return std::vector{compute_merge(state.github, state.merges)};
               }));
  add_tick(state, out, scratch);
  if (state.budgets[static_cast<std::size_t>(Budget::human)] == 0) return;
  const auto people =
      moves(people_memo_, {std::uint64_t{state.github} << 32 | state.monitor, state.acts},
            [&] { return compute_people(state.github, state.monitor, state.acts); });
  if (!out.empty()) return add_option(state, out, Process::person, people);
  // Everything is at rest: the person may also leave it at that.
  scratch.retires.assign(people.begin(), people.end());
  Move retire;
  retire.kind = Move::Kind::retire;
  retire.github = state.github;
  retire.footprint = {key::all, key::all};
  scratch.retires.push_back(retire);
  add_option(state, out, Process::person, scratch.retires);
}

// An idle worker takes any message that is there. In a search that takes permuted workers for one,
// the first idle one stands for all.
void Model::add_takes(const State& state, std::vector<Option>& out, Scratch& scratch) {
  const std::uint32_t now = now_s(state.github);
  const bool symmetric = fuses_ && !arguments_.tells_workers_apart;
  for (std::uint32_t slot = 0; slot < arguments_.workers; ++slot) {
    if (state.workers[slot] != 0) continue;
    const std::size_t first = scratch.takes.size();
    if (first == 0) {
      for (std::uint8_t i = 0; i < messages_max; ++i) {
        const Message& message = state.messages[i];
        if (message.status == Message::Status::queued && message.visible_at <= now)
          scratch.takes.push_back(begin(state, i));
      }
    }
    if (scratch.takes.empty()) return;
    // Where every message finds a worker, the order in which they are taken is seen by nobody.
    if (symmetric && scratch.takes.front().footprint == Footprint{}) scratch.takes.resize(1);
    add_option(state, out, Process{static_cast<std::uint8_t>(slot)}, scratch.takes);
    if (symmetric) return;
  }
}

// Two creates of one head that meet are both 201 (imgbot#21, dependabot-core#3342).
void Model::add_twins(const State& state, std::vector<Option>& out, Scratch& scratch) {
  if (state.budgets[static_cast<std::size_t>(Budget::conflicts)] == 0) return;
  const auto creating = [&](std::uint32_t slot) -> const github::CreatePull* {
    const std::uint32_t worker = state.workers[slot];
    const auto* request = worker == 0 ? nullptr : minds_[worker].actor->request();
    return request == nullptr ? nullptr : std::get_if<github::CreatePull>(request);
  };
  for (Option& option : out) {
    const auto slot = static_cast<std::uint32_t>(option.process);
    const auto* mine = is_worker(option.process) ? creating(slot) : nullptr;
    if (mine == nullptr) continue;
    for (std::uint32_t other = 0; other < arguments_.workers; ++other) {
      const auto* theirs = other == slot ? nullptr : creating(other);
      if (theirs == nullptr || theirs->head != mine->head || theirs->base != mine->base) continue;
      Move twin = option.moves.front();
      const auto both =
          moves(worker_memo_, {std::uint64_t{1} << 40 | twin.github, state.workers[other]}, [&] {
            Move second;
            second.kind = Move::Kind::twin;
            const auto answer = ask(twin.github, *minds_[state.workers[other]].actor->request(),
                                    {.now = github_[twin.github].now, .twin = true});
            second.github = answer.github;
            second.call = answer.call;
            Mind mind = minds_[state.workers[other]];
            mind.date = answer.response.headers.date;
            advance(second, twin.github, std::move(mind), Answered{answer.response});
            return std::vector{second};
          });
      if (both[0].outcome || twin.outcome) continue;  // never at once with an end
      twin.kind = Move::Kind::twin;
      twin.budget = Budget::conflicts;
      twin.github = both[0].github;
      twin.call = both[0].call;
      twin.peer = both[0].worker;
      twin.peer_slot = static_cast<std::uint8_t>(other);
      scratch.joined.emplace_back(option.moves.begin(), option.moves.end());
      scratch.joined.back().push_back(twin);
      option.moves = scratch.joined.back();
      option.footprint |= twin.footprint;
    }
  }
}

// Time passes when everything else stands still: to the next end of a wait or of a lease.
void Model::add_tick(const State& state, std::vector<Option>& out, Scratch& scratch) {
  for (const Option& option : out)
    if (option.process != Process::merge) return;
  const std::uint32_t now = now_s(state.github);
  std::uint32_t next = 0;
  const auto consider = [&](std::uint32_t at) {
    if (at > now && (next == 0 || at < next)) next = at;
  };
  for (const std::uint32_t worker : state.workers)
    if (worker != 0 && minds_[worker].actor->wait() != nullptr) consider(minds_[worker].wake_at);
  for (const Message& message : state.messages)
    if (message.status == Message::Status::queued) consider(message.visible_at);
  if (next == 0) return;
  Move tick;
  tick.kind = Move::Kind::tick;
  tick.github = at_time(state.github, next);
  tick.now_s = next;
  tick.footprint = {key::all, key::all};
  scratch.ticks.push_back(tick);
  add_option(state, out, Process::tick, scratch.ticks);
}

// ---- Where a step leads
// ---------------------------------------------------------------------------

Model::After Model::after(const State& state, Process process, const Move& move) {
  After next{state, move.breach};
  State& s = next.state;
  s.github = move.github;
  if (move.github != state.github)
    for (std::uint32_t& worker : s.workers) worker = outdated(worker);
  if (move.budget) --s.budgets[static_cast<std::size_t>(*move.budget)];
  if (is_worker(process)) s.workers[static_cast<std::size_t>(process)] = move.worker;
  if (move.kind == Move::Kind::twin) s.workers[move.peer_slot] = move.peer;
  if (move.message != Move::no_message) {
    Message& message = s.messages[move.message];
    using enum Message::Status;
    if (move.kind == Move::Kind::take) {
      message.status = leased;
      ++message.deliveries;
    }
    if (move.outcome == Outcome::acknowledged) message.status = done;
    if (move.outcome == Outcome::dead_lettered) message.status = dead;
    if (move.outcome == Outcome::abandoned) {
      message.status = message.deliveries >= deliveries_max ? dead : queued;
      message.visible_at = move.visible_at;
    }
    if (message.status == done || message.status == dead) {
      message.deliveries = 0;
      message.visible_at = 0;
    }
    if (message.status == leased) message.visible_at = 0;
  }
  if (move.kind == Move::Kind::ghost) s.ghosts[move.detail] = 0;
  if (move.ghost != 0) {
    const auto free = std::ranges::find(s.ghosts, 0U);
    REGENT_ASSERT(free != s.ghosts.end(), "there is room for every request that a budget loses");
    *free = move.ghost;
  }
  if (move.kind == Move::Kind::ghost || move.ghost != 0) std::ranges::sort(s.ghosts);
  if (move.kind == Move::Kind::merge) {
    s.messages[s.merges] = {Message::Status::queued, 0, move.trigger, 0};
    ++s.merges;
  }
  if (move.kind == Move::Kind::person) {
    ++s.acts;
    if (move.trigger != Move::no_trigger) {
      const auto free =
          std::ranges::find(s.messages.begin() + messages_of(arguments_), s.messages.end(),
                            Message::Status::hidden, &Message::status);
      REGENT_ASSERT(free != s.messages.end(), "there is room for what people set in motion");
      *free = {Message::Status::queued, 0, move.trigger, 0};
    }
  }
  if (move.kind == Move::Kind::retire) s.budgets[static_cast<std::size_t>(Budget::human)] = 0;
  if (s.budgets[static_cast<std::size_t>(Budget::stale)] == 0 && !github_[s.github].forgetful)
    s.github = forgotten(s.github);
  if (move.monitor != 0) s.monitor = move.monitor;
  if (s.github == state.github && move.call == 0) return next;
  const Watched watched = watch(s.monitor, s.github, move.call);
  s.monitor = watched.monitor;
  if (next.breach == 0) next.breach = watched.breach;
  return next;
}

std::uint32_t Model::forgotten(std::uint32_t github) {
  const Memo::Key key{1, github};
  if (const std::uint32_t known = time_memo_.find(key); known != 0) return known;
  const auto lock = lock_soon(github_mutex_);
  if (const std::uint32_t known = time_memo_.find(key); known != 0) return known;
  GitHub copy = github_[github];
  copy.forgetful = true;
  fake::Settings settings = copy.repository->settings();
  settings.list_lag_max = settings.search_lag_max = Duration::zero();
  copy.repository->configure(settings);
  copy.repository->forget_past();
  const std::uint32_t id = intern(std::move(copy));
  time_memo_.insert(key, id);
  return id;
}

std::uint32_t Model::at_time(std::uint32_t github, std::uint32_t now_s) {
  const Memo::Key key{2 | std::uint64_t{now_s} << 8, github};
  if (const std::uint32_t known = time_memo_.find(key); known != 0) return known;
  const auto lock = lock_soon(github_mutex_);
  if (const std::uint32_t known = time_memo_.find(key); known != 0) return known;
  GitHub copy = github_[github];
  const Duration passed = beginning + std::chrono::seconds(now_s) - copy.now;
  copy.now += passed;
  // Reads have settled after the longest lag (facts, "Pull requests").
  if (passed >= std::chrono::seconds(25)) copy.repository->forget_past();
  const std::uint32_t id = intern(std::move(copy));
  time_memo_.insert(key, id);
  return id;
}

Model::Watched Model::watch(std::uint32_t monitor, std::uint32_t github, std::uint32_t call) {
  const Memo::Key key{std::uint64_t{monitor} << 32 | call, github};
  if (const std::uint32_t known = watch_memo_.find(key); known != 0) return watched_[known];
  const auto lock = lock_soon(github_mutex_);
  if (const std::uint32_t known = watch_memo_.find(key); known != 0) return watched_[known];
  Monitor next = *monitors_[monitor];
  const fake::Repository& repository = *github_[github].repository;
  std::optional<Breach> breach;
  if (call != 0) breach = next.check_call(repository, *calls_[call].request, calls_[call].response);
  if (auto seen = next.check_step(repository, arguments_.config); seen && !breach)
    breach = std::move(seen);
  const std::uint32_t id = watched_.add({intern(next), breach ? intern_breach(*breach) : 0});
  watch_memo_.insert(key, id);
  return watched_[id];
}

// ---- Rest
// -----------------------------------------------------------------------------------------

std::uint32_t Model::check_rest(const State& state) {
  bool all_done = state.acts == 0;
  for (const Message& message : state.messages)
    all_done = all_done && message.status != Message::Status::dead;
  const Memo::Key key{std::uint64_t{all_done} << 32 | state.monitor, state.github};
  if (const std::uint32_t known = rest_memo_.find(key); known != 0) return known - 1;
  const auto lock = lock_soon(github_mutex_);
  if (const std::uint32_t known = rest_memo_.find(key); known != 0) return known - 1;
  const auto breach = at_rest(state);
  const std::uint32_t id = breach ? intern_breach(*breach) : 0;
  rest_memo_.insert(key, id + 1);
  return id;
}

Hash128 Model::rest_digest(const State& state) const {
  const auto lock = lock_soon(github_mutex_);  // repositories share their objects
  const fake::Digest seen = github_[state.github].repository->visible_digest();
  fake::DigestBuilder builder(0x72657374);
  builder.add(seen);
  for (const std::uint8_t budget : state.budgets) builder.add(std::uint64_t{budget});
  for (const Message& message : state.messages)
    builder.add(static_cast<std::uint64_t>(message.status));
  const fake::Digest digest = builder.finish();
  return {digest.high, digest.low};
}

}  // namespace regent::sim::explore
