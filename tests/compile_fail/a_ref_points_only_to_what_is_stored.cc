// A bare id may name an object that GitHub does not have.
// expect: no matching function
// expect: no viable conversion
// expect: could not convert
// expect: cannot convert
#include "core/plan.h"

void add(regent::Swing& swing, const regent::github::Ref& ref) {
#ifdef REGENT_MUST_COMPILE
  swing.create("refs/heads/release/v1.2.3", regent::Stored::target(ref));
#else
  swing.create("refs/heads/release/v1.2.3", ref.target);
#endif
}
