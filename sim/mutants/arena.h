// Where mutants are hunted: a few fixed campaigns, each with its own kind of trouble.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "sim/campaign.h"

namespace regent::mutants {

// What `regent simulate` would be told.
struct Arena {
  std::string_view faults;  // as in `--faults`
  sim::Strategy strategy = sim::Strategy::portfolio;
  std::uint32_t workers = 4;
  std::uint32_t merges = 30;
};

[[nodiscard]] std::span<const Arena> arenas();

// One seed of the arena, with `mutant` in every worker; nullptr: with none.
[[nodiscard]] sim::CampaignSpec campaign_in(const Arena& arena, std::uint64_t seed,
                                            const sim::Mutant* mutant);

}  // namespace regent::mutants
