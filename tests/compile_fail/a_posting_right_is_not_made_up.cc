// The right to post comes from the ledger's record, not from a constructor.
// expect: private
#include "core/plan.h"

std::optional<regent::PostingRight> right(const regent::LedgerRecord& record) {
#ifdef REGENT_MUST_COMPILE
  return regent::PostingRight::granted(record, "holder");
#else
  static_cast<void>(record);
  return regent::PostingRight();
#endif
}
