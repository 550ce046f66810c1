// Recorded failures of the optimistic protocol, for tests of what is done with failures.
#pragma once

#include <gtest/gtest.h>

#include "sim/campaign.h"
#include "sim/trace.h"

namespace regent::sim {

// Those of the first `count` seeds from `first` that fail.
inline std::vector<Case> failing_cases(std::uint64_t first, std::size_t count) {
  CampaignSpec campaign;
  campaign.run.config.protocol = Protocol::optimistic;
  campaign.run.workers = 4;
  campaign.run.faults = *parse_faults("all");
  campaign.generate_merges = 12;
  std::vector<Case> cases;
  constexpr std::uint64_t seeds_max = 1'000;
  for (std::uint64_t seed = first; cases.size() < count && seed < first + seeds_max; ++seed) {
    campaign.first_seed = seed;
    for (const Violation& violation : run_campaign(campaign).violations)
      cases.push_back(record(campaign, violation));
  }
  EXPECT_GE(cases.size(), count) << "the optimistic protocol is to fail";
  return cases;
}

inline bool fails_alike(const Replay& replayed, const Case& original) {
  return replayed.violation(fingerprint_of(original.trace.violation)) != nullptr;
}

}  // namespace regent::sim
