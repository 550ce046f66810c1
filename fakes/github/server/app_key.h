// The key of a GitHub App, as GitHub's settings page hands it out.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace regent::fake::server {

// The public half, in PEM, of an RSA key in PEM: a private key (PKCS #1 or #8, without a password)
// or a public one. The reason when the text is neither.
[[nodiscard]] std::expected<std::string, std::string> public_key_in(std::string_view pem);

}  // namespace regent::fake::server
