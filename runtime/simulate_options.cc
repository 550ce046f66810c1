#include "runtime/simulate_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <limits>
#include <string_view>
#include <thread>
#include <utility>

#include "runtime/commits_file.h"
#include "runtime/mutants_report.h"
#include "runtime/options.h"
#include "runtime/protocol_options.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

constexpr WholeNumbers workers_range{1, 64};
constexpr WholeNumbers jobs_range{1, 256};
constexpr WholeNumbers seeds_range{1, 1'000'000'000};
constexpr WholeNumbers seed_range{0, std::numeric_limits<std::uint64_t>::max()};
constexpr WholeNumbers merges_range{0, 100'000};

constexpr std::uint64_t default_workers = 4;
constexpr std::uint64_t default_seeds = 100;  // of generated work; a history is replayed once
constexpr std::uint64_t default_merges = 30;
constexpr std::uint64_t violations_listed_max = 1'000;

std::string names_of_faults() {
  std::string names;
  for (std::size_t i = 0; i < sim::fault_count; ++i)
    names.append(i == 0 ? "" : ", ").append(to_string(static_cast<sim::Fault>(i)));
  return names;
}

std::string read_faults(const std::string& text, std::string& faults) {
  const auto parsed = sim::parse_faults(text);
  if (!parsed) {
    return "there is no fault " + in_quotes(parsed.error()) + "; all, none, or of " +
           names_of_faults();
  }
  faults = text;
  return {};
}

std::string read_strategy(const std::string& text, sim::Strategy& strategy) {
  const auto parsed = sim::parse_strategy(text);
  if (!parsed) return "must be uniform, pct, swarm or portfolio, not " + in_quotes(text);
  strategy = *parsed;
  return {};
}

std::string read_sometimes(const std::string& text, sim::Sometimes& sometimes) {
  if (text == "full") {
    sometimes = sim::Sometimes::in_full_campaigns;
  } else if (text == "always") {
    sometimes = sim::Sometimes::always;
  } else if (text == "off") {
    sometimes = sim::Sometimes::off;
  } else {
    return "must be full, always or off, not " + in_quotes(text);
  }
  return {};
}

std::uint64_t cores() {
  return std::clamp<std::uint64_t>(std::thread::hardware_concurrency(), 1, jobs_range.max);
}

std::expected<void, Problem> add_workload(const SimulateOptions& options,
                                          sim::CampaignSpec& campaign) {
  if (options.history && options.generate)
    return std::unexpected(Problem{"--generate", "cannot be combined with --history"});
  campaign.generate_merges = static_cast<std::uint32_t>(options.generate.value_or(default_merges));
  if (!options.history) return {};
  auto history = read_history(*options.history);
  if (!history) return std::unexpected(history.error());
  campaign.history = *std::move(history);
  return {};
}

std::expected<void, Problem> add_seeds(const SimulateOptions& options,
                                       sim::CampaignSpec& campaign) {
  campaign.seed_count = options.seeds.value_or(options.history ? 1 : default_seeds);
  campaign.first_seed = options.first_seed.value_or(1);
  if (campaign.first_seed > seed_range.max - (campaign.seed_count - 1)) {
    return std::unexpected(
        Problem{"--seeds", "the last seed would be above " + std::to_string(seed_range.max)});
  }
  return {};
}

std::expected<void, Problem> add_mutant(const SimulateOptions& options,
                                        sim::CampaignSpec& campaign) {
  if (!options.mutant) return {};
  if (campaign.run.config.protocol != Protocol::ledger)
    return std::unexpected(Problem{"--mutant", "is a bug of the ledger protocol, no other's"});
  auto mutant = mutant_named(*options.mutant);
  if (!mutant) return std::unexpected(Problem{"--mutant", mutant.error()});
  campaign.run.mutant = *mutant;
  return {};
}

}  // namespace

void add_simulate_options(CLI::App& command, SimulateOptions& options) {
  SimulateOptions* const o = &options;
  add_text(command, "--history", "FILE",
           "Replay a real project: one JSON object a line, oldest first", o->history);
  add_number(command, "--generate", "MERGES",
             "Or let every seed make up so many merged pull requests (30)", merges_range,
             o->generate);
  add_protocol_options(command, o->protocol, o->github);
  add_number(command, "--workers", "N", "Racing workers, 1 to 64 (4)", workers_range, o->workers);
  add_value(command, "--faults", "KIND,...", "all (the default), none, or kinds: see below",
            [o](const std::string& text) { return read_faults(text, o->faults); });
  add_value(command, "--strategy", "NAME",
            "How seeds draw: uniform, pct, swarm, portfolio (the default): see below",
            [o](const std::string& text) { return read_strategy(text, o->strategy); });
  add_number(command, "--seeds", "COUNT", "How many seeds to run (100; of a history 1)",
             seeds_range, o->seeds);
  add_number(command, "--seed", "FIRST", "The first seed (1)", seed_range, o->first_seed);
  add_value(command, "--sometimes", "WHEN",
            "Fail when an expected situation never occurs: full (the default), always, off",
            [o](const std::string& text) { return read_sometimes(text, o->sometimes); });
  add_switch(command, "--check-determinism", "Run each seed twice, and name the first difference",
             o->check_determinism);
  add_number(command, "--jobs", "N", "Threads; the result is the same for any number (all cores)",
             jobs_range, o->jobs);
  add_text(command, "--config", "FILE", "Configuration (YAML); what it leaves out is the default",
           o->config);
  add_text(command, "--mutant", "NAME", "Put a bug into every worker: see `regent mutants`",
           o->mutant);
  add_text(command, "--trace-dir", "DIR", "Leave each violation there, with its story, as JSON",
           o->trace_dir);
  add_switch(command, "--json", "Print one JSON object instead of the table", o->json);
}

std::expected<sim::CampaignSpec, Problem> campaign_of(const SimulateOptions& options) {
  sim::CampaignSpec campaign;
  const auto config = read_config(options.config);
  if (!config) return std::unexpected(config.error());
  if (const auto added = add_workload(options, campaign); !added)
    return std::unexpected(added.error());
  if (const auto added = add_seeds(options, campaign); !added)
    return std::unexpected(added.error());
  campaign.run.config = *config;
  if (options.protocol) campaign.run.config.protocol = *options.protocol;
  campaign.run.behaviour = options.github;
  campaign.run.workers = static_cast<std::uint32_t>(options.workers.value_or(default_workers));
  campaign.run.faults = sim::parse_faults(options.faults).value();
  campaign.run.strategy = options.strategy;
  campaign.sometimes = options.sometimes;
  campaign.check_determinism = options.check_determinism;
  if (const auto added = add_mutant(options, campaign); !added)
    return std::unexpected(added.error());
  campaign.jobs = static_cast<std::uint32_t>(options.jobs.value_or(cores()));
  // Whoever asks for traces gets each of them.
  campaign.violations_max =
      options.trace_dir ? std::numeric_limits<std::uint64_t>::max() : violations_listed_max;
  return campaign;
}

std::string command_line(const std::string& program, const SimulateOptions& options,
                         const sim::CampaignSpec& campaign, std::uint64_t seed) {
  std::string line = shell_quoted(program) + " simulate";
  const auto add = [&line](std::string_view option, std::string_view value) {
    line.append(" ").append(option).append(" ").append(shell_quoted(value));
  };
  if (options.history) {
    add("--history", *options.history);
  } else {
    add("--generate", std::to_string(campaign.generate_merges));
  }
  add("--protocol", to_string(campaign.run.config.protocol));
  add("--github", fake::to_string(campaign.run.behaviour));
  add("--workers", std::to_string(campaign.run.workers));
  add("--faults", options.faults);
  add("--strategy", to_string(campaign.run.strategy));
  if (options.config) add("--config", *options.config);
  if (options.mutant) add("--mutant", *options.mutant);
  add("--seed", std::to_string(seed));
  add("--seeds", "1");
  return line;
}

}  // namespace regent::runtime
