// Turning what a client sends into values of the schema's types (specification, section 3.13 and
// 6.1.2).
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/github/graphql/document.h"
#include "fakes/github/graphql/error.h"
#include "fakes/github/graphql/schema.h"

namespace regent::fake::graphql {

// What is wrong with a value, in graphql-ruby's words.
struct Problem {
  Value::List path;  // from the value inwards
  std::string explanation;
};

// The value of `type` that the JSON value `given` stands for.
[[nodiscard]] std::expected<Value, std::vector<Problem>> coerce_json(const Schema& schema,
                                                                     const TypeReference& type,
                                                                     const Value& given);

// Variables with their values; one that was neither given nor has a default is absent.
using Variables = std::map<std::string, Value, std::less<>>;

// The variables of `operation` from the request's `given`, an object.
[[nodiscard]] std::expected<Variables, std::vector<Error>> coerce_variables(
    const Schema& schema, const Operation& operation, const Value& given);

// True when the literal may stand where `type` is expected; variables may stand anywhere.
[[nodiscard]] bool is_literal_of(const Schema& schema, const TypeReference& type,
                                 const Value& literal);

// The arguments of a field or directive, defaults filled in. Precondition: they were validated.
[[nodiscard]] Value::Object coerce_arguments(const Schema& schema,
                                             const std::vector<InputDefinition>& definitions,
                                             const std::vector<Argument>& given,
                                             const Variables& variables);

}  // namespace regent::fake::graphql
