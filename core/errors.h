// What can go wrong, as values.
//
// Two vocabularies: `ErrorClass` says what one answer of GitHub means to a caller (github-facts.md
// holds the statuses and texts it is told by), and `Error` is the taxonomy of the published design,
// in which a run reports why it stopped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/github.h"
#include "core/semver.h"

namespace regent {

// ---------------------------------------------------------------------------------------------
// One answer
// ---------------------------------------------------------------------------------------------

enum class ErrorClass : std::uint8_t {
  ok,
  not_modified,  // 304 to a conditional read: what is cached is right

  // What was asked for, or what the request relied on, is not as assumed. Nothing was changed.
  not_found,        // 404, 410, and 422 `Reference does not exist`
  not_visible_yet,  // 422 `Could not resolve to a node …`: created a moment ago, not yet readable
  ref_exists,       // 422 `Reference already exists`
  pull_exists,      // 422 `A pull request already exists for owner:branch.`
  release_exists,   // 422 `already_exists` on a release's tag
  no_commits_between,  // 422: the head branch equals its base, or is behind it
  head_invalid,        // 422: the head branch is absent, or too new to be seen
  base_invalid,        // 422: the base branch is absent
  object_missing,      // 422 `Object does not exist`
  conflict,            // 409, and 405 `Base branch was modified`: somebody was faster
  not_fast_forward,    // 422 `Update is not a fast forward`
  stale_data,          // GraphQL: a compare-and-swap lost; `updateRefs` changed none of its rows

  // 412. Nothing was changed by the documentation; in 2023 the write was applied all the same
  // (cli/cli#7167), so this proves nothing.
  precondition_failed,

  // Worth the same request again.
  ref_update_failed,       // 422 `Reference update failed`, sporadic
  rate_limited_primary,    // 403 or 429, nothing remains until the reset
  rate_limited_secondary,  // 403 or 429, too much at once
  unauthorized,            // 401: token expired, or fresh and not yet known everywhere
  server_error,            // 5xx to a read, or a GraphQL query that went wrong

  // 5xx to a write, or no answer to it: it may have taken effect.
  ambiguous,

  // No repetition helps.
  conditional_refused,  // 400: this endpoint takes no `If-Match`
  forbidden,            // 403 that is no rate limit
  validation_failed,    // any other 400 or 422
  refused,              // anything else: not mergeable, closed for good, moved, empty repository
};

// The class of GitHub's answer to `request`. Allocates nothing; on success it looks at the status
// alone. Unknown texts fall back to the class of their status.
[[nodiscard]] ErrorClass classify(const github::Request& request, const github::Response& response);

// The class of an answer that never came: `ambiguous` for a write, `server_error` for a read.
[[nodiscard]] ErrorClass classify_lost(const github::Request& request);

// True when a write answered so may stand all the same, so that only a read can tell.
[[nodiscard]] constexpr bool may_have_taken_effect(ErrorClass error_class) {
  return error_class == ErrorClass::ambiguous || error_class == ErrorClass::precondition_failed;
}

// The enumerator's name, for logs and traces.
[[nodiscard]] std::string_view to_string(ErrorClass error_class);

// ---------------------------------------------------------------------------------------------
// One run
// ---------------------------------------------------------------------------------------------

// A conditional write met somebody else's change.
struct OptimisticLockFailure {
  std::string resource;     // `pull_request`, `ledger`
  std::string resource_id;  // its number or ref
  friend bool operator==(const OptimisticLockFailure&, const OptimisticLockFailure&) = default;
};

// The release branch's name is taken by a branch that is not ours.
struct BranchConflict {
  std::string branch_name;
  std::string suggested_fallback;
  friend bool operator==(const BranchConflict&, const BranchConflict&) = default;
};

// The open release PR carries another version than the one that was calculated.
struct VersionConflict {
  Version calculated;
  Version existing;
  std::string resolution_strategy;  // to_string(VersionConflictResolution)
  friend bool operator==(const VersionConflict&, const VersionConflict&) = default;
};

// Any other failure that GitHub reported.
struct GitHubError {
  int status = 0;
  std::string message;
  friend bool operator==(const GitHubError&, const GitHubError&) = default;
};

// Somebody else's claim or lease did not end in time.
struct LockTimeout {
  std::string resource;
  friend bool operator==(const LockTimeout&, const LockTimeout&) = default;
};

// A write whose answer was lost, and whose effect no read has settled.
struct Ambiguous {
  std::string operation;  // github::operation(request)
  friend bool operator==(const Ambiguous&, const Ambiguous&) = default;
};

// Every permitted attempt was used up.
struct TooManyAttempts {
  std::string subject;  // what was tried: a branch name without suffix, an operation
  std::uint32_t attempts = 0;
  friend bool operator==(const TooManyAttempts&, const TooManyAttempts&) = default;
};

// What was read is older than what is already known, and stayed so.
struct StaleRead {
  std::string resource;  // `refs/heads/main`
  std::string expected;  // what it must contain: the trigger's merge commit, the ledger's base sha
  friend bool operator==(const StaleRead&, const StaleRead&) = default;
};

using Error = std::variant<OptimisticLockFailure, BranchConflict, VersionConflict, GitHubError,
                           LockTimeout, Ambiguous, TooManyAttempts, StaleRead>;

// The alternative's name in snake case: `optimistic_lock_failure`. For metrics and JSON.
[[nodiscard]] std::string_view kind(const Error& error);

// One line for people. Texts that came from GitHub are quoted as they came.
[[nodiscard]] std::string to_string(const Error& error);

}  // namespace regent
