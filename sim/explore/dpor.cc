// Stateless source-DPOR with sleep sets: the cross-check of the stateful search. It shares the
// model and the declared footprints with it, but neither visited states nor persistent sets.
#include <algorithm>
#include <array>
#include <deque>
#include <utility>

#include "sim/explore/search.h"

namespace regent::sim::explore {
namespace {

// Per process the number of its events that happened before, this one included.
using Clock = std::array<std::uint32_t, process_count>;

struct Level {
  State state;
  std::vector<Option> options;
  Model::Scratch scratch;
  std::uint32_t enabled = 0;
  std::uint32_t backtrack = 0;
  std::uint32_t sleep = 0;
  // The event that leads on from here, while it is explored.
  Process process{};
  Footprint footprint;
  Clock clock{};
  std::uint32_t turn = 0;  // it is the process's so-and-so-many-th event
};

class Dpor {
 public:
  Dpor(Model& model, Findings& findings, const Watch& watch, Result& result)
      : model_(model), findings_(findings), watch_(watch), result_(result) {}

  void run() {
    explore(model_.initial(), 0);
    result_.complete = result_.stopped.empty();
  }

 private:
  void explore(const State& state, std::uint32_t sleep) {
    ++result_.states;
    result_.depth_max = std::max(result_.depth_max, static_cast<std::uint32_t>(depth_));
    if (is_stopped()) return;
    if (levels_.size() == depth_) levels_.emplace_back();
    Level& level = levels_[depth_];
    level.state = state;
    level.sleep = sleep;
    level.enabled = 0;
    model_.options(state, level.options, level.scratch);
    if (level.options.empty()) return findings_.rest(state, path_);
    for (const Option& option : level.options) level.enabled |= bit(option.process);
    const std::uint32_t awake = level.enabled & ~sleep;
    level.backtrack = awake & -awake;
    while (const std::uint32_t next = level.backtrack & ~level.sleep) {
      const auto process = Process{static_cast<std::uint8_t>(std::countr_zero(next))};
      const auto option = std::ranges::find(level.options, process, &Option::process);
      for (std::size_t i = 0; i < option->moves.size() && result_.stopped.empty(); ++i)
        if (Model::is_affordable(state, option->moves[i])) follow(level, *option, i);
      level.sleep |= next & -next;
    }
  }

  void follow(Level& level, const Option& option, std::size_t index) {
    const Move& move = option.moves[index];
    ++result_.transitions;
    level.process = option.process;
    level.footprint = move.footprint;
    order(level);
    find_races();
    if (move.kind == Move::Kind::take) let_others_take(level);
    if (must_try_all(level)) level.backtrack |= level.enabled;
    path_.push_back({option.process, static_cast<std::uint16_t>(index)});
    const Model::After next = model_.after(level.state, option.process, move);
    if (next.breach != 0) {
      findings_.breach(next.state, next.breach, path_);
    } else {
      std::uint32_t sleep = 0;
      for (const Option& other : level.options)
        if (other.process != option.process && (level.sleep & bit(other.process)) != 0 &&
            are_independent(other.footprint, move.footprint))
          sleep |= bit(other.process);
      ++depth_;
      explore(next.state, sleep);
      --depth_;
    }
    path_.pop_back();
  }

  [[nodiscard]] static bool are_dependent(const Level& a, const Level& b) {
    return a.process == b.process || !are_independent(a.footprint, b.footprint);
  }
  // Level `a` comes before level `b` on the stack.
  [[nodiscard]] static bool happens_before(const Level& a, const Level& b) {
    return b.clock[static_cast<std::size_t>(a.process)] >= a.turn;
  }

  // The vector clock of the event that was just put on top of the stack.
  void order(Level& level) {
    level.clock = {};
    for (std::size_t i = 0; i < depth_; ++i) {
      if (!are_dependent(levels_[i], level)) continue;
      for (std::size_t p = 0; p < process_count; ++p)
        level.clock[p] = std::max(level.clock[p], levels_[i].clock[p]);
    }
    level.turn = ++level.clock[static_cast<std::size_t>(level.process)];
  }

  // Every event that the new one is in a race with, in whose place another step could have come.
  void find_races() {
    const Level& last = levels_[depth_];
    for (std::size_t i = depth_; i-- > 0;) {
      const Level& earlier = levels_[i];
      if (earlier.process == last.process || !are_dependent(earlier, last)) continue;
      bool direct = true;
      for (std::size_t j = i + 1; j < depth_ && direct; ++j)
        direct = !(happens_before(earlier, levels_[j]) && happens_before(levels_[j], last));
      if (direct) reverse(i);
    }
  }

  // A message that one worker takes no other one can take: their race is never seen in one run.
  static void let_others_take(Level& level) {
    for (const Option& option : level.options)
      if (option.moves.front().kind == Move::Kind::take) level.backtrack |= bit(option.process);
  }

  // Time passes only while nothing else can happen, and what a person may do depends on everything.
  // Whatever takes such a possibility away is never seen in one run with it.
  static bool must_try_all(const Level& level) {
    return std::ranges::any_of(level.options, [](const Option& option) {
      return option.process == Process::tick || option.process == Process::person;
    });
  }

  // Lets something that does not wait for event `i` come in its place.
  void reverse(std::size_t i) {
    std::uint32_t initials = 0;
    std::uint32_t first = 0;
    for (std::size_t j = i + 1; j <= depth_; ++j) {
      const Level& event = levels_[j];
      if (j < depth_ && happens_before(levels_[i], event)) continue;
      bool is_initial = true;
      for (std::size_t k = i + 1; k < j && is_initial; ++k)
        is_initial = happens_before(levels_[i], levels_[k]) || !are_dependent(levels_[k], event);
      if (!is_initial) continue;
      // What was not possible there waits for event `i` after all: it cannot be turned round.
      if ((levels_[i].enabled & bit(event.process)) == 0) continue;
      initials |= bit(event.process);
      if (first == 0) first = bit(event.process);
    }
    if ((levels_[i].backtrack & initials) == 0) levels_[i].backtrack |= first;
  }

  bool is_stopped() {
    if (!result_.stopped.empty()) return true;
    if (result_.states >= model_.arguments().states_max) {
      result_.stopped = "states-max is reached";
    } else if (result_.states % 4096 == 0 && watch_ &&
               !watch_({result_.states, result_.transitions, static_cast<std::uint32_t>(depth_),
                        depth_, findings_.violation_count()})) {
      result_.stopped = "interrupted";
    }
    return !result_.stopped.empty();
  }

  Model& model_;
  Findings& findings_;
  const Watch& watch_;
  Result& result_;
  std::deque<Level> levels_;
  std::size_t depth_ = 0;
  Path path_;
};

}  // namespace

void search_dpor(Model& model, Findings& findings, const Watch& watch, Result& result) {
  Dpor(model, findings, watch, result).run();
}

}  // namespace regent::sim::explore
