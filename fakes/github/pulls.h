// The pull requests of one world: the current version of each, and the indexes over them.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/github.h"
#include "fakes/github/digest.h"
#include "fakes/github/pool.h"

namespace regent::fake {

class Pulls {
 public:
  // How many numbers are assigned.
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(rows_.size()); }
  // none for a number that was not assigned, or to an issue.
  [[nodiscard]] PullVersionId version(github::PullNumber number) const;
  // Ascending.
  [[nodiscard]] std::span<const github::PullNumber> open() const { return open_; }
  // The highest number whose head is the branch `head` (full name), and the next lower one; 0:
  // none.
  [[nodiscard]] github::PullNumber newest_from(NameId head) const;
  [[nodiscard]] github::PullNumber previous_from_same_head(github::PullNumber number) const;

  // Assigns the next number to an issue, which has the same numbers.
  github::PullNumber skip(const Pool& pool);
  // Assigns the next number.
  github::PullNumber add(const Pool& pool, PullVersionId version);
  void replace(const Pool& pool, github::PullNumber number, PullVersionId version);

  [[nodiscard]] const Digest& digest() const { return digest_; }

 private:
  struct Row {
    PullVersionId version = PullVersionId::none;
    github::PullNumber previous_from_same_head{};
  };
  static std::size_t index(github::PullNumber number) {
    return static_cast<std::size_t>(number) - 1;
  }

  std::vector<Row> rows_;
  std::vector<github::PullNumber> open_;
  std::vector<std::pair<NameId, github::PullNumber>> newest_by_head_;  // by name id
  Digest digest_;
};

}  // namespace regent::fake
