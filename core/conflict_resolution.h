// Two versions for one release PR: the one it carries, and the one just calculated.
//
// The published table, completed. "Greater" and "less" are SemVer precedence (§11); build metadata
// does not count.
//
//   calculated is   greater              equal               less
//   auto            use-higher-version   merge-changelogs    skip-update (*)
//   use-higher-…    use-higher-version   use-higher-version  skip-update (*)
//   merge-…         merge-changelogs     merge-changelogs    merge-changelogs
//   skip-update     skip-update          skip-update         skip-update
//   create-new-pr   use-higher-version   merge-changelogs    create-new-pr (+)
//
//   (*) use-higher-version when forced: the calculated version replaces the existing one, the only
//       way down there is.
//   (+) when the calculated version belongs to another release line; else as auto.
//
// A *release line* is a base of its own for the versions that one pattern names alike, such as
// `release-line/1.x` for 1.4.1 while main prepares 2.0.0. A release PR per line keeps "one open
// release PR per base" true, which a second PR on the same base would break.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/changelog.h"
#include "core/semver.h"

namespace regent {

enum class VersionConflictResolution : std::uint8_t {
  use_higher_version,  // the PR takes the calculated version and changelog
  merge_changelogs,    // the PR keeps the higher version and takes the entries of both
  skip_update,         // the PR stays as it is
  create_new_pr,       // the PR stays, and the line of the calculated version gets one of its own
};

enum class ConflictStrategy : std::uint8_t {
  automatic,
  use_higher_version,
  merge_changelogs,
  skip_update,
  create_new_pr,
};

struct ConflictPolicy {
  ConflictStrategy strategy = ConflictStrategy::automatic;
  bool force = false;
  // The base branch of a version's line; `{major}` and `{minor}` stand for its numbers.
  std::string second_line_base = "release-line/{major}.x";
  friend bool operator==(const ConflictPolicy&, const ConflictPolicy&) = default;
};

// The base branch of the release line that `version` belongs to.
[[nodiscard]] std::string line_base(std::string_view pattern, const Version& version);

// The resolution by the table above.
[[nodiscard]] VersionConflictResolution resolve(const Version& existing, const Version& calculated,
                                                const ConflictPolicy& policy);

// What a release PR says, apart from its layout.
struct ReleasePull {
  Version version;
  Changelog changelog;
  std::string base;  // branch name without `refs/heads/`
  friend bool operator==(const ReleasePull&, const ReleasePull&) = default;
};

// The title of the release PR for `version`: `chore(release): 1.2.3`, as published.
[[nodiscard]] std::string release_title(const Version& version);

// The version in such a title, also with the ` (#12)` that a squash merge appends; nullopt for
// any other title.
[[nodiscard]] std::optional<Version> version_of_title(std::string_view title);

// What becomes of the release PRs.
struct PullRequestOperation {
  enum class Kind : std::uint8_t {
    updated,  // the existing PR is to say `pull`
    created,  // the existing PR stays, and `pull.base` is to have a PR that says `pull`
    skipped,  // nothing is to be written; `pull` is the existing one
  };
  Kind kind = Kind::skipped;
  ReleasePull pull;
  friend bool operator==(const PullRequestOperation&, const PullRequestOperation&) = default;
};

// Carries out `resolution` on values. Applying the same resolution and calculation to the result
// changes nothing more. An update that would change nothing is `skipped`.
[[nodiscard]] PullRequestOperation apply(VersionConflictResolution resolution,
                                         const ReleasePull& existing, const Version& calculated,
                                         const Changelog& changelog, const ConflictPolicy& policy);

// As in the configuration: `auto`, `use-higher-version`, ….
[[nodiscard]] std::string_view to_string(VersionConflictResolution resolution);
[[nodiscard]] std::string_view to_string(ConflictStrategy strategy);

}  // namespace regent
