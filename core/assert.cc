#include "core/assert.h"

#include <cstdio>
#include <cstdlib>

namespace regent::detail {

void assertion_failed(const char* message) noexcept {
  std::fputs(message, stderr);
  std::abort();
}

}  // namespace regent::detail
