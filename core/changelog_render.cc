#include <algorithm>
#include <charconv>
#include <iterator>
#include <tuple>

#include "core/changelog.h"
#include "core/changelog_text.h"
#include "core/markdown.h"

namespace regent {
namespace {

namespace text = changelog_text;

void append_number(std::string& out, std::uint64_t value) {
  char digits[20];
  out.append(digits, std::to_chars(digits, std::end(digits), value).ptr);
}

// Where links lead, when the configuration says so in a form that a link can hold.
class Links {
 public:
  explicit Links(const ChangelogConfig& config) : tag_prefix_(config.tag_prefix) {
    const std::string_view url = config.repository_url;
    if (url.starts_with("https://") && text::is_plain_url(url)) repository_ = url;
    if (repository_.ends_with('/')) repository_.remove_suffix(1);
  }

  void append_version(std::string& out, const Version& version) const {
    const bool is_link = has_repository() && text::is_plain_url(tag_prefix_);
    if (is_link) out += '[';
    version.append_to(out);
    if (!is_link) return;
    out.append("](").append(repository_).append("/releases/tag/").append(tag_prefix_);
    version.append_to(out);
    out += ')';
  }

  // ` (#12)` or ` ([#12](…/pull/12))`
  void append_pull(std::string& out, std::uint32_t pull) const {
    out += has_repository() ? " ([#" : " (#";
    append_number(out, pull);
    if (has_repository()) {
      out.append("](").append(repository_).append("/pull/");
      append_number(out, pull);
      out += ')';
    }
    out += ')';
  }

  // ` (<full id>)`, which GitHub abbreviates and links, or ` ([abbreviated](…/commit/<full id>))`
  void append_commit(std::string& out, const Sha& commit) const {
    if (has_repository()) {
      out.append(" ([").append(commit.abbreviated());
      out.append("](").append(repository_).append("/commit/");
      commit.append_hex(out);
      out += "))";
    } else {
      out += " (";
      commit.append_hex(out);
      out += ')';
    }
  }

 private:
  [[nodiscard]] bool has_repository() const { return !repository_.empty(); }

  std::string_view repository_;  // without a final slash; empty: no links
  std::string_view tag_prefix_;
};

void append_heading(std::string& out, const Version& version, std::string_view date_iso,
                    const Links& links) {
  out += text::release_heading;
  links.append_version(out, version);
  if (text::is_iso_date(date_iso)) out.append(" (").append(date_iso).append(")");
  out += '\n';
}

void append_section_heading(std::string& out, std::string_view title) {
  out.append("\n").append(text::section_heading);
  markdown::append_escaped(out, title);
  out += "\n\n";
}

void append_entry(std::string& out, const Entry& entry, const Links& links) {
  out += text::item;
  if (!entry.scope.empty()) {
    out += text::scope_opening;
    markdown::append_escaped(out, entry.scope);
    out += text::scope_closing;
  }
  markdown::append_escaped(out, entry.description);
  if (entry.pull) links.append_pull(out, *entry.pull);
  links.append_commit(out, entry.commit);
  out += '\n';
  for (const std::string& note : entry.notes) {
    out += text::note;
    markdown::append_escaped(out, note);
    out += '\n';
  }
}

// Breaking changes, then the configured sections in their order, then the others.
std::size_t section_rank(std::string_view title, const ChangelogConfig& config) {
  if (title == breaking_section) return 0;
  const auto rule = std::ranges::find(config.sections, title, &SectionRule::title);
  return 1 + static_cast<std::size_t>(rule - config.sections.begin());
}

struct Row {
  std::size_t rank;
  const Entry* entry;

  friend bool operator<(const Row& a, const Row& b) { return a.key() < b.key(); }

 private:
  [[nodiscard]] std::tuple<std::size_t, std::string_view, std::string_view, std::string_view, Sha>
  key() const {
    return {rank, entry->section, entry->scope, entry->description, entry->commit};
  }
};

std::vector<Row> rows_in_document_order(const Changelog& changelog, const ChangelogConfig& config) {
  std::vector<Row> rows;
  rows.reserve(changelog.size());
  for (const Entry& entry : changelog.entries()) {
    rows.push_back({section_rank(entry.section, config), &entry});
  }
  std::ranges::sort(rows, [](const Row& a, const Row& b) { return a < b; });
  return rows;
}

void append_omitted_line(std::string& out, std::size_t omitted) {
  out.append("\n").append(text::omitted_opening);
  append_number(out, omitted);
  out.append(text::omitted_closing).append("\n");
}

// Appends rows for as long as `out`, with the line that would follow, stays within the limit;
// returns how many were appended.
std::size_t append_rows(std::string& out, std::span<const Row> rows, const Links& links,
                        std::size_t bytes_max) {
  constexpr std::size_t digits_max = 20;
  const std::size_t last_line_bytes =
      2 + text::omitted_opening.size() + digits_max + text::omitted_closing.size();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t bytes_before = out.size();
    const Entry& entry = *rows[i].entry;
    if (i == 0 || rows[i - 1].entry->section != entry.section) {
      append_section_heading(out, entry.section);
    }
    append_entry(out, entry, links);
    if (bytes_max < last_line_bytes || out.size() > bytes_max - last_line_bytes) {
      out.resize(bytes_before);
      return i;
    }
  }
  return rows.size();
}

}  // namespace

std::string render(const Changelog& changelog, const Version& version, std::string_view date_iso,
                   const ChangelogConfig& config) {
  return render_within(changelog, version, date_iso, config, std::string::npos);
}

std::string render_within(const Changelog& changelog, const Version& version,
                          std::string_view date_iso, const ChangelogConfig& config,
                          std::size_t bytes_max) {
  const Links links(config);
  const std::vector<Row> rows = rows_in_document_order(changelog, config);
  std::string out;
  out.reserve(128 + 192 * std::min<std::size_t>(rows.size(), 256));
  append_heading(out, version, date_iso, links);
  if (rows.empty()) out.append("\n").append(text::nothing_listed).append("\n");
  const std::size_t listed = append_rows(out, rows, links, bytes_max);
  if (listed < rows.size()) append_omitted_line(out, rows.size() - listed);
  return out;
}

}  // namespace regent
