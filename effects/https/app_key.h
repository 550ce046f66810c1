// The private key of a GitHub App, and the JSON web tokens that it signs.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>

#include "core/time.h"
#include "effects/https/secret.h"

struct evp_pkey_st;

namespace regent::https {

class AppKey {
 public:
  // An RSA key of at least 2048 bits in PEM (PKCS #1 or #8), without a passphrase. The error is a
  // lower-case clause that shows nothing of the key.
  [[nodiscard]] static std::expected<AppKey, std::string> parse(const Secret& pem);

  // A token (RS256, RFC 7519) that says "I am the app" from a minute ago until nine minutes ahead:
  // GitHub refuses more than ten, and its clock may be behind (facts, "App authentication").
  [[nodiscard]] Secret sign(std::uint64_t app_id, Time now) const;

 private:
  explicit AppKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace regent::https
