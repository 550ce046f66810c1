#include "fakes/github/graphql/parser.h"

#include <charconv>
#include <system_error>

#include "fakes/github/graphql/lexer.h"

namespace regent::fake::graphql {
namespace {

std::string quoted(std::string_view text) { return to_literal(Value(text)); }

SyntaxError unexpected(const Token& token) {
  if (token.kind == Token::Kind::end) return {"Unexpected end of document", {}};
  const std::string place =
      " at [" + std::to_string(token.at.line) + ", " + std::to_string(token.at.column) + "]";
  if (token.kind == Token::Kind::bad_escape) {
    return {"Parse error on bad Unicode escape sequence: " + quoted(token.text) +
                " (BAD_UNICODE_ESCAPE)" + place,
            {token.at}};
  }
  const std::string_view shown = token.kind == Token::Kind::string ? token.value : token.text;
  return {"Parse error on " + quoted(shown) + " (" + std::string(token_name(token)) + ")" + place,
          {token.at}};
}

// Each function reads one production and returns false after a fault, which is then in `fault`.
class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text) { shift(); }

  bool document(Document& document) {
    do {
      if (!definition(document)) return false;
    } while (token_.kind != Token::Kind::end);
    return fault_.message.empty();
  }
  [[nodiscard]] SyntaxError fault() { return std::move(fault_); }

 private:
  void shift() {
    token_ = lexer_.next();
    if (++tokens_ <= tokens_max) return;
    refuse("This document is too large: over 50000 tokens");
    token_ = {};
  }
  bool refuse() {
    if (fault_.message.empty()) fault_ = unexpected(token_);
    return false;
  }
  bool refuse(std::string message) {
    if (fault_.message.empty()) fault_ = {std::move(message), {token_.at}};
    return false;
  }
  bool expect(std::string_view punctuator) {
    if (!token_.is(punctuator)) return refuse();
    shift();
    return true;
  }
  bool accept(std::string_view punctuator) {
    if (!token_.is(punctuator)) return false;
    shift();
    return true;
  }
  bool name(std::string& out) {
    if (token_.kind != Token::Kind::name) return refuse();
    out = token_.text;
    shift();
    return true;
  }
  bool enter() {
    if (++depth_ <= nesting_max) return true;
    return refuse("This document nests too deeply: over 64 levels");
  }
  bool leave() {
    --depth_;
    return true;
  }

  bool definition(Document& document) {
    if (token_.is_name("fragment")) {
      if (document.fragments.size() == fragments_max) {
        return refuse("This document is too large: over 500 fragments");
      }
      document.fragments.emplace_back();
      return fragment(document.fragments.back());
    }
    document.operations.emplace_back();
    return operation(document.operations.back());
  }

  bool operation(Operation& operation) {
    operation.at = token_.at;
    if (token_.is("{")) return selection_set(operation.selections);
    bool known = false;
    for (const OperationKind kind :
         {OperationKind::query, OperationKind::mutation, OperationKind::subscription}) {
      if (!token_.is_name(to_string(kind))) continue;
      operation.kind = kind;
      known = true;
    }
    if (!known) return refuse();
    shift();
    if (token_.kind == Token::Kind::name && !name(operation.name)) return false;
    if (accept("(")) {
      do {
        operation.variables.emplace_back();
        if (!variable_definition(operation.variables.back())) return false;
      } while (!accept(")"));
    }
    return directives(operation.directives) && selection_set(operation.selections);
  }

  bool fragment(Fragment& fragment) {
    fragment.at = token_.at;
    shift();
    if (token_.is_name("on") || !name(fragment.name)) return refuse();
    if (!token_.is_name("on")) return refuse();
    shift();
    return name(fragment.condition) && directives(fragment.directives) &&
           selection_set(fragment.selections);
  }

  bool variable_definition(VariableDefinition& variable) {
    variable.at = token_.at;
    if (!expect("$") || !name(variable.name) || !expect(":") || !type(variable.type)) return false;
    if (accept("=")) {
      variable.default_value.emplace();
      if (!value(*variable.default_value, /*constant=*/true)) return false;
    }
    return directives(variable.directives, /*constant=*/true);
  }

