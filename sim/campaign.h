// Many seeds of one specification, on several threads, with one result.
//
// Each seed is a simulation of its own; results are combined in the order of the seeds, so the
// outcome is the same for any number of jobs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/report.h"
#include "sim/simulation.h"

namespace regent::sim {

struct CampaignSpec {
  Spec run;                         // `workload` and `seed` are set per seed
  std::optional<Workload> history;  // every seed replays it; otherwise each generates its own
  std::uint32_t generate_merges = 30;
  std::uint64_t first_seed = 1;
  std::uint64_t seed_count = 1;
  std::uint32_t jobs = 1;
  std::uint64_t violations_max = 20;  // listed; all are counted
};

struct CampaignResult {
  std::uint64_t seeds = 0;
  std::uint64_t steps = 0;
  std::uint64_t api_calls = 0;
  std::uint64_t merges = 0;
  std::uint64_t releases = 0;
  Duration virtual_ms{};
  FaultCounts faults{};
  std::array<std::uint64_t, note_count> notes{};
  std::string hash;
  std::vector<Violation> violations;  // of the lowest seeds
  std::uint64_t violation_count = 0;
  ReleaseTally tally;  // of the first seed

  // Lost and retried: refused swings, failed optimistic locks, taken branch names.
  [[nodiscard]] std::uint64_t conflicts() const;
};

// Called from any thread, one call at a time, with the number of seeds that are done.
using Progress = std::function<void(std::uint64_t done)>;

[[nodiscard]] CampaignResult run_campaign(const CampaignSpec& spec, const Progress& progress = {});

// One seed of a campaign again, with its story.
[[nodiscard]] Report tell(const CampaignSpec& spec, std::uint64_t seed, Journal& journal);

}  // namespace regent::sim
