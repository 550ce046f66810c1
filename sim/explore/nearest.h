// What a failing path comes to when something in it goes otherwise.
#pragma once

#include <optional>
#include <vector>

#include "sim/explore/model.h"
#include "sim/explore/result.h"
#include "sim/explore/story.h"
#include "sim/monitor.h"

namespace regent::sim::explore {

// What breaks on the way along `steps`, as far as they are possible, and from there on without
// further faults until everything is at rest; nullopt: nothing does. A protocol that has changed
// since may leave the path early. The model tells its workers apart.
[[nodiscard]] std::optional<Breach> outcome_of(Model& model, const std::vector<NamedStep>& steps);

// The last step of a failing path that need not have been: another one in its place, and no fault
// after it, and the run passes.
struct Turning {
  Telling step;     // as the path has it
  Telling instead;  // of the same worker without a fault, or of somebody else
};
// Nullopt: no single step makes the difference.
[[nodiscard]] std::optional<Turning> nearest_passing(Model& model,
                                                     const std::vector<NamedStep>& steps);

}  // namespace regent::sim::explore
