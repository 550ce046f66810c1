// The explored world's steps: which there are in a state, and where each leads.
//
// Workers are the production reducer behind the production runner, GitHub is the simulated one, and
// both are values: a step is computed by running them, once, and is found in a table from then on.
// That is sound because the parts are pure; it is why exploring production code is fast.
//
// Time. Calls take no time, they happen in any order, and the clock stands still while anything is
// under way; then it jumps to the next thing that is due: the end of a wait, or of a dead worker's
// lease (`tick`). But a wait that is shorter than a slow call (10 s, facts "Limits") is no
// synchronisation with other workers' calls. It may end at any moment once a new look can show
// something new: GitHub has changed since this round's first look, or what it was told was not the
// truth. A look that would show the same again is not made; time has to pass first.
//
// Thread safety: any number of threads may use one model.
#pragma once

#include <cstdint>
#include <expected>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fakes/github/repository.h"
#include "sim/actor.h"
#include "sim/explore/arguments.h"
#include "sim/explore/footprint.h"
#include "sim/explore/state.h"
#include "sim/explore/store.h"
#include "sim/monitor.h"

namespace regent::sim::explore {

// Who makes a step. Workers come first, by slot; each other kind is one process.
enum class Process : std::uint8_t {
  background = workers_max,  // GitHub does what it put off
  ghost,                     // a request whose client is gone arrives
  merge,                     // a developer's pull request is merged
  person,                    // somebody acts on the release PR
  tick,                      // time passes
};
inline constexpr std::size_t process_count = static_cast<std::size_t>(Process::tick) + 1;
[[nodiscard]] constexpr bool is_worker(Process process) {
  return static_cast<std::size_t>(process) < workers_max;
}
[[nodiscard]] constexpr std::uint32_t bit(Process process) {
  return 1U << static_cast<unsigned>(process);
}

struct Move {
  enum class Kind : std::uint8_t {
    take,
    answered,
    stale,
    answer_lost,
    request_lost,
    late_effect,
    refused,
    crash_before,
    crash_after,
    crash_midway,
    twin,
    wake,
    background,
    ghost,
    merge,
    person,
    retire,
    tick,
  };
  static constexpr std::uint8_t no_message = 0xff;
  static constexpr std::uint16_t no_trigger = 0;

  Kind kind = Kind::answered;
  std::optional<Budget> budget;
  // Of `stale`: the parts, and by how many changes. Of `refused`: the failure. Of `background`,
  // `ghost`, `person`: which. Of `take`: the message.
  std::uint8_t detail = 0;
  std::uint8_t behind = 0;
  std::uint32_t github = 0;   // afterwards
  std::uint32_t worker = 0;   // what is in the slot afterwards
  std::uint32_t monitor = 0;  // afterwards, where a person acted; 0: to be computed
  std::uint32_t call = 0;     // a write that the monitor has to look at; 0: none
  std::uint32_t ghost = 0;    // a request that is left behind
  std::uint32_t breach = 0;   // a duty that was not kept
  // What becomes of the message of the worker.
  std::uint8_t message = no_message;
  std::optional<Outcome> outcome{};
  std::uint32_t visible_at = 0;  // when it is to be delivered again
  std::uint32_t now_s = 0;       // the clock afterwards
  std::uint16_t trigger = no_trigger;
  std::uint32_t peer = 0;  // of `twin`: what is in the other worker's slot afterwards
  std::uint8_t peer_slot = 0;
  Footprint footprint;
};

// All moves of a process in a state.
struct Option {
  Process process{};
  std::span<const Move> moves;
  Footprint footprint;  // of all of them
  bool invisible = false;
};

class Model {
 public:
  explicit Model(const Arguments& arguments);

  [[nodiscard]] const Arguments& arguments() const { return arguments_; }
  [[nodiscard]] State initial() const { return initial_; }

