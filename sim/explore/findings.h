// What the threads of a search find together: states at rest and broken invariants.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "sim/explore/model.h"
#include "sim/explore/result.h"

namespace regent::sim::explore {

// Thread-safe.
class Findings {
 public:
  Findings(Model& model, std::size_t violations_max)
      : model_(model), violations_max_(violations_max) {}

  // Nothing can happen any more in `state`, to which `path` leads.
  void rest(const State& state, const Path& path);
  // `state` breaks an invariant; counted once per state.
  void breach(const State& state, std::uint32_t breach, const Path& path);

  [[nodiscard]] std::uint64_t violation_count() const {
    return violation_count_.load(std::memory_order_relaxed);
  }
  // Adds what was found to `result`.
  void report(Result& result);

 private:
  struct HashOfHash {
    std::size_t operator()(const Hash128& hash) const { return hash.low; }
  };
  using Set = std::unordered_set<Hash128, HashOfHash>;  // never iterated over

  Model& model_;
  std::size_t violations_max_;
  std::mutex mutex_;
  Set rests_;
  Hash128 rest_sum_;
  Set broken_;
  std::vector<Found> found_;
  std::atomic<std::uint64_t> violation_count_{0};
};

}  // namespace regent::sim::explore
