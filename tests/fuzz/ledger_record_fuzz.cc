// The ledger's message has one spelling: what decodes encodes to the same bytes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/assert.h"
#include "core/ledger_record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view message{reinterpret_cast<const char*>(data), size};
  const auto record = regent::decode(message);
  if (record) {
    REGENT_ASSERT(regent::encode(*record) == message, "one record has exactly one message");
  } else {
    REGENT_ASSERT(record.error().position <= size, "an error points into the message");
  }
  return 0;
}
