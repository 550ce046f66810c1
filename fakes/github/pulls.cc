#include "fakes/github/pulls.h"

#include <algorithm>

namespace regent::fake {
namespace {

constexpr std::uint64_t numbered_seed = 21;

Digest digest_of_row(const Pool& pool, github::PullNumber number, PullVersionId version) {
  return DigestBuilder(numbered_seed)
      .add(static_cast<std::uint64_t>(number))
      .add(pool.digest(version))
      .finish();
}

}  // namespace

PullVersionId Pulls::version(github::PullNumber number) const {
  return index(number) < rows_.size() ? rows_[index(number)].version : PullVersionId::none;
}

github::PullNumber Pulls::newest_from(NameId head) const {
  const auto it = std::ranges::lower_bound(newest_by_head_, head, {},
                                           [](const auto& row) { return row.first; });
  return it != newest_by_head_.end() && it->first == head ? it->second : github::PullNumber{};
}

github::PullNumber Pulls::previous_from_same_head(github::PullNumber number) const {
  return rows_[index(number)].previous_from_same_head;
}

github::PullNumber Pulls::skip(const Pool& pool) {
  const github::PullNumber number{count() + 1};
  rows_.emplace_back();
  digest_ += digest_of_row(pool, number, PullVersionId::none);
  return number;
}

github::PullNumber Pulls::add(const Pool& pool, PullVersionId version) {
  const github::PullNumber number{count() + 1};
  const NameId head = pool.pull(version).head;
  auto it = std::ranges::lower_bound(newest_by_head_, head, {},
                                     [](const auto& row) { return row.first; });
  if (it == newest_by_head_.end() || it->first != head) {
    it = newest_by_head_.insert(it, {head, github::PullNumber{}});
  }
  rows_.push_back({version, it->second});
  it->second = number;
  if (pool.pull(version).is_open()) open_.push_back(number);
  digest_ += digest_of_row(pool, number, version);
  return number;
}

void Pulls::replace(const Pool& pool, github::PullNumber number, PullVersionId version) {
  Row& row = rows_[index(number)];
  const bool was_open = pool.pull(row.version).is_open();
  const bool is_open = pool.pull(version).is_open();
  digest_ -= digest_of_row(pool, number, row.version);
  digest_ += digest_of_row(pool, number, version);
  row.version = version;
  if (was_open == is_open) return;
  const auto it = std::ranges::lower_bound(open_, number);
  if (is_open) {
    open_.insert(it, number);
  } else {
    open_.erase(it);
  }
}

}  // namespace regent::fake
