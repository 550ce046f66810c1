// `regent simulate`: racing workers in a simulated world, many seeds, every invariant checked.
#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "runtime/campaign_json.h"
#include "runtime/campaign_text.h"
#include "runtime/command.h"
#include "runtime/console.h"
#include "runtime/counterexample.h"
#include "runtime/progress_bar.h"
#include "runtime/simulate_options.h"
#include "runtime/text.h"
#include "runtime/trace_files.h"
#include "sim/campaign.h"

namespace regent::runtime {
namespace {

using Clock = std::chrono::steady_clock;

struct Campaign {
  sim::CampaignResult result;
  Clock::duration wall{};
};

Campaign run(const sim::CampaignSpec& spec, const Console& console) {
  ProgressBar bar(spec.seed_count, console.is_watched());
  const auto started = Clock::now();
  auto result = sim::run_campaign(spec, [&](std::uint64_t done) { bar.show(done); });
  return {std::move(result), Clock::now() - started};
}

void show_json(const sim::CampaignSpec& spec, const Campaign& campaign, const Reproduce& reproduce,
               Console& console) {
  const double wall_seconds = std::chrono::duration<double>(campaign.wall).count();
  console.print(campaign_json(spec, campaign.result, wall_seconds, reproduce));
}

void show_text(const sim::CampaignSpec& spec, const Campaign& campaign, const Reproduce& reproduce,
               const std::optional<Counterexample>& counterexample, Console& console) {
  const Page page{console.style(), console.columns()};
  const auto wall_ms = std::chrono::duration_cast<Duration>(campaign.wall);
  console.print(campaign_table(spec, campaign.result, wall_ms, page));
  if (campaign.result.violations.empty()) return;
  if (campaign.result.violation_count > 1)
    console.print(violations_text(campaign.result, reproduce, page));
  if (counterexample)
    console.print(
        counterexample_text(*counterexample, reproduce(campaign.result.violations.front()), page));
}

// Whoever reads JSON and wants no traces is not kept waiting.
std::optional<Counterexample> counterexample_of(const SimulateOptions& options,
                                                const sim::CampaignSpec& spec,
                                                const sim::CampaignResult& result,
                                                const Console& console) {
  if (result.violations.empty() || (options.json && !options.trace_dir)) return std::nullopt;
  return counterexample_of(spec, result.violations.front(), options.history.value_or(""),
                           !options.no_shrink, console);
}

Outcome simulate(const SimulateOptions& options, const Program& program) {
  Console& console = program.console;
  const auto spec = campaign_of(options);
  if (!spec) return std::unexpected(spec.error());
  if (options.trace_dir)
    if (const auto made = make_trace_directory(*options.trace_dir); !made)
      return std::unexpected(made.error());
  if (!options.json) {
    console.print(campaign_heading(options, *spec, {console.style(), console.columns()}));
    if (const auto shown = console.flush(); !shown) return std::unexpected(shown.error());
  }
  const Campaign campaign = run(*spec, console);
  const Reproduce reproduce = [&](const sim::Violation& violation) {
    return command_line(program.name, options, *spec, violation.seed);
  };
  const auto counterexample = counterexample_of(options, *spec, campaign.result, console);
  if (options.json) {
    show_json(*spec, campaign, reproduce, console);
  } else {
    show_text(*spec, campaign, reproduce, counterexample, console);
  }
  if (options.trace_dir) {
    std::optional<sim::Case> shrunk;
    if (counterexample && counterexample->shrunk) shrunk = counterexample->shrunk->smallest;
    if (const auto written = write_traces(*options.trace_dir, *spec, options.history.value_or(""),
                                          campaign.result, shrunk);
        !written)
      return std::unexpected(written.error());
  }
  return campaign.result.passed() ? Status::ok : Status::refuted;
}

std::string footer() {
  std::string kinds;
  std::string line = " ";
  for (std::size_t i = 0; i < sim::fault_count; ++i) {
    const std::string name(to_string(static_cast<sim::Fault>(i)));
    if (line.size() + 1 + name.size() > 96) kinds += std::exchange(line, " ") + "\n";
    line += " " + name;
  }
  return "Kinds of faults:\n" + kinds + line +
         "\n\n"
         "Strategies: uniform draws all faults with fixed weights; pct lets a few changes of the\n"
         "workers' priorities decide the order; swarm switches half of the faults off for each "
         "seed\n"
         "and skews the rest; portfolio lets each seed pick one of them.\n\n"
         "The first violation is reduced to what it takes, and told. --trace-dir leaves it there "
         "as\n"
         "...-shrunk.json beside the whole runs; `regent replay` shows each of them again.\n\n"
         "Exit status: 0 all is well; 1 violations, each listed with the seed and the command "
         "that\n"
         "shows it again, an expected situation that never occurred, or a seed that did something\n"
         "else when it was run again; 2 usage or bad input.\n\n"
         "Examples:\n"
         "  regent simulate --generate 30 --seeds 1000 --faults crash,answer-lost,stale-read\n"
         "  regent simulate --history tests/data/histories/octokit-webhooks.js.ndjson\n"
         "  regent simulate --protocol optimistic --github conditional --trace-dir traces\n"
         "  regent simulate --seeds 20000 --json | jq .violation_count";
}

}  // namespace

void add_simulate(CLI::App& app, Program& program) {
  auto* const command = app.add_subcommand(
      "simulate", "Let workers race for releases under faults, and check every invariant");
  const auto options = std::make_shared<SimulateOptions>();
  add_simulate_options(*command, *options);
  command->footer(footer());
  command->callback([options, &program] {
    program.chosen = [options, &program] { return simulate(*options, program); };
  });
}

}  // namespace regent::runtime
