#include "sim/explore/arguments.h"

#include <algorithm>

namespace regent::sim::explore {
namespace {

constexpr std::array<std::string_view, 5> names = {"naive", "hashed", "sleep", "reduced", "dpor"};

}  // namespace

std::string_view to_string(Method method) { return names[static_cast<std::size_t>(method)]; }

std::optional<Method> parse_method(std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Method>(found - names.begin());
}

}  // namespace regent::sim::explore
