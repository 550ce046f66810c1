#include "core/conventional_commit.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace regent {
namespace {

constexpr std::string_view white_space = " \t\r\n\v\f";
constexpr std::size_t npos = std::string_view::npos;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
constexpr bool is_word_character(char c) {
  return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '-' || c == '_';
}
constexpr bool is_hex_digit(char c) {
  return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
}

std::string_view trim_start(std::string_view text) {
  const std::size_t start = text.find_first_not_of(white_space);
  return start == npos ? text.substr(text.size()) : text.substr(start);
}

std::string_view trim(std::string_view text) {
  text = trim_start(text);
  return text.substr(0, text.find_last_not_of(white_space) + 1);
}

// Cuts the first line off, without its line end.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// The number at the start of `text`, 1 to 2^32-1, and how many digits it has; nullopt: none.
struct Number {
  std::uint32_t value = 0;
  std::size_t digits = 0;
};
std::optional<Number> number_at_start(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || value == 0) return std::nullopt;
  return Number{value, static_cast<std::size_t>(end - text.data())};
}

// The text without a PR's number at its end, ` (#12)`, and that number. A number that is the whole
// description stays.
struct Numbered {
  std::string_view text;
  std::optional<std::uint32_t> pull;
};
Numbered cut_pull_number(std::string_view line) {
  const std::size_t start = line.rfind(" (#");
  if (start == npos || start == 0) return {line, std::nullopt};
  const std::string_view tail = line.substr(start + 3);
  const std::optional<Number> number = number_at_start(tail);
  if (!number || tail.substr(number->digits) != ")") return {line, std::nullopt};
  const std::string_view text = trim(line.substr(0, start));
  return {text.ends_with(':') ? line : text, number->value};
}

// ---------------------------------------------------------------------------------------------
// The header: type(scope)!: description
// ---------------------------------------------------------------------------------------------

struct Header {
  std::string_view type;
  std::string_view scope;
  std::string_view description;
  bool breaking = false;
  const char* fault = nullptr;  // nullptr: the header is conventional
  std::size_t position = 0;     // of the fault, in the line
};

Header refused(std::size_t position, const char* fault) {
  Header header;
  header.position = position;
  header.fault = fault;
  return header;
}

Header parse_header(std::string_view line) {
  Header header;
  std::size_t i = 0;
  while (i < line.size() && is_word_character(line[i])) ++i;
  if (i == 0) return refused(0, "expected a type");
  header.type = line.substr(0, i);
  if (i < line.size() && line[i] == '(') {
    const std::size_t end = line.find_first_of("()", i + 1);
    if (end == npos || line[end] == '(') {
      return refused(end == npos ? line.size() : end, "expected ')' after the scope");
    }
    header.scope = trim(line.substr(i + 1, end - i - 1));
    if (header.scope.empty()) return refused(i + 1, "empty scope");
    i = end + 1;
  }
  header.breaking = i < line.size() && line[i] == '!';
  if (header.breaking) ++i;
  if (i == line.size() || line[i] != ':') return refused(i, "expected ':' after type and scope");
  ++i;
  if (i == line.size() || line[i] != ' ') return refused(i, "expected a space after ':'");
  header.description = trim(line.substr(i));
  if (header.description.empty()) return refused(line.size(), "empty description");
  return header;
}

// `Merge pull request #12 from owner/branch`: the number, or nullopt for any other line.
std::optional<std::uint32_t> merged_pull(std::string_view line) {
  constexpr std::string_view opening = "Merge pull request #";
  if (!line.starts_with(opening)) return std::nullopt;
  line.remove_prefix(opening.size());
  const std::optional<Number> number = number_at_start(line);
  if (!number || !line.substr(number->digits).starts_with(" from ")) return std::nullopt;
  return number->value;
}

// What stands between `opening` and the last `"`; nullopt when the line has another form. GitHub
// and people add remarks after the quotation.
std::optional<std::string_view> quoted_after(std::string_view opening, std::string_view line) {
  const std::size_t closing = line.rfind('"');
  if (!line.starts_with(opening) || closing < opening.size()) return std::nullopt;
  return line.substr(opening.size(), closing - opening.size());
}

