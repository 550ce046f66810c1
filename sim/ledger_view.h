// The ledger's record as the monitor reads it: with a JSON library, not with the product's codec.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/sha.h"
#include "fakes/github/repository.h"

namespace regent::sim {

// What the record says, as far as invariants ask; texts are empty where it says nothing.
struct LedgerView {
  struct Proposal {
    std::string version;
    std::string branch;
    std::string commit;
    std::optional<Sha> base;
    std::optional<std::uint32_t> pull;
  };
  bool has_record = false;  // the message holds something that starts like one
  bool is_object = false;   // and it is a JSON object
  std::optional<Proposal> proposal;
  std::string publishing;  // the version
};

// Reads the ledger of a base, each of its commits once. A value; copies share what was read.
class LedgerReader {
 public:
  // Nullptr: there is no ledger. Valid until the next call.
  const LedgerView* read(const fake::Repository& github, const std::string& base);

 private:
  std::optional<Sha> commit_;
  std::shared_ptr<const LedgerView> view_;
};

}  // namespace regent::sim
