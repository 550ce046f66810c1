// Whatever a person makes of a pull request's body, cutting it loses no byte of it, and putting a
// region back changes nothing that the person wrote.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/assert.h"
#include "core/pull_body.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  const auto parts = regent::split_view(body);
  REGENT_ASSERT(std::string{parts.before}.append(parts.region).append(parts.after) == body,
                "before, region and after are the body");

  if (parts.found) {
    REGENT_ASSERT(regent::with_region(body, parts.region) == body,
                  "a region in its own place changes nothing");
    const auto notes = regent::parse_region(parts.region);
    REGENT_ASSERT(notes || notes.error().position <= parts.region.size(),
                  "an error points into the region");
  }
  return 0;
}
