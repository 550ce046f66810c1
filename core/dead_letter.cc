#include "core/dead_letter.h"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

namespace regent {
namespace {

// What the last attempt says about the event; the rest breaks ties, so that joining commutes.
auto latest_key(const DeadLetter& letter) {
  return std::tie(letter.last_attempt, letter.failure_reason, letter.correlation_id,
                  letter.original_event, letter.repository);
}

DeadLetter joined(DeadLetter a, DeadLetter b) {
  if (latest_key(a) < latest_key(b)) std::swap(a, b);
  a.first_attempt = std::min(a.first_attempt, b.first_attempt);
  a.attempt_count = std::max(a.attempt_count, b.attempt_count);
  a.resolved_at = std::max(a.resolved_at, b.resolved_at);
  return a;
}

void sort_by_age(std::vector<DeadLetter>& letters) {
  std::ranges::sort(letters, {}, [](const DeadLetter& letter) {
    return std::tie(letter.first_attempt, letter.id);
  });
}

}  // namespace

bool matches(const DeadLetterFilter& filter, const DeadLetter& letter) {
  if (letter.resolved() && !filter.include_resolved) return false;
  if (filter.repository && *filter.repository != letter.repository) return false;
  if (filter.correlation_id && *filter.correlation_id != letter.correlation_id) return false;
  return !filter.last_attempt_before || letter.last_attempt < *filter.last_attempt_before;
}

void DeadLetters::store(DeadLetter letter) {
  DeadLetter& stored = letters_.try_emplace(letter.id, letter).first->second;
  stored = joined(std::move(stored), std::move(letter));
}

std::vector<DeadLetter> DeadLetters::list(const DeadLetterFilter& filter, std::size_t limit) const {
  std::vector<DeadLetter> found;
  for (const auto& [id, letter] : letters_) {
    if (matches(filter, letter)) found.push_back(letter);
  }
  sort_by_age(found);
  if (found.size() > limit)
    found.erase(found.begin() + static_cast<std::ptrdiff_t>(limit), found.end());
  return found;
}

bool DeadLetters::mark_resolved(const std::string& id, Time at) {
  const auto found = letters_.find(id);
  if (found == letters_.end()) return false;
  // Not before the attempt that it resolves: the two clocks may differ.
  DeadLetter& letter = found->second;
  letter.resolved_at = std::max({letter.resolved_at.value_or(at), letter.last_attempt, at});
  return true;
}

RetryResult DeadLetters::record(const std::vector<RetryOutcome>& outcomes) {
  RetryResult result;
  for (const RetryOutcome& outcome : outcomes) {
    ++(outcome.failure_reason ? result.failed : result.successful);
    const auto found = letters_.find(outcome.id);
    if (found == letters_.end()) continue;
    DeadLetter& letter = found->second;
    if (!outcome.failure_reason) {
      mark_resolved(outcome.id, outcome.at);
      continue;
    }
    ++letter.attempt_count;
    letter.last_attempt = std::max(letter.last_attempt, outcome.at);
    letter.failure_reason = *outcome.failure_reason;
  }
  return result;
}

std::vector<DeadLetter> DeadLetters::expire(Time now, std::uint32_t max_retention_hours) {
  const Time oldest_kept = now - std::chrono::hours(max_retention_hours);
  std::vector<DeadLetter> expired;
  std::erase_if(letters_, [&](auto& entry) {
    if (entry.second.last_attempt >= oldest_kept) return false;
    expired.push_back(std::move(entry.second));
    return true;
  });
  sort_by_age(expired);
  return expired;
}

std::size_t DeadLetters::unresolved() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(letters_, [](const auto& entry) { return !entry.second.resolved(); }));
}

}  // namespace regent
