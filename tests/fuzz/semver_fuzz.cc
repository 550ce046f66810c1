// What parses prints back to the same bytes, and has exactly one place in the order.
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/assert.h"
#include "core/semver.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto version = regent::Version::parse(text);
  if (!version) {
    REGENT_ASSERT(version.error().position <= size, "an error points into the text");
    return 0;
  }
  REGENT_ASSERT(version->to_string() == text, "print is the inverse of parse");
  REGENT_ASSERT(regent::Version::precedence(*version, *version) == std::strong_ordering::equal,
                "a version precedes nothing that it is");
  return 0;
}
