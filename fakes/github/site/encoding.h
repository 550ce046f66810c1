// Dates and base64 as GitHub's JSON writes them.
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

// RFC 4648 §4; with `line` > 0 a newline after every so many digits and at the end, as GitHub has
// it in blobs and contents.
[[nodiscard]] std::string base64(std::string_view bytes, std::size_t line = 0);
// Newlines are ignored; nullopt for anything that is not base64. `url_safe`: RFC 4648 §5, unpadded.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text, bool url_safe = false);

}  // namespace regent::fake::site
