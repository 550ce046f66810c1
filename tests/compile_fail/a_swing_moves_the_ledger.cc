// A swing that leaves the ledger where it is would decide something that nobody can read back.
// expect: no matching function
// expect: too few arguments
// expect: no matching constructor
#include "core/plan.h"

regent::Swing swing(const regent::github::Observation::BaseHead& base) {
#ifdef REGENT_MUST_COMPILE
  return regent::Swing("main", nullptr, regent::Stored::head(base));
#else
  static_cast<void>(base);
  return regent::Swing();
#endif
}
