// A failing run as one HTML page: a space-time diagram that needs neither network nor server.
//
// The page shows a replay, a JSON document of the schema `regent.replay/1`:
//
//   {
//     "schema": "regent.replay/1",
//     "title": "two open release PRs for 1.3.0",
//     "subtitle": "optimistic, github.com, 4 workers, seed 17",
//     "reproduce": "regent replay trace.json",        // a command that shows the run again
//     "violation": null | {"invariant": "one-pr-per-version", "message": "…", "step": 41},
//     "difference": null | "worker 2's call 3 loses its answer; in the nearest passing …",
//     "time_unit": "ms" | "step",      // milliseconds since the start, or no clock at all
//     "lanes": [{"id": "worker-1", "name": "Worker 1",
//                "kind": "worker" | "github" | "queue" | "people"}, …],   // from left to right
//     "initial": {"refs": {}, "pulls": {}, "releases": {}},               // before the first step
//     "steps": [{
//       "step": 12,                    // ascending, not necessarily dense
//       "at": 34567,                   // in time_unit
//       "lane": "worker-1",            // where it happens
//       "kind": "call" | "answer" | "delivery" | "acknowledge" | "crash" | "start" | "wait" |
//               "merge" | "person" | "background" | "note",
//       "text": "creates the PR of release/v1.3.0",       // one line
//       "peer": "github" | null,       // the lane that the step's arrow goes to
//       "of": 9 | null,                // of an answer: the step number of its call
//       "fault": null | "answer lost, effect applied",
//       "request": null | {"operation": "create-pull", "text": "POST /repos/o/r/pulls\n{…}"},
//       "response": null | {"status": 201, "text": "…"},
//       "changes": {                   // what the step changed; null is a deletion
//         "refs": {"refs/heads/main": "sha" | null, …},
//         "pulls": {"7": {"title": "…", "state": "open" | "closed" | "merged",
//                         "head": "…", "base": "…", "body": "…"} | null, …},
//         "releases": {"v1.3.0": "text" | null, …}}
//     }, …]
//   }
//
// The page takes every text in it as text: none of it is markup, and none can become a script.
// Its Content-Security-Policy forbids every network access and every script but its own.
#pragma once

#include <string>
#include <string_view>

namespace regent::runtime {

// The page that shows `replay_json`, in UTF-8. Any bytes are accepted: of a text that is no replay
// the page says so, in a line, where the diagram would be. Pure.
[[nodiscard]] std::string replay_page(std::string_view replay_json);

}  // namespace regent::runtime
