// Traces of simulations as JSON, schema `regent.trace/2`.
//
//   {
//     "schema": "regent.trace/2",
//     "kind": "simulation",
//     "settings": {
//       "protocol": "ledger", "github": "github.com", "workers": 4,
//       "faults": ["crash", …], "strategy": "portfolio", "seed": 7, "mutant": null,
//       "generate": 30 | "history": "octokit-webhooks.js.ndjson",
//       "work_hash": "…",         // of all the merges, so that another history is noticed
//       "merges": "1-4,9",        // those that take part
//       "config": ["protocol: \"ledger\"", …]      // lines of a configuration file
//     },
//     "choices": [                // what did not go as usual, in the order of the run
//       {"choice": "worker 2, call 5: fault", "answer": "answer-lost",
//        "operation": "POST /pulls", "step": 41},  // "operation" of calls only
//       …
//     ],
//     "violation": {"step": 57, "invariant": "…", "message": "…", "fingerprint": "…"},
//     "digest": "…"               // of all of the above; a person who edits a trace corrects it
//   }
//
// There is one text for a trace. Another spelling of the same JSON is read as well; anything else
// is refused with its place.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "runtime/json_places.h"
#include "sim/trace.h"

namespace regent::runtime {

inline constexpr std::string_view trace_schema = "regent.trace/2";

// The kind of the trace in `text`, before anything else of it is looked at.
[[nodiscard]] std::expected<std::string, Damage> trace_kind(std::string_view text);

[[nodiscard]] std::string trace_json(const sim::Trace& trace);
// What `digest` says.
[[nodiscard]] std::string trace_digest(const sim::Trace& trace);
[[nodiscard]] std::expected<sim::Trace, Damage> parse_trace(std::string_view text);

}  // namespace regent::runtime
