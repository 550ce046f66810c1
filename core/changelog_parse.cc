#include <charconv>
#include <utility>

#include "core/changelog.h"
#include "core/changelog_text.h"
#include "core/markdown.h"

namespace regent {
namespace {

namespace text = changelog_text;
constexpr std::size_t npos = std::string_view::npos;

bool cut_prefix(std::string_view& line, std::string_view prefix) {
  if (!line.starts_with(prefix)) return false;
  line.remove_prefix(prefix.size());
  return true;
}

bool cut_suffix(std::string_view& line, std::string_view suffix) {
  if (!line.ends_with(suffix)) return false;
  line.remove_suffix(suffix.size());
  return true;
}

// The whole text as a number in its only form, 1 to 2^32-1.
std::optional<std::uint32_t> number(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool is_whole = error == std::errc{} && end == digits.data() + digits.size();
  if (!is_whole || value == 0 || digits[0] == '0') return std::nullopt;
  return value;
}

// A Markdown link cut into its parts: `[label](https://…/kind/target)`.
struct Link {
  std::string_view label;
  std::string_view target;
};
std::optional<Link> parse_link(std::string_view markdown, std::string_view kind) {
  if (!cut_prefix(markdown, "[") || !cut_suffix(markdown, ")")) return std::nullopt;
  const std::size_t middle = markdown.find("](");
  if (middle == npos) return std::nullopt;
  const std::string_view url = markdown.substr(middle + 2);
  const std::size_t slash = url.rfind('/');
  const bool is_ours = slash != npos && url.starts_with("https://") && text::is_plain_url(url) &&
                       url.substr(0, slash + 1).ends_with(kind);
  if (!is_ours) return std::nullopt;
  return Link{markdown.substr(0, middle), url.substr(slash + 1)};
}

std::optional<Sha> parse_commit(std::string_view markdown) {
  std::string_view digits = markdown;
  if (markdown.starts_with('[')) {
    const auto link = parse_link(markdown, "/commit/");
    if (!link) return std::nullopt;
    digits = link->target;
    if (link->label != digits.substr(0, 7)) return std::nullopt;
  }
  const std::optional<Sha> sha = Sha::parse(digits);
  return sha && sha->hex() == digits ? sha : std::nullopt;
}

std::optional<std::uint32_t> parse_pull(std::string_view markdown) {
  std::string_view digits = markdown;
  if (markdown.starts_with('[')) {
    const auto link = parse_link(markdown, "/pull/");
    if (!link || !link->label.starts_with('#') || link->label.substr(1) != link->target) {
      return std::nullopt;
    }
    return number(link->target);
  }
  return cut_prefix(digits, "#") ? number(digits) : std::nullopt;
}

// Cuts ` (…)` off the end of the line if `parse` reads what stands in the parentheses.
template <typename Parse>
auto cut_parenthesis(std::string_view& line, Parse&& parse) -> decltype(parse(line)) {
  const std::size_t start = line.rfind(" (");
  if (start == npos || !line.ends_with(')')) return std::nullopt;
  auto result = parse(line.substr(start + 2, line.size() - start - 3));
  if (result) line = line.substr(0, start);
  return result;
}

// Text that `render` could have written.
std::optional<std::string> parse_text(std::string_view markdown) {
  std::string line = markdown::unescape(markdown);
  const bool is_ours = line.size() <= Changelog::text_bytes_max && markdown::is_sanitized(line) &&
                       markdown::escape(line) == markdown;
  return is_ours ? std::optional(std::move(line)) : std::nullopt;
}

// What stands after `* `.
std::optional<Entry> parse_entry(std::string_view line, std::string_view section) {
  Entry entry;
  const auto commit = cut_parenthesis(line, parse_commit);
  if (!commit) return std::nullopt;
  entry.commit = *commit;
  entry.section = section;
  entry.pull = cut_parenthesis(line, parse_pull);
  const std::size_t scope_end = line.find(text::scope_closing);
  if (line.starts_with(text::scope_opening) && scope_end != npos) {
    const std::size_t start = text::scope_opening.size();
    auto scope = parse_text(line.substr(start, scope_end - start));
    if (!scope || scope->empty()) return std::nullopt;
    entry.scope = *std::move(scope);
    line.remove_prefix(scope_end + text::scope_closing.size());
  }
  auto description = parse_text(line);
  if (!description) return std::nullopt;
  entry.description = *std::move(description);
  return entry;
}

// Reads a document line by line; each method answers why it refuses a line, or nullptr.
class Parser {
 public:
  explicit Parser(std::string_view markdown) : rest_(markdown), size_(markdown.size()) {}

