// A reason that is computed could allocate or fail just when the process is already broken.
// expect: expected ')' before 'reason'
// expect: expected ')'
#include "core/assert.h"

void check(bool holds) {
#ifdef REGENT_MUST_COMPILE
  REGENT_ASSERT(holds, "the caller checked it");
#else
  const char* reason = "the caller checked it";
  REGENT_ASSERT(holds, reason);
#endif
}
