#include "core/release_rules.h"

#include <algorithm>

namespace regent {

Bump bump_of(const CommitMessageView& commit, const ReleaseRules& rules) {
  if (is_release_commit(commit)) return Bump::none;
  Bump bump = commit.breaking ? rules.breaking : Bump::none;
  if (!commit.is_conventional()) return bump;
  const auto rule = std::ranges::find_if(rules.types, [&](const TypeRule& candidate) {
    return same_type(candidate.type, commit.type);
  });
  return rule == rules.types.end() ? bump : std::max(bump, rule->bump);
}

Bump effective_bump(Bump bump, const Version& last, const ReleaseRules& rules) {
  if (last.major() > 0) return bump;
  if (bump == Bump::major && rules.before_1_0_0_breaking_bumps_minor) return Bump::minor;
  if (bump == Bump::minor && rules.before_1_0_0_feature_bumps_patch) return Bump::patch;
  return bump;
}

}  // namespace regent
