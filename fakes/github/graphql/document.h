// A parsed executable document (GraphQL specification, October 2021, section 2).
//
// Selections nest at most as deep as the parser allows, so that functions that follow them may
// recurse.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/github/graphql/value.h"

namespace regent::fake::graphql {

// `[Int!]!`: a name in as many brackets as `lists` has entries; an entry, from the outermost
// bracket inwards, is true when that list may not be null.
struct TypeReference {
  std::string name;
  bool is_required = false;  // of the name itself: the innermost `!`
  std::vector<bool> lists;
  [[nodiscard]] bool is_non_null() const { return lists.empty() ? is_required : lists.front(); }
  // What the elements of the outermost list are. Precondition: it is a list.
  [[nodiscard]] TypeReference element() const;
  friend bool operator==(const TypeReference&, const TypeReference&) = default;
};
[[nodiscard]] std::string to_string(const TypeReference& type);

struct Argument {
  std::string name;
  Value value;
  Location at;
};

struct Directive {
  std::string name;
  std::vector<Argument> arguments;
  Location at;
};

struct Selection;
using SelectionSet = std::vector<Selection>;

struct Selection {
  enum class Kind : std::uint8_t { field, fragment_spread, inline_fragment };
  Kind kind = Kind::field;
  Location at;
  std::string alias;      // of a field; empty: none
  std::string name;       // of the field, or of the fragment that is spread
  std::string condition;  // of an inline fragment: its type; empty: none
  std::vector<Argument> arguments;
  std::vector<Directive> directives;
  SelectionSet selections;
  // What the answer calls a field.
  [[nodiscard]] const std::string& key() const { return alias.empty() ? name : alias; }
};

struct VariableDefinition {
  std::string name;
  TypeReference type;
  std::optional<Value> default_value;
  std::vector<Directive> directives;
  Location at;
};

enum class OperationKind : std::uint8_t { query, mutation, subscription };
// "query"
[[nodiscard]] std::string_view to_string(OperationKind kind);

struct Operation {
  OperationKind kind = OperationKind::query;
  std::string name;  // empty: anonymous
  std::vector<VariableDefinition> variables;
  std::vector<Directive> directives;
  SelectionSet selections;
  Location at;
};

struct Fragment {
  std::string name;
  std::string condition;
  std::vector<Directive> directives;
  SelectionSet selections;
  Location at;
};

struct Document {
  std::vector<Operation> operations;
  std::vector<Fragment> fragments;
  // nullptr when there is none of that name.
  [[nodiscard]] const Fragment* fragment(std::string_view name) const;
};

// The document as text that parses to the same document, places aside.
[[nodiscard]] std::string print(const Document& document);

}  // namespace regent::fake::graphql
