#include "sim/explore/findings.h"

#include <algorithm>
#include <tuple>

#include "fakes/github/digest.h"

namespace regent::sim::explore {

void Findings::rest(const State& state, const Path& path) {
  const Hash128 digest = model_.rest_digest(state);
  const std::uint32_t broken = model_.check_rest(state);
  {
    const std::scoped_lock lock(mutex_);
    if (rests_.insert(digest).second) {
      rest_sum_.high += digest.high;
      rest_sum_.low += digest.low;
    }
  }
  if (broken != 0) breach(state, broken, path);
}

void Findings::breach(const State& state, std::uint32_t breach, const Path& path) {
  const std::scoped_lock lock(mutex_);
  if (!broken_.insert(hash_of(state)).second) return;
  violation_count_.fetch_add(1, std::memory_order_relaxed);
  const Breach& broken = model_.breach(breach);
  const auto shorter = [](const Found& a, const Found& b) { return a.path.size() < b.path.size(); };
  Found found{broken.invariant, broken.message, path};
  found_.insert(std::upper_bound(found_.begin(), found_.end(), found, shorter), std::move(found));
  if (found_.size() > violations_max_) found_.pop_back();
}

void Findings::report(Result& result) {
  const std::scoped_lock lock(mutex_);
  result.terminal_states = rests_.size();
  result.terminal_hash = fake::to_hex({rest_sum_.high, rest_sum_.low});
  result.violations = std::move(found_);
  result.violation_count = violation_count();
}

}  // namespace regent::sim::explore
