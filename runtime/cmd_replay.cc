// `regent replay`: a failing run again, step by step.
#include <CLI/CLI.hpp>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "runtime/any_trace.h"
#include "runtime/atomic_file.h"
#include "runtime/command.h"
#include "runtime/console.h"
#include "runtime/options.h"
#include "runtime/replay_page.h"
#include "runtime/replay_text.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();
constexpr WholeNumbers steps_range{0, 1'000'000'000'000};

struct ReplayOptions {
  std::string trace;
  std::optional<std::uint64_t> until;
  bool state = false;
  std::optional<std::string> test;
  std::optional<std::string> html;
  bool json = false;
};

std::expected<void, Problem> write_test(const AnyTrace& trace, const std::string& file) {
  const auto source = trace.test_source();
  if (!source) return std::unexpected(Problem{"--test", source.error()});
  return write_atomically(file, *source);
}

std::expected<void, Problem> write_page(const std::string& replay_json, const std::string& file) {
  return write_atomically(file, replay_page(replay_json));
}

Outcome replay(const ReplayOptions& options, const Program& program) {
  Console& console = program.console;
  const auto trace = read_any_trace(options.trace);
  if (!trace) return std::unexpected(trace.error());
  const Replayed replayed = (*trace)->replay(options.until.value_or(no_limit));
  const std::string reproduce =
      shell_quoted(program.name) + " replay " + shell_quoted(options.trace);
  const Page page{console.style(), console.columns()};
  if (options.json) {
    console.print((*trace)->replay_json(reproduce));
  } else {
    console.print(replay_text(**trace, replayed, options.state, page));
  }
  if (!replayed.divergence.empty())
    return std::unexpected(
        Problem{options.trace, "does not apply any more: " + replayed.divergence});
  if (options.test)
    if (const auto written = write_test(**trace, *options.test); !written)
      return std::unexpected(written.error());
  if (options.html)
    if (const auto written = write_page((*trace)->replay_json(reproduce), *options.html); !written)
      return std::unexpected(written.error());
  if (!options.json && !options.until)
    console.print(verdict_text(replayed, (*trace)->difference(), page));
  return replayed.violation ? Status::refuted : Status::ok;
}

}  // namespace

void add_replay(CLI::App& app, Program& program) {
  auto* const command = app.add_subcommand("replay", "Show a failing run again, step by step");
  const auto options = std::make_shared<ReplayOptions>();
  ReplayOptions* const o = options.get();
  command->add_option("TRACE", o->trace, "A file of --trace-dir")->option_text(" ")->required();
  add_number(*command, "--until", "STEP", "Tell it up to this step", steps_range, o->until);
  add_switch(*command, "--state", "Print the world as it is then, as sorted lines", o->state);
  add_text(*command, "--test", "FILE", "Write a GoogleTest that fails for as long as the run does",
           o->test);
  add_text(*command, "--html", "FILE", "Write one self-contained page that shows it", o->html);
  add_switch(*command, "--json", "Print one JSON object (regent.replay/1) instead of text",
             o->json);
  command->footer(
      "Exit status: 0 the run passes; 1 an invariant is violated; 2 usage, a damaged trace, or "
      "one\n"
      "that does not apply any more, with the choice and the step at which it is left.\n\n"
      "Examples:\n"
      "  regent replay traces/seed-1-one-open-pr-shrunk.json\n"
      "  regent replay small.json --until 12 --state\n"
      "  regent replay small.json --html small.html\n"
      "  regent replay small.json --test tests/sim/seed_1_test.cc\n"
      "  regent replay small.json --json | jq '.steps[] | select(.fault)'");
  command->callback([options, &program] {
    program.chosen = [options, &program] { return replay(*options, program); };
  });
}

}  // namespace regent::runtime
