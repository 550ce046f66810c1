// Base64 (RFC 4648 §4), in which cursors and the contents of committed files travel.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace regent::fake::graphql {

// With padding.
[[nodiscard]] std::string to_base64(std::string_view bytes);
// With or without padding, line breaks ignored; nullopt for anything else.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace regent::fake::graphql
