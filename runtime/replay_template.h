// The replay page without its replay, generated from runtime/page by cmake/embed_page.cmake.
#pragma once

#include <string_view>

namespace regent::runtime {

struct ReplayTemplate {
  std::string_view before;  // the page up to the data
  std::string_view after;   // and the rest of it
};

[[nodiscard]] ReplayTemplate replay_template();

}  // namespace regent::runtime
