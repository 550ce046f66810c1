#include "effects/https/secret.h"

#include <openssl/crypto.h>

#include <utility>

namespace regent::https {

Secret::Secret(std::string&& text) : bytes_(text.begin(), text.end()) { https::wipe(text); }

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::move(other.bytes_);
    other.bytes_.clear();
  }
  return *this;
}

Secret::~Secret() { wipe(); }

Secret Secret::copy() const {
  Secret copied;
  copied.bytes_ = bytes_;
  return copied;
}

void Secret::wipe() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
  bytes_.clear();
}

void wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

}  // namespace regent::https
