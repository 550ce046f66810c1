// What a parser says about text that it refuses.
#pragma once

#include <cstddef>
#include <string>

namespace regent {

// `position` is the 0-based byte of the fault in the text that was given (its size when the text
// ends too early); `reason` is a lower-case clause without a full stop, fit for "…: <reason>".
struct ParseError {
  std::size_t position = 0;
  std::string reason;

  friend bool operator==(const ParseError&, const ParseError&) = default;
};

}  // namespace regent
