#include "fakes/github/graphql/coercion.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "core/sha.h"

namespace regent::fake::graphql {
namespace {

bool is_int32(const Value& value) {
  const std::int64_t* number = value.get<std::int64_t>();
  return number != nullptr && *number >= std::numeric_limits<std::int32_t>::min() &&
         *number <= std::numeric_limits<std::int32_t>::max();
}

// nullopt: `value` is none of the scalar type `name`.
std::optional<Value> coerce_scalar(std::string_view name, const Value& value) {
  const std::int64_t* number = value.get<std::int64_t>();
  if (name == "Int") return is_int32(value) ? std::optional(value) : std::nullopt;
  if (name == "Float") {
    if (number != nullptr) return Value(static_cast<double>(*number));
    return value.get<double>() != nullptr ? std::optional(value) : std::nullopt;
  }
  if (name == "Boolean") return value.get<bool>() != nullptr ? std::optional(value) : std::nullopt;
  if (name == "ID" && number != nullptr) return Value(std::to_string(*number));
  const std::string* text = value.get<std::string>();
  if (text == nullptr) return std::nullopt;
  if (name == "GitObjectID" && !Sha::parse(*text)) return std::nullopt;
  return value;
}

bool is_value_of(const Type& enumeration, std::string_view name) {
  return std::ranges::find(enumeration.values, name) != enumeration.values.end();
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// Collects what is wrong while it goes.
class JsonCoercion {
 public:
  explicit JsonCoercion(const Schema& schema) : schema_(schema) {}
  std::vector<Problem> problems;

  Value coerce(const TypeReference& type, const Value& given) {
    if (given.is_null()) {
      if (type.is_non_null()) blame("Expected value to not be null");
      return {};
    }
    if (!type.lists.empty()) return coerce_list(type.element(), given);
    const Type& named = schema_.at(type);
    if (named.kind == Type::Kind::input) return coerce_object(named, given);
    if (named.kind == Type::Kind::enumeration) {
      const std::string* text = given.get<std::string>();
      if (text != nullptr && is_value_of(named, *text)) return EnumName{*text};
      blame("Expected " + to_literal(given) + " to be one of: " + joined(named.values));
      return {};
    }
    if (std::optional<Value> scalar = coerce_scalar(named.name, given)) return *std::move(scalar);
    blame("Could not coerce value " + to_literal(given) + " to " + named.name);
    return {};
  }

 private:
  void blame(std::string explanation) { problems.push_back({path_, std::move(explanation)}); }

  Value coerce_list(const TypeReference& element, const Value& given) {
    const Value::List* items = given.get<Value::List>();
    if (items == nullptr) return Value::List{coerce(element, given)};
    Value::List list;
    for (const Value& item : *items) {
      path_.emplace_back(list.size());
      list.push_back(coerce(element, item));
      path_.pop_back();
    }
    return list;
  }

  Value coerce_object(const Type& type, const Value& given) {
    const Value::Object* members = given.get<Value::Object>();
    if (members == nullptr) {
      blame("Expected " + to_literal(given) + " to be a key-value object.");
      return {};
    }
    for (const Member& member : *members) {
      if (type.input(member.name) != nullptr) continue;
      path_.emplace_back(member.name);
      blame("Field is not defined on " + type.name);
      path_.pop_back();
    }
    Value::Object object;
    for (const InputDefinition& input : type.inputs) {
      path_.emplace_back(input.name);
      if (const Value* member = given.find(input.name)) {
        object.push_back({input.name, coerce(input.type, *member)});
      } else if (input.default_value) {
        object.push_back({input.name, *input.default_value});
      } else if (input.is_required()) {
        blame("Expected value to not be null");
      }
      path_.pop_back();
    }
    return object;
  }

  const Schema& schema_;
  Value::List path_;
};

Error invalid_variable(const VariableDefinition& variable, const Value& given,
                       const std::vector<Problem>& problems) {
  Error error;
  error.message = "Variable $" + variable.name + " of type " + to_string(variable.type) +
                  " was provided invalid value";
  Value::List listed;
  std::string places;
  for (const Problem& problem : problems) {
    listed.emplace_back(
        Value::Object{{"path", problem.path}, {"explanation", problem.explanation}});
    if (problem.path.empty()) continue;
    places += places.empty() ? " for " : ", ";
    for (const Value& step : problem.path) {
      if (&step != &problem.path.front()) places += '.';
      places += step.text() ? std::string(*step.text()) : to_literal(step);
    }
    places += " (" + problem.explanation + ')';
  }
  error.message += places;
  error.extensions = {{"value", given}, {"problems", std::move(listed)}};
  error.locations = {variable.at};
  return error;
}

// The value of a literal; nullopt for a variable without one.
class LiteralCoercion {
 public:
  LiteralCoercion(const Schema& schema, const Variables& variables)
      : schema_(schema), variables_(variables) {}

  std::optional<Value> coerce(const TypeReference& type, const Value& literal) const {
    if (const VariableName* variable = literal.get<VariableName>()) {
      const auto it = variables_.find(variable->name);
      if (it == variables_.end()) return std::nullopt;
      if (type.lists.empty() || it->second.is_null() || it->second.get<Value::List>() != nullptr) {
        return it->second;
      }
      return Value::List{it->second};
    }
    if (literal.is_null()) return Value();
    if (!type.lists.empty()) return coerce_list(type.element(), literal);
    const Type& named = schema_.at(type);
    if (named.kind == Type::Kind::input) return coerce_object(named, literal);
    if (named.kind == Type::Kind::scalar) {
      return coerce_scalar(named.name, literal).value_or(literal);
    }
    return literal;
  }

 private:
  Value coerce_list(const TypeReference& element, const Value& literal) const {
    const Value::List* items = literal.get<Value::List>();
    Value::List list;
    if (items == nullptr) {
      list.push_back(coerce(element, literal).value_or(Value()));
      return list;
    }
    for (const Value& item : *items) list.push_back(coerce(element, item).value_or(Value()));
    return list;
  }

  Value coerce_object(const Type& type, const Value& literal) const {
    Value::Object object;
    for (const InputDefinition& input : type.inputs) {
      const Value* member = literal.find(input.name);
      std::optional<Value> value = member == nullptr ? std::nullopt : coerce(input.type, *member);
      if (!value) value = input.default_value;
      if (value) object.push_back({input.name, *std::move(value)});
    }
    return object;
  }

  const Schema& schema_;
  const Variables& variables_;
};

bool is_object_literal_of(const Schema& schema, const Type& type, const Value& literal) {
  const Value::Object* members = literal.get<Value::Object>();
  if (members == nullptr) return false;
  const bool known = std::ranges::all_of(*members, [&](const Member& member) {
    const InputDefinition* input = type.input(member.name);
    return input != nullptr && is_literal_of(schema, input->type, member.value);
  });
  return known && std::ranges::none_of(type.inputs, [&](const InputDefinition& input) {
           return input.is_required() && literal.find(input.name) == nullptr;
         });
}

}  // namespace

std::expected<Value, std::vector<Problem>> coerce_json(const Schema& schema,
                                                       const TypeReference& type,
                                                       const Value& given) {
  JsonCoercion coercion(schema);
  Value value = coercion.coerce(type, given);
  if (!coercion.problems.empty()) return std::unexpected(std::move(coercion.problems));
  return value;
}

std::expected<Variables, std::vector<Error>> coerce_variables(const Schema& schema,
                                                              const Operation& operation,
                                                              const Value& given) {
  Variables variables;
  std::vector<Error> errors;
  for (const VariableDefinition& variable : operation.variables) {
    const Value* value = given.find(variable.name);
    if (value == nullptr && variable.default_value) {
      const LiteralCoercion literals(schema, {});
      variables[variable.name] =
          literals.coerce(variable.type, *variable.default_value).value_or(Value());
      continue;
    }
    if (value == nullptr && !variable.type.is_non_null()) continue;
    const Value shown = value == nullptr ? Value() : *value;
    auto coerced = coerce_json(schema, variable.type, shown);
    if (coerced) {
      variables[variable.name] = *std::move(coerced);
    } else {
      errors.push_back(invalid_variable(variable, shown, coerced.error()));
    }
  }
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return variables;
}

bool is_literal_of(const Schema& schema, const TypeReference& type, const Value& literal) {
  if (literal.get<VariableName>() != nullptr) return true;
  if (literal.is_null()) return !type.is_non_null();
  if (!type.lists.empty()) {
    const TypeReference element = type.element();
    const Value::List* items = literal.get<Value::List>();
    if (items == nullptr) return is_literal_of(schema, element, literal);
    return std::ranges::all_of(
        *items, [&](const Value& item) { return is_literal_of(schema, element, item); });
  }
  const Type& named = schema.at(type);
  if (named.kind == Type::Kind::input) return is_object_literal_of(schema, named, literal);
  if (named.kind == Type::Kind::enumeration) {
    const EnumName* name = literal.get<EnumName>();
    return name != nullptr && is_value_of(named, name->name);
  }
  return coerce_scalar(named.name, literal).has_value();
}

Value::Object coerce_arguments(const Schema& schema,
                               const std::vector<InputDefinition>& definitions,
                               const std::vector<Argument>& given, const Variables& variables) {
  const LiteralCoercion literals(schema, variables);
  Value::Object arguments;
  for (const InputDefinition& definition : definitions) {
    const auto it = std::ranges::find(given, definition.name, &Argument::name);
    std::optional<Value> value =
        it == given.end() ? std::nullopt : literals.coerce(definition.type, it->value);
    if (!value) value = definition.default_value;
    if (value) arguments.push_back({definition.name, *std::move(value)});
  }
  return arguments;
}

}  // namespace regent::fake::graphql
