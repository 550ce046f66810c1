// Base64 (RFC 4648): cursors, node ids, credentials and the contents of files travel in it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace regent::fake {

// §4, with padding. `line` > 0: a newline after every so many digits and at the end, as GitHub has
// it in blobs and contents.
[[nodiscard]] std::string to_base64(std::string_view bytes, std::size_t line = 0);
// §5, without padding: what may stand in a URL.
[[nodiscard]] std::string to_base64url(std::string_view bytes);

// The bytes; nullopt for what no encoder writes. Line breaks are ignored wherever they stand, and
// padding may be left out, but what there is must be right. Unused bits of the last digit do not
// count (§3.5): who needs one text for one value encodes again and compares.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

}  // namespace regent::fake
