// The settings of a simulated GitHub as JSON, complete.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "fakes/github/settings.h"

namespace regent::fake::server {

[[nodiscard]] std::string settings_json(const Settings& settings);

// The reason when a setting is missing or is none.
[[nodiscard]] std::expected<Settings, std::string> parse_settings(std::string_view json);

}  // namespace regent::fake::server
