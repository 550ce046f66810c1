// `Call::read` takes requests that change nothing.
// expect: no matching function
// expect: constraints not satisfied
#include "core/plan.h"

regent::Call look() {
#ifdef REGENT_MUST_COMPILE
  return regent::Call::read(regent::github::GetRef{});
#else
  return regent::Call::read(regent::github::DeleteRef{});
#endif
}
