#include "fakes/github/releases.h"

#include <algorithm>

namespace regent::fake {

std::size_t Releases::published(NameId tag) const {
  const auto it =
      std::ranges::lower_bound(published_, tag, {}, [](const auto& row) { return row.first; });
  return it != published_.end() && it->first == tag ? it->second : count();
}

void Releases::add(const Pool& pool, ReleaseId release) {
  constexpr std::uint64_t listed_seed = 22;
  const auto index = static_cast<std::uint32_t>(count());
  digest_ +=
      DigestBuilder(listed_seed).add(std::uint64_t{index}).add(pool.digest(release)).finish();
  releases_.push_back(release);
  if (pool.release(release).draft) return;
  const NameId tag = pool.release(release).tag;
  const auto it =
      std::ranges::lower_bound(published_, tag, {}, [](const auto& row) { return row.first; });
  published_.insert(it, {tag, index});
}

}  // namespace regent::fake
