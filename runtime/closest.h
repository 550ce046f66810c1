// What somebody may have meant who mistyped a name.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace regent::runtime {

// The three of `names` that are closest to `name`, separated by commas; those that contain it come
// first.
[[nodiscard]] std::string closest(std::string_view name, std::span<const std::string_view> names);

}  // namespace regent::runtime
