// Git's object ids: SHA-1 over `<type> <size>\0<content>`.
#pragma once

#include <memory>
#include <string_view>

#include "core/sha.h"

namespace regent::fake {

// Keeps OpenSSL's context between calls. Not thread-safe; move-only.
class GitHasher {
 public:
  GitHasher();
  // `type` is "blob", "tree", "commit" or "tag".
  [[nodiscard]] Sha id(std::string_view type, std::string_view content);

 private:
  struct Free {
    void operator()(void* context) const noexcept;
  };
  std::unique_ptr<void, Free> context_;
};

}  // namespace regent::fake
