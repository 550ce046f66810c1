// The state of one run of the optimistic protocol (core/optimistic_protocol.h).
//
// Everything in it was read from GitHub in this run, or follows from that. Nothing outlives the
// run, and no other run can see it: that is what the protocol's counterexamples are made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/conflict_resolution.h"
#include "core/entropy.h"
#include "core/github.h"
#include "core/ledger_record.h"
#include "core/semver.h"
#include "core/trigger.h"

namespace regent {

// What the pending request asks for.
enum class OptimisticPhase : std::uint8_t {
  idle,               // Begin
  reading_base,       // GetRef of a base branch
  searching,          // SearchPulls: is there a release PR already?
  reading_tags,       // ListMatchingRefs
  comparing,          // CompareCommits L...merge, or ListCommits without L
  reading_pull,       // GetPull of the existing release PR
  listing_pulls,      // ListPulls of a head that has a PR, as a refused create said
  reading_commit,     // GetCommit that the release commit is to follow
  reading_changelog,  // GetContents
  storing_tree,       // CreateTree
  storing_commit,     // CreateCommit
  creating_branch,    // CreateRef
  moving_branch,      // UpdateRef
  opening_pull,       // CreatePull
  editing_pull,       // UpdatePull
  reading_merged,     // ListPulls of a merged head whose name holds no version
  tagging,            // CreateRef
  publishing,         // CreateRelease
  deleting_branch,    // DeleteRef, the last step, best effort
  finished,
};

struct OptimisticRun {
  OptimisticPhase phase = OptimisticPhase::idle;
  Trigger trigger;
  Entropy entropy;

  // The request under way. A failure sends the very same one again.
  std::optional<github::Request> pending;
  std::uint32_t tries = 0;  // how often it was sent
  bool waiting = false;     // it is to be sent (again) when the wait is over

  std::optional<std::uint32_t> rate_limit_remaining;
  Time rate_limit_reset{};
  Time began_at{};  // GitHub's clock at the first answer
  Time now{};       // GitHub's clock at the last answer; before the first the process's own

  // Calculation. The lists are dropped when it is done.
  std::vector<github::Ref> tags;
  std::vector<github::CommitSummary> commits;  // L..merge, oldest first
  std::uint32_t page = 1;
  std::optional<Released> last;           // L
  std::optional<Version> releasing;       // the trigger is the merge of this version's release PR
  Sha onto;                               // the merge commit, or the base's head
  std::optional<ReleasePull> calculated;  // and for which base

  // The existing release PR.
  std::optional<github::PullNumber> existing;
  std::uint32_t lock_failures = 0;
  std::optional<ReleasePull> pushed;  // what the existing PR's branch was made to hold by this run

  // What is being proposed.
  ReleasePull target;
  std::string branch;                          // that carries it, without `refs/heads/`
  std::uint32_t branch_attempt = 0;            // names found taken
  std::optional<github::PullNumber> updating;  // in place; nullopt: on a new branch with a new PR
  std::string superseded;                      // the branch that the new one replaces; empty: none
  std::string body;                            // of the existing PR: holds a person's text
  Sha tree;
  Time committed_at{};

  friend bool operator==(const OptimisticRun&, const OptimisticRun&) = default;
};

}  // namespace regent
