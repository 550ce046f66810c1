// How one simulated GitHub behaves, for as long as it lives. What may differ from call to call is
// in circumstances.h.
//
// Sources: the facts are GitHub's documentation, published schemas, recorded responses and issue
// threads; each option says which. An option for which no source settles the answer says
// "unverified" and should be run both ways.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/time.h"

namespace regent::fake {

// What a write with `If-Match` does.
enum class Behaviour : std::uint8_t {
  github_com,        // refused with 400 (measured on the live service, 2026)
  conditional,       // a mismatch is 412 without effect: what the published design assumes
  conditional_2023,  // a mismatch is 412 and the write is applied all the same (cli/cli#7167)
};

// "github.com", "conditional", "conditional-2023"; nullopt for anything else.
[[nodiscard]] std::optional<Behaviour> parse_behaviour(std::string_view text);
[[nodiscard]] std::string_view to_string(Behaviour behaviour);

// How a refused `updateRefs` words its error. Unverified: a client must treat any error of it as
// "nothing was changed; observe again".
enum class UpdateRefsError : std::uint8_t { unprocessable, stale_data, untyped };

// The kinds of webhook that the app is subscribed to.
struct Subscriptions {
  bool pull_request = true;
  bool push = false;
  bool create = false;  // a branch or tag came to be
  bool remove = false;  // GitHub's `delete`: a branch or tag is gone
  friend bool operator==(const Subscriptions&, const Subscriptions&) = default;
};

struct Settings {
  Behaviour behaviour = Behaviour::github_com;

  // The longest time a read of refs, pull requests, releases and their lists can be behind
  // (libtelio#1881: lists miss a new pull request for up to ~25 s). 0: every read is current.
  Duration list_lag_max = std::chrono::seconds(25);

  // The same for search, "minutes to hours" (Homebrew/brew#15398).
  Duration search_lag_max = std::chrono::minutes(10);

  // Stale reads name the past by a number of changes (`Circumstances::changes_behind`): every
  // change is kept, also several of one instant.
  bool counts_changes = false;

  // The repository's own setting; the branch goes in the background, after the merge.
  bool delete_branch_on_merge = false;

  // Objects exist in all copies of a world as soon as they were made in one. Whoever names an
  // object has made or read it, so no request can tell; but worlds that differ only in objects that
  // nobody refers to are equal.
  bool shares_objects = false;

  // Primary limit of the installation (DOC: 5,000 to 12,500). 0: nothing is counted.
  std::uint32_t rate_limit_per_hour = 5000;

  // GitHub answers an exhausted limit with 403 or 429, both are documented.
  int rate_limit_status = 403;

  // 900 points and 80 content creations a minute, 500 content creations an hour (DOC).
  bool secondary_limits = false;

  // The installation's id, as it appears in the message of an exhausted limit.
  std::uint32_t installation_id = 1;

  // ETags of pull requests are `W/"…"`; otherwise `"…"`. Both are on record.
  bool weak_etags = true;

  // API version 2026-03-10: answers carry no `merge_commit_sha` (release-please#2898).
  bool drops_merge_commit_sha = false;

  // The webhook of a merge names the commit that GitHub had prepared to test the merge, not the one
  // that landed (rocq-prover/bot#1).
  bool stale_merge_commit_in_webhook = false;

  // `GET /pulls?head=` filters nothing, as it does for a bare branch name.
  bool ignores_head_filter = false;

  UpdateRefsError update_refs_error = UpdateRefsError::unprocessable;

  // Unverified: `updateRefs` with a zero `afterOid` and no `beforeOid` on an absent ref succeeds.
  bool deletes_absent_refs = false;

  // Unverified: the background job closes a pull request whose head branch was deleted although a
  // branch of that name exists again when the job runs.
  bool closes_pulls_of_recreated_branches = false;

  Subscriptions subscriptions;

  friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace regent::fake
