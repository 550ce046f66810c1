// The changelog of one release: a set of entries, one per commit, and its Markdown.
//
// `Changelog` is a join semilattice: `merge` is idempotent, commutative and associative, and the
// empty changelog is its identity, so workers that merge what they saw in any order and any number
// of times agree. `parse_release_notes` is the inverse of `render`: the PR body is a faithful copy.
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/conventional_commit.h"
#include "core/parse_error.h"
#include "core/semver.h"
#include "core/sha.h"

namespace regent {

// The heading under which every breaking change is listed, whatever its type; always the first.
inline constexpr std::string_view breaking_section = "⚠ BREAKING CHANGES";

// Commits of `type` are listed under `title`. Several types may share a title.
struct SectionRule {
  std::string type;
  std::string title;
  friend bool operator==(const SectionRule&, const SectionRule&) = default;
};

struct ChangelogConfig {
  // In the order of the document. A type that is not listed is left out, unless it is breaking.
  std::vector<SectionRule> sections = {{"feat", "Features"},
                                       {"fix", "Bug Fixes"},
                                       {"perf", "Performance Improvements"},
                                       {"revert", "Reverts"}};

  // `https://github.com/owner/repo`, for links to commits, PRs and the release. Empty (or not a
  // plain https URL): commits and PRs are written as GitHub links them by itself.
  std::string repository_url;

  std::string tag_prefix = "v";

  friend bool operator==(const ChangelogConfig&, const ChangelogConfig&) = default;
};

// What one commit contributes. `commit` is the identity; texts are single lines (see `Changelog`).
struct Entry {
  Sha commit;
  std::string section;  // the heading, `breaking_section` for a breaking change
  std::string scope;    // empty: none
  std::string description;
  std::vector<std::string> notes;  // the BREAKING CHANGE footers, the first paragraph of each
  std::optional<std::uint32_t> pull;

  [[nodiscard]] bool is_breaking() const { return section == breaking_section; }

  friend auto operator<=>(const Entry&, const Entry&) = default;
};

// The entry of a commit, or nullopt when its type has no section and it breaks nothing.
[[nodiscard]] std::optional<Entry> entry_of(const Sha& sha, const CommitMessageView& commit,
                                            const ChangelogConfig& config);

class Changelog {
 public:
  // Limits that keep one hostile message from filling the document.
  static constexpr std::size_t text_bytes_max = 512;  // of each text
  static constexpr std::size_t notes_max = 16;        // of one entry

  Changelog() = default;

  // Makes every text a single line within the limits (core/markdown.h). Of different entries for
  // one commit the greatest in the order of `Entry` stays, so the order is of no account.
  explicit Changelog(std::vector<Entry> entries);
  void add(Entry entry);

  // By commit id: the canonical order of the value. The document's order is `render`'s matter.
  [[nodiscard]] std::span<const Entry> entries() const { return entries_; }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] const Entry* find(const Sha& commit) const;

  friend Changelog merge(Changelog a, Changelog b);
  friend auto operator<=>(const Changelog&, const Changelog&) = default;

 private:
  std::vector<Entry> entries_;
};

// The join of two changelogs.
[[nodiscard]] Changelog merge(Changelog a, Changelog b);

// The notes of one release, as they stand in a PR body, a release and CHANGELOG.md.
struct ReleaseNotes {
  Version version;
  std::string date;  // ISO 8601, `2026-01-31`; may be empty
  Changelog changelog;
  std::uint32_t omitted = 0;  // entries that were left out to keep a size limit

  friend bool operator==(const ReleaseNotes&, const ReleaseNotes&) = default;
};

// Markdown: a level-2 heading with version and date, a level-3 heading per section that has entries
// (breaking changes first, then as configured, then other titles by name), one list item per entry,
// by scope, description and commit. Ends with a newline. `date_iso` must be an ISO date or empty.
[[nodiscard]] std::string render(const Changelog& changelog, const Version& version,
                                 std::string_view date_iso, const ChangelogConfig& config);

// The same within `bytes_max` bytes: whole entries are left out from the end of the document, and a
// last line says how many. Longer than `bytes_max` only when heading and that line do not fit.
[[nodiscard]] std::string render_within(const Changelog& changelog, const Version& version,
                                        std::string_view date_iso, const ChangelogConfig& config,
                                        std::size_t bytes_max);

// The inverse of `render` and `render_within`, under any configuration. Accepts CRLF line ends (as
// GitHub's editor writes them) and refuses, with its position, any line that we did not write.
[[nodiscard]] std::expected<ReleaseNotes, ParseError> parse_release_notes(
    std::string_view markdown);
[[nodiscard]] std::expected<Changelog, ParseError> parse_changelog(std::string_view markdown);

// CHANGELOG.md with the section on top, below the file's title. A section of the same version that
// is on top already is replaced, so doing it twice is doing it once. Everything else is kept to the
// byte; an empty file gets the title `# Changelog`.
[[nodiscard]] std::string prepend_to_changelog_file(std::string_view existing_file,
                                                    std::string_view rendered_section);

}  // namespace regent
