// Runs one operation of a validated document (specification, section 6).
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "fakes/github/graphql/coercion.h"
#include "fakes/github/graphql/document.h"
#include "fakes/github/graphql/error.h"
#include "fakes/github/graphql/node.h"
#include "fakes/github/graphql/schema.h"

namespace regent::fake::graphql {

// A query that asks for more fields than this is broken off with an error: fragments that spread
// each other make a small document ask for exponentially many.
inline constexpr std::size_t fields_max = 500'000;

struct Result {
  Value data;
  std::vector<Error> errors;
};

// Precondition: `document` is valid for `schema`, `root` is of the operation's root type.
[[nodiscard]] Result execute(const Schema& schema, const Document& document,
                             const Operation& operation, const Variables& variables,
                             const Node& root);

// The schema itself, as `__schema` and `__type(name:)` show it; nullptr for an unknown name.
[[nodiscard]] NodePtr introspect(const Schema& schema);
[[nodiscard]] NodePtr introspect(const Schema& schema, std::string_view type_name);

}  // namespace regent::fake::graphql
