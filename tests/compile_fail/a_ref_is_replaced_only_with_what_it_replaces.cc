// Every row of a swing is a compare-and-swap: a replacement names what it replaces.
// expect: no matching function
// expect: too few arguments
// expect: no matching constructor
#include "core/plan.h"

void add(regent::Swing& swing, const regent::github::Observation::BaseHead& base) {
#ifdef REGENT_MUST_COMPILE
  swing.replace("refs/heads/release/v1.2.3", base.oid, regent::Stored::head(base));
#else
  swing.replace("refs/heads/release/v1.2.3", regent::Stored::head(base));
#endif
}
