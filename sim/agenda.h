// What is due, and when: the simulation's virtual time.
//
// A binary heap ordered by time and then by the order of entry, so that equal times have one order
// on every machine. A value.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/assert.h"
#include "core/time.h"

namespace regent::sim {

enum class Due : std::uint8_t {
  merge,          // the next pull request of the workload is merged
  person,         // a person does something
  webhook,        // arg: webhook under way; arrives at the receiver
  dispatch,       // a message may be visible, a worker may be idle
  call,           // arg: worker; its request reaches GitHub
  answer,         // arg: worker; it gives up waiting for an answer
  wake,           // arg: worker; its wait is over
  restart,        // arg: worker; the process is up again
  ghost,          // arg: ghost; a request whose client is gone takes effect
  background,     // GitHub does one of the things it has put off
  sweep,          // the timer says "look again"
  configuration,  // the configuration changes
};

struct Appointment {
  Time at{};
  std::uint64_t sequence = 0;
  Due due = Due::merge;
  std::uint32_t arg = 0;
  std::uint32_t generation = 0;  // void when its worker has moved on
};

class Agenda {
 public:
  void add(Time at, Due due, std::uint32_t arg = 0, std::uint32_t generation = 0) {
    heap_.push_back({at, next_++, due, arg, generation});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] const Appointment& next() const { return heap_.front(); }
  Appointment take() {
    REGENT_ASSERT(!heap_.empty(), "an empty agenda has nothing due");
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const Appointment first = heap_.back();
    heap_.pop_back();
    return first;
  }
  [[nodiscard]] std::size_t count(Due due) const {
    return static_cast<std::size_t>(std::ranges::count(heap_, due, &Appointment::due));
  }
  void remove(Due due) {
    std::erase_if(heap_, [&](const Appointment& entry) { return entry.due == due; });
    std::make_heap(heap_.begin(), heap_.end(), later);
  }

 private:
  static bool later(const Appointment& a, const Appointment& b) {
    return a.at != b.at ? a.at > b.at : a.sequence > b.sequence;
  }
  std::vector<Appointment> heap_;
  std::uint64_t next_ = 0;
};

}  // namespace regent::sim