  bool type(TypeReference& type) {
    while (token_.is("[")) {
      if (type.lists.size() == nesting_max) return enter() && refuse();
      shift();
      type.lists.push_back(false);
    }
    if (!name(type.name)) return false;
    type.is_required = accept("!");
    for (std::size_t i = type.lists.size(); i > 0; --i) {
      if (!expect("]")) return false;
      type.lists[i - 1] = accept("!");
    }
    return true;
  }

  bool directives(std::vector<Directive>& directives, bool constant = false) {
    while (token_.is("@")) {
      directives.emplace_back();
      directives.back().at = token_.at;
      shift();
      if (!name(directives.back().name) || !arguments(directives.back().arguments, constant)) {
        return false;
      }
    }
    return true;
  }

  bool arguments(std::vector<Argument>& arguments, bool constant = false) {
    if (!accept("(")) return true;
    do {
      arguments.emplace_back();
      arguments.back().at = token_.at;
      if (!name(arguments.back().name) || !expect(":") ||
          !value(arguments.back().value, constant)) {
        return false;
      }
    } while (!accept(")"));
    return true;
  }

  bool selection_set(SelectionSet& selections) {
    if (!enter() || !expect("{")) return false;
    do {
      selections.emplace_back();
      if (!selection(selections.back())) return false;
    } while (!accept("}"));
    return leave();
  }

  bool selection(Selection& selection) {
    selection.at = token_.at;
    if (accept("...")) return spread(selection);
    if (!name(selection.name)) return false;
    if (accept(":")) {
      selection.alias = std::move(selection.name);
      if (!name(selection.name)) return false;
    }
    if (!arguments(selection.arguments) || !directives(selection.directives)) return false;
    return !token_.is("{") || selection_set(selection.selections);
  }

  bool spread(Selection& selection) {
    if (token_.kind == Token::Kind::name && !token_.is_name("on")) {
      selection.kind = Selection::Kind::fragment_spread;
      return name(selection.name) && directives(selection.directives);
    }
    selection.kind = Selection::Kind::inline_fragment;
    if (token_.is_name("on")) {
      shift();
      if (!name(selection.condition)) return false;
    }
    return directives(selection.directives) && selection_set(selection.selections);
  }

  bool value(Value& out, bool constant) {
    switch (token_.kind) {
      case Token::Kind::integer:
        out = integer(token_.text);
        break;
      case Token::Kind::real: {
        double number = 0;
        std::from_chars(token_.text.data(), token_.text.data() + token_.text.size(), number);
        out = number;
        break;
      }
      case Token::Kind::string:
        out = std::move(token_.value);
        break;
      case Token::Kind::name:
        out = named(token_.text);
        break;
      default:
        return compound(out, constant);
    }
    shift();
    return true;
  }

  static Value integer(std::string_view digits) {
    std::int64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return read.ec == std::errc{} ? Value(number) : Value(HugeNumber{std::string(digits)});
  }

  static Value named(std::string_view name) {
    if (name == "null") return {};
    if (name == "true" || name == "false") return name == "true";
    return EnumName{std::string(name)};
  }

  bool compound(Value& out, bool constant) {
    if (token_.is("$") && !constant) {
      VariableName variable;
      shift();
      if (!name(variable.name)) return false;
      out = std::move(variable);
      return true;
    }
    if (token_.is("[")) return list(out, constant);
    if (token_.is("{")) return object(out, constant);
    return refuse();
  }

  bool list(Value& out, bool constant) {
    if (!enter()) return false;
    shift();
    Value::List items;
    while (!accept("]")) {
      items.emplace_back();
      if (!value(items.back(), constant)) return false;
    }
    out = std::move(items);
    return leave();
  }

  bool object(Value& out, bool constant) {
    if (!enter()) return false;
    shift();
    Value::Object members;
    while (!accept("}")) {
      members.emplace_back();
      if (!name(members.back().name) || !expect(":") || !value(members.back().value, constant)) {
        return false;
      }
    }
    out = std::move(members);
    return leave();
  }

  Lexer lexer_;
  Token token_;
  std::size_t tokens_ = 0;
  std::size_t depth_ = 0;
  SyntaxError fault_;
};

}  // namespace

std::expected<Document, SyntaxError> parse(std::string_view text) {
  Parser parser(text);
  Document document;
  if (!parser.document(document)) return std::unexpected(parser.fault());
  return document;
}

}  // namespace regent::fake::graphql
