#include "fakes/github/graphql/schema.h"

#include <algorithm>
#include <array>

#include "core/assert.h"
#include "fakes/github/graphql/lexer.h"

namespace regent::fake::graphql {
namespace {

template <typename T>
const T* named(const std::vector<T>& items, std::string_view name) {
  const auto it = std::ranges::find(items, name, &T::name);
  return it == items.end() ? nullptr : &*it;
}

// Reads the part of the schema definition language that our own texts use.
class SchemaReader {
 public:
  SchemaReader(std::string_view text, std::map<std::string, Type, std::less<>>& types,
               std::vector<DirectiveDefinition>& directives)
      : lexer_(text), types_(types), directives_(directives) {
    shift();
  }

  void read() {
    while (token_.kind != Token::Kind::end) definition();
  }

 private:
  void shift() { token_ = lexer_.next(); }
  bool accept(std::string_view punctuator) {
    if (!token_.is(punctuator)) return false;
    shift();
    return true;
  }
  bool accept_name(std::string_view name) {
    if (!token_.is_name(name)) return false;
    shift();
    return true;
  }
  void expect(std::string_view punctuator) {
    REGENT_ASSERT(accept(punctuator), "a schema text is well formed");
  }
  std::string name() {
    REGENT_ASSERT(token_.kind == Token::Kind::name, "a schema text has names where they belong");
    std::string text(token_.text);
    shift();
    return text;
  }

  void definition() {
    const std::string keyword = name();
    if (keyword == "directive") return directive();
    Type type;
    type.name = name();
    if (keyword == "type" || keyword == "interface") {
      type.kind = keyword == "type" ? Type::Kind::object : Type::Kind::interface;
      if (accept_name("implements")) names_between("&", type.interfaces);
      expect("{");
      while (!accept("}")) type.fields.push_back(field());
    } else if (keyword == "union") {
      type.kind = Type::Kind::union_of;
      expect("=");
      names_between("|", type.possible);
    } else if (keyword == "enum") {
      type.kind = Type::Kind::enumeration;
      expect("{");
      while (!accept("}")) type.values.push_back(name());
    } else if (keyword == "input") {
      type.kind = Type::Kind::input;
      expect("{");
      while (!accept("}")) type.inputs.push_back(input());
    } else {
      REGENT_ASSERT(keyword == "scalar", "a schema text defines types and directives");
    }
    const bool is_new = types_.emplace(type.name, type).second;
    REGENT_ASSERT(is_new, "a schema defines each type once");
  }

  void directive() {
    expect("@");
    DirectiveDefinition directive{.name = name(), .arguments = {}, .locations = {}};
    if (accept("(")) {
      while (!accept(")")) directive.arguments.push_back(input());
    }
    REGENT_ASSERT(accept_name("on"), "a directive says where it may stand");
    names_between("|", directive.locations);
    directives_.push_back(std::move(directive));
  }

  void names_between(std::string_view separator, std::vector<std::string>& names) {
    do {
      names.push_back(name());
    } while (accept(separator));
  }

  TypeReference type() {
    TypeReference type;
    for (; accept("["); type.lists.push_back(false)) {
    }
    type.name = name();
    type.is_required = accept("!");
    for (std::size_t i = type.lists.size(); i > 0; --i) {
      expect("]");
      type.lists[i - 1] = accept("!");
    }
    return type;
  }

  // A value without variables.
  Value constant() {
    if (accept("[")) {
      Value::List list;
      while (!accept("]")) list.push_back(constant());
      return list;
    }
    if (accept("{")) {
      Value::Object object;
      while (!accept("}")) {
        std::string member = name();
        expect(":");
        object.push_back({std::move(member), constant()});
      }
      return object;
    }
    Value value = token_.is_name("true")             ? Value(true)
                  : token_.is_name("false")          ? Value(false)
                  : token_.kind == Token::Kind::name ? Value(EnumName{std::string(token_.text)})
                                                     : Value(token_.value);
    shift();
    return value;
  }

  InputDefinition input() {
    InputDefinition input{.name = name(), .type = {}, .default_value = std::nullopt};
    expect(":");
    input.type = type();
    if (accept("=")) input.default_value = constant();
    return input;
  }

  FieldDefinition field() {
    FieldDefinition field{.name = name(), .arguments = {}, .type = {}, .deprecation = std::nullopt};
    if (accept("(")) {
      while (!accept(")")) field.arguments.push_back(input());
    }
    expect(":");
    field.type = type();
    if (accept("@")) {
      REGENT_ASSERT(accept_name("deprecated"), "the only directive of our texts");
      field.deprecation = "No longer supported";
    }
    return field;
  }

