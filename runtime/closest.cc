#include "runtime/closest.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace regent::runtime {
namespace {

// Levenshtein's: insertions, deletions and replacements of one character.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

std::string closest(std::string_view name, std::span<const std::string_view> names) {
  constexpr std::size_t shown_max = 3;
  constexpr std::size_t name_length_max = 100;
  name = name.substr(0, name_length_max);
  std::vector<std::pair<std::size_t, std::string_view>> ranked;
  for (const std::string_view candidate : names) {
    const bool contained = candidate.find(name) != std::string_view::npos;
    ranked.emplace_back(contained ? 0 : distance(name, candidate), candidate);
  }
  std::ranges::sort(ranked);
  std::string out;
  for (std::size_t i = 0; i < std::min(ranked.size(), shown_max); ++i)
    out += (i == 0 ? "" : ", ") + std::string(ranked[i].second);
  return out;
}

}  // namespace regent::runtime
