// Dates as HTTP headers, REST and GraphQL write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace regent::https {

// `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate, RFC 9110 §5.6.7); nullopt for anything else.
[[nodiscard]] std::optional<Time> parse_http_date(std::string_view text);

// `2024-02-29T12:00:00Z`, with or without a fraction of a second, which is cut to milliseconds, and
// with `Z` or an offset `+02:00` (RFC 3339); nullopt for anything else.
[[nodiscard]] std::optional<Time> parse_timestamp(std::string_view text);

// `2024-02-29T12:00:00Z`; a fraction of a second is cut off.
[[nodiscard]] std::string timestamp(Time time);

}  // namespace regent::https
