#include "core/changelog.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/markdown.h"

namespace regent {
namespace {

// The heading for entries that were given none.
constexpr std::string_view untitled_section = "Other Changes";

void make_line(std::string& text) {
  if (!markdown::is_sanitized(text)) text = markdown::sanitize_line(text);
  if (text.size() > Changelog::text_bytes_max) {
    text = markdown::shorten(text, Changelog::text_bytes_max);
  }
}

void normalize(Entry& entry) {
  make_line(entry.section);
  if (entry.section.empty()) entry.section = untitled_section;
  make_line(entry.scope);
  make_line(entry.description);
  for (std::string& note : entry.notes) make_line(note);
  std::erase_if(entry.notes, [](const std::string& note) { return note.empty(); });
  if (entry.notes.size() > Changelog::notes_max) entry.notes.resize(Changelog::notes_max);
  if (entry.pull == 0) entry.pull.reset();
}

// Sorted by commit, the greatest entry for each.
void make_canonical(std::vector<Entry>& entries) {
  std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
    return a.commit != b.commit ? a.commit < b.commit : a > b;
  });
  const auto rest = std::ranges::unique(entries, {}, &Entry::commit);
  entries.erase(rest.begin(), rest.end());
}

// The first paragraph: what follows a blank line is seldom about the breaking change.
std::string_view first_paragraph(std::string_view text) {
  std::size_t line_end = text.find('\n');
  while (line_end != std::string_view::npos) {
    const std::size_t next = text.find_first_not_of(" \t\r", line_end + 1);
    if (next == std::string_view::npos || text[next] == '\n') return text.substr(0, line_end);
    line_end = text.find('\n', next);
  }
  return text;
}

const SectionRule* section_for(std::string_view type, const ChangelogConfig& config) {
  const auto rule = std::ranges::find_if(config.sections, [&](const SectionRule& candidate) {
    return same_type(candidate.type, type);
  });
  return rule == config.sections.end() ? nullptr : &*rule;
}

// A bound that keeps the work on one text small; `Changelog` makes it exact.
std::string bounded_line(std::string_view text) {
  constexpr std::size_t source_bytes_max = 4 * Changelog::text_bytes_max;
  return markdown::sanitize_line(text.substr(0, source_bytes_max));
}

}  // namespace

std::optional<Entry> entry_of(const Sha& sha, const CommitMessageView& commit,
                              const ChangelogConfig& config) {
  if (is_release_commit(commit)) return std::nullopt;
  const SectionRule* rule = commit.is_conventional() ? section_for(commit.type, config) : nullptr;
  if (rule == nullptr && !commit.breaking) return std::nullopt;
  Entry entry;
  entry.commit = sha;
  entry.section = commit.breaking ? breaking_section : std::string_view(rule->title);
  entry.scope = bounded_line(commit.scope);
  entry.description = bounded_line(commit.description);
  entry.pull = commit.pull;
  for (const FooterView& footer : commit.footers) {
    if (entry.notes.size() == Changelog::notes_max) break;
    if (is_breaking_token(footer.token)) {
      entry.notes.push_back(bounded_line(first_paragraph(footer.value)));
    }
  }
  return entry;
}

Changelog::Changelog(std::vector<Entry> entries) : entries_(std::move(entries)) {
  std::ranges::for_each(entries_, normalize);
  make_canonical(entries_);
}

void Changelog::add(Entry entry) {
  normalize(entry);
  const auto place = std::ranges::lower_bound(entries_, entry.commit, {}, &Entry::commit);
  if (place == entries_.end() || place->commit != entry.commit) {
    entries_.insert(place, std::move(entry));
  } else if (*place < entry) {
    *place = std::move(entry);
  }
}

const Entry* Changelog::find(const Sha& commit) const {
  const auto place = std::ranges::lower_bound(entries_, commit, {}, &Entry::commit);
  return place != entries_.end() && place->commit == commit ? &*place : nullptr;
}

Changelog merge(Changelog a, Changelog b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  a.entries_.insert(a.entries_.end(), std::move_iterator(b.entries_.begin()),
                    std::move_iterator(b.entries_.end()));
  make_canonical(a.entries_);
  return a;
}

}  // namespace regent
