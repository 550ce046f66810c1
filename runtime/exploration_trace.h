// Violations that an exploration found, as traces: the world's arguments, and the path by named
// steps.
//
//   {
//     "schema": "regent.trace/2",
//     "kind": "exploration",
//     "world": {
//       "protocol": "optimistic", "github": "github.com", "workers": 2, "merges": 1,
//       "crashes": 0, "lost": 0, "stale": 0, "conflicts": 0, "human": 0,
//       "config": ["protocol: \"optimistic\"", …]       // lines of a configuration file
//     },
//     "violation": {"invariant": "…", "message": "…"},
//     "steps": [{"who": "worker 1", "turn": 1, "move": "take merge-1"}, …]
//   }
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/any_trace.h"
#include "runtime/command.h"
#include "runtime/exploration_report.h"

namespace regent::runtime {

// One file for each listed violation, `explore-1-one-open-pr.json`, each written whole or not at
// all.
[[nodiscard]] std::expected<void, Problem> write_exploration_traces(const Exploration& exploration,
                                                                    const std::string& directory);

// The trace in `text`, which stands in `file`; a damaged one is a problem with its place.
[[nodiscard]] std::expected<std::unique_ptr<AnyTrace>, Problem> read_exploration_trace(
    const std::string& file, std::string_view text);

}  // namespace regent::runtime
