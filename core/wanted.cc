#include "core/wanted.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace regent {
namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

// The commits of one release with their messages read, oldest first.
class Range {
 public:
  explicit Range(std::span<const CommitView> commits) : commits_(commits) {
    messages_.reserve(commits.size());
    for (const CommitView& commit : commits) {
      messages_.push_back(CommitMessageView::of(commit.message));
      if (messages_.back().is_revert) has_reverts_ = true;
    }
    if (has_reverts_) cancel_reverts();
  }

  [[nodiscard]] std::size_t size() const { return commits_.size(); }
  [[nodiscard]] const Sha& sha(std::size_t i) const { return commits_[i].sha; }
  [[nodiscard]] const CommitMessageView& message(std::size_t i) const { return messages_[i]; }
  [[nodiscard]] bool counts(std::size_t i) const { return !has_reverts_ || !cancelled_[i]; }

 private:
  // From the newest to the oldest, so that a reverted revert is cancelled before it could cancel.
  void cancel_reverts() {
    cancelled_.resize(size());
    for (std::size_t i = size(); i-- > 0;) {
      if (messages_[i].is_revert && !cancelled_[i]) cancelled_[i] = cancel_what_is_named_by(i);
    }
  }

  // Returns whether everything that the revert names is among these commits: then it has no effect
  // that a release could show.
  bool cancel_what_is_named_by(std::size_t revert) {
    const CommitMessageView& message = messages_[revert];
    std::size_t found = 0;
    for (const std::string_view prefix : message.reverted_shas) {
      if (cancel(named_by_sha(revert, prefix))) ++found;
    }
    // An id says exactly which commit is meant. One that is not here was released before, and
    // another commit of the same header must not be taken for it.
    if (!message.reverted_shas.empty()) return found == message.reverted_shas.size();
    return cancel(named_by_pull(revert)) || cancel(named_by_header(revert));
  }

  bool cancel(std::size_t i) {
    if (i == nowhere) return false;
    cancelled_[i] = true;
    return true;
  }

  [[nodiscard]] std::size_t named_by_sha(std::size_t revert, std::string_view prefix) const {
    std::size_t found = nowhere;
    for (std::size_t i = 0; i < revert; ++i) {
      if (!has_prefix(sha(i), prefix)) continue;
      if (found != nowhere) return nowhere;  // ambiguous
      found = i;
    }
    return found;
  }

  [[nodiscard]] std::size_t named_by_pull(std::size_t revert) const {
    if (!messages_[revert].reverted_pull) return nowhere;
    return newest_before(revert, [&](const CommitMessageView& message) {
      return message.pull == messages_[revert].reverted_pull;
    });
  }

  [[nodiscard]] std::size_t named_by_header(std::size_t revert) const {
    const std::string_view header = messages_[revert].reverted_header;
    if (header.empty()) return nowhere;
    return newest_before(revert, [&](const CommitMessageView& message) {
      return message.header == header || message.subject == header;
    });
  }

  // A commit that is cancelled already is not what a second revert of the same header means.
  template <typename Predicate>
  [[nodiscard]] std::size_t newest_before(std::size_t end, Predicate&& is_meant) const {
    while (end-- > 0) {
      if (!cancelled_[end] && is_meant(messages_[end])) return end;
    }
    return nowhere;
  }

  static bool has_prefix(const Sha& sha, std::string_view hex) {
    for (std::size_t i = 0; i < hex.size(); ++i) {
      const std::uint8_t byte = sha.bytes()[i / 2];
      const int nibble = i % 2 == 0 ? byte >> 4 : byte & 0xF;
      const int digit = hex[i] <= '9' ? hex[i] - '0' : (hex[i] | 0x20) - 'a' + 10;
      if (nibble != digit) return false;
    }
    return true;
  }

  std::span<const CommitView> commits_;
  std::vector<CommitMessageView> messages_;
  std::vector<bool> cancelled_;  // empty without reverts
  bool has_reverts_ = false;
};

Bump bump_of(const Range& range, std::size_t i, const std::optional<Version>& last,
             const ReleaseRules& rules) {
  if (!range.counts(i)) return Bump::none;
  const Bump bump = bump_of(range.message(i), rules);
  return last ? effective_bump(bump, *last, rules) : bump;
}

bool is_above(const Version& version, const std::optional<Version>& last) {
  return !last || Version::precedence(version, *last) > 0;
}

// The newest commit with a Release-As, if that is above the last release.
std::size_t find_release_as(const Range& range, const std::optional<Version>& last) {
  for (std::size_t i = range.size(); i-- > 0;) {
    const std::optional<Version>& version = range.message(i).release_as;
    if (version && range.counts(i)) return is_above(*version, last) ? i : nowhere;
  }
  return nowhere;
}

void decide_by_bump(WantedRelease& release, const Range& range, const std::optional<Version>& last,
                    const ReleaseRules& rules) {
  for (std::size_t i = 0; i < range.size(); ++i) {
    const Bump bump = bump_of(range, i, last, rules);
    if (bump > release.bump) {
      release.bump = bump;
      release.deciding.clear();
    }
    if (bump == release.bump && bump != Bump::none) release.deciding.push_back(range.sha(i));
  }
  release.version = last ? last->bumped(release.bump) : rules.initial_version;
}

Changelog changelog_of(const Range& range, const ChangelogConfig& config) {
  std::vector<Entry> entries;
  entries.reserve(range.size());
  for (std::size_t i = 0; i < range.size(); ++i) {
    if (!range.counts(i)) continue;
    if (auto entry = entry_of(range.sha(i), range.message(i), config)) {
      entries.push_back(*std::move(entry));
    }
  }
  return Changelog(std::move(entries));
}

}  // namespace

std::optional<WantedRelease> wanted(const std::optional<Version>& last,
                                    std::span<const CommitView> commits_oldest_first,
                                    const ReleaseRules& rules,
                                    const ChangelogConfig& changelog_config) {
  const Range range(commits_oldest_first);
  WantedRelease release;
  decide_by_bump(release, range, last, rules);
  const std::size_t forcing = find_release_as(range, last);
  if (forcing != nowhere) {
    release.forced = true;
    release.version = *range.message(forcing).release_as;
    release.deciding = {range.sha(forcing)};
  }
  const bool releases = release.forced || release.bump != Bump::none;
  if (!releases || !is_above(release.version, last)) return std::nullopt;
  release.changelog = changelog_of(range, changelog_config);
  return release;
}

}  // namespace regent
