#include "fakes/github/history.h"

#include <algorithm>

namespace regent::fake {

Duration History::lag(const Settings& settings, Kind kind) {
  // Search reads pull requests too, and is further behind than any list.
  if (kind == Kind::pull) return std::max(settings.list_lag_max, settings.search_lag_max);
  return settings.list_lag_max;
}

std::uint32_t History::changes_ago(Kind kind, std::uint32_t key, std::uint32_t current,
                                   std::uint32_t changes) const {
  for (auto entry = entries_.rbegin(); entry != entries_.rend() && changes > 0; ++entry) {
    if (entry->key != key || entry->kind != kind) continue;
    current = entry->old;
    --changes;
  }
  return current;
}

std::uint32_t History::depth() const {
  std::uint32_t deepest = 0;
  for (const Entry& entry : entries_) {
    const auto same = std::ranges::count_if(entries_, [&](const Entry& other) {
      return other.key == entry.key && other.kind == entry.kind;
    });
    deepest = std::max(deepest, static_cast<std::uint32_t>(same));
  }
  return deepest;
}

// How many changes of its key stand before `entry` at the same instant: the digest is a sum, and
// the order of these would be lost in it.
std::uint32_t History::turn_of(const Entry& entry) const {
  std::uint32_t turn = 0;
  for (const Entry* other = entries_.data(); other != &entry; ++other)
    if (other->key == entry.key && other->kind == entry.kind && other->until == entry.until) ++turn;
  return turn;
}

Digest History::digest_of(const Pool& pool, const Entry& entry, std::uint32_t turn) const {
  constexpr std::uint64_t past_seed = 23;
  DigestBuilder builder(past_seed);
  builder.add(static_cast<std::uint64_t>(entry.until.time_since_epoch().count()));
  builder.add(static_cast<std::uint64_t>(entry.kind) | std::uint64_t{turn} << 8);
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
  // Of several changes at one instant only the first hides a value that anyone could have read,
  // unless readers count changes.
  for (auto it = entries_.rbegin();
       !settings.counts_changes && it != entries_.rend() && it->until == now; ++it) {
    if (it->key == key && it->kind == kind) return;
  }
  next_expiry_ = entries_.empty() ? now + kept_for : std::min(next_expiry_, now + kept_for);
  entries_.push_back({now, kind, key, old});
  digest_ += digest_of(pool, entries_.back(), turn_of(entries_.back()));
}

void History::drop_expired(const Pool& pool, const Settings& settings, Time now) {
  const auto expiry = [&](const Entry& entry) { return entry.until + lag(settings, entry.kind); };
  for (const Entry& entry : entries_)
    if (expiry(entry) <= now) digest_ -= digest_of(pool, entry, turn_of(entry));
  std::erase_if(entries_, [&](const Entry& entry) { return expiry(entry) <= now; });
  next_expiry_ = Time::max();
  for (const Entry& entry : entries_) next_expiry_ = std::min(next_expiry_, expiry(entry));
}

}  // namespace regent::fake
