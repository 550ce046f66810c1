// The first violation of a campaign, made small and told.
#pragma once

#include <optional>
#include <string>

#include "runtime/campaign_text.h"
#include "runtime/console.h"
#include "sim/campaign.h"
#include "sim/shrink.h"
#include "sim/trace.h"

namespace regent::runtime {

struct Counterexample {
  sim::Case recorded;                   // as it was found
  std::optional<sim::Shrunk> shrunk{};  // nullopt: it was not to be
};

// Shows a progress bar to those who watch. `history`: the file that the campaign replays.
[[nodiscard]] Counterexample counterexample_of(const sim::CampaignSpec& campaign,
                                               const sim::Violation& violation,
                                               const std::string& history, bool shrinks,
                                               const Console& console);

// The story, the rule that is broken, what it takes, and how to see it again.
[[nodiscard]] std::string counterexample_text(const Counterexample& counterexample,
                                              const std::string& reproduce, const Page& page);

}  // namespace regent::runtime
