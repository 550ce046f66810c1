// `regent shrink`: the smallest run that still fails in the same way.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "runtime/any_trace.h"
#include "runtime/atomic_file.h"
#include "runtime/command.h"
#include "runtime/console.h"
#include "runtime/options.h"
#include "runtime/progress_bar.h"
#include "runtime/replay_text.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

constexpr WholeNumbers jobs_range{1, 256};
constexpr WholeNumbers steps_range{1, 1'000'000'000'000};
constexpr std::uint64_t default_steps_max = 50'000'000;

struct ShrinkOptions {
  std::string trace;
  std::optional<std::string> out;
  std::optional<std::uint64_t> steps_max;
  std::optional<std::uint64_t> jobs;
  bool json = false;
};

// `traces/seed-7-no-litter.json` becomes `traces/seed-7-no-litter-shrunk.json`.
std::string default_out(const std::string& trace) {
  const std::filesystem::path path(trace);
  return path.parent_path() / (path.stem().string() + "-shrunk.json");
}

// Why a trace cannot be shrunk: it does not fail as it says.
std::string reason_not_to_shrink(const AnyTrace& trace) {
  const Replayed replayed = trace.replay(0);
  if (!replayed.divergence.empty()) return "does not apply any more: " + replayed.divergence;
  if (!replayed.violation) return "there is nothing to shrink: the run passes";
  return "the run breaks " + replayed.violation->invariant + ", not " +
         trace.violation().invariant + " as the trace says";
}

Outcome shrink(const ShrinkOptions& options, const Program& program) {
  Console& console = program.console;
  const auto trace = read_any_trace(options.trace);
  if (!trace) return std::unexpected(trace.error());
  ShrinkBounds bounds;
  bounds.steps_max = options.steps_max.value_or(default_steps_max);
  bounds.jobs = static_cast<std::uint32_t>(options.jobs.value_or(
      std::clamp<std::uint64_t>(std::thread::hardware_concurrency(), 1, jobs_range.max)));
  std::optional<ShrinkReport> report;
  {
    ProgressBar bar(bounds.steps_max, console.is_watched(), "step");
    bounds.progress = [&](std::uint64_t steps) { bar.show(steps); };
    report = (*trace)->shrink(bounds);
  }
  if (!report) return std::unexpected(Problem{options.trace, reason_not_to_shrink(**trace)});
  const std::string file = options.out.value_or(default_out(options.trace));
  if (const auto written = write_atomically(file, report->smallest->json()); !written)
    return std::unexpected(written.error());
  const std::string difference = report->smallest->difference();
  if (options.json) {
    console.print(shrink_json(*report, file, difference));
    return Status::ok;
  }
  const sim::Violation& violation = report->smallest->violation();
  console.print(shrink_text(*report) + " (" + counted(report->replays, "replay") + ")\n");
  if (!report->is_minimal) console.print("It could be smaller: --steps-max came first.\n");
  console.print(violation.invariant + ": " + printable(violation.message) + "\n");
  if (!difference.empty()) console.print("What it takes: " + printable(difference) + ".\n");
  console.print("To see it:\n  " + shell_quoted(program.name) + " replay " + shell_quoted(file) +
                "\n");
  return Status::ok;
}

}  // namespace

void add_shrink(CLI::App& app, Program& program) {
  auto* const command =
      app.add_subcommand("shrink", "Reduce a failing run to what it takes to fail that way");
  const auto options = std::make_shared<ShrinkOptions>();
  ShrinkOptions* const o = options.get();
  command->add_option("TRACE", o->trace, "A file of --trace-dir")->option_text(" ")->required();
  add_text(*command, "--out", "FILE", "Where the smaller trace goes (TRACE-shrunk.json)", o->out);
  add_number(*command, "--steps-max", "N", "Steps of all replays together, about (50,000,000)",
             steps_range, o->steps_max);
  add_number(*command, "--jobs", "N", "Threads; the result is the same for any number (all cores)",
             jobs_range, o->jobs);
  add_switch(*command, "--json", "Print one JSON object instead of text", o->json);
  command->footer(
      "Choices get their usual answers, merges and workers are left out, delays become round,\n"
      "for as long as the same invariant breaks in the same way.\n\n"
      "Exit status: 0 a smaller trace is written; 2 usage, a damaged trace, or one that does not\n"
      "fail as it says.\n\n"
      "Examples:\n"
      "  regent simulate --protocol optimistic --trace-dir traces\n"
      "  regent shrink traces/seed-1-one-open-pr.json --out small.json\n"
      "  regent replay small.json");
  command->callback([options, &program] {
    program.chosen = [options, &program] { return shrink(*options, program); };
  });
}

}  // namespace regent::runtime
