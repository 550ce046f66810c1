// What the program's commands have in common.
//
// Each command is one file, cmd_<name>.cc: `add_<name>` declares its options to CLI11 and leaves in
// `Program::chosen` what is to be done when it is the one that was asked for. A new command is a
// new file, a line below and a line in program.cc.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace regent::runtime {

class Console;

// The program's exit status.
enum class Status : int {
  ok = 0,
  refuted = 1,  // an invariant was violated, a version is not one
  bad_input = 2,
};

// Why a command cannot do what it was asked to: `regent: <place>: <reason>` on one line, exit 2.
struct Problem {
  std::string place;   // an option, a file with its line, a stream
  std::string reason;  // a lower-case clause
};

using Outcome = std::expected<Status, Problem>;

struct Program {
  std::string name;  // as it was started, so that a command line it prints can be run
  std::vector<std::string> arguments;  // after the name, unread
  Console& console;
  std::function<Outcome()> chosen;
};

void add_simulate(CLI::App& app, Program& program);
void add_replay(CLI::App& app, Program& program);
void add_shrink(CLI::App& app, Program& program);
void add_scenario(CLI::App& app, Program& program);
void add_explore(CLI::App& app, Program& program);
void add_mutants(CLI::App& app, Program& program);
void add_next(CLI::App& app, Program& program);
void add_changelog(CLI::App& app, Program& program);
void add_semver(CLI::App& app, Program& program);
void add_reconcile(CLI::App& app, Program& program);
void add_fake_github(CLI::App& app, Program& program);

}  // namespace regent::runtime
