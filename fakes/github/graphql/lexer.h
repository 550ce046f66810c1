// The lexical tokens of GraphQL (specification, October 2021, section 2.1).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "fakes/github/graphql/value.h"

namespace regent::fake::graphql {

struct Token {
  enum class Kind : std::uint8_t {
    end,
    name,
    integer,
    real,
    string,
    punctuator,      // one of ! $ & ( ) ... : = @ [ ] { | }
    unknown,         // a character that begins no token
    bad_escape,      // a string with an escape sequence that is none
    unended_string,  // a string without its closing quotes
  };
  Kind kind = Kind::end;
  std::string_view text;  // as it is written
  std::string value;      // of a string: what it means
  Location at;

  [[nodiscard]] bool is(std::string_view punctuator) const {
    return kind == Kind::punctuator && text == punctuator;
  }
  [[nodiscard]] bool is_name(std::string_view name) const {
    return kind == Kind::name && text == name;
  }
};

// What graphql-ruby calls the token in its messages: "RCURLY".
[[nodiscard]] std::string_view token_name(const Token& token);

// Cuts a text into tokens. Total: whatever the bytes, it makes progress and comes to an end.
class Lexer {
 public:
  // `text` must outlive the lexer and its tokens.
  explicit Lexer(std::string_view text) : text_(text) {}
  // The next token; Kind::end at and after the end.
  [[nodiscard]] Token next();

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
  }
  [[nodiscard]] bool at_end() const { return position_ >= text_.size(); }
  void advance();
  void skip_ignored();
  void lex_number(Token& token);
  void lex_string(Token& token);
  void lex_block_string(Token& token);
  bool lex_escape(std::string& out);
  bool lex_code_point(std::uint32_t& code_point);

  std::string_view text_;
  std::size_t position_ = 0;
  Location here_{1, 1};
};

// The meaning of a block string whose raw text, with its line breaks, is `raw` (section 2.9.4,
// BlockStringValue).
[[nodiscard]] std::string block_string_value(std::string_view raw);

}  // namespace regent::fake::graphql
