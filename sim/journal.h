// The story of a run, for people. Only kept when somebody will read it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/github.h"
#include "core/time.h"
#include "sim/snapshot.h"

namespace regent::sim {

class Journal {
 public:
  enum class Kind : std::uint8_t {
    note,  // a worker remarks something
    call,
    take,  // a worker takes a message
    crash,
    restart,
    finish,
    merge,  // a developer merges
    webhook,
    background,  // GitHub does what it has put off
    person,
    configuration,
    rest,  // faults stop
    violation,
  };
  // A request and what came of it.
  struct Exchange {
    github::Request request;
    std::optional<github::Response> response{};  // none: it never reached GitHub
    Time sent_at{};
    std::optional<Time> answered_at{};  // none: the answer never reached the client
    std::string fault{};                // as a trace has it; empty: none
  };
  struct Line {
    std::uint64_t step = 0;
    Time at{};
    std::string who;
    std::string what;
    Kind kind = Kind::note;
    std::optional<Exchange> exchange{};
    SnapshotChanges changes{};  // of GitHub, by this line's step; see `keeps_states`
  };

  Journal() = default;
  // One that keeps exchanges and what each step changed at GitHub as well, and the whole world as
  // it is after step `until`, or at the end when that comes first.
  static Journal with_states(std::uint64_t until = ~std::uint64_t{0}) {
    Journal journal;
    journal.states_until_ = until;
    return journal;
  }
  [[nodiscard]] bool keeps_states() const { return states_until_.has_value(); }

  void add(std::uint64_t step, Time at, std::string who, std::string what, Kind kind = Kind::note) {
    lines_.push_back({step, at, std::move(who), std::move(what), kind});
  }
  // Completes the last line.
  void add_exchange(Exchange exchange) { lines_.back().exchange = std::move(exchange); }
  // Before the first step. Precondition, here and below: it keeps states.
  void begin(Snapshot initial) {
    initial_ = std::move(initial);
    snapshot_ = initial_;
  }
  // Completes the lines since the last step. `state()` is the whole world as canonical lines.
  template <typename State>
  void end_step(std::uint64_t step, Snapshot snapshot, State state) {
    if (step <= *states_until_) state_ = state();
    if (stated_ == lines_.size()) return;
    // One event, and what follows from it: the first exchange is what changed something.
    std::size_t changing = stated_;
    while (changing + 1 < lines_.size() && !lines_[changing].exchange) ++changing;
    if (!lines_[changing].exchange) changing = stated_;
    lines_[changing].changes = changes_between(snapshot_, snapshot);
    snapshot_ = std::move(snapshot);
    stated_ = lines_.size();
  }
  [[nodiscard]] const Snapshot& initial() const { return initial_; }
  [[nodiscard]] const std::vector<std::string>& state() const { return state_; }

  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }

 private:
  std::vector<Line> lines_;
  std::optional<std::uint64_t> states_until_;
  std::size_t stated_ = 0;  // lines that are complete
  Snapshot initial_;
  Snapshot snapshot_;  // after the last complete line
  std::vector<std::string> state_;
};

}  // namespace regent::sim
