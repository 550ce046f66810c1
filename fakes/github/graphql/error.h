// An entry of an answer's `errors`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fakes/github/graphql/value.h"

namespace regent::fake::graphql {

struct Error {
  std::string type;  // GitHub's own, "NOT_FOUND"; empty: none
  Value::List path;  // empty: none
  Value::Object extensions;
  std::vector<Location> locations;
  std::string message;
};

// As GitHub writes it: what is empty is left out.
[[nodiscard]] Value to_value(const Error& error);

}  // namespace regent::fake::graphql
