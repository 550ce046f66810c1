#include "core/markdown.h"

#include <array>
#include <cstdint>

namespace regent::markdown {
namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view ellipsis = "\xE2\x80\xA6";               // U+2026
constexpr std::string_view zero_width_space = "&#8203;";

// ---------------------------------------------------------------------------------------------
// Any bytes as one line of text
// ---------------------------------------------------------------------------------------------

enum class Kind : std::uint8_t { text, space, invisible, invalid };

struct Character {
  std::size_t size = 1;
  Kind kind = Kind::invalid;
};

constexpr bool is_between(std::uint32_t code, std::uint32_t first, std::uint32_t last) {
  return code >= first && code <= last;
}

// The joiners U+200C and U+200D stay: Persian words and joined emoji need them.
constexpr Kind kind_of(std::uint32_t code) {
  if (is_between(code, 0x21, 0x7E)) return Kind::text;
  if (is_between(code, 0x09, 0x0D) || code == 0x20 || code == 0x85 || code == 0xA0 ||
      code == 0x1680 || is_between(code, 0x2000, 0x200A) || is_between(code, 0x2028, 0x2029) ||
      code == 0x202F || code == 0x205F || code == 0x3000) {
    return Kind::space;
  }
  if (code < 0xA0 || code == 0xAD || code == 0x034F || code == 0x061C || code == 0x180E ||
      code == 0x200B || is_between(code, 0x200E, 0x200F) || is_between(code, 0x202A, 0x202E) ||
      is_between(code, 0x2060, 0x206F) || code == 0xFEFF || is_between(code, 0xFFF9, 0xFFFB) ||
      is_between(code, 0xE0000, 0xE007F)) {
    return Kind::invisible;
  }
  return Kind::text;
}

constexpr std::uint8_t byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}

// One character of UTF-8 (RFC 3629: shortest form, no surrogates, at most U+10FFFF); a byte that
// begins none is an invalid character of its own.
constexpr Character character_at(std::string_view bytes, std::size_t i) {
  const std::uint8_t lead = byte_at(bytes, i);
  if (lead < 0x80) return {1, kind_of(lead)};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || bytes.size() - i < size) return {};
  std::uint32_t code = lead & (0x7Fu >> size);
  for (std::size_t k = 1; k < size; ++k) {
    const std::uint8_t next = byte_at(bytes, i + k);
    if ((next & 0xC0u) != 0x80u) return {};
    code = code << 6 | (next & 0x3Fu);
  }
  constexpr std::array<std::uint32_t, 5> shortest = {0, 0, 0x80, 0x800, 0x10000};
  if (code < shortest[size] || code > 0x10FFFF || is_between(code, 0xD800, 0xDFFF)) return {};
  return {size, kind_of(code)};
}

// ---------------------------------------------------------------------------------------------
// Escaping
// ---------------------------------------------------------------------------------------------

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool is_ascii_punctuation(char c) {
  return is_between(static_cast<std::uint8_t>(c), 0x21, 0x7E) && !is_digit(c) &&
         !((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

constexpr bool starts_with_ignoring_case(std::string_view text, std::string_view lower_case) {
  if (text.size() < lower_case.size()) return false;
  for (std::size_t i = 0; i < lower_case.size(); ++i) {
    const char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] | 0x20) : text[i];
    if (c != lower_case[i]) return false;
  }
  return true;
}

// The characters that `escape` must look at; all others are copied.
constexpr std::array<bool, 256> make_special() {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("\\`*_[]<>|~$&@#:gGwW")) {
    table[static_cast<std::uint8_t>(c)] = true;
  }
  return table;
}
constexpr std::array<bool, 256> special = make_special();

// How many characters of `rest` would become a link or reference of GitHub's unless a zero-width
// space followed them: `GH-1`, `https://…`, `www.…`. 0: none.
constexpr std::size_t link_trigger_size(std::string_view rest) {
  if (rest.starts_with("://")) return 1;
  if (starts_with_ignoring_case(rest, "www.")) return 3;
  if (starts_with_ignoring_case(rest, "gh-") && rest.size() > 3 && is_digit(rest[3])) return 3;
  return 0;
}

// The characters with which a link trigger begins.
constexpr bool may_trigger_link(char c) {
  return c == ':' || (c | 0x20) == 'g' || (c | 0x20) == 'w';
}

// True when the first character of `rest` is shown as it stands inside a code span, and no reader
// of the source could take it for a tag, a mention or a reference.
constexpr bool is_plain_in_code(std::string_view rest) {
  const char c = rest[0];
  if (c == '_' || c == '[' || c == ']' || c == '~') return true;
  return may_trigger_link(c) ? link_trigger_size(rest) == 0 : !special[byte_at(rest, 0)];
}

// The size of a plain code span at the start of `rest`, both backticks included; 0: none.
constexpr std::size_t plain_code_span_size(std::string_view rest) {
  std::size_t i = 1;
  while (i < rest.size() && rest[i] != '`') {
    if (!is_plain_in_code(rest.substr(i))) return 0;
    ++i;
  }
  if (i == 1 || i == rest.size()) return 0;
  const bool is_single = i + 1 == rest.size() || rest[i + 1] != '`';
  return is_single ? i + 1 : 0;
}

