// Events that could not be processed, kept until somebody deals with them.
//
// A dead letter is a join of its copies: two processors that fail on one delivery, or a store that
// is repeated after a lost answer, leave one letter. Storing is therefore idempotent, commutative
// and associative. Values; no clock: every instant is given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace regent {

struct DeadLetter {
  std::string id;              // the delivery's GUID: a redelivery keeps it (facts, "Webhooks")
  std::string original_event;  // what is needed to process it again: the payload, or where it lies
  std::string repository;      // `owner/name`
  std::string correlation_id;
  std::string failure_reason;  // of the last attempt
  std::uint32_t attempt_count = 0;
  Time first_attempt{};
  Time last_attempt{};
  std::optional<Time> resolved_at;

  // Dealt with, and not failed again since.
  [[nodiscard]] bool resolved() const { return resolved_at && *resolved_at >= last_attempt; }
  friend bool operator==(const DeadLetter&, const DeadLetter&) = default;
};

// Which letters are meant; an empty filter means every unresolved one.
struct DeadLetterFilter {
  std::optional<std::string> repository{};
  std::optional<std::string> correlation_id{};
  std::optional<Time> last_attempt_before{};
  bool include_resolved = false;
  friend bool operator==(const DeadLetterFilter&, const DeadLetterFilter&) = default;
};

[[nodiscard]] bool matches(const DeadLetterFilter& filter, const DeadLetter& letter);

// How a round of retries went.
struct RetryResult {
  std::uint32_t successful = 0;
  std::uint32_t failed = 0;
  friend bool operator==(const RetryResult&, const RetryResult&) = default;
};

// What became of one retried letter; `failure_reason` is set when it failed again.
struct RetryOutcome {
  std::string id;
  std::optional<std::string> failure_reason;
  Time at{};
  friend bool operator==(const RetryOutcome&, const RetryOutcome&) = default;
};

class DeadLetters {
 public:
  // Adds the letter, or joins it with the one of the same id: the earlier first attempt, the later
  // last attempt with its reason, the greater count. A resolved letter that fails again is
  // unresolved again.
  void store(DeadLetter letter);

  // The letters that match, oldest first attempt first, then by id; at most `limit` of them.
  [[nodiscard]] std::vector<DeadLetter> list(const DeadLetterFilter& filter,
                                             std::size_t limit = SIZE_MAX) const;

  // False if there is no such letter.
  bool mark_resolved(const std::string& id, Time at);

  // Takes the outcomes of a round of retries over `list(…)`: a success resolves the letter, a
  // failure counts one more attempt. Outcomes of unknown letters (expired meanwhile) count too.
  RetryResult record(const std::vector<RetryOutcome>& outcomes);

  // Removes the letters whose last attempt is older than `max_retention_hours` and returns them,
  // oldest first: an unresolved one is an accepted event that is now given up, and must be
  // reported.
  std::vector<DeadLetter> expire(Time now, std::uint32_t max_retention_hours);

  // Unresolved letters.
  [[nodiscard]] std::size_t unresolved() const;

  friend bool operator==(const DeadLetters&, const DeadLetters&) = default;

 private:
  std::map<std::string, DeadLetter> letters_;  // by id
};

}  // namespace regent
