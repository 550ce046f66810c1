// A JSON value as the program prints it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace regent::runtime {

// Indented, with a newline at the end; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& json);

}  // namespace regent::runtime