void read_revert_header(CommitMessageView& view) {
  if (const auto header = quoted_after("Revert \"", view.subject)) {
    view.reverted_header = *header;
    view.description = *header;
  } else if (!quoted_after("Reapply \"", view.subject)) {
    return;
  }
  view.is_revert = true;
  view.type = "revert";
}

// Everything that the header line says; returns why it is not conventional.
Header read_header(CommitMessageView& view) {
  const Numbered numbered =
      view.pull ? Numbered{view.header, view.pull} : cut_pull_number(view.header);
  view.subject = numbered.text;
  view.pull = numbered.pull;
  view.description = view.subject;
  read_revert_header(view);
  if (view.is_revert) return {};
  const Header header = parse_header(view.subject);
  if (header.fault != nullptr) return header;
  view.type = header.type;
  view.scope = header.scope;
  view.description = header.description;
  view.breaking = header.breaking;
  if (same_type(view.type, "revert")) {
    view.is_revert = true;
    view.reverted_header = header.description;
  }
  return header;
}

// ---------------------------------------------------------------------------------------------
// The body and the footers
// ---------------------------------------------------------------------------------------------

// The token of the footer that this line starts and the rest of the line, or an empty token. Rules
// 8 and 9: a word, or BREAKING CHANGE, then `: ` or ` #`. The text of a breaking change may begin
// on the next line, as it often does.
FooterView footer_start(std::string_view line) {
  constexpr std::string_view breaking_change = "BREAKING CHANGE";
  std::size_t end = 0;
  if (line.starts_with(breaking_change)) {
    end = breaking_change.size();
  } else {
    while (end < line.size() && is_word_character(line[end]) && line[end] != '_') ++end;
  }
  if (end == 0) return {};
  const std::string_view token = line.substr(0, end);
  const std::string_view rest = line.substr(end);
  if (rest.starts_with(": ") || (rest == ":" && is_breaking_token(token))) {
    return {token, rest.substr(1)};
  }
  if (rest.starts_with(" #") && !is_breaking_token(token)) return {token, rest.substr(2)};
  return {};
}

// These count at the start of any line: overlooking one because a blank line is missing would make
// a wrong release.
bool is_footer_anywhere(std::string_view token) {
  return is_breaking_token(token) || same_type(token, "Release-As");
}

std::string_view take_hex_digits(std::string_view& rest) {
  std::size_t end = 0;
  while (end < rest.size() && is_hex_digit(rest[end])) ++end;
  const std::string_view digits = rest.substr(0, end);
  rest.remove_prefix(end);
  return digits;
}

void add_reverted_sha(CommitMessageView& view, std::string_view digits) {
  if (digits.size() >= 7 && digits.size() <= 40) view.reverted_shas.push_back(digits);
}

// `Refs: 676104e, a215868`.
void read_refs(CommitMessageView& view, std::string_view value) {
  while (!value.empty()) {
    const std::size_t end = std::min(value.find_first_of(", \t\r\n"), value.size());
    std::string_view word = value.substr(0, end);
    const std::string_view digits = take_hex_digits(word);
    if (word.empty()) add_reverted_sha(view, digits);
    value.remove_prefix(std::min(end + 1, value.size()));
  }
}

// `This reverts commit <sha>.` (git) and `Reverts owner/repo#12` (GitHub's revert button).
void read_revert_line(CommitMessageView& view, std::string_view line) {
  constexpr std::string_view by_sha = "This reverts commit ";
  constexpr std::string_view by_pull = "Reverts ";
  if (line.starts_with(by_sha)) {
    line.remove_prefix(by_sha.size());
    const std::string_view digits = take_hex_digits(line);
    if (line.empty() || !is_word_character(line[0])) add_reverted_sha(view, digits);
  } else if (line.starts_with(by_pull)) {
    const std::size_t sign = line.find('#');
    if (sign == npos || line.substr(by_pull.size(), sign - by_pull.size()).contains(' ')) return;
    if (const auto number = number_at_start(line.substr(sign + 1))) {
      view.reverted_pull = number->value;
    }
  }
}

// `Release-As: 2.0.0`, also `v2.0.0`; what follows the version is a remark.
void read_release_as(CommitMessageView& view, std::string_view value) {
  value = value.substr(0, value.find_first_of(white_space));
  if (value.starts_with('v')) value.remove_prefix(1);
  if (auto version = Version::parse(value)) view.release_as = *std::move(version);
}

