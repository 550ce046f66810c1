// Hears everything that makes up a run, in order: each answer that was drawn and each observation.
#pragma once

#include <cstdint>
#include <string_view>

namespace regent::sim {

class Listener {
 public:
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  virtual ~Listener() = default;

  virtual void begin_step(std::uint64_t step) = 0;
  // `what` was asked or observed; texts and states are heard as a hash of theirs.
  virtual void hear(std::string_view what, std::uint64_t value) = 0;
};

}  // namespace regent::sim
