// A story in columns: when, who, what, and what came of it.
#pragma once

#include <cstddef>
#include <string>

#include "runtime/story.h"
#include "runtime/style.h"

namespace regent::runtime {

// Lines of at most `columns`, times counted from the first one.
[[nodiscard]] std::string story_text(const Story& story, const Style& style, std::size_t columns);

}  // namespace regent::runtime
