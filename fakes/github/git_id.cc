#include "fakes/github/git_id.h"

#include <openssl/evp.h>

#include <array>
#include <string>

#include "core/assert.h"

namespace regent::fake {

void GitHasher::Free::operator()(void* context) const noexcept {
  EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context));
}

GitHasher::GitHasher() : context_(EVP_MD_CTX_new()) {
  auto* context = static_cast<EVP_MD_CTX*>(context_.get());
  REGENT_ASSERT(context != nullptr && EVP_DigestInit_ex(context, EVP_sha1(), nullptr) == 1,
                "every OpenSSL has SHA-1");
}

Sha GitHasher::id(std::string_view type, std::string_view content) {
  auto* context = static_cast<EVP_MD_CTX*>(context_.get());
  std::string header(type);
  header += ' ';
  header += std::to_string(content.size());
  header += '\0';
  std::array<std::uint8_t, Sha::size_bytes> bytes{};
  // A null digest type keeps the one of the first initialisation, without fetching it anew.
  const bool hashed = EVP_DigestInit_ex(context, nullptr, nullptr) == 1 &&
                      EVP_DigestUpdate(context, header.data(), header.size()) == 1 &&
                      EVP_DigestUpdate(context, content.data(), content.size()) == 1 &&
                      EVP_DigestFinal_ex(context, bytes.data(), nullptr) == 1;
  REGENT_ASSERT(hashed, "hashing bytes in memory cannot fail");
  return Sha(bytes);
}

}  // namespace regent::fake
