// The program `regent`: reads the command line and runs the command that it names.
#pragma once

namespace regent::runtime {

// Returns the exit status: 0, 1 (a violation, an invalid version), 2 (usage or bad input, said in
// one line on standard error). Nothing escapes.
[[nodiscard]] int run(int argc, const char* const* argv);

}  // namespace regent::runtime
