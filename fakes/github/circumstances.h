// What may go differently at one call. The caller chooses all of it; the simulated GitHub draws
// nothing, so that every behaviour can be recorded, replayed and explored.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/github.h"
#include "core/time.h"

namespace regent::fake {

// A refusal out of the blue: GitHub answers so and does nothing. (An effect whose answer is lost is
// the network's doing: handle the request and drop the response.)
enum class Failure : std::uint8_t {
  error_500,
  bad_gateway_502,
  unavailable_503,
  conflict_409,
  precondition_412,
  reference_update_failed_422,  // POST /git/refs, sporadic
  update_refs_rejected,         // GraphQL `updateRefs`: HTTP 200 with an error, nothing changed
  head_invalid_422,             // POST /pulls for a branch that was only just made (gitbutler#4904)
  label_node_unresolved_422,    // a label right after the pull request was opened
  base_branch_modified_405,     // PUT merge, transient
  not_found_404,                // just after the create (PyGithub#2759)
  primary_limit_403,
  primary_limit_429,
  secondary_limit_403,
  secondary_limit_429,
  secondary_limit_blank_retry_after,
  bad_credentials_401,  // token expired, or used within 5 s of being issued
};

inline constexpr std::size_t failure_count =
    static_cast<std::size_t>(Failure::bad_credentials_401) + 1;

// "bad_gateway_502" and so on.
[[nodiscard]] std::string_view to_string(Failure failure);
[[nodiscard]] std::optional<Failure> parse_failure(std::string_view text);

// True when GitHub has been seen to answer requests of this kind so (`head_invalid_422` belongs to
// POST /pulls only, a 5xx to everything). Other pairs are handled as told, but prove nothing.
[[nodiscard]] bool is_plausible(Failure failure, const github::Request& request);

// The parts of `Observe` (and of `ObservePull`: pull, ledger and base), each of which may be stale.
namespace part {
inline constexpr std::uint8_t ledger = 1;
inline constexpr std::uint8_t base = 2;
inline constexpr std::uint8_t heads = 4;
inline constexpr std::uint8_t tags = 8;
inline constexpr std::uint8_t releases = 16;
inline constexpr std::uint8_t pull = 32;
inline constexpr std::uint8_t all = 63;
}  // namespace part

// Whether an answer to `request` shows what may be behind: a read, or what an edit shows beside its
// own effect.
[[nodiscard]] bool may_lag(const github::Request& request);

struct Circumstances {
  // GitHub's clock; never goes back from one call to the next.
  Time now{};

  // A read is answered from the state as it was this long ago, at most as long ago as the settings
  // allow. Writes, uniqueness checks and compare-and-swaps always see the current state. Objects
  // are read by their id and do not lag.
  Duration staleness{0};

  // With `Settings::counts_changes`, instead of `staleness`: each ref, pull request and release
  // that the read looks at is shown as it was so many of its own changes ago, as far as that is
  // kept.
  std::uint32_t changes_behind = 0;

  // Which parts of a composite read these apply to; the others are current.
  std::uint8_t stale_parts = part::all;

  // POST /pulls: the check for an open pull request of the same head and base is lost in a race
  // with a simultaneous create, and both are 201 (imgbot#21, dependabot-core#3342).
  bool twin = false;

  // The app sends this; false: a person does.
  bool by_app = true;

  // Answer so, and do nothing.
  std::optional<Failure> failure = std::nullopt;
};

}  // namespace regent::fake
