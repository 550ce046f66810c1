#include "sim/explore/visited.h"

#include "sim/explore/store.h"

namespace regent::sim::explore {

Visited::Visited() : stripes_(std::make_unique<Stripe[]>(stripe_count)) {
  for (std::size_t i = 0; i < stripe_count; ++i) stripes_[i].slots.resize(64);
}

std::uint64_t Visited::size() const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < stripe_count; ++i)
    sum += stripes_[i].count.load(std::memory_order_relaxed);
  return sum;
}

void Visited::grow(Stripe& stripe) {
  Slots old(2 * stripe.slots.size());
  old.swap(stripe.slots);
  const std::size_t mask = stripe.slots.size() - 1;
  for (const Slot& slot : old) {
    if (!slot.used) continue;
    std::size_t i = slot.key.low & mask;
    while (stripe.slots[i].used) i = (i + 1) & mask;
    stripe.slots[i] = slot;
  }
}

Visited::Visit Visited::visit(const Hash128& state, std::uint32_t sleep) {
  Stripe& stripe = stripes_[state.high % stripe_count];
  const auto lock = lock_soon(stripe.mutex);
  const std::size_t count = stripe.count.load(std::memory_order_relaxed);
  if (4 * (count + 1) > 3 * stripe.slots.size()) grow(stripe);
  const std::size_t mask = stripe.slots.size() - 1;
  std::size_t i = state.low & mask;
  while (stripe.slots[i].used && !(stripe.slots[i].key == state)) i = (i + 1) & mask;
  Slot& slot = stripe.slots[i];
  if (!slot.used) {
    slot = {state, sleep, true};
    stripe.count.store(count + 1, std::memory_order_relaxed);
    return {true, 0, sleep};
  }
  const std::uint32_t wake = slot.sleep & ~sleep;
  slot.sleep &= sleep;
  return {false, wake, slot.sleep};
}

}  // namespace regent::sim::explore
