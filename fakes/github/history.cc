#include "fakes/github/history.h"

#include <algorithm>

namespace regent::fake {

Duration History::lag(const Settings& settings, Kind kind) {
  // Search reads pull requests too, and is further behind than any list.
  if (kind == Kind::pull) return std::max(settings.list_lag_max, settings.search_lag_max);
  return settings.list_lag_max;
}

Digest History::digest_of(const Pool& pool, const Entry& entry) {
  constexpr std::uint64_t past_seed = 23;
  DigestBuilder builder(past_seed);
  builder.add(static_cast<std::uint64_t>(entry.until.time_since_epoch().count()));
  builder.add(static_cast<std::uint64_t>(entry.kind));
  switch (entry.kind) {
    case Kind::ref:
      builder.add(pool.names.digest(NameId{entry.key}))
          .add(pool.objects.digest(ObjectId{entry.old}));
      break;
    case Kind::pull:
      builder.add(std::uint64_t{entry.key}).add(pool.digest(PullVersionId{entry.old}));
      break;
    case Kind::release:
      builder.add(std::uint64_t{entry.key});
      break;
  }
  return builder.finish();
}

void History::record(const Pool& pool, const Settings& settings, Kind kind, std::uint32_t key,
                     std::uint32_t old, Time now) {
  const Duration kept_for = lag(settings, kind);
  if (kept_for <= Duration::zero()) return;
  // Of several changes at one instant only the first hides a value that anyone could have read.
  for (auto it = entries_.rbegin(); it != entries_.rend() && it->until == now; ++it) {
    if (it->key == key && it->kind == kind) return;
  }
  next_expiry_ = entries_.empty() ? now + kept_for : std::min(next_expiry_, now + kept_for);
  entries_.push_back({now, kind, key, old});
  digest_ += digest_of(pool, entries_.back());
}

void History::drop_expired(const Pool& pool, const Settings& settings, Time now) {
  next_expiry_ = Time::max();
  std::erase_if(entries_, [&](const Entry& entry) {
    const Time expiry = entry.until + lag(settings, entry.kind);
    if (expiry <= now) {
      digest_ -= digest_of(pool, entry);
      return true;
    }
    next_expiry_ = std::min(next_expiry_, expiry);
    return false;
  });
}

}  // namespace regent::fake
