// The states that a search has seen, each with the sleep set that it was explored with.
//
// A state is remembered by its 128-bit hash. On a revisit with sleep set Z' of a state stored with
// Z, only the processes in Z∖Z' have to be explored, and Z∩Z' is stored (Godefroid, "Partial-Order
// Methods for the Verification of Concurrent Systems", 1996, section 5.2).
//
// Thread-safe: stripes with a lock each; the table of a stripe doubles on its own, so that growing
// never needs twice the memory of the whole.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "sim/explore/large_pages.h"
#include "sim/explore/state.h"

namespace regent::sim::explore {

class Visited {
 public:
  Visited();

  struct Visit {
    bool is_new = false;
    std::uint32_t wake = 0;   // of a revisit: the processes that slept then and do not now
    std::uint32_t sleep = 0;  // to go on with
  };
  Visit visit(const Hash128& state, std::uint32_t sleep);

  [[nodiscard]] std::uint64_t size() const;

 private:
  static constexpr std::size_t stripe_count = 64;
  struct Slot {
    Hash128 key;
    std::uint32_t sleep = 0;
    bool used = false;
  };
  using Slots = std::vector<Slot, LargePages<Slot>>;
  struct alignas(64) Stripe {
    std::mutex mutex;
    Slots slots;
    std::atomic<std::size_t> count{0};  // written under the lock
  };
  static void grow(Stripe& stripe);

  std::unique_ptr<Stripe[]> stripes_;
};

}  // namespace regent::sim::explore
