// What a single call may suffer, as one answer to one question.
//
// Some faults have variants (a crash comes before, after or in the midst of the request; a 5xx is
// one of three), and a call suffers one of them or none. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/fault.h"

namespace regent::sim {

struct CallFault {
  Fault fault = Fault::crash;
  std::uint8_t variant = 0;  // below `variants(fault)`
  friend bool operator==(const CallFault&, const CallFault&) = default;
};

// How many variants a fault has; 1 for most.
[[nodiscard]] std::uint8_t variants(Fault fault);

// Whether a call can suffer it: those of webhooks and people cannot.
[[nodiscard]] bool befalls_calls(Fault fault);

// 0 is no fault.
[[nodiscard]] constexpr std::uint64_t encode(const CallFault& fault) {
  return 1 + static_cast<std::uint64_t>(fault.fault) * 4 + fault.variant;
}
[[nodiscard]] std::optional<CallFault> decode_call_fault(std::uint64_t answer);

// `answer-lost`, `crash after`, `5xx bad_gateway_502`.
[[nodiscard]] std::string to_string(const CallFault& fault);
[[nodiscard]] std::optional<CallFault> parse_call_fault(std::string_view text);

}  // namespace regent::sim
