// Violations as files: `seed-<n>-<invariant>.json` (runtime/trace_json.h).
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "runtime/command.h"
#include "sim/campaign.h"
#include "sim/trace.h"

namespace regent::runtime {

// Makes the directory, and those above it, if it is not there.
[[nodiscard]] std::expected<void, Problem> make_trace_directory(const std::string& directory);

// One file for each violation that the result lists, as it was recorded, each written as a whole or
// not at all; and `…-shrunk.json` for the first one. `history`: the file that the campaign replays.
[[nodiscard]] std::expected<void, Problem> write_traces(const std::string& directory,
                                                        const sim::CampaignSpec& campaign,
                                                        const std::string& history,
                                                        const sim::CampaignResult& result,
                                                        const std::optional<sim::Case>& shrunk);

// The text of a trace's file, of at most 64 MiB.
[[nodiscard]] std::expected<std::string, Problem> read_trace_text(const std::string& file);

}  // namespace regent::runtime
