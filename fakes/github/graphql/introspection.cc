// The schema shown as data (specification, section 4).
#include <algorithm>

#include "fakes/github/graphql/execution.h"

namespace regent::fake::graphql {
namespace {

NodePtr show(const Schema& schema, const TypeReference& type);

template <typename T, typename Show>
std::vector<NodePtr> show_all(const std::vector<T>& items, Show&& show_one) {
  std::vector<NodePtr> nodes;
  for (const T& item : items) nodes.push_back(show_one(item));
  return nodes;
}

NodePtr show(const Schema& schema, const InputDefinition& input) {
  const Value default_value =
      input.default_value ? Value(to_literal(*input.default_value)) : Value();
  return plain("__InputValue", {{"name", input.name},
                                {"description", Value()},
                                {"type", show(schema, input.type)},
                                {"defaultValue", default_value},
                                {"isDeprecated", false},
                                {"deprecationReason", Value()}});
}

std::vector<NodePtr> show(const Schema& schema, const std::vector<InputDefinition>& inputs) {
  return show_all(inputs, [&](const InputDefinition& input) { return show(schema, input); });
}

NodePtr show(const Schema& schema, const FieldDefinition& field) {
  const Value reason = field.deprecation ? Value(*field.deprecation) : Value();
  return plain("__Field", {{"name", field.name},
                           {"description", Value()},
                           {"args", show(schema, field.arguments)},
                           {"type", show(schema, field.type)},
                           {"isDeprecated", field.deprecation.has_value()},
                           {"deprecationReason", reason}});
}

NodePtr show_enum_value(const std::string& name) {
  return plain("__EnumValue", {{"name", name},
                               {"description", Value()},
                               {"isDeprecated", false},
                               {"deprecationReason", Value()}});
}

// A type of the schema: its fields are made when they are asked for, because types refer to each
// other in circles.
class TypeNode final : public Node {
 public:
  TypeNode(const Schema& schema, const Type& type) : schema_(schema), type_(type) {}
  [[nodiscard]] std::string_view type() const override { return "__Type"; }

  [[nodiscard]] Resolved resolve(const Call& call) const override {
    const bool has_fields = type_.kind == Type::Kind::object || type_.kind == Type::Kind::interface;
    const bool is_abstract =
        type_.kind == Type::Kind::interface || type_.kind == Type::Kind::union_of;
    if (call.field == "kind") return kind();
    if (call.field == "name") return type_.name;
    if (call.field == "fields" && has_fields) return fields(call);
    if (call.field == "interfaces" && has_fields) return named(type_.interfaces);
    if (call.field == "possibleTypes" && is_abstract) return named(type_.possible);
    if (call.field == "enumValues" && type_.kind == Type::Kind::enumeration) {
      return show_all(type_.values, show_enum_value);
    }
    if (call.field == "inputFields" && type_.kind == Type::Kind::input) {
      return show(schema_, type_.inputs);
    }
    return Value();
  }

 private:
  [[nodiscard]] Value kind() const {
    switch (type_.kind) {
      case Type::Kind::scalar:
        return "SCALAR";
      case Type::Kind::object:
        return "OBJECT";
      case Type::Kind::interface:
        return "INTERFACE";
      case Type::Kind::union_of:
        return "UNION";
      case Type::Kind::enumeration:
        return "ENUM";
      case Type::Kind::input:
        return "INPUT_OBJECT";
    }
    return {};
  }

  [[nodiscard]] std::vector<NodePtr> fields(const Call& call) const {
    const bool all = call.boolean("includeDeprecated").value_or(false);
    std::vector<NodePtr> nodes;
    for (const FieldDefinition& field : type_.fields) {
      if (all || !field.deprecation) nodes.push_back(show(schema_, field));
    }
    return nodes;
  }

  [[nodiscard]] std::vector<NodePtr> named(const std::vector<std::string>& names) const {
    return show_all(names, [&](const std::string& name) { return introspect(schema_, name); });
  }

  const Schema& schema_;
  const Type& type_;
};

// A type in a list, or one that may not be null.
class WrappedTypeNode final : public Node {
 public:
  WrappedTypeNode(const Schema& schema, TypeReference reference)
      : schema_(schema), reference_(std::move(reference)) {}
  [[nodiscard]] std::string_view type() const override { return "__Type"; }

  [[nodiscard]] Resolved resolve(const Call& call) const override {
    const bool non_null = reference_.is_non_null();
    if (call.field == "kind") return non_null ? "NON_NULL" : "LIST";
    if (call.field != "ofType") return Value();
    if (!non_null) return show(schema_, reference_.element());
    TypeReference inner = reference_;
    if (inner.lists.empty()) {
      inner.is_required = false;
    } else {
      inner.lists.front() = false;
    }
    return show(schema_, inner);
  }

 private:
  const Schema& schema_;
  TypeReference reference_;
};

NodePtr show(const Schema& schema, const TypeReference& type) {
  if (type.lists.empty() && !type.is_required) return introspect(schema, type.name);
  return std::make_shared<WrappedTypeNode>(schema, type);
}

NodePtr show(const Schema& schema, const DirectiveDefinition& directive) {
  Value::List locations;
  for (const std::string& location : directive.locations) locations.emplace_back(location);
  return plain("__Directive", {{"name", directive.name},
                               {"description", Value()},
                               {"locations", Value(std::move(locations))},
                               {"args", show(schema, directive.arguments)},
                               {"isRepeatable", false}});
}

NodePtr root_type(const Schema& schema, OperationKind kind) {
  const Type* type = schema.root(kind);
  return type == nullptr ? nullptr : introspect(schema, type->name);
}

}  // namespace

NodePtr introspect(const Schema& schema, std::string_view type_name) {
  const Type* type = schema.find(type_name);
  return type == nullptr ? nullptr : std::make_shared<TypeNode>(schema, *type);
}

NodePtr introspect(const Schema& schema) {
  std::vector<NodePtr> types;
  for (const auto& [name, type] : schema.types()) types.push_back(introspect(schema, name));
  return plain("__Schema",
               {{"description", Value()},
                {"types", std::move(types)},
                {"queryType", root_type(schema, OperationKind::query)},
                {"mutationType", root_type(schema, OperationKind::mutation)},
                {"subscriptionType", root_type(schema, OperationKind::subscription)},
                {"directives", show_all(schema.directives(), [&](const DirectiveDefinition& one) {
                   return show(schema, one);
                 })}});
}

}  // namespace regent::fake::graphql
