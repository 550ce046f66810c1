// The oracle: which release the commits call for, and what a release PR claims, read a second time.
//
// The simulator compares the product with this. It is written from the specifications alone
// (SemVer 2.0.0, Conventional Commits 1.0.0, git's and GitHub's message forms) and shares no code
// with the product's own reading of them, so that one misunderstanding cannot hide in both.
// Every function is total: any bytes are accepted, nothing throws but bad_alloc. Pure functions,
// thread-safe; the views that come in are not kept.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/sha.h"

namespace regent::sim {

struct OracleCommit {
  Sha sha;
  std::string_view message;
};

// What each commit does to the version. A bump is 'M' (major), 'm' (minor), 'p' (patch) or 0
// (none).
struct OracleRules {
  struct TypeRule {
    std::string type;  // lower case
    char bump;
  };
  std::vector<TypeRule> types{{"feat", 'm'}, {"fix", 'p'}, {"perf", 'p'}, {"revert", 'p'}};
  char breaking = 'M';  // of any type
  // While the major version is 0 (SemVer §4: anything may change): each switch takes its bump down
  // one step, and they do not chain.
  bool major_is_minor_before_1_0_0 = false;
  bool minor_is_patch_before_1_0_0 = false;
  std::string first_version = "1.0.0";  // when nothing was released yet
};

struct Expectation {
  std::string version;
  // The commits that the changelog must list, each exactly once, oldest first: those that raise the
  // version. Empty when a `Release-As` alone asks for the release.
  std::vector<Sha> listed;
  friend bool operator==(const Expectation&, const Expectation&) = default;
};

// The release that `commits` (after the last release, oldest first) call for; nullopt when there is
// nothing to release, or when `last` is not a version. `last` is "1.2.3", or empty when nothing was
// released.
//
// The header is the first line with text in it; of a GitHub merge ("Merge pull request #N from
// a/b") the PR title below it. Then:
// - `type(scope)!: description`, the type in any case (Conventional Commits §1-§5, §15).
// - `!`, or a line that starts with `BREAKING CHANGE` or `BREAKING-CHANGE` and a footer's separator
//   (§8, §12, §16), is breaking whatever the header says: squash merges bury footers in the middle
//   of a message, and real releases honour them there.
// - `Release-As: x.y.z`: the newest decides if it is above `last`.
// - A revert (type `revert`, or git's `Revert "…"` and `Reapply "…"`) takes an earlier one of
//   `commits` away, and itself, if its first line "This reverts commit <sha>" names it by at least
//   seven digits. A revert that is itself taken away takes nothing.
// - The bot's own `chore(release): x.y.z` never counts.
[[nodiscard]] std::optional<Expectation> expected_release(std::string_view last,
                                                          std::span<const OracleCommit> commits,
                                                          const OracleRules& rules);

// Precedence of two versions (SemVer §10, §11): below zero, zero, above zero. A total preorder on
// all strings: what is not a version is compared identifier by identifier all the same.
[[nodiscard]] int compare_versions(std::string_view left, std::string_view right);

// What the body of a release PR says. The managed region starts at `<!-- release-regent:begin` (the
// rest of that comment belongs to it) and ends with the first `<!-- release-regent:end -->` after
// it.
struct ReadBody {
  bool has_region = false;  // false also when one of its ends is missing
  std::vector<Sha>
      listed;           // one per list item: the last run of exactly 40 hexadecimal digits in it
  std::string outside;  // the bytes around the region; the whole body when there is none
  friend bool operator==(const ReadBody&, const ReadBody&) = default;
};
[[nodiscard]] ReadBody read_body(std::string_view body);

// The version in `chore(release): 1.2.3`, optionally followed by ` (#45)` as GitHub's squash
// merge appends it; nullopt when the title is another one.
[[nodiscard]] std::optional<std::string> version_in_title(std::string_view title);

}  // namespace regent::sim
