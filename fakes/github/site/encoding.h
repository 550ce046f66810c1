// Dates as GitHub's JSON and headers write them.
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

// IMF-fixdate (RFC 9110 §5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string http_date(Time time);
// nullopt for anything else.
[[nodiscard]] std::optional<Time> parse_http_date(std::string_view text);

}  // namespace regent::fake::site
