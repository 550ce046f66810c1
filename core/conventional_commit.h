// Commit messages by the Conventional Commits 1.0.0 specification, in the forms that GitHub gives
// them.
//
// Two levels. `CommitMessageView::of` reads what a release needs from any bytes, in one pass and
// mostly without allocation; nothing it is given can fail. `parse_conventional` is the strict
// reading with owned strings, which refuses a header that is not conventional and says where.
//
// GitHub's forms:
//   squash   `feat: x (#12)`: the trailing number is the PR's; a list of `* fix: y` lines in the
//   body
//            (the squashed commits) is text and releases nothing, the title decides.
//   merge    `Merge pull request #12 from owner/branch`, blank line, then the PR's title, which is
//            read as the header.
//   revert   `Revert "feat: x"` with `This reverts commit <sha>.` (git) or `Reverts owner/repo#12`
//            (GitHub's button); git's `Reapply "feat: x"` reverts a revert. Conventional `revert:`
//            headers name commits in `Refs:` footers.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/parse_error.h"
#include "core/semver.h"

namespace regent {

struct FooterView {
  std::string_view token;  // as written: `BREAKING CHANGE`, `Reviewed-by`
  std::string_view value;  // may span lines; without surrounding white space
};

// A message, cut into its parts; every view points into the message.
struct CommitMessageView {
  std::string_view header;       // the whole line that decides
  std::string_view subject;      // the header without the PR's number, ` (#12)`
  std::string_view type;         // as written; empty when the header is not conventional
  std::string_view scope;        // empty: none
  std::string_view description;  // without the PR's number; the subject when not conventional
  std::string_view body;         // free text between header and footers
  std::vector<FooterView> footers;

  // `!`, or a BREAKING CHANGE footer. The footer counts under a header that is not conventional,
  // too: to release a breaking change as a small one is the worst mistake there is.
  bool breaking = false;

  std::optional<std::uint32_t> pull;  // the PR's own number, from `(#12)` or the merge header
  std::optional<Version> release_as;  // the last valid `Release-As: x.y.z` footer

  // What a revert names; all empty for any other commit.
  bool is_revert = false;
  std::vector<std::string_view> reverted_shas;  // 7 to 40 hexadecimal digits
  std::optional<std::uint32_t> reverted_pull;   // from `Reverts owner/repo#12`
  std::string_view reverted_header;             // from `Revert "…"` or `revert: …`, as written

  [[nodiscard]] bool is_conventional() const { return !type.empty(); }

  // Total: any bytes, time linear in the size. The message must outlive the result.
  [[nodiscard]] static CommitMessageView of(std::string_view message);
};

// `BREAKING CHANGE` or its synonym `BREAKING-CHANGE`, in capitals (rules 15 and 16).
[[nodiscard]] bool is_breaking_token(std::string_view token);

// A type is compared without regard to case (rule 15 of the specification).
[[nodiscard]] bool same_type(std::string_view a, std::string_view b);

// The commit of a release PR, ours or a sibling tool's: `chore(release): 1.2.3`, `chore(main):
// release 1.2.3`, `chore: release v1.2.3`. It follows from changes that were judged already and
// must not cause the next release.
[[nodiscard]] bool is_release_commit(const CommitMessageView& commit);

struct Footer {
  std::string token;
  std::string value;
  friend bool operator==(const Footer&, const Footer&) = default;
};

struct ConventionalCommit {
  std::string type;  // lower case
  std::string scope;
  std::string description;
  std::string body;
  std::vector<Footer> footers;
  bool breaking = false;
  std::vector<std::string> breaking_notes;  // the values of the BREAKING CHANGE footers
  std::optional<std::uint32_t> pull;
  std::optional<Version> release_as;
  bool is_revert = false;
  std::vector<std::string> reverted_shas;
  std::optional<std::uint32_t> reverted_pull;
  std::string reverted_header;

  friend bool operator==(const ConventionalCommit&, const ConventionalCommit&) = default;
};

// The strict reading. GitHub's and git's `Revert "…"` counts as type `revert`. Errors: the position
// in `message` at which the header stops being `type(scope)!: description`. Total, linear, like
// `of`.
[[nodiscard]] std::expected<ConventionalCommit, ParseError> parse_conventional(
    std::string_view message);

}  // namespace regent
