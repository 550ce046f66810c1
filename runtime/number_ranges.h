// Sets of numbers as a person writes them: `1-4,9`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace regent::runtime {

// `numbers` ascend; empty for none.
[[nodiscard]] std::string print_ranges(const std::vector<std::uint32_t>& numbers);

// Nullopt for what `print_ranges` does not return, and for more than `max`. Numbers count from 1.
[[nodiscard]] std::optional<std::vector<std::uint32_t>> parse_ranges(std::string_view text,
                                                                     std::uint32_t max);

}  // namespace regent::runtime