  Lexer lexer_;
  Token token_;
  std::map<std::string, Type, std::less<>>& types_;
  std::vector<DirectiveDefinition>& directives_;
};

const FieldDefinition& typename_field() {
  static const FieldDefinition field{
      .name = "__typename", .arguments = {}, .type = {"String", true, {}}, .deprecation = {}};
  return field;
}

// Those that the query type has besides its own.
const std::array<FieldDefinition, 2>& introspective_fields() {
  static const std::array<FieldDefinition, 2> fields{
      FieldDefinition{"__schema", {}, {"__Schema", true, {}}, {}},
      FieldDefinition{
          "__type", {{"name", {"String", true, {}}, std::nullopt}}, {"__Type", false, {}}, {}}};
  return fields;
}

}  // namespace

const InputDefinition* FieldDefinition::argument(std::string_view argument_name) const {
  return named(arguments, argument_name);
}
const FieldDefinition* Type::field(std::string_view field_name) const {
  return named(fields, field_name);
}
const InputDefinition* Type::input(std::string_view input_name) const {
  return named(inputs, input_name);
}
bool Type::may_be(std::string_view object) const {
  return name == object || std::ranges::find(possible, object) != possible.end();
}

Schema::Schema(std::span<const std::string_view> texts) {
  for (const std::string_view text : texts) SchemaReader(text, types_, directives_).read();
  for (const auto& [name, type] : types_) {
    for (const FieldDefinition& field : type.fields) {
      REGENT_ASSERT(find(field.type.name) != nullptr, "a field's type is defined");
      for (const InputDefinition& argument : field.arguments) {
        REGENT_ASSERT(find(argument.type.name) != nullptr, "an argument's type is defined");
      }
    }
    if (type.kind != Type::Kind::object) continue;
    for (const std::string& interface : type.interfaces) {
      const auto it = types_.find(interface);
      REGENT_ASSERT(it != types_.end(), "an interface is defined");
      it->second.possible.push_back(name);
    }
  }
}

const Type* Schema::find(std::string_view name) const {
  const auto it = types_.find(name);
  return it == types_.end() ? nullptr : &it->second;
}

const Type& Schema::at(const TypeReference& reference) const {
  const Type* type = find(reference.name);
  REGENT_ASSERT(type != nullptr, "a schema defines the types that it uses");
  return *type;
}

const Type* Schema::root(OperationKind kind) const {
  switch (kind) {
    case OperationKind::query:
      return find("Query");
    case OperationKind::mutation:
      return find("Mutation");
    case OperationKind::subscription:
      return find("Subscription");
  }
  return nullptr;
}

const FieldDefinition* Schema::field(const Type& parent, std::string_view name) const {
  if (name == typename_field().name) return &typename_field();
  if (&parent == root(OperationKind::query)) {
    for (const FieldDefinition& field : introspective_fields()) {
      if (field.name == name) return &field;
    }
  }
  return parent.field(name);
}

const DirectiveDefinition* Schema::directive(std::string_view name) const {
  return named(directives_, name);
}

const Schema& github_schema() {
  static const Schema schema(std::to_array(
      {introspection_types(), repository_types(), pull_request_types(), mutation_types()}));
  return schema;
}

std::string_view introspection_types() {
  return R"graphql(
scalar Int scalar Float scalar String scalar Boolean scalar ID

directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @deprecated(reason: String = "No longer supported")
  on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE

type __Schema {
  description: String
  types: [__Type!]!
  queryType: __Type!
  mutationType: __Type
  subscriptionType: __Type
  directives: [__Directive!]!
}
type __Type {
  kind: __TypeKind!
  name: String
  description: String
  fields(includeDeprecated: Boolean = false): [__Field!]
  interfaces: [__Type!]
  possibleTypes: [__Type!]
  enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
  inputFields(includeDeprecated: Boolean = false): [__InputValue!]
  ofType: __Type
  specifiedByURL: String
}
type __Field {
  name: String!
  description: String
  args(includeDeprecated: Boolean = false): [__InputValue!]!
  type: __Type!
  isDeprecated: Boolean!
  deprecationReason: String
}
type __InputValue {
  name: String!
  description: String
  type: __Type!
  defaultValue: String
  isDeprecated: Boolean!
  deprecationReason: String
}
type __EnumValue {
  name: String!
  description: String
  isDeprecated: Boolean!
  deprecationReason: String
}
type __Directive {
  name: String!
  description: String
  locations: [__DirectiveLocation!]!
  args(includeDeprecated: Boolean = false): [__InputValue!]!
  isRepeatable: Boolean!
}
enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
enum __DirectiveLocation {
  QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT
  VARIABLE_DEFINITION SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION
  ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION
}
)graphql";
}

}  // namespace regent::fake::graphql
