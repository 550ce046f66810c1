// A counterexample, told so that a person can follow it.
//
// The journal of a run holds every step. The story leaves out what changed nothing, begins where
// the matter begins, and says so. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/journal.h"
#include "sim/report.h"

namespace regent::runtime {

struct StoryLine {
  Time at{};
  std::string who;
  std::string what;    // of a call: the request
  std::string answer;  // empty: not a call, or none came
  std::uint64_t step = 0;
};

struct Story {
  std::string premise;            // who and what it takes, one sentence
  std::vector<StoryLine> before;  // the beginning
  std::size_t left_out = 0;       // lines between `before` and `after`
  std::vector<StoryLine> after;   // up to the violation
};

// At most `lines_max` lines (20 or more).
[[nodiscard]] Story story_of(const sim::Journal& journal, const sim::Violation& violation,
                             std::size_t lines_max = 56);

// All of it, without a premise.
[[nodiscard]] Story story_of(const sim::Journal& journal);

// Each line up to step `until`, also of what changes nothing.
[[nodiscard]] Story whole_story(const sim::Journal& journal, std::uint64_t until);

// Whether a call of this name only reads; names are those of the journal.
[[nodiscard]] bool is_read(std::string_view call);

}  // namespace regent::runtime
