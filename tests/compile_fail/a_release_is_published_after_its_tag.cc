// Publishing needs the proof that the ledger records the tag.
// expect: no matching function
// expect: too few arguments
// expect: no matching constructor
#include "core/plan.h"

regent::Call publish(const regent::Tagged& tagged) {
#ifdef REGENT_MUST_COMPILE
  return regent::Call::publish(tagged, regent::github::CreateRelease{});
#else
  static_cast<void>(tagged);
  return regent::Call::publish(regent::github::CreateRelease{});
#endif
}
