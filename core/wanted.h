// The wanted release: what the commits since the last release ask for.
//
// A pure function of the commits and the configuration, so any worker that sees the same commits
// wants the same release (protocol.md, "Vocabulary").
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/changelog.h"
#include "core/release_rules.h"
#include "core/semver.h"
#include "core/sha.h"

namespace regent {

// A commit as the calculation needs it; the message must outlive the view.
struct CommitView {
  Sha sha;
  std::string_view message;
};

struct WantedRelease {
  Version version;
  Bump bump = Bump::none;  // what the commits ask for, after the switches for 0.y.z
  std::vector<Sha>
      deciding;  // oldest first: the commits that ask for `bump`, or the one Release-As
  Changelog changelog;
  bool forced = false;  // the version comes from Release-As

  friend bool operator==(const WantedRelease&, const WantedRelease&) = default;
};

// The release that `commits_oldest_first` (everything since the tag of `last`) ask for; nullopt:
// there is nothing to release. Without `last` the version is `rules.initial_version`.
//
// - A revert and the commit that it names cancel each other when both are given: neither bumps,
// neither
//   is listed. Reverting the revert restores the commit. A commit is named by full or abbreviated
//   id (unique among those given), else by the number of its PR, else by its header.
// - The newest commit with a `Release-As` footer sets the version, even when the bump would be
// larger,
//   and even when nothing else releases. If it is not above `last` the commits decide as if there
//   were none: versions do not go down, and an older footer was overruled.
// - Release commits (`is_release_commit`) release nothing by themselves, except by Release-As.
[[nodiscard]] std::optional<WantedRelease> wanted(const std::optional<Version>& last,
                                                  std::span<const CommitView> commits_oldest_first,
                                                  const ReleaseRules& rules,
                                                  const ChangelogConfig& changelog_config);

}  // namespace regent
