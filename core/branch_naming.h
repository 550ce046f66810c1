// Names of release branches.
//
//   standard     release/v{version}
//   timestamped  release/v{version}-{unix seconds}
//   uuid         release/v{version}-{first 8 digits of a UUID}
//   stable       release/{base}
//
// A name that is taken gets a fallback suffix, which replaces the strategy's own: a name carries at
// most one suffix, and so can be read back. Names are valid refs (git-check-ref-format(1)) whatever
// the version and the base are called. Pure: time and entropy are given.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "core/entropy.h"
#include "core/errors.h"
#include "core/semver.h"
#include "core/time.h"

namespace regent {

enum class BranchNamingStrategy : std::uint8_t { standard, timestamped, uuid, stable };
enum class FallbackStrategy : std::uint8_t { timestamp, counter, uuid };

// `concurrency.branch_naming` of the published design.
struct BranchNaming {
  BranchNamingStrategy strategy = BranchNamingStrategy::standard;
  FallbackStrategy fallback_strategy = FallbackStrategy::timestamp;
  std::uint32_t max_fallback_attempts = 5;
  friend bool operator==(const BranchNaming&, const BranchNaming&) = default;
};

// The prefix of every release branch.
inline constexpr std::string_view release_branch_prefix = "release/";

// What a name is made of besides the configuration. The entropy and the time are the trigger's, so
// that every worker on that trigger finds the same name.
struct BranchNameInput {
  const Version& version;
  std::string_view base;  // branch name without `refs/heads/`; used by `stable` only
  Time now{};
  Entropy entropy{};
};

// The branch name (without `refs/heads/`) of attempt `attempt`; 0 is the first, and each later one
// is the fallback after another name was found taken. For one input the names of all attempts
// differ. More than `max_fallback_attempts` fallbacks: TooManyAttempts with the plain name.
[[nodiscard]] std::expected<std::string, TooManyAttempts> branch_name(const BranchNaming& naming,
                                                                      const BranchNameInput& input,
                                                                      std::uint32_t attempt);

// The version in a name that `standard`, `timestamped` or `uuid` made, whatever its suffix; nullopt
// for every other name. A `stable` name holds no version: the caller must not ask.
[[nodiscard]] std::optional<Version> version_of_branch(std::string_view name);

// A PR's head can never be renamed (facts, "What this means for safety" §5), so a "rename" is a new
// branch and the removal of the old one, in one `updateRefs`; the PR of the old one closes with it.
struct Superseding {
  std::string create;
  std::string remove;
  friend bool operator==(const Superseding&, const Superseding&) = default;
};

// How to get from the current release branch to the wanted one; nullopt when the name stays and the
// branch merely moves.
[[nodiscard]] std::optional<Superseding> supersede(std::string_view current,
                                                   std::string_view wanted);

// True for a name (without `refs/heads/`) that git accepts for a branch: git-check-ref-format(1)
// with
// `--branch`, so neither `HEAD` nor a leading dash.
[[nodiscard]] bool is_valid_branch_name(std::string_view name);

[[nodiscard]] std::string_view to_string(BranchNamingStrategy strategy);
[[nodiscard]] std::string_view to_string(FallbackStrategy strategy);

}  // namespace regent
