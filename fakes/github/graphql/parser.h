// Reads executable documents (GraphQL specification, October 2021, section 2).
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/github/graphql/document.h"

namespace regent::fake::graphql {

// What GitHub answers about a text that is no document, as graphql-ruby words it:
// `Parse error on "}" (RCURLY) at [1, 9]`.
struct SyntaxError {
  std::string message;
  std::vector<Location> locations;  // one, or none at the end of the document
};

// Selections, values and types that nest deeper than this are refused.
inline constexpr std::size_t nesting_max = 64;
// So are documents with more tokens or fragments.
inline constexpr std::size_t tokens_max = 50'000;
inline constexpr std::size_t fragments_max = 500;

[[nodiscard]] std::expected<Document, SyntaxError> parse(std::string_view text);

}  // namespace regent::fake::graphql
