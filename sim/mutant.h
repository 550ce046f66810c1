// A deliberate bug of the protocol, put between the production reducer and the world.
//
// The core has no switch that would make it wrong. A mutant changes what the reducer is told and
// what it asks for, on the way between the two, so that the reducer which is tested is always the
// one that ships. Whether the checks notice is the measure of the checks (sim/mutants).
//
// A mutant is immutable and has no state. What it has to remember of one run stands in a `Memory`
// beside the run, so that an actor stays a value that can be copied and compared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/config.h"
#include "core/event.h"
#include "core/plan.h"
#include "core/reducer.h"

namespace regent::sim {

// The end of a run, as the queue is told of it.
struct Ending {
  Outcome outcome = Outcome::acknowledged;
  Duration delay{};
  std::string reason{};
  friend bool operator==(const Ending&, const Ending&) = default;
};

// What a run asks the world for.
using Plan = std::variant<github::Request, Wait, Ending>;

// What a mutant remembers of one run; empty at its beginning.
struct Memory {
  bool begun = false;  // the actor's own
  std::uint64_t number = 0;
  std::string text;
  std::optional<github::Response> response;
  friend bool operator==(const Memory&, const Memory&) = default;
};

// What a mutant sees of the run that it stands before.
struct Stage {
  const Config& config;
  const Run& run;
  const github::Request* asked;  // the reducer's last call, unaltered; nullptr: it asked for none
  Memory& memory;

  // Precondition: the run is one of the ledger protocol.
  [[nodiscard]] const LedgerRun& ledger() const { return std::get<LedgerRun>(run); }
  // The last call, if it is one of this kind.
  template <typename T>
  [[nodiscard]] const T* asked_for() const {
    return asked == nullptr ? nullptr : std::get_if<T>(asked);
  }
};

// What becomes of an event.
enum class Reaction : std::uint8_t {
  deliver,  // the reducer gets it
  repeat,   // the reducer never learns of it; the plan stands and is carried out once more
};

struct Mutant {
  std::string_view name;  // kebab-case
  std::string_view bug;   // one sentence: what a worker does wrong
  // Changes an event before the reducer sees it. At `Begin` the run is a new one.
  Reaction (*on_event)(const Stage&, Event&) = nullptr;
  // Changes a plan before the world sees it. With an event as the result, the world never sees the
  // plan: the reducer gets the event at once.
  std::optional<Event> (*on_plan)(const Stage&, Plan&) = nullptr;
  // Why nothing can tell it from the original, in one sentence; empty: something must.
  std::string_view equivalent{};
};

}  // namespace regent::sim
