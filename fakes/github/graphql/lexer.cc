#include "fakes/github/graphql/lexer.h"

#include <algorithm>
#include <array>
#include <vector>

namespace regent::fake::graphql {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// -1: no hexadecimal digit.
int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_high_surrogate(std::uint32_t code) { return code >= 0xD800 && code <= 0xDBFF; }
bool is_low_surrogate(std::uint32_t code) { return code >= 0xDC00 && code <= 0xDFFF; }

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

std::vector<std::string_view> lines_of(std::string_view raw) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\n' && raw[i] != '\r') continue;
    lines.push_back(raw.substr(begin, i - begin));
    if (raw[i] == '\r' && i + 1 < raw.size() && raw[i + 1] == '\n') ++i;
    begin = i + 1;
  }
  lines.push_back(raw.substr(begin));
  return lines;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t") == std::string_view::npos;
}

}  // namespace

std::string block_string_value(std::string_view raw) {
  std::vector<std::string_view> lines = lines_of(raw);
  std::size_t common = std::string_view::npos;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (!is_blank(lines[i])) common = std::min(common, lines[i].find_first_not_of(" \t"));
  }
  for (std::size_t i = 1; i < lines.size(); ++i) {
    lines[i].remove_prefix(std::min(common, lines[i].size()));
  }
  const auto first = std::ranges::find_if_not(lines, is_blank);
  auto last = lines.end();
  while (last != first && is_blank(*(last - 1))) --last;
  std::string value;
  for (auto it = first; it != last; ++it) {
    if (it != first) value += '\n';
    value += *it;
  }
  return value;
}

std::string_view token_name(const Token& token) {
  struct Row {
    std::string_view text;
    std::string_view name;
  };
  static constexpr auto punctuators = std::to_array<Row>({{"!", "BANG"},
                                                          {"$", "VAR_SIGN"},
                                                          {"&", "AMP"},
                                                          {"(", "LPAREN"},
                                                          {")", "RPAREN"},
                                                          {"...", "ELLIPSIS"},
                                                          {":", "COLON"},
                                                          {"=", "EQUALS"},
                                                          {"@", "DIR_SIGN"},
                                                          {"[", "LBRACKET"},
                                                          {"]", "RBRACKET"},
                                                          {"{", "LCURLY"},
                                                          {"|", "PIPE"},
                                                          {"}", "RCURLY"}});
  static constexpr auto keywords = std::to_array<Row>({{"on", "ON"},
                                                       {"fragment", "FRAGMENT"},
                                                       {"true", "TRUE"},
                                                       {"false", "FALSE"},
                                                       {"null", "NULL"},
                                                       {"query", "QUERY"},
                                                       {"mutation", "MUTATION"},
                                                       {"subscription", "SUBSCRIPTION"},
                                                       {"schema", "SCHEMA"},
                                                       {"scalar", "SCALAR"},
                                                       {"type", "TYPE"},
                                                       {"extend", "EXTEND"},
                                                       {"implements", "IMPLEMENTS"},
                                                       {"interface", "INTERFACE"},
                                                       {"union", "UNION"},
                                                       {"enum", "ENUM"},
                                                       {"input", "INPUT"},
                                                       {"directive", "DIRECTIVE"}});
  const auto name_of = [&](const auto& rows, std::string_view otherwise) {
    const auto it = std::ranges::find(rows, token.text, &Row::text);
    return it == rows.end() ? otherwise : it->name;
  };
  switch (token.kind) {
    case Token::Kind::name:
      return name_of(keywords, "IDENTIFIER");
    case Token::Kind::punctuator:
      return name_of(punctuators, "UNKNOWN_CHAR");
    case Token::Kind::integer:
      return "INT";
    case Token::Kind::real:
      return "FLOAT";
    case Token::Kind::string:
      return "STRING";
    case Token::Kind::bad_escape:
      return "BAD_UNICODE_ESCAPE";
    case Token::Kind::end:
    case Token::Kind::unknown:
    case Token::Kind::unended_string:
      return "UNKNOWN_CHAR";
  }
  return "UNKNOWN_CHAR";
}

void Lexer::advance() {
  const char c = text_[position_++];
  // "\r\n" is one line break.
  if (c == '\n' || (c == '\r' && peek() != '\n')) {
    ++here_.line;
    here_.column = 1;
  } else if (!is_continuation(c) && c != '\r') {
    ++here_.column;
  }
}

void Lexer::skip_ignored() {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (position_ == 0 && text_.starts_with(byte_order_mark)) position_ = byte_order_mark.size();
  while (!at_end()) {
    const char c = peek();
    if (c == '#') {
      while (!at_end() && peek() != '\n' && peek() != '\r') advance();
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',') {
      advance();
    } else {
      return;
    }
  }
}

