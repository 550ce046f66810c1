// Violations as files: `seed-<n>-<invariant>.json`, schema `regent.trace/1`, with all that
// determines the run and its whole journal.
#pragma once

#include <expected>
#include <string>

#include "runtime/campaign_json.h"
#include "runtime/command.h"
#include "runtime/simulate_options.h"
#include "sim/campaign.h"

namespace regent::runtime {

// Makes the directory, and those above it, if it is not there.
[[nodiscard]] std::expected<void, Problem> make_trace_directory(const std::string& directory);

// One file for each violation that the result lists, each written as a whole or not at all.
[[nodiscard]] std::expected<void, Problem> write_traces(const SimulateOptions& options,
                                                        const sim::CampaignSpec& campaign,
                                                        const sim::CampaignResult& result,
                                                        const Reproduce& reproduce);

}  // namespace regent::runtime