  std::expected<ReleaseNotes, ParseError> parse() && {
    while (!rest_.empty()) {
      const std::size_t position = size_ - rest_.size();
      const std::string_view line = take_line();
      if (line.empty()) continue;
      const char* const fault = has_heading_ ? read_line(line) : read_heading(line);
      if (fault != nullptr) return std::unexpected(ParseError{position, fault});
    }
    if (!has_heading_) return std::unexpected(ParseError{size_, "expected a release heading"});
    notes_.changelog = Changelog(std::move(entries_));
    return std::move(notes_);
  }

 private:
  std::string_view take_line() {
    const std::size_t end = rest_.find('\n');
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end == npos ? rest_.size() : end + 1);
    cut_suffix(line, "\r");
    return line;
  }

  const char* read_heading(std::string_view line) {
    if (!cut_prefix(line, text::release_heading)) return "expected a release heading";
    const auto date = cut_parenthesis(line, [](std::string_view inside) {
      return text::is_iso_date(inside) ? std::optional(inside) : std::nullopt;
    });
    if (const auto link = parse_link(line, "/releases/tag/")) {
      if (!link->target.ends_with(link->label)) return "the heading links to another release";
      line = link->label;
    }
    auto version = Version::parse(line);
    if (!version) return "expected a version in the release heading";
    notes_.version = *std::move(version);
    notes_.date = date.value_or(std::string_view{});
    has_heading_ = true;
    return nullptr;
  }

  const char* read_line(std::string_view line) {
    if (cut_prefix(line, text::section_heading)) return read_section(line);
    if (cut_prefix(line, text::item)) return read_entry(line);
    if (cut_prefix(line, text::note)) return read_note(line);
    if (line == text::nothing_listed) return nullptr;
    if (cut_prefix(line, text::omitted_opening)) return read_omitted(line);
    return "a line that the changelog does not have";
  }

  const char* read_section(std::string_view line) {
    auto title = parse_text(line);
    if (!title || title->empty()) return "a section title that is not escaped";
    section_ = *std::move(title);
    return nullptr;
  }

  const char* read_entry(std::string_view line) {
    if (section_.empty()) return "an entry outside of any section";
    auto entry = parse_entry(line, section_);
    if (!entry) return "an entry without its commit, or with text that is not escaped";
    entries_.push_back(*std::move(entry));
    return nullptr;
  }

  const char* read_note(std::string_view line) {
    if (entries_.empty()) return "a note before any entry";
    auto note = parse_text(line);
    if (!note || note->empty()) return "a note with text that is not escaped";
    entries_.back().notes.push_back(*std::move(note));
    return nullptr;
  }

  const char* read_omitted(std::string_view line) {
    if (!cut_suffix(line, text::omitted_closing)) return "an incomplete last line";
    const auto omitted = number(line);
    if (!omitted) return "expected the number of entries left out";
    notes_.omitted = *omitted;
    return nullptr;
  }

  std::string_view rest_;
  std::size_t size_;
  bool has_heading_ = false;
  ReleaseNotes notes_;
  std::vector<Entry> entries_;
  std::string section_;
};

}  // namespace

std::expected<ReleaseNotes, ParseError> parse_release_notes(std::string_view markdown) {
  return Parser(markdown).parse();
}

std::expected<Changelog, ParseError> parse_changelog(std::string_view markdown) {
  auto notes = parse_release_notes(markdown);
  if (!notes) return std::unexpected(std::move(notes).error());
  return std::move(notes->changelog);
}

}  // namespace regent
