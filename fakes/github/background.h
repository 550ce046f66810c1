// What GitHub does some time after it answered.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "core/github.h"

namespace regent::fake {

struct Background {
  enum class Kind : std::uint8_t {
    close_pull,     // its head branch was deleted (facts, §5)
    delete_branch,  // of a merged pull request, `delete_branch_on_merge`
  };
  Kind kind = Kind::close_pull;
  github::PullNumber pull{};
  friend auto operator<=>(const Background&, const Background&) = default;
};

// `close #7`, `delete the branch of #7`.
[[nodiscard]] std::string to_line(const Background& background);

}  // namespace regent::fake
