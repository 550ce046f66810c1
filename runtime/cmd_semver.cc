// `regent semver`: what the specification says about versions.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/semver.h"
#include "runtime/command.h"
#include "runtime/console.h"
#include "runtime/options.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

// Positions for people count from 1.
std::string reason_of(const ParseError& error) {
  return fmt::format("position {}: {}", error.position + 1, error.reason);
}

// Points at the fault, below a line that begins with the version.
std::string caret(std::string_view version, const ParseError& error, const Style& style) {
  const std::string before = printable(version.substr(0, error.position));
  return std::string(columns_of(before), ' ') + style.paint(Colour::red, "^") + "\n";
}

Outcome valid(const std::vector<std::string>& versions, Console& console) {
  const Style& style = console.style();
  Status status = Status::ok;
  for (const std::string& text : versions) {
    const auto version = Version::parse(text);
    console.print(printable(text) + ": ");
    if (version) {
      console.print(style.paint(Colour::green, "valid") + "\n");
      continue;
    }
    status = Status::refuted;
    console.print(style.paint(Colour::red, "invalid, " + reason_of(version.error())) + "\n");
    console.print(caret(text, version.error(), style));
  }
  return status;
}

std::expected<std::string, Problem> read_standard_input() {
  std::string text;
  std::array<char, 65536> bytes;
  for (;;) {
    const ssize_t count = read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count == 0) return text;
    if (count > 0) text.append(bytes.data(), static_cast<std::size_t>(count));
    if (count < 0 && errno != EINTR)
      return std::unexpected(Problem{"standard input", system_reason(errno)});
  }
}

// The last line may lack its newline.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

Outcome sort(Console& console) {
  const auto input = read_standard_input();
  if (!input) return std::unexpected(input.error());
  std::vector<Version> versions;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(*input)) {
    ++number;
    auto version = Version::parse(line);
    if (!version) {
      console.remark(fmt::format("line {}: {}", number, reason_of(version.error())));
      return Status::refuted;
    }
    versions.push_back(*std::move(version));
  }
  std::ranges::sort(versions);
  for (const Version& version : versions) console.print(version.to_string() + "\n");
  return Status::ok;
}

// What follows `valid`, as it was written.
std::expected<std::vector<std::string>, Problem> versions_in(
    const std::vector<std::string>& arguments) {
  std::vector<std::string> versions;
  bool takes_options = true;
  const auto valid = std::ranges::find(arguments, "valid");
  for (auto argument = valid + 1; argument < arguments.end(); ++argument) {
    if (takes_options && *argument == "--") {
      takes_options = false;
      continue;
    }
    const bool is_option =
        argument->starts_with('-') && (argument->size() < 2 || !std::isdigit((*argument)[1]));
    if (takes_options && is_option)
      return std::unexpected(Problem{in_quotes(*argument), "is not an option (valid --help)"});
    versions.push_back(*argument);
  }
  if (versions.empty()) return std::unexpected(Problem{"VERSION", "is required (valid --help)"});
  return versions;
}

void add_valid(CLI::App& semver, Program& program) {
  auto* const command =
      semver.add_subcommand("valid", "Say of each version whether it is one")->group("Commands");
  command->footer(
      "Exit status 1 if one is invalid; positions count from 1.\n\n"
      "Examples:\n  regent semver valid 1.2.3 1.0.0-rc.1+build.5\n  regent semver valid "
      "\"$version\" && echo releasable");
  // For the help only: CLI11 takes `[1.0.0]` for a list and `-1.0.0` for an option.
  const auto unused = std::make_shared<std::vector<std::string>>();
  command->add_option("VERSION", *unused, "Strictly as semver.org has them, without a leading v")
      ->option_text(" ");
  command->allow_extras();
  command->callback([unused, &program] {
    program.chosen = [&program]() -> Outcome {
      const auto versions = versions_in(program.arguments);
      if (!versions) return std::unexpected(versions.error());
      return valid(*versions, program.console);
    };
  });
}

void add_sort(CLI::App& semver, Program& program) {
  auto* const command =
      semver.add_subcommand("sort", "Sort the lines of standard input by precedence, lowest first")
          ->group("Commands");
  command->footer(
      "Versions of equal precedence are sorted by their build metadata. An invalid line is\n"
      "named with the position of its fault, both counted from 1; exit status 1, no output.\n\n"
      "Examples:\n  git tag --list 'v*' | sed s/^v// | regent semver sort | tail -1");
  command->callback([&program] { program.chosen = [&program] { return sort(program.console); }; });
}

}  // namespace

void add_semver(CLI::App& app, Program& program) {
  auto* const command = app.add_subcommand("semver", "Check and sort versions (SemVer 2.0.0)");
  command->footer("Examples:\n  regent semver valid 1.2.3\n  regent semver sort < versions.txt");
  command->require_subcommand(1);
  add_valid(*command, program);
  add_sort(*command, program);
}

}  // namespace regent::runtime