  // What may happen in `state`, by process. `scratch` keeps the moves that depend on more than two
  // parts; it must live as long as the result is used. Moves whose budget is used up are among
  // them: `is_affordable` tells.
  struct Scratch {
    std::vector<Move> takes;
    std::vector<Move> ticks;
    std::vector<Move> retires;
    std::vector<std::vector<Move>> joined;
  };
  void options(const State& state, std::vector<Option>& out, Scratch& scratch);
  [[nodiscard]] static bool is_affordable(const State& state, const Move& move) {
    return !move.budget || state.budgets[static_cast<std::size_t>(*move.budget)] > 0;
  }

  struct After {
    State state;
    std::uint32_t breach = 0;  // 0: none
  };
  [[nodiscard]] After after(const State& state, Process process, const Move& move);

  // Nothing can happen any more: the wanted state is there, or this is a breach.
  [[nodiscard]] std::uint32_t check_rest(const State& state);
  // The same for two states at rest exactly if a person could not tell them apart: what GitHub
  // shows, the messages' ends and what is left of the budgets.
  [[nodiscard]] Hash128 rest_digest(const State& state) const;

  [[nodiscard]] const Breach& breach(std::uint32_t id) const { return breaches_[id]; }

  // For stories: the parts of a state, and what a move asks and is answered.
  struct Told {
    std::string request;
    std::string response;
    int status = 0;
  };
  [[nodiscard]] const fake::Repository& repository(const State& state) const {
    return *github_[state.github].repository;
  }
  [[nodiscard]] Time now(const State& state) const { return github_[state.github].now; }
  [[nodiscard]] const github::Request* pending(const State& state, Process process) const;
  [[nodiscard]] Told tell(const State& state, Process process, const Move& move) const;
  [[nodiscard]] const Trigger& trigger(std::uint16_t id) const { return triggers_[id]; }
  [[nodiscard]] const github::Request& ghost(const State& state, std::size_t index) const {
    return *ghosts_[state.ghosts[index]].request;
  }

  // Frees what takes long to free, on so many threads. The model is of no use afterwards.
  void dissolve(std::uint32_t threads);

  // How many distinct parts were computed.
  struct Sizes {
    std::size_t github = 0;
    std::size_t workers = 0;
    std::size_t steps = 0;
  };
  [[nodiscard]] Sizes sizes() const;

 private:
  struct GitHub {
    std::optional<fake::Repository> repository;
    Time now{};
    bool forgetful = true;  // every read is current
    friend bool operator==(const GitHub& a, const GitHub& b) {
      return a.now == b.now && a.forgetful == b.forgetful &&
             a.repository.has_value() == b.repository.has_value() &&
             (!a.repository || a.repository->digest() == b.repository->digest());
    }
  };
  // A worker with a message.
  struct Mind {
    std::optional<Actor> actor;
    std::uint8_t message = 0;
    Time date{};                // of the last answer that depended on more than objects
    bool looks = true;          // this round's first look is still to come
    bool current = false;       // nothing has changed since it, and it was the truth
    std::uint32_t wake_at = 0;  // of a waiting one
    bool long_wait = false;
    friend bool operator==(const Mind&, const Mind&) = default;
  };
  struct Ghost {
    std::optional<github::Request> request;
    friend bool operator==(const Ghost&, const Ghost&) = default;
  };
  // A write that was accepted, for the monitor.
  struct Accepted {
    std::optional<github::Request> request;
    github::Response response;
    friend bool operator==(const Accepted&, const Accepted&) = default;
  };
  struct Answer {
    std::uint32_t github = 0;
    github::Response response;
    std::uint32_t call = 0;
    bool changed = false;
  };
  struct Watched {
    std::uint32_t monitor = 0;
    std::uint32_t breach = 0;
  };

