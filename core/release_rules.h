// Which change releases what: the configurable part of the version calculation.
#pragma once

#include <string>
#include <vector>

#include "core/conventional_commit.h"
#include "core/semver.h"

namespace regent {

// Changes of `type` (compared without regard to case) move the version by `bump`.
struct TypeRule {
  std::string type;
  Bump bump = Bump::none;
  friend bool operator==(const TypeRule&, const TypeRule&) = default;
};

struct ReleaseRules {
  // Types that are not listed release nothing. The first rule for a type holds.
  std::vector<TypeRule> types = {
      {"feat", Bump::minor}, {"fix", Bump::patch}, {"perf", Bump::patch}, {"revert", Bump::patch}};

  // Breaking changes of any type, listed or not.
  Bump breaking = Bump::major;

  // SemVer §4: anything may change before 1.0.0. On: a breaking change of 0.y.z goes to 0.(y+1).0,
  // a feature to 0.y.(z+1). Off: the same rules as after 1.0.0.
  bool before_1_0_0_breaking_bumps_minor = false;
  bool before_1_0_0_feature_bumps_patch = false;

  // The first release, when there is no release yet.
  Version initial_version{1, 0, 0};

  friend bool operator==(const ReleaseRules&, const ReleaseRules&) = default;
};

// The bump that one commit asks for, by the rules for 1.0.0 and later; a release commit asks for
// none.
[[nodiscard]] Bump bump_of(const CommitMessageView& commit, const ReleaseRules& rules);

// The same bump after the two switches for versions before 1.0.0.
[[nodiscard]] Bump effective_bump(Bump bump, const Version& last, const ReleaseRules& rules);

}  // namespace regent
