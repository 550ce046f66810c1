// How far a campaign is, on standard error, for somebody who watches.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace regent::runtime {

// Redrawn a few times a second, gone when it is destroyed. Not thread-safe.
class ProgressBar {
 public:
  // Invisible when nobody watches. `noun`: what is counted, in the singular; must outlive this.
  ProgressBar(std::uint64_t total, bool is_watched, std::string_view noun = "seed");
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(std::uint64_t done);

 private:
  using Clock = std::chrono::steady_clock;

  std::uint64_t total_;
  bool is_watched_;
  std::string_view noun_;
  bool is_drawn_ = false;
  Clock::time_point started_ = Clock::now();
  Clock::time_point drawn_ = started_;
};

}  // namespace regent::runtime
