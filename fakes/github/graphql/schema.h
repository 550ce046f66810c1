// A GraphQL schema: the types, fields and arguments that are served, read from the schema
// definition language (specification, October 2021, section 3).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/github/graphql/document.h"

namespace regent::fake::graphql {

struct InputDefinition {
  std::string name;
  TypeReference type;
  std::optional<Value> default_value;
  [[nodiscard]] bool is_required() const { return type.is_non_null() && !default_value; }
};

struct FieldDefinition {
  std::string name;
  std::vector<InputDefinition> arguments;
  TypeReference type;
  std::optional<std::string> deprecation;  // the reason
  // nullptr when there is none of that name.
  [[nodiscard]] const InputDefinition* argument(std::string_view argument_name) const;
};

struct Type {
  enum class Kind : std::uint8_t { scalar, object, interface, union_of, enumeration, input };
  Kind kind = Kind::scalar;
  std::string name;
  std::vector<FieldDefinition> fields;  // of an object or interface
  std::vector<std::string> interfaces;  // of an object or interface: what it implements
  std::vector<std::string> values;      // of an enumeration
  std::vector<InputDefinition> inputs;  // of an input
  std::vector<std::string> possible;    // of an interface or union: the objects that it may be
  [[nodiscard]] const FieldDefinition* field(std::string_view field_name) const;
  [[nodiscard]] const InputDefinition* input(std::string_view input_name) const;
  [[nodiscard]] bool is_composite() const {
    return kind == Kind::object || kind == Kind::interface || kind == Kind::union_of;
  }
  [[nodiscard]] bool is_input() const { return !is_composite(); }
  [[nodiscard]] bool may_be(std::string_view object) const;
};

struct DirectiveDefinition {
  std::string name;
  std::vector<InputDefinition> arguments;
  std::vector<std::string> locations;  // "FIELD", "FRAGMENT_SPREAD", …
};

class Schema {
 public:
  // Precondition: the texts are well formed and every type that they name is defined in them.
  explicit Schema(std::span<const std::string_view> texts);

  // nullptr when there is none of that name.
  [[nodiscard]] const Type* find(std::string_view name) const;
  [[nodiscard]] const Type& at(const TypeReference& reference) const;
  // The type of a kind of operation; nullptr when it is not served.
  [[nodiscard]] const Type* root(OperationKind kind) const;
  // A field of `parent`, the introspective ones (`__typename`, `__schema`, `__type`) included.
  [[nodiscard]] const FieldDefinition* field(const Type& parent, std::string_view name) const;
  [[nodiscard]] const DirectiveDefinition* directive(std::string_view name) const;

  [[nodiscard]] const std::map<std::string, Type, std::less<>>& types() const { return types_; }
  [[nodiscard]] const std::vector<DirectiveDefinition>& directives() const { return directives_; }

 private:
  std::map<std::string, Type, std::less<>> types_;
  std::vector<DirectiveDefinition> directives_;
};

// What the simulated GitHub serves of the public schema.
[[nodiscard]] const Schema& github_schema();

// Of every schema: the introspection types, built-in scalars and directives.
[[nodiscard]] std::string_view introspection_types();
// Types of GitHub's public schema: what is read, what is written.
[[nodiscard]] std::string_view repository_types();
[[nodiscard]] std::string_view pull_request_types();
[[nodiscard]] std::string_view mutation_types();

}  // namespace regent::fake::graphql
