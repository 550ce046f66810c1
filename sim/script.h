// What a scenario prescribes instead of leaving it to chance. A value; empty in a campaign.
//
// Rules name a call by worker and by that worker's n-th request of a kind, so that a script survives
// changes to the requests around it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "fakes/github/circumstances.h"
#include "sim/fault.h"

namespace regent::sim {

// Applies to the `nth` call of `operation` (as github::operation names it; empty: any) by `worker`
// (1-based; 0: any). `nth` 0 means every one of them.
struct CallRule {
  std::uint32_t worker = 0;
  std::string operation;
  std::uint32_t nth = 1;
  std::optional<Fault> fault;
  std::optional<fake::Failure> failure;
  Duration latency{};    // besides the fault, or instead of it
  Duration staleness{};  // of a read
};

// A person's act, or a webhook's fate, at a virtual time since the start.
struct ScriptedAct {
  Time at{};
  Fault act = Fault::person_edits;
};

struct Script {
  bool active = false;
  std::vector<CallRule> calls;
  std::vector<ScriptedAct> acts;
  std::vector<Duration> merges_at;      // when the workload's merges land; empty: drawn
  std::uint32_t webhook_copies = 1;     // each merge's webhook is delivered so often
  Duration webhook_delay{};
  bool delete_branch_on_merge = false;
  bool drops_merge_commit_sha = false;
};

}  // namespace regent::sim