void read_footer(CommitMessageView& view, const FooterView& footer) {
  if (is_breaking_token(footer.token)) view.breaking = true;
  if (same_type(footer.token, "Release-As")) read_release_as(view, footer.value);
  if (view.is_revert && same_type(footer.token, "Refs")) read_refs(view, footer.value);
}

// One pass over the lines after the header. `rest` is what follows the header line.
void read_body_and_footers(CommitMessageView& view, std::string_view rest) {
  const char* const end = rest.data() + rest.size();
  const char* section = rest.data();  // where the body, or the value of the last footer, begins
  const auto finish = [&](const char* section_end) {
    const std::string_view text = trim({section, section_end});
    (view.footers.empty() ? view.body : view.footers.back().value) = text;
  };
  bool may_start = true;  // a footer may: in the footer section, or at the start of a paragraph
  while (!rest.empty()) {
    const char* const line_start = rest.data();
    const std::string_view line = take_line(rest);
    if (view.is_revert) read_revert_line(view, line);
    const FooterView start = footer_start(line);
    if (!start.token.empty() && (may_start || is_footer_anywhere(start.token))) {
      finish(line_start);
      view.footers.push_back({start.token, {}});
      section = start.value.data();
    }
    may_start = !view.footers.empty() || line.find_first_not_of(white_space) == npos;
  }
  finish(end);
  for (const FooterView& footer : view.footers) read_footer(view, footer);
}

// ---------------------------------------------------------------------------------------------

// Reads the whole message; returns why the header is not conventional.
Header read_message(CommitMessageView& view, std::string_view message) {
  std::string_view rest = trim_start(message);
  view.header = trim(take_line(rest));
  if (const auto pull = merged_pull(view.header)) {
    std::string_view after = trim_start(rest);
    const std::string_view title = trim(take_line(after));
    view.pull = pull;
    if (!title.empty()) {
      view.header = title;
      rest = after;
    }
  }
  const Header header = read_header(view);
  if (!rest.empty()) read_body_and_footers(view, rest);
  return header;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), to_lower);
  return lower;
}

}  // namespace

CommitMessageView CommitMessageView::of(std::string_view message) {
  CommitMessageView view;
  read_message(view, message);
  return view;
}

bool is_breaking_token(std::string_view token) {
  return token == "BREAKING CHANGE" || token == "BREAKING-CHANGE";
}

bool same_type(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::ranges::equal(a, b, [](char x, char y) { return to_lower(x) == to_lower(y); });
}

bool is_release_commit(const CommitMessageView& commit) {
  if (!same_type(commit.type, "chore")) return false;
  // `chore(release): 1.2.3` is ours, `chore(main): release 1.2.3` release-please's.
  const bool ours = same_type(commit.scope, "release");
  if (!ours && !commit.description.starts_with("release ")) return false;
  std::string_view name = commit.description.substr(commit.description.rfind(' ') + 1);
  if (name.starts_with('v')) name.remove_prefix(1);
  return Version::parse(name).has_value();
}

std::expected<ConventionalCommit, ParseError> parse_conventional(std::string_view message) {
  CommitMessageView view;
  const Header header = read_message(view, message);
  if (header.fault != nullptr) {
    const auto start = static_cast<std::size_t>(view.header.data() - message.data());
    return std::unexpected(ParseError{start + header.position, header.fault});
  }
  ConventionalCommit commit;
  commit.type = lower_case(view.type);
  commit.scope = view.scope;
  commit.description = view.description;
  commit.body = view.body;
  for (const FooterView& footer : view.footers) {
    commit.footers.push_back({std::string(footer.token), std::string(footer.value)});
    if (is_breaking_token(footer.token)) commit.breaking_notes.emplace_back(footer.value);
  }
  commit.breaking = view.breaking;
  commit.pull = view.pull;
  commit.release_as = std::move(view.release_as);
  commit.is_revert = view.is_revert;
  commit.reverted_shas.assign(view.reverted_shas.begin(), view.reverted_shas.end());
  commit.reverted_pull = view.reverted_pull;
  commit.reverted_header = view.reverted_header;
  return commit;
}

}  // namespace regent
