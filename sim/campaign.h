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

#include "sim/determinism.h"
#include "sim/report.h"
#include "sim/simulation.h"

namespace regent::sim {

// When a situation that was expected and never occurred fails a campaign.
enum class Sometimes : std::uint8_t { in_full_campaigns, always, off };

struct CampaignSpec {
  Spec run;                         // `workload` and `seed` are set per seed
  std::optional<Workload> history;  // every seed replays it; otherwise each generates its own
  std::uint32_t generate_merges = 30;
  std::uint64_t first_seed = 1;
  std::uint64_t seed_count = 1;
  std::uint32_t jobs = 1;
  std::uint64_t violations_max = 20;  // listed; all are counted
  Sometimes sometimes = Sometimes::in_full_campaigns;
  bool check_determinism = false;  // each seed runs twice, and both must do the same

  // Whether it is so long and so varied that each expected situation has to occur (the measured
  // frequencies stand in docs/strategies.md).
  [[nodiscard]] bool is_full() const;
};

struct CampaignResult {
  std::uint64_t seeds = 0;
  std::uint64_t steps = 0;
  std::uint64_t api_calls = 0;
  std::uint64_t merges = 0;
  std::uint64_t releases = 0;
  Duration virtual_ms{};
  std::array<std::uint64_t, strategy_count> strategies{};  // seeds that followed each
  FaultCounts faults{};
  std::array<std::uint64_t, note_count> notes{};
  SituationCounts situations{};
  std::string hash;
  std::vector<Violation> violations;  // of the lowest seeds
  std::uint64_t violation_count = 0;
  ReleaseTally tally;  // of the first seed

  // Expected situations that never occurred, where that fails the campaign.
  std::vector<Situation> never;
  std::vector<Deviation> deviations;  // in the order of the seeds, one each

  [[nodiscard]] bool passed() const {
    return violation_count == 0 && never.empty() && deviations.empty();
  }
  // Lost and retried: refused swings, failed optimistic locks, taken branch names.
  [[nodiscard]] std::uint64_t conflicts() const;
};

// Called from any thread, one call at a time, with the number of seeds that are done.
using Progress = std::function<void(std::uint64_t done)>;

[[nodiscard]] CampaignResult run_campaign(const CampaignSpec& spec, const Progress& progress = {});

// One seed of a campaign again, with its story.
[[nodiscard]] Report tell(const CampaignSpec& spec, std::uint64_t seed, Journal& journal);

}  // namespace regent::sim