void Lexer::lex_number(Token& token) {
  token.kind = Token::Kind::integer;
  const auto digits = [&] {
    std::size_t count = 0;
    for (; is_digit(peek()); ++count) advance();
    return count;
  };
  if (peek() == '-') advance();
  const bool leading_zero = peek() == '0';
  const std::size_t whole = digits();
  bool well_formed = whole > 0 && !(leading_zero && whole > 1);
  if (peek() == '.' && is_digit(peek(1))) {
    token.kind = Token::Kind::real;
    advance();
    digits();
  }
  if (peek() == 'e' || peek() == 'E') {
    token.kind = Token::Kind::real;
    advance();
    if (peek() == '+' || peek() == '-') advance();
    well_formed = digits() > 0 && well_formed;
  }
  // Section 2.9.1: a name or a point may not follow a number.
  if (is_name_start(peek()) || (peek() == '.' && peek(1) != '.')) {
    advance();
    well_formed = false;
  }
  if (!well_formed) token.kind = Token::Kind::unknown;
}

bool Lexer::lex_code_point(std::uint32_t& code_point) {
  code_point = 0;
  if (peek() == '{') {
    advance();
    std::size_t digits = 0;
    for (; hex_value(peek()) >= 0; ++digits) {
      if (code_point <= 0x10FFFF) {
        code_point = code_point * 16 + static_cast<std::uint32_t>(hex_value(peek()));
      }
      advance();
    }
    if (digits == 0 || peek() != '}') return false;
    advance();
    return code_point <= 0x10FFFF;
  }
  for (int i = 0; i < 4; ++i) {
    if (hex_value(peek()) < 0) return false;
    code_point = code_point * 16 + static_cast<std::uint32_t>(hex_value(peek()));
    advance();
  }
  return true;
}

// After the backslash. False: it is no escape sequence.
bool Lexer::lex_escape(std::string& out) {
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  if (const auto at = letters.find(peek()); !at_end() && at != std::string_view::npos) {
    advance();
    out += meanings[at];
    return true;
  }
  if (peek() != 'u') return false;
  advance();
  std::uint32_t code = 0;
  if (!lex_code_point(code)) return false;
  if (is_high_surrogate(code)) {
    std::uint32_t low = 0;
    if (peek() != '\\' || peek(1) != 'u') return false;
    advance();
    advance();
    if (!lex_code_point(low) || !is_low_surrogate(low)) return false;
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  } else if (is_low_surrogate(code)) {
    return false;
  }
  append_utf8(out, code);
  return true;
}

void Lexer::lex_string(Token& token) {
  token.kind = Token::Kind::string;
  advance();
  while (true) {
    if (at_end() || peek() == '\n' || peek() == '\r') {
      token.kind = Token::Kind::unended_string;
      return;
    }
    const char c = peek();
    advance();
    if (c == '"') return;
    if (c != '\\') {
      token.value += c;
    } else if (!lex_escape(token.value)) {
      token.kind = Token::Kind::bad_escape;
      return;
    }
  }
}

void Lexer::lex_block_string(Token& token) {
  constexpr std::string_view quotes = "\"\"\"";
  token.kind = Token::Kind::string;
  std::string raw;
  for (int i = 0; i < 3; ++i) advance();
  while (!text_.substr(position_).starts_with(quotes)) {
    if (at_end()) {
      token.kind = Token::Kind::unended_string;
      return;
    }
    if (peek() == '\\' && text_.substr(position_ + 1).starts_with(quotes)) {
      for (int i = 0; i < 4; ++i) advance();
      raw += quotes;
      continue;
    }
    raw += peek();
    advance();
  }
  for (int i = 0; i < 3; ++i) advance();
  token.value = block_string_value(raw);
}

Token Lexer::next() {
  skip_ignored();
  Token token;
  token.at = here_;
  if (at_end()) return token;
  const std::size_t begin = position_;
  const char c = peek();
  if (is_name_start(c)) {
    token.kind = Token::Kind::name;
    while (is_name_part(peek())) advance();
  } else if (is_digit(c) || (c == '-' && is_digit(peek(1)))) {
    lex_number(token);
  } else if (text_.substr(position_).starts_with("\"\"\"")) {
    lex_block_string(token);
  } else if (c == '"') {
    lex_string(token);
  } else if (text_.substr(position_).starts_with("...")) {
    token.kind = Token::Kind::punctuator;
    for (int i = 0; i < 3; ++i) advance();
  } else {
    constexpr std::string_view punctuators = "!$&():=@[]{|}";
    token.kind = punctuators.find(c) == std::string_view::npos || c == '\0'
                     ? Token::Kind::unknown
                     : Token::Kind::punctuator;
    advance();
    if (token.kind == Token::Kind::unknown) {
      while (!at_end() && is_continuation(peek())) advance();
    }
  }
  token.text = text_.substr(begin, position_ - begin);
  return token;
}

}  // namespace regent::fake::graphql
