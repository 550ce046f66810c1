// What sets a run in motion.
//
// A trigger carries no truth (protocol.md, "Vocabulary"): it only says "look again", and gives a
// freshness bound: what is observed must contain `must_contain`, or it is stale and is read again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/sha.h"

namespace regent {

enum class TriggerKind : std::uint8_t { merged, look };  // a merged pull request; timer or operator

struct Trigger {
  TriggerKind kind = TriggerKind::look;
  std::string delivery;               // X-GitHub-Delivery, or the timer's own id: correlates logs
  std::string base;                   // branch name
  std::optional<Sha> must_contain{};  // the merge commit
  // The head branch of the merged PR; empty: unknown. The ledger protocol does not look at it, the
  // optimistic one recognises the merge of a release PR by it.
  std::string head{};
  friend bool operator==(const Trigger&, const Trigger&) = default;
};

}  // namespace regent