// The size of what would start a list or a rule at the beginning of a list item: `-`, `+`, `=`, or
// the digits before the `.` or `)` of `1.`; the next character needs a backslash. npos: nothing
// would.
constexpr std::size_t list_marker_at_start(std::string_view line) {
  if (line.empty()) return std::string_view::npos;
  if (line[0] == '-' || line[0] == '+' || line[0] == '=') return 0;
  std::size_t digits = 0;
  while (digits < line.size() && is_digit(line[digits])) ++digits;
  const bool is_ordered =
      digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
  return is_ordered ? digits : std::string_view::npos;
}

// The escape of the first character if a backslash would not do; empty otherwise.
constexpr std::string_view fixed_escape(std::string_view rest) {
  switch (rest[0]) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '$':
      return "&#36;";
    case '@':
      return "@&#8203;";
    case '#':
      return rest.size() > 1 && is_digit(rest[1]) ? "#&#8203;" : "\\#";
    default:
      return {};
  }
}

// Appends the escape of the special character, or of the code span, at the start of `rest`; returns
// how many bytes of `rest` that stands for.
std::size_t append_escaped_character(std::string& out, std::string_view rest, bool after_backtick) {
  if (const std::string_view escaped = fixed_escape(rest); !escaped.empty()) {
    out += escaped;
    return 1;
  }
  if (may_trigger_link(rest[0])) {
    const std::size_t size = link_trigger_size(rest);
    out.append(rest.substr(0, size > 0 ? size : 1)).append(size > 0 ? zero_width_space : "");
    return size > 0 ? size : 1;
  }
  const bool may_be_code = rest[0] == '`' && !after_backtick;
  const std::size_t code_size = may_be_code ? plain_code_span_size(rest) : 0;
  out.append(code_size > 0 ? "" : "\\").append(rest.substr(0, code_size > 0 ? code_size : 1));
  return code_size > 0 ? code_size : 1;
}

struct Entity {
  std::string_view source;
  std::string_view text;
};
constexpr std::array<Entity, 5> entities = {
    {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&#36;", "$"}, {zero_width_space, ""}}};

// Appends what the entity, backslash escape or code span at the start of `rest` stands for, or its
// first byte when there is none; returns how many bytes of `rest` that took.
std::size_t append_unescaped(std::string& out, std::string_view rest) {
  if (rest[0] == '\\' && rest.size() > 1 && is_ascii_punctuation(rest[1])) {
    out += rest[1];
    return 2;
  }
  if (rest[0] == '`') {
    const std::size_t closing = rest.find('`', 1);
    const std::size_t size = closing == std::string_view::npos ? 1 : closing + 1;
    out.append(rest.substr(0, size));
    return size;
  }
  for (const Entity& entity : entities) {
    if (!rest.starts_with(entity.source)) continue;
    out.append(entity.text);
    return entity.source.size();
  }
  out += rest[0];
  return 1;
}

}  // namespace

std::string sanitize_line(std::string_view bytes) {
  std::string line;
  line.reserve(bytes.size());
  bool space_before = false;
  for (std::size_t i = 0; i < bytes.size();) {
    const Character character = character_at(bytes, i);
    const std::string_view source = bytes.substr(i, character.size);
    i += character.size;
    if (character.kind == Kind::space) space_before = true;
    if (character.kind == Kind::space || character.kind == Kind::invisible) continue;
    if (space_before && !line.empty()) line += ' ';
    space_before = false;
    line.append(character.kind == Kind::invalid ? replacement_character : source);
  }
  return line;
}

bool is_sanitized(std::string_view bytes) {
  bool after_space = true;
  for (std::size_t i = 0; i < bytes.size();) {
    const Character character = character_at(bytes, i);
    const bool is_space = bytes[i] == ' ';
    if (is_space ? after_space : character.kind != Kind::text) return false;
    after_space = is_space;
    i += character.size;
  }
  return bytes.empty() || !after_space;
}

std::string shorten(std::string_view line, std::size_t bytes_max) {
  if (line.size() <= bytes_max) return std::string(line);
  if (bytes_max < ellipsis.size()) return {};
  std::size_t size = bytes_max - ellipsis.size();
  while (size > 0 && (byte_at(line, size) & 0xC0u) == 0x80u) --size;
  while (size > 0 && line[size - 1] == ' ') --size;
  return std::string(line.substr(0, size)).append(ellipsis);
}

void append_escaped(std::string& out, std::string_view line) {
  const std::size_t list_marker = list_marker_at_start(line);
  std::size_t copied = 0;
  for (std::size_t i = 0; i < line.size();) {
    if (i == list_marker) {
      out.append(line.substr(copied, i - copied)).append("\\");
      copied = i++;
      continue;
    }
    if (!special[byte_at(line, i)]) {
      ++i;
      continue;
    }
    out.append(line.substr(copied, i - copied));
    i += append_escaped_character(out, line.substr(i), i > 0 && line[i - 1] == '`');
    copied = i;
  }
  out.append(line.substr(copied));
}

std::string escape(std::string_view line) {
  std::string markdown;
  markdown.reserve(line.size() + line.size() / 8 + 16);
  append_escaped(markdown, line);
  return markdown;
}

std::string unescape(std::string_view markdown) {
  std::string line;
  line.reserve(markdown.size());
  while (!markdown.empty()) {
    const std::size_t end = markdown.find_first_of("\\`&");
    line.append(markdown.substr(0, end));
    if (end == std::string_view::npos) break;
    markdown.remove_prefix(end);
    markdown.remove_prefix(append_unescaped(line, markdown));
  }
  return line;
}

}  // namespace regent::markdown
