#include "fakes/github/releases.h"

#include <algorithm>

namespace regent::fake {
namespace {

Digest digest_of_listed(const Pool& pool, std::size_t index, ReleaseId release) {
  constexpr std::uint64_t listed_seed = 22;
  return DigestBuilder(listed_seed).add(std::uint64_t{index}).add(pool.digest(release)).finish();
}

}  // namespace

std::size_t Releases::published(NameId tag) const {
  const auto it =
      std::ranges::lower_bound(published_, tag, {}, [](const auto& row) { return row.first; });
  return it != published_.end() && it->first == tag ? it->second : count();
}

void Releases::link(const Pool& pool, std::size_t index) {
  const ReleaseId release = releases_[index];
  if (release == ReleaseId::none) return;
  digest_ += digest_of_listed(pool, index, release);
  if (pool.release(release).draft) return;
  const NameId tag = pool.release(release).tag;
  const auto it =
      std::ranges::lower_bound(published_, tag, {}, [](const auto& row) { return row.first; });
  published_.insert(it, {tag, static_cast<std::uint32_t>(index)});
}

void Releases::unlink(const Pool& pool, std::size_t index) {
  const ReleaseId release = releases_[index];
  if (release == ReleaseId::none) return;
  digest_ -= digest_of_listed(pool, index, release);
  std::erase_if(published_, [&](const auto& row) { return row.second == index; });
}

void Releases::add(const Pool& pool, ReleaseId release) {
  releases_.push_back(release);
  link(pool, releases_.size() - 1);
}

void Releases::replace(const Pool& pool, std::size_t index, ReleaseId release) {
  unlink(pool, index);
  releases_[index] = release;
  link(pool, index);
}

}  // namespace regent::fake
