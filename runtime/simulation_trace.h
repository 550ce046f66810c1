// A trace of a simulation with all that it names.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/any_trace.h"
#include "runtime/json_places.h"
#include "sim/trace.h"

namespace regent::runtime {

[[nodiscard]] std::unique_ptr<AnyTrace> simulation_trace(sim::Case the_case);

// The trace in `text`, which is `file`'s. Refused as well when its history or its mutant is not
// there, or when the merges are no longer those of the trace.
[[nodiscard]] std::expected<std::unique_ptr<AnyTrace>, Problem> read_simulation_trace(
    const std::string& file, std::string_view text);

// `file:line:column` and the reason.
[[nodiscard]] Problem problem_of(const std::string& file, const Damage& damage);

}  // namespace regent::runtime
