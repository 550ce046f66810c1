#include "runtime/program.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/command.h"
#include "runtime/console.h"
#include "runtime/options.h"

namespace regent::runtime {
namespace {

constexpr std::string_view about =
    "A release bot that keeps one release pull request per branch, whatever races, and the\n"
    "deterministic simulator that proves it.";

constexpr std::string_view examples =
    R"(Examples:
  regent simulate --generate 30 --seeds 1000
  regent simulate --history octokit-webhooks.js.ndjson --protocol optimistic
  regent simulate --protocol optimistic --trace-dir traces
  regent replay traces/seed-1-one-open-pr-shrunk.json
  regent scenario simultaneous-creates
  regent explore --workers 3 --merges 2 --crashes 1
  regent mutants --seeds-max 500
  regent next --from 1.2.3 --commits history.ndjson
  regent semver sort < versions.txt
  regent reconcile octo/hello-world --dry-run
  regent fake-github --listen :0 --load octokit-webhooks.js.ndjson

`regent COMMAND --help` says more. Exit status: 0 all is well, 1 a violation or an invalid version,
2 usage or bad input, which one line on standard error explains.)";

// CLI11's layout with a usage line that shows how a command is written.
class Layout : public CLI::Formatter {
 public:
  Layout() { column_width(28); }

  std::string make_usage(const CLI::App* app, std::string) const override {
    std::string line = app->get_name();
    for (const CLI::App* parent = app->get_parent(); parent != nullptr;
         parent = parent->get_parent())
      line.insert(0, parent->get_name() + " ");
    const bool has_commands = !app->get_subcommands({}).empty();
    line += has_commands ? " COMMAND" : " [OPTION]...";
    for (const CLI::Option* option : app->get_options())
      if (option->get_positional())
        line += " " + option->get_name(true) + (option->get_items_expected_max() > 1 ? "..." : "");
    return "\nUsage: " + line + "\n";
  }
};

std::string names_of_commands(const CLI::App& app) {
  std::string names;
  for (const CLI::App* command : app.get_subcommands({}))
    names += (names.empty() ? "" : ", ") + command->get_name();
  return names;
}

const CLI::App& innermost(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : innermost(*chosen.front());
}

// Splits `--name: what is wrong with it`, CLI11's usual form.
Problem split(const std::string& text) {
  const auto colon = text.find(": ");
  if (colon == std::string::npos) return {{}, text};
  return {text.substr(0, colon), text.substr(colon + 2)};
}

Problem unknown_argument(const CLI::App& command, const std::string& argument) {
  const std::string help = "(" + command.get_name() + " --help)";
  if (argument.starts_with('-')) return {in_quotes(argument), "is not an option " + help};
  const std::string commands = names_of_commands(command);
  if (commands.empty()) return {in_quotes(argument), "is not expected " + help};
  return {in_quotes(argument), "is not a command, the commands are " + commands};
}

Problem problem_of(const CLI::ParseError& error, const CLI::App& app) {
  const CLI::App& command = innermost(app);
  const Problem problem = split(error.what());
  const auto* mismatch = dynamic_cast<const CLI::ArgumentMismatch*>(&error);
  if (mismatch != nullptr && problem.reason.ends_with("missing"))
    return {problem.place, "needs a value"};
  if (mismatch != nullptr && problem.reason.starts_with("At Most"))
    return {problem.place, "is given more than once"};
  if (mismatch != nullptr && problem.reason.ends_with("flag override"))
    return {problem.reason.substr(0, problem.reason.find(' ')), "takes no value"};
  if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) return problem;
  if (const auto rest = command.remaining(); !rest.empty())
    return unknown_argument(command, rest.front());
  if (dynamic_cast<const CLI::RequiredError*>(&error) == nullptr) return problem;
  if (const std::string commands = names_of_commands(command); !commands.empty())
    return {{}, "a command is needed: " + commands + " (--help)"};
  const std::string text = error.what();
  return {text.substr(0, text.find(' ')), "is required"};
}

void declare_commands(CLI::App& app, Program& program) {
  add_simulate(app, program);
  add_replay(app, program);
  add_shrink(app, program);
  add_scenario(app, program);
  add_explore(app, program);
  add_mutants(app, program);
  add_next(app, program);
  add_changelog(app, program);
  add_semver(app, program);
  add_reconcile(app, program);
  add_fake_github(app, program);
  for (CLI::App* command : app.get_subcommands({})) command->group("Commands");
}

Outcome execute(int argc, const char* const* argv, Program& program) {
  CLI::App app{std::string(about), "regent"};
  app.formatter(std::make_shared<Layout>());
  app.set_help_flag("-h,--help", "Show this help and exit");
  app.set_version_flag("--version", "regent " REGENT_VERSION, "Show the version and exit");
  app.footer(std::string(examples));
  app.require_subcommand(1);
  declare_commands(app, program);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    program.console.print(app.help());
    return Status::ok;
  } catch (const CLI::CallForVersion& version) {
    program.console.print(std::string(version.what()) + "\n");
    return Status::ok;
  } catch (const CLI::ParseError& error) {
    return std::unexpected(problem_of(error, app));
  }
  return program.chosen();
}

}  // namespace

int run(int argc, const char* const* argv) {
  Console console;
  Program program{.name = argc > 0 ? argv[0] : "regent",
                  .arguments = std::vector<std::string>(argv + std::min(argc, 1), argv + argc),
                  .console = console,
                  .chosen = {}};
  Outcome outcome = Status::ok;
  try {
    outcome = execute(argc, argv, program);
  } catch (const std::exception& error) {
    outcome = std::unexpected(Problem{"gives up", error.what()});
  }
  // What is known so far is shown even if the command failed later.
  const auto shown = console.flush();
  if (outcome && !shown) outcome = std::unexpected(shown.error());
  if (outcome) return static_cast<int>(*outcome);
  console.complain(outcome.error());
  return static_cast<int>(Status::bad_input);
}

}  // namespace regent::runtime
