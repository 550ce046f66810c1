// When a call may go: at most so many at once, and a pause between writes.
//
// Pure: it decides and never waits. GitHub asks for at least a second between writes and bounds
// what goes on at once (facts, "Limits, failures").
#pragma once

#include <cstdint>
#include <optional>

#include "core/github.h"
#include "core/time.h"

namespace regent::https {

struct Pace {
  std::uint32_t calls_max = 10;  // at once; GitHub's own bound is 100
  Duration between_writes{0};    // from the beginning of one to that of the next
};

class Pacer {
 public:
  explicit Pacer(const Pace& pace) : pace_(pace) {}

  // When `request` may go, `now` or later; nullopt: when another call has ended, ask again then.
  [[nodiscard]] std::optional<Time> earliest(const github::Request& request, Time now) const;

  void began(const github::Request& request, Time now);
  // Precondition: a call has begun and not ended.
  void ended();

 private:
  Pace pace_;
  std::uint32_t calls_ = 0;
  std::optional<Time> last_write_;
};

}  // namespace regent::https
