// Violations that an exploration found, as trace files.
#pragma once

#include <expected>
#include <string>

#include "runtime/command.h"
#include "runtime/exploration_report.h"

namespace regent::runtime {

// One file for each listed violation, `explore-1-one-open-pr.json`, schema `regent.trace/2`, kind
// `exploration`: the arguments, the violation, and the path to it by named steps. Each is written
// whole or not at all.
[[nodiscard]] std::expected<void, Problem> write_exploration_traces(const Exploration& exploration,
                                                                    const std::string& directory);

}  // namespace regent::runtime
