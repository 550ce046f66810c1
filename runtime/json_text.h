// A JSON value as the program prints it. For .cc files only: it needs the JSON library's header.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace regent::runtime {

// Indented, with a newline at the end; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] inline std::string json_text(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace regent::runtime
