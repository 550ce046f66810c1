// A story in columns: when, who, what, and what came of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "runtime/story.h"
#include "runtime/style.h"

namespace regent::runtime {

enum class StoryColumns : std::uint8_t { without_steps, with_steps };

// Lines of at most `columns`, times counted from the first one.
[[nodiscard]] std::string story_text(const Story& story, const Style& style, std::size_t columns,
                                     StoryColumns which = StoryColumns::without_steps);

}  // namespace regent::runtime
