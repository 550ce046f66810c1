// Dates as GitHub's JSON writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace regent::fake::site {

// "2026-11-26T01:02:03Z".
[[nodiscard]] std::string iso_date(Time time);
// The same, with fractions and offsets as ISO 8601 has them; nullopt for anything else.
[[nodiscard]] std::optional<Time> parse_iso_date(std::string_view text);

}  // namespace regent::fake::site
