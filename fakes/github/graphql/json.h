// JSON at the edge of the GraphQL service.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fakes/github/graphql/value.h"

namespace regent::fake::graphql {

// nullopt: the text is no JSON, or nests deeper than any request does.
[[nodiscard]] std::optional<Value> from_json(std::string_view text);
// Bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string to_json(const Value& value);

}  // namespace regent::fake::graphql
