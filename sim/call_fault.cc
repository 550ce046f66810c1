#include "sim/call_fault.h"

#include <span>

namespace regent::sim {
namespace {

using namespace std::string_view_literals;

// The variants' names; none: the fault has but one form.
std::span<const std::string_view> variant_names(Fault fault) {
  static constexpr std::array crash = {"before"sv, "after"sv, "midway"sv};
  static constexpr std::array stale = {""sv, "lasting"sv};
  static constexpr std::array server = {"error_500"sv, "bad_gateway_502"sv, "unavailable_503"sv,
                                        "bad_gateway_502 after the effect"sv};
  static constexpr std::array primary = {"primary_limit_403"sv, "primary_limit_429"sv};
  static constexpr std::array secondary = {"secondary_limit_403"sv, "secondary_limit_429"sv,
                                           "secondary_limit_blank_retry_after"sv};
  switch (fault) {
    case Fault::crash:
      return crash;
    case Fault::stale_read:
      return stale;
    case Fault::server_error:
      return server;
    case Fault::rate_limit_primary:
      return primary;
    case Fault::rate_limit_secondary:
      return secondary;
    default:
      return {};
  }
}

}  // namespace

std::uint8_t variants(Fault fault) {
  const auto names = variant_names(fault);
  return names.empty() ? 1 : static_cast<std::uint8_t>(names.size());
}

bool befalls_calls(Fault fault) {
  switch (fault) {
    case Fault::clock_skew:
    case Fault::webhook_duplicated:
    case Fault::webhook_delayed:
    case Fault::webhook_dropped:
      return false;
    default:
      return fault < Fault::person_edits;
  }
}

std::optional<CallFault> decode_call_fault(std::uint64_t answer) {
  if (answer == 0 || (answer - 1) / 4 >= fault_count) return std::nullopt;
  const CallFault fault{static_cast<Fault>((answer - 1) / 4),
                        static_cast<std::uint8_t>((answer - 1) % 4)};
  if (!befalls_calls(fault.fault) || fault.variant >= variants(fault.fault)) return std::nullopt;
  return fault;
}

std::string to_string(const CallFault& fault) {
  std::string text(to_string(fault.fault));
  const auto names = variant_names(fault.fault);
  if (!names.empty() && !names[fault.variant].empty())
    text.append(" ").append(names[fault.variant]);
  return text;
}

std::optional<CallFault> parse_call_fault(std::string_view text) {
  for (std::uint64_t answer = 1; answer <= fault_count * 4; ++answer)
    if (const auto fault = decode_call_fault(answer); fault && to_string(*fault) == text)
      return fault;
  return std::nullopt;
}

}  // namespace regent::sim
