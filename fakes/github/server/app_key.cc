#include "fakes/github/server/app_key.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

namespace regent::fake::server {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Bio = std::unique_ptr<BIO, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;

// Nobody is asked for a password: a server has no terminal.
int no_password(char*, int, int, void*) { return 0; }

Bio reader(std::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Key key_in(std::string_view pem) {
  if (Key key(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, no_password, nullptr)); key)
    return key;
  return Key(PEM_read_bio_PUBKEY(reader(pem).get(), nullptr, no_password, nullptr));
}

}  // namespace

std::expected<std::string, std::string> public_key_in(std::string_view pem) {
  const Key key = key_in(pem);
  if (!key) return std::unexpected("holds no key in PEM, or one with a password");
  if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
    return std::unexpected("holds a key that is not RSA");
  const Bio out(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PUBKEY(out.get(), key.get()) != 1)
    return std::unexpected("holds a key that cannot be used");
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

}  // namespace regent::fake::server
