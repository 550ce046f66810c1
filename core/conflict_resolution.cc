#include "core/conflict_resolution.h"

#include <algorithm>
#include <compare>
#include <utility>

#include "core/assert.h"

namespace regent {
namespace {

using Resolution = VersionConflictResolution;

// Replaces every `placeholder` by `number`.
void substitute(std::string& text, std::string_view placeholder, std::uint64_t number) {
  const std::string digits = std::to_string(number);
  for (std::size_t at = text.find(placeholder); at != std::string::npos;
       at = text.find(placeholder, at + digits.size())) {
    text.replace(at, placeholder.size(), digits);
  }
}

bool on_different_lines(const Version& a, const Version& b, std::string_view pattern) {
  return line_base(pattern, a) != line_base(pattern, b);
}

Resolution resolve_lower(const Version& existing, const Version& calculated,
                         const ConflictPolicy& policy) {
  if (policy.strategy == ConflictStrategy::create_new_pr &&
      on_different_lines(existing, calculated, policy.second_line_base)) {
    return Resolution::create_new_pr;
  }
  return policy.force ? Resolution::use_higher_version : Resolution::skip_update;
}

const Version& higher(const Version& a, const Version& b) {
  return Version::precedence(a, b) < 0 ? b : a;
}

ReleasePull resolved_pull(Resolution resolution, const ReleasePull& existing,
                          const Version& calculated, const Changelog& changelog,
                          const ConflictPolicy& policy) {
  switch (resolution) {
    case Resolution::use_higher_version:
      return {calculated, changelog, existing.base};
    case Resolution::merge_changelogs:
      return {higher(existing.version, calculated), merge(existing.changelog, changelog),
              existing.base};
    case Resolution::skip_update:
      return existing;
    case Resolution::create_new_pr:
      return {calculated, changelog, line_base(policy.second_line_base, calculated)};
  }
  REGENT_ASSERT(false, "every resolution has a result");
  return existing;
}

}  // namespace

std::string line_base(std::string_view pattern, const Version& version) {
  std::string base(pattern);
  substitute(base, "{major}", version.major());
  substitute(base, "{minor}", version.minor());
  return base;
}

VersionConflictResolution resolve(const Version& existing, const Version& calculated,
                                  const ConflictPolicy& policy) {
  if (policy.strategy == ConflictStrategy::merge_changelogs) return Resolution::merge_changelogs;
  if (policy.strategy == ConflictStrategy::skip_update) return Resolution::skip_update;
  const std::strong_ordering order = Version::precedence(calculated, existing);
  if (order > 0) return Resolution::use_higher_version;
  if (order < 0) return resolve_lower(existing, calculated, policy);
  return policy.strategy == ConflictStrategy::use_higher_version ? Resolution::use_higher_version
                                                                 : Resolution::merge_changelogs;
}

std::string release_title(const Version& version) {
  return "chore(release): " + version.to_string();
}

std::optional<Version> version_of_title(std::string_view title) {
  constexpr std::string_view prefix = "chore(release): ";
  if (!title.starts_with(prefix)) return std::nullopt;
  title.remove_prefix(prefix.size());
  auto version = Version::parse(title.substr(0, title.find(' ')));
  if (!version) return std::nullopt;
  return std::move(*version);
}

PullRequestOperation apply(VersionConflictResolution resolution, const ReleasePull& existing,
                           const Version& calculated, const Changelog& changelog,
                           const ConflictPolicy& policy) {
  using Kind = PullRequestOperation::Kind;
  ReleasePull pull = resolved_pull(resolution, existing, calculated, changelog, policy);
  Kind kind = pull == existing ? Kind::skipped : Kind::updated;
  if (resolution == Resolution::create_new_pr) kind = Kind::created;
  return {kind, std::move(pull)};
}

std::string_view to_string(VersionConflictResolution resolution) {
  switch (resolution) {
    case Resolution::use_higher_version:
      return "use-higher-version";
    case Resolution::merge_changelogs:
      return "merge-changelogs";
    case Resolution::skip_update:
      return "skip-update";
    case Resolution::create_new_pr:
      return "create-new-pr";
  }
  REGENT_ASSERT(false, "every resolution has a name");
  return {};
}

std::string_view to_string(ConflictStrategy strategy) {
  switch (strategy) {
    case ConflictStrategy::automatic:
      return "auto";
    case ConflictStrategy::use_higher_version:
      return "use-higher-version";
    case ConflictStrategy::merge_changelogs:
      return "merge-changelogs";
    case ConflictStrategy::skip_update:
      return "skip-update";
    case ConflictStrategy::create_new_pr:
      return "create-new-pr";
  }
  REGENT_ASSERT(false, "every strategy has a name");
  return {};
}

}  // namespace regent
