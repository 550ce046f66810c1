// Random configuration values for the properties of the policies.
#pragma once

#include <rapidcheck.h>

#include <cstdint>

#include "core/branch_naming.h"
#include "core/entropy.h"
#include "core/retry.h"
#include "core/time.h"

namespace regent::test {

inline rc::Gen<Entropy> any_entropy() {
  return rc::gen::map(
      rc::gen::pair(rc::gen::arbitrary<std::uint64_t>(), rc::gen::arbitrary<std::uint64_t>()),
      [](const auto& halves) { return Entropy{halves.first, halves.second}; });
}

// From 1970, where simulated clocks start, to after 2286, where Unix seconds get an eleventh digit.
inline rc::Gen<Time> any_time() {
  return rc::gen::map(rc::gen::inRange<std::int64_t>(0, 20'000'000'000'000),
                      [](std::int64_t ms) { return Time(Duration(ms)); });
}

inline rc::Gen<RetryPolicy> any_retry_policy() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange<std::uint32_t>(1, 20),
                                     rc::gen::inRange<std::int64_t>(1, 100'000),
                                     rc::gen::inRange<std::int64_t>(0, 1'000'000),
                                     rc::gen::inRange(100, 1'000), rc::gen::arbitrary<bool>()),
                      [](const auto& t) {
                        const auto& [attempts, base_ms, more_ms, percent, jitter] = t;
                        return RetryPolicy{attempts, Duration(base_ms), Duration(base_ms + more_ms),
                                           percent / 100.0, jitter};
                      });
}

inline rc::Gen<BranchNaming> any_branch_naming() {
  return rc::gen::map(
      rc::gen::tuple(
          rc::gen::element(BranchNamingStrategy::standard, BranchNamingStrategy::timestamped,
                           BranchNamingStrategy::uuid, BranchNamingStrategy::stable),
          rc::gen::element(FallbackStrategy::timestamp, FallbackStrategy::counter,
                           FallbackStrategy::uuid),
          rc::gen::inRange<std::uint32_t>(0, 20)),
      [](const auto& t) { return BranchNaming{std::get<0>(t), std::get<1>(t), std::get<2>(t)}; });
}

}  // namespace regent::test
