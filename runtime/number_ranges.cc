#include "runtime/number_ranges.h"

#include "runtime/options.h"

namespace regent::runtime {

std::string print_ranges(const std::vector<std::uint32_t>& numbers) {
  std::string out;
  for (std::size_t first = 0, last = 0; first < numbers.size(); first = last + 1) {
    last = first;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    if (!out.empty()) out += ',';
    out += std::to_string(numbers[first]);
    if (last > first) out += "-" + std::to_string(numbers[last]);
  }
  return out;
}

std::optional<std::vector<std::uint32_t>> parse_ranges(std::string_view text, std::uint32_t max) {
  std::vector<std::uint32_t> numbers;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view range = rest.substr(0, rest.find(','));
    rest.remove_prefix(range.size() < rest.size() ? range.size() + 1 : range.size());
    const auto dash = range.find('-');
    const auto first = parse_whole_number(range.substr(0, dash), {1, max});
    const auto last = dash == std::string_view::npos
                          ? first
                          : parse_whole_number(range.substr(dash + 1), {1, max});
    if (!first || !last || *last < *first) return std::nullopt;
    if (!numbers.empty() && *first <= numbers.back()) return std::nullopt;
    for (std::uint64_t number = *first; number <= *last; ++number)
      numbers.push_back(static_cast<std::uint32_t>(number));
  }
  if (print_ranges(numbers) != text) return std::nullopt;
  return numbers;
}

}  // namespace regent::runtime