  // model.cc: interning, and steps that are found or computed
  std::uint32_t intern(GitHub github);
  std::uint32_t intern(Mind mind);
  std::uint32_t intern(const Monitor& monitor);
  std::uint32_t outdated(std::uint32_t worker);
  std::uint32_t intern_breach(const Breach& breach);
  template <typename Compute>
  std::span<const Move> moves(Memo& memo, Memo::Key key, Compute&& compute) {
    std::uint32_t id = memo.find(key);
    if (id == 0) {
      // Another thread may be at it as well. Both come to the same, and the first one's is kept.
      std::vector<Move> computed = compute();
      const auto lock = lock_soon(moves_mutex_);
      id = memo.find(key);
      if (id == 0) {
        id = moves_.add(std::move(computed));
        memo.insert(key, id);
      }
    }
    return moves_[id];
  }
  [[nodiscard]] std::uint32_t now_s(std::uint32_t github) const;
  [[nodiscard]] std::uint32_t seconds(Time time) const;
  Watched watch(std::uint32_t monitor, std::uint32_t github, std::uint32_t call);
  std::uint32_t forgotten(std::uint32_t github);
  std::uint32_t at_time(std::uint32_t github, std::uint32_t now_s);
  [[nodiscard]] bool may_wake(const Mind& mind, const State& state) const;
  void add_takes(const State& state, std::vector<Option>& out, Scratch& scratch);
  void add_tick(const State& state, std::vector<Option>& out, Scratch& scratch);
  void add_twins(const State& state, std::vector<Option>& out, Scratch& scratch);
  void add_option(const State& state, std::vector<Option>& out, Process process,
                  std::span<const Move> moves);

  // model_worker.cc: a worker's moves
  std::vector<Move> compute_worker(std::uint32_t github, std::uint32_t worker);
  std::vector<Move> compute_call(std::uint32_t github, std::uint32_t worker);
  Move compute_wake(std::uint32_t github, std::uint32_t worker);
  void add_losses(std::vector<Move>& out, std::uint32_t github, std::uint32_t worker,
                  const Move& fresh, bool changed);
  void add_crashes(std::vector<Move>& out, std::uint32_t github, std::uint32_t worker,
                   const Move& fresh, bool changed);
  void add_refusals(std::vector<Move>& out, std::uint32_t github, std::uint32_t worker);
  void add_stale_reads(std::vector<Move>& out, std::uint32_t github, std::uint32_t worker);
  Answer ask(std::uint32_t github, const github::Request& request,
             const fake::Circumstances& circumstances);
  std::uint32_t leave(const github::Request& request);
  static Mind deceived(Mind mind);
  void advance(Move& move, std::uint32_t github, Mind mind, Event event);
  std::expected<Notes, effects::DutyViolation> look_up(std::uint32_t github, Mind& mind,
                                                       const github::Request& request);
  Move begin(const State& state, std::uint8_t message);

  // model_world.cc: everybody else's
  std::vector<Move> compute_background(std::uint32_t github);
  Move compute_ghost(std::uint32_t github, std::uint32_t ghost);
  Move compute_merge(std::uint32_t github, std::uint8_t merges);
  std::vector<Move> compute_people(std::uint32_t github, std::uint32_t monitor, std::uint8_t acts);
  std::uint16_t take_trigger(fake::Repository& repository, const std::string& delivery);
  [[nodiscard]] std::optional<Breach> at_rest(const State& state) const;

  Arguments arguments_;
  State initial_;
  bool fuses_;   // steps that nobody else can see are part of the one before them
  bool scarce_;  // there may be more messages than workers

  // Locks are taken in this order. Reducers run under neither.
  mutable std::mutex
      github_mutex_;        // held while a repository acts: all of them share their objects
  std::mutex moves_mutex_;  // held while a worker's or the world's moves are added

  Interner<GitHub> github_;
  Interner<Mind> minds_;
  Interner<std::optional<Monitor>> monitors_;
  Interner<Ghost> ghosts_;
  Interner<Accepted> calls_;
  Interner<Breach> breaches_;
  Store<Trigger> triggers_;
  Store<std::vector<Move>> moves_;
  Store<Watched> watched_;
  Memo worker_memo_;      // (github, worker)
  Memo begin_memo_;       // (trigger, deliveries and message, second)
  Memo background_memo_;  // github
  Memo ghost_memo_;       // (github, ghost)
  Memo merge_memo_;       // (github, merges)
  Memo people_memo_;      // (github, monitor, acts)
  Memo time_memo_;        // (github, second) → github
  Memo outdated_memo_;    // worker → worker
  Memo watch_memo_;       // (monitor, github, call)
  Memo rest_memo_;        // (github, monitor) → breach + 1
};

}  // namespace regent::sim::explore
