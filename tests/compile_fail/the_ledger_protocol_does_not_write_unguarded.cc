// Writes without proofs are the published protocol's alone: nobody else holds its key.
// expect: private
#include "core/plan.h"

regent::Call write(const regent::UnguardedKey& key) {
#ifdef REGENT_MUST_COMPILE
  return regent::Call::unguarded(key, regent::github::DeleteRef{});
#else
  static_cast<void>(key);
  return regent::Call::unguarded(regent::UnguardedKey(), regent::github::DeleteRef{});
#endif
}
