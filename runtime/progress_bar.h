// How far a campaign is, on standard error, for somebody who watches.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
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

// A line that says how far something is whose end is not known; otherwise like `ProgressBar`.
class ProgressLine {
 public:
  explicit ProgressLine(bool is_watched) : is_watched_(is_watched) {}
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // `text` is called when it is time to redraw.
  void show(const std::function<std::string()>& text);

 private:
  using Clock = std::chrono::steady_clock;

  bool is_watched_;
  bool is_drawn_ = false;
  Clock::time_point drawn_ = Clock::now();
};

}  // namespace regent::runtime
