// The story of a run, for people. Only kept when somebody will read it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/github.h"
#include "core/time.h"

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
    std::vector<std::string> state{};  // after the step; see `has_states`
  };

  Journal() = default;
  // One that keeps exchanges and the whole state after each step as well.
  static Journal with_states() {
    Journal journal;
    journal.has_states_ = true;
    return journal;
  }
  [[nodiscard]] bool has_states() const { return has_states_; }

  void add(std::uint64_t step, Time at, std::string who, std::string what, Kind kind = Kind::note) {
    lines_.push_back({step, at, std::move(who), std::move(what), kind});
  }
  // Completes the last line.
  void add_exchange(Exchange exchange) { lines_.back().exchange = std::move(exchange); }
  // Completes every line that has no state yet.
  template <typename State>
  void add_state(State state) {
    for (; stated_ < lines_.size(); ++stated_) lines_[stated_].state = state();
  }
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }

 private:
  std::vector<Line> lines_;
  std::size_t stated_ = 0;
  bool has_states_ = false;
};

}  // namespace regent::sim
