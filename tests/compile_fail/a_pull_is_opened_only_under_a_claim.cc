// Opening a PR needs the right that a recorded claim gives.
// expect: no matching function
// expect: too few arguments
// expect: no matching constructor
#include "core/plan.h"

regent::Call open(const regent::PostingRight& right) {
#ifdef REGENT_MUST_COMPILE
  return regent::Call::open_pull(right, regent::github::CreatePull{});
#else
  static_cast<void>(right);
  return regent::Call::open_pull(regent::github::CreatePull{});
#endif
}
