#include "sim/fault.h"

#include <algorithm>

namespace regent::sim {
namespace {

constexpr std::array<std::string_view, fault_count> names = {
    "crash",
    "answer-lost",
    "request-lost",
    "late-effect",
    "slow-call",
    "pause",
    "clock-skew",
    "token-expired",
    "webhook-duplicated",
    "webhook-delayed",
    "webhook-dropped",
    "lease-lost",
    "stale-read",
    "412",
    "422",
    "409",
    "404",
    "5xx",
    "rate-limit-primary",
    "rate-limit-secondary",
    "twin-create",
    "person-edits",
    "person-closes",
    "person-reopens",
    "person-merges",
    "person-deletes-branch",
    "person-pushes-branch",
    "person-takes-branch",
    "person-rewrites-base",
    "person-tags",
    "config-changed",
};

}  // namespace

std::string_view to_string(Fault fault) { return names[static_cast<std::size_t>(fault)]; }

std::optional<Fault> parse_fault(std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Fault>(found - names.begin());
}

std::expected<FaultSet, std::string> parse_faults(std::string_view text) {
  FaultSet set;
  if (text == "none") return set;
  if (text == "all") return set.set();
  for (;;) {
    const auto comma = text.find(',');
    const std::string_view word = text.substr(0, comma);
    const auto fault = parse_fault(word);
    if (!fault) return std::unexpected(std::string(word));
    set.set(static_cast<std::size_t>(*fault));
    if (comma == std::string_view::npos) return set;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace regent::sim
