// A campaign for people: what runs and what came of it.
#pragma once

#include <cstddef>
#include <string>

#include "runtime/campaign_json.h"
#include "runtime/simulate_options.h"
#include "runtime/style.h"
#include "sim/campaign.h"

namespace regent::runtime {

// Where it is shown.
struct Page {
  const Style& style;
  std::size_t columns;
};

// Two lines before it starts.
[[nodiscard]] std::string campaign_heading(const SimulateOptions& options,
                                           const sim::CampaignSpec& campaign, const Page& page);

[[nodiscard]] std::string campaign_table(const sim::CampaignSpec& campaign,
                                         const sim::CampaignResult& result, Duration wall_ms,
                                         const Page& page);

// The violations, each with the command that shows it again; the result has at least one.
[[nodiscard]] std::string violations_text(const sim::CampaignResult& result,
                                          const Reproduce& reproduce, const Page& page);

}  // namespace regent::runtime
