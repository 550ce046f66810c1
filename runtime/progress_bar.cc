#include "runtime/progress_bar.h"

#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "runtime/text.h"

namespace regent::runtime {
namespace {

using namespace std::chrono_literals;

constexpr auto redraw_after = 100ms;
constexpr std::uint64_t cells = 30;
constexpr const char* erase_line = "\r\x1b[K";

// Eighths of a cell make the bar move smoothly.
std::string bar_of(std::uint64_t done, std::uint64_t total) {
  static constexpr const char* eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const std::uint64_t filled = done * cells * 8 / total;
  std::string bar;
  for (std::uint64_t i = 0; i < filled / 8; ++i) bar += "█";
  bar += eighths[filled % 8];
  return padded(bar, cells);
}

std::string time_left(std::chrono::duration<double> elapsed, std::uint64_t done,
                      std::uint64_t total) {
  if (done == 0) return "";
  const auto left = elapsed * (static_cast<double>(total - done) / static_cast<double>(done));
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(left);
  return ", " + std::to_string(seconds.count()) + " s left";
}

}  // namespace

ProgressBar::ProgressBar(std::uint64_t total, bool is_watched, std::string_view noun)
    : total_(total), is_watched_(is_watched && total > 1), noun_(noun) {}

ProgressBar::~ProgressBar() {
  if (is_drawn_) std::fputs(erase_line, stderr);
}

void ProgressBar::show(std::uint64_t done) {
  if (!is_watched_) return;
  const auto now = Clock::now();
  if (now - drawn_ < redraw_after) return;
  drawn_ = now;
  is_drawn_ = true;
  const std::string line =
      fmt::format("\r\x1b[K  ▕{}▏ {} of {}{}", bar_of(done, total_), grouped(done),
                  counted(total_, noun_), time_left(now - started_, done, total_));
  std::fputs(line.c_str(), stderr);
}

ProgressLine::~ProgressLine() {
  if (is_drawn_) std::fputs(erase_line, stderr);
}

void ProgressLine::show(const std::function<std::string()>& text) {
  if (!is_watched_) return;
  const auto now = Clock::now();
  if (now - drawn_ < redraw_after) return;
  drawn_ = now;
  is_drawn_ = true;
  std::fputs((erase_line + ("  " + text())).c_str(), stderr);
}

}  // namespace regent::runtime
