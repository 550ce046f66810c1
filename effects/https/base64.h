// Base64 (RFC 4648).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace regent::https {

[[nodiscard]] std::string base64(std::string_view bytes);
// The alphabet of JSON web tokens, without padding (RFC 4648 §5).
[[nodiscard]] std::string base64url(std::string_view bytes);

// Line breaks are skipped, as GitHub wraps file contents; nullopt when it is not base64.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace regent::https
