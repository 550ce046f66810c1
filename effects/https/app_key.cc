#include "effects/https/app_key.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <chrono>
#include <utility>

#include "core/assert.h"
#include "effects/https/base64.h"

namespace regent::https {
namespace {

constexpr int key_bits_min = 2048;
constexpr auto issued_before = std::chrono::seconds(60);
constexpr auto valid_for = std::chrono::seconds(540);

// Without it OpenSSL would ask for a passphrase at the terminal.
int no_passphrase(char*, int, int, void*) { return 0; }

std::string seconds_of(Time time) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

}  // namespace

std::expected<AppKey, std::string> AppKey::parse(const Secret& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(
      BIO_new_mem_buf(pem.reveal().data(), static_cast<int>(pem.reveal().size())), &BIO_free);
  std::shared_ptr<EVP_PKEY> key(
      PEM_read_bio_PrivateKey(text.get(), nullptr, &no_passphrase, nullptr), &EVP_PKEY_free);
  ERR_clear_error();
  if (key == nullptr) return std::unexpected("holds no private key in PEM without a passphrase");
  if (EVP_PKEY_is_a(key.get(), "RSA") != 1)
    return std::unexpected("holds a key that is not RSA, which GitHub Apps need");
  if (EVP_PKEY_get_bits(key.get()) < key_bits_min)
    return std::unexpected("holds an RSA key of less than 2048 bits");
  return AppKey(std::move(key));
}

Secret AppKey::sign(std::uint64_t app_id, Time now) const {
  const std::string claims = R"({"iat":)" + seconds_of(now - issued_before) + R"(,"exp":)" +
                             seconds_of(now + valid_for) + R"(,"iss":")" + std::to_string(app_id) +
                             R"("})";
  std::string token = base64url(R"({"alg":"RS256","typ":"JWT"})") + '.' + base64url(claims);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  const auto* const data = reinterpret_cast<const unsigned char*>(token.data());
  std::size_t size = 0;
  bool signed_well =
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
      EVP_DigestSign(context.get(), nullptr, &size, data, token.size()) == 1;
  std::string signature(size, '\0');
  signed_well = signed_well &&
                EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                               &size, data, token.size()) == 1;
  REGENT_ASSERT(signed_well, "a key that was read can sign");
  signature.resize(size);
  token += '.' + base64url(signature);
  return Secret(std::move(token));
}

}  // namespace regent::https
