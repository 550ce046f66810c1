// Any bytes are a commit message: reading them never ends the program, and both readers agree.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/assert.h"
#include "core/conventional_commit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view message{reinterpret_cast<const char*>(data), size};
  const auto view = regent::CommitMessageView::of(message);
  const auto parsed = regent::parse_conventional(message);
  if (parsed) {
    REGENT_ASSERT(parsed->breaking == view.breaking, "both readers see the same breaking change");
    REGENT_ASSERT(parsed->release_as == view.release_as, "both readers see the same Release-As");
  } else {
    REGENT_ASSERT(parsed.error().position <= size, "an error points into the message");
  }
  return 0;
}
