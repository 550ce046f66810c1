#include "sim/monitor.h"

#include <algorithm>
#include <utility>

namespace regent::sim {
namespace {

constexpr std::string_view release_prefix = "release/";
constexpr std::string_view tag_prefix = "refs/tags/";
constexpr std::string_view head_prefix = "refs/heads/";

std::string number_of(const fake::PullView& pull) {
  return "#" + std::to_string(static_cast<std::uint32_t>(pull.number));
}

bool is_release_pull(const fake::PullView& pull) { return pull.head.starts_with(release_prefix); }

char letter(Bump bump) {
  switch (bump) {
    case Bump::major:
      return 'M';
    case Bump::minor:
      return 'm';
    case Bump::patch:
      return 'p';
    case Bump::none:
      return 0;
  }
  return 0;
}

OracleRules rules_of(const ReleaseRules& rules) {
  OracleRules out;
  out.types.clear();
  for (const TypeRule& rule : rules.types) out.types.push_back({rule.type, letter(rule.bump)});
  out.breaking = letter(rules.breaking);
  out.major_is_minor_before_1_0_0 = rules.before_1_0_0_breaking_bumps_minor;
  out.minor_is_patch_before_1_0_0 = rules.before_1_0_0_feature_bumps_patch;
  out.first_version = rules.initial_version.to_string();
  return out;
}

}  // namespace

std::optional<Expectation> Monitor::expected_at(const fake::Repository& github,
                                                const Config& config, const Sha& head) {
  const auto releases = release_tags_.highest_first(github);
  const auto last = std::ranges::find_if(
      releases, [&](const auto& tag) { return github.is_ancestor(tag.commit, head); });
  const bool is_first = last == releases.end();
  std::vector<OracleCommit> commits;
  github.walk_first_parents(head, [&](const fake::CommitView& commit) {
    if (!is_first && commit.sha == last->commit) return false;
    commits.push_back({commit.sha, commit.message});
    return true;
  });
  std::ranges::reverse(commits);
  return expected_release(is_first ? std::string_view() : last->version, commits,
                          rules_of(config.release_rules));
}

std::optional<Expectation> Monitor::expected(const fake::Repository& github, const Config& config) {
  const auto head = github.branch(base_);
  if (!head) return std::nullopt;
  return expected_at(github, config, *head);
}

std::optional<fake::PullView> Monitor::live_pull(const fake::Repository& github) const {
  for (const github::PullNumber number : github.open_pulls()) {
    auto pull = github.pull(number);
    if (pull && is_release_pull(*pull) && pull->base == base_ && github.branch(pull->head))
      return pull;
  }
  return std::nullopt;
}

std::optional<Breach> Monitor::check_step(const fake::Repository& github, const Config& config) {
  if (github.revision() == revision_) return std::nullopt;
  revision_ = github.revision();
  std::optional<fake::PullView> live;
  const auto open = github.open_pulls();
  for (std::size_t i = 0; i < open.size(); ++i) {
    const auto pull = github.pull(open[i]);
    if (!pull || !is_release_pull(*pull) || pull->base != base_) continue;
    for (std::size_t j = 0; j < i; ++j) {
      const auto other = github.pull(open[j]);
      if (!other || !is_release_pull(*other) || other->base != base_) continue;
      if (other->title == pull->title)
        return Breach{"one-pr-per-version", number_of(*other) + " (" + std::string(other->head) +
                                                ") and " + number_of(*pull) + " (" +
                                                std::string(pull->head) + ") are both open for \"" +
                                                std::string(pull->title) + "\""};
      if (github.branch(other->head) && github.branch(pull->head))
        return Breach{"one-open-pr", number_of(*other) + " \"" + std::string(other->title) +
                                         "\" and " + number_of(*pull) + " \"" +
                                         std::string(pull->title) +
                                         "\" are both open and both have their branches"};
    }
    if (github.branch(pull->head)) live = pull;
  }
  return live ? check_version(github, config, *live) : std::nullopt;
}

// A version may go down only with a reason in the base's own history: a revert, or a tag by hand.
std::optional<Breach> Monitor::check_version(const fake::Repository& github, const Config& config,
                                             const fake::PullView& pull) {
  if (shown_ && shown_->pull == pull.number && shown_->title == pull.title.data())
    return std::nullopt;
  auto version = version_in_title(pull.title);
  if (!version) return std::nullopt;  // a person renamed it; at rest it must say the version again
  const auto head = github.commit(pull.head_sha);
  const Sha base_sha = head && head->first_parent ? *head->first_parent : Sha{};
  if (!highest_released_.empty() && compare_versions(*version, highest_released_) <= 0)
    return Breach{"no-downgrade", number_of(pull) + " proposes " + *version + ", but " +
                                      highest_released_ + " is released"};
  const auto before = shown_;
  // A `stable` branch moves to another version before its PR's title does, and a title that was
  // planned before may land after: GitHub has no compare-and-swap for it. It is right at rest.
  const auto proposed = ledger_ && before && before->pull == pull.number &&
                                compare_versions(*version, before->version) < 0
                            ? expected_at(github, config, base_sha)
                            : std::nullopt;
  if (proposed && compare_versions(proposed->version, *version) > 0) return std::nullopt;
  shown_ = Shown{pull.number, pull.title.data(), *version, base_sha};
  if (!before || compare_versions(*version, before->version) >= 0) return std::nullopt;
  // Computed before a person tagged above it, and on its way since: it is void, and must be gone at
  // rest.
  if (is_voided(*version)) return std::nullopt;
  const auto wanted = expected_at(github, config, base_sha);
  // What the older version was computed from must be behind, unless a person rewrote the base and
  // it is nowhere any more.
  const auto base = github.branch(base_);
  const bool forward = github.is_ancestor(before->base_sha, base_sha) ||
                       (base && !github.is_ancestor(before->base_sha, *base));
  if (forward && wanted && wanted->version == *version) return std::nullopt;
  return Breach{"no-downgrade", "the release PR goes from " + before->version + " down to " +
                                    *version + " (" + number_of(pull) + ")" +
                                    (forward ? "" : ", computed from an older base")};
}

std::optional<Breach> Monitor::check_call(const fake::Repository& github,
                                          const github::Request& request,
                                          const github::Response& response) {
  if (!response.ok()) return std::nullopt;
  const auto look = [&](std::string_view ref) -> std::optional<Breach> {
    if (ref.starts_with(head_prefix)) {
      const auto theirs = branches_.find(ref.substr(head_prefix.size()));
      if (theirs == branches_.end() || github.branch(theirs->first) == theirs->second)
        return std::nullopt;
      return Breach{"foreign-branch-kept",
                    "the branch " + theirs->first + " is a person's, and is not left alone"};
    }
    if (!ref.starts_with(tag_prefix)) return std::nullopt;
    const std::string name(ref.substr(tag_prefix.size()));
    const auto now = github.tag(name);
    const auto known = tags_.find(name);
    if (known == tags_.end()) {
      if (now) note_release_tag(name, *now);
      return std::nullopt;
    }
    if (now == known->second) return std::nullopt;
    return Breach{"tag-is-final", "the tag " + name + (now ? " moved" : " was deleted")};
  };
  if (const auto* swing = std::get_if<github::UpdateRefs>(&request)) {
    if (auto breach = check_ledger_move(github)) return breach;
    for (const github::RefUpdate& row : swing->updates)
      if (auto breach = look(row.name)) return breach;
  } else if (const auto* create = std::get_if<github::CreateRef>(&request)) {
    return look(create->ref);
  } else if (const auto* update = std::get_if<github::UpdateRef>(&request)) {
    return look(update->ref);
  } else if (const auto* remove = std::get_if<github::DeleteRef>(&request)) {
    return look(remove->ref);
  }
  return std::nullopt;
}

std::optional<Breach> Monitor::check_limit(std::uint32_t remaining, std::uint32_t per_hour,
                                           const Config& config) {
  const auto reserve = config.concurrency.github_api.rate_limit_buffer;
  // A limit of 0 is none. One within the reserve leaves nothing to be kept.
  if (per_hour <= reserve || remaining >= reserve) return std::nullopt;
  return Breach{"api-budget", std::to_string(remaining) + " of " + std::to_string(per_hour) +
                                  " requests an hour are left, " + std::to_string(reserve) +
                                  " are reserved"};
}

void Monitor::note_release_tag(const std::string& name, const Sha& commit) {
  tags_.emplace(name, commit);
  const auto version = release_tags_.version_of(name);
  if (!version.empty() &&
      (highest_released_.empty() || compare_versions(version, highest_released_) > 0))
    highest_released_ = version;
}

void Monitor::note_tag(const std::string& name, const Sha& commit) {
  tags_.insert_or_assign(name, commit);
  tags_by_hand_.insert(name);
  const auto version = release_tags_.version_of(name);
  if (!version.empty() &&
      (highest_by_hand_.empty() || compare_versions(version, highest_by_hand_) > 0))
    highest_by_hand_ = version;
}

void Monitor::note_words(github::PullNumber pull, std::string text) {
  words_.push_back({pull, std::move(text)});
}

void Monitor::note_release(const fake::Repository& github, const Config& config,
                           const fake::PullView& pull, const Sha& merge_commit) {
  auto version = version_in_title(pull.title).value_or(std::string());
  std::string tag = release_tags_.prefix() + version;
  Due due{std::move(version), std::move(tag), merge_commit, {}};
  if (auto contents = expected_at(github, config, merge_commit))
    due.listed = std::move(contents->listed);
  due_.push_back(std::move(due));
  shown_.reset();
}

}  // namespace regent::sim
