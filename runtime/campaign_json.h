// A campaign's result as the JSON object `regent.simulate/1`.
#pragma once

#include <functional>
#include <string>

#include "sim/campaign.h"

namespace regent::runtime {

// The command line that shows a violation again.
using Reproduce = std::function<std::string(const sim::Violation&)>;

[[nodiscard]] std::string campaign_json(const sim::CampaignSpec& campaign,
                                        const sim::CampaignResult& result, double wall_seconds,
                                        const Reproduce& reproduce);

}  // namespace regent::runtime
