// Delta debugging: the smallest part of a list that still does something.
//
// `ddmin` of Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (IEEE TSE
// 28(2), 2002), by complements: parts are left out, first large ones, then smaller ones.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace regent::sim {

// What still does it: the candidate's place, and what is left of the candidate.
template <typename T>
struct Found {
  std::size_t index = 0;
  std::vector<T> items;
};

// `first(count, candidate)` returns the first of `count` lists that still does it, or nullopt.
// `candidate(i)` makes the i-th one, for i below `count`, from any thread. What `first` returns is
// the candidate or a part of it.
//
// In the result no single item can be left out, as far as `first` says so each time.
template <typename T, typename First>
[[nodiscard]] std::vector<T> ddmin(std::vector<T> items, First first) {
  std::size_t parts = 2;
  std::size_t next = 0;  // where the last one was found: what stood before it was just refused
  while (!items.empty()) {
    parts = std::min(parts, items.size());
    const auto bound = [&](std::size_t part) { return part * items.size() / parts; };
    const auto left_out = [&](std::size_t i) { return (next + i) % parts; };
    const std::function<std::vector<T>(std::size_t)> candidate = [&](std::size_t i) {
      const std::size_t part = left_out(i);
      std::vector<T> rest;
      rest.reserve(items.size());
      const auto at = [&](std::size_t index) {
        return items.begin() + static_cast<std::ptrdiff_t>(index);
      };
      rest.insert(rest.end(), items.begin(), at(bound(part)));
      rest.insert(rest.end(), at(bound(part + 1)), items.end());
      return rest;
    };
    if (std::optional<Found<T>> found = first(parts, candidate)) {
      next = left_out(found->index);
      items = std::move(found->items);
      parts = std::max<std::size_t>(parts - 1, 2);
      next = next < parts ? next : 0;
    } else if (parts == items.size()) {
      break;
    } else {
      parts *= 2;
      next = 0;
    }
  }
  return items;
}

}  // namespace regent::sim
