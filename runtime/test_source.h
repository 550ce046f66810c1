// A trace as a regression test: one GoogleTest file that needs only the headers of `sim`.
#pragma once

#include <expected>
#include <string>

#include "runtime/exploration_replay.h"
#include "sim/trace.h"

namespace regent::runtime {

// The source of a test that fails for as long as the case does. The error says why there is none:
// a text in it cannot be written as C++.
[[nodiscard]] std::expected<std::string, std::string> test_source(const sim::Case& the_case);

// The same of an exploration's path; it needs the headers of `sim/explore`.
[[nodiscard]] std::string test_source(const ExploredCase& explored);

}  // namespace regent::runtime
