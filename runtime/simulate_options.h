// What `regent simulate` is asked, and the campaign that follows from it.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "core/config.h"
#include "fakes/github/settings.h"
#include "runtime/command.h"
#include "sim/campaign.h"

namespace regent::runtime {

struct SimulateOptions {
  std::optional<std::string> history;
  std::optional<std::uint64_t> generate;
  std::optional<Protocol> protocol;
  fake::Behaviour github = fake::Behaviour::github_com;
  std::optional<std::uint64_t> workers;
  std::string faults = "all";  // as it was written
  sim::Strategy strategy = sim::Strategy::portfolio;
  sim::Sometimes sometimes = sim::Sometimes::in_full_campaigns;
  bool check_determinism = false;
  std::optional<std::uint64_t> seeds;
  std::optional<std::uint64_t> first_seed;
  std::optional<std::uint64_t> jobs;
  std::optional<std::string> config;
  std::optional<std::string> trace_dir;
  std::optional<std::string> mutant;
  bool no_shrink = false;
  bool json = false;
};

void add_simulate_options(CLI::App& command, SimulateOptions& options);

// Fills in the defaults and reads the files.
[[nodiscard]] std::expected<sim::CampaignSpec, Problem> campaign_of(const SimulateOptions& options);

// The command line that runs `seed` of the campaign again, for a POSIX shell in the same directory.
[[nodiscard]] std::string command_line(const std::string& program, const SimulateOptions& options,
                                       const sim::CampaignSpec& campaign, std::uint64_t seed);

}  // namespace regent::runtime
