// How far a campaign is, on standard error, for somebody who watches.
#pragma once

#include <chrono>
#include <cstdint>

namespace regent::runtime {

// Redrawn a few times a second, gone when it is destroyed. Not thread-safe.
class ProgressBar {
 public:
  // Invisible when nobody watches.
  ProgressBar(std::uint64_t total, bool is_watched);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(std::uint64_t done);

 private:
  using Clock = std::chrono::steady_clock;

  std::uint64_t total_;
  bool is_watched_;
  bool is_drawn_ = false;
  Clock::time_point started_ = Clock::now();
  Clock::time_point drawn_ = started_;
};

}  // namespace regent::runtime
