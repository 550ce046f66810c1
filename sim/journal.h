// The story of a run, for people. Only kept when somebody will read it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace regent::sim {

class Journal {
 public:
  struct Line {
    std::uint64_t step = 0;
    Time at{};
    std::string who;
    std::string what;
  };
  void add(std::uint64_t step, Time at, std::string who, std::string what) {
    lines_.push_back({step, at, std::move(who), std::move(what)});
  }
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }

 private:
  std::vector<Line> lines_;
};

}  // namespace regent::sim
