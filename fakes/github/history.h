// What stale readers still see: the values that were replaced within the longest lag.
//
// An entry says "until `until`, `key` had the value `old`". Entries that no allowed staleness can
// reach any more are dropped, so that the past does not tell equal worlds apart. A reader names the
// past by a time, or by a number of changes of the key that it looks at: an exploration in which
// time stands still has no other way to tell them apart.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/github.h"
#include "core/time.h"
#include "fakes/github/digest.h"
#include "fakes/github/pool.h"
#include "fakes/github/settings.h"

namespace regent::fake {

class History {
 public:
  enum class Kind : std::uint8_t { ref, pull, release };
  struct Entry {
    Time until{};
    Kind kind = Kind::ref;
    std::uint32_t key = 0;  // NameId, pull number or release index
    std::uint32_t old = 0;  // ObjectId, PullVersionId or (releases) 0: it was not there yet
    friend bool operator==(const Entry&, const Entry&) = default;
  };

  // What a reader sees: the values at `at`, or those that were there `changes` changes ago.
  struct Past {
    Time at{};
    std::uint32_t changes = 0;  // 0: `at` counts
    [[nodiscard]] bool reaches(const Entry& entry) const { return changes > 0 || entry.until > at; }
  };

  [[nodiscard]] bool empty() const { return entries_.empty(); }
  // In order of `until`.
  [[nodiscard]] std::span<const Entry> entries() const { return entries_; }

  // The value of `key` in that past, given the current one.
  [[nodiscard]] std::uint32_t at(Kind kind, std::uint32_t key, std::uint32_t current,
                                 const Past& past) const {
    if (past.changes > 0) return changes_ago(kind, key, current, past.changes);
    for (const Entry& entry : entries_) {
      if (entry.until > past.at && entry.key == key && entry.kind == kind) return entry.old;
    }
    return current;
  }
  // The most changes of one key that a reader can still look behind.
  [[nodiscard]] std::uint32_t depth() const;

  // `key` is about to lose the value `old`. Calls come in order of `now`.
  void record(const Pool& pool, const Settings& settings, Kind kind, std::uint32_t key,
              std::uint32_t old, Time now);
  // Forgets what cannot be read any more at `now` or later.
  void prune(const Pool& pool, const Settings& settings, Time now) {
    if (!entries_.empty() && now >= next_expiry_) drop_expired(pool, settings, now);
  }

  void forget() {
    entries_.clear();
    digest_ = {};
  }

  [[nodiscard]] const Digest& digest() const { return digest_; }

 private:
  [[nodiscard]] std::uint32_t changes_ago(Kind kind, std::uint32_t key, std::uint32_t current,
                                          std::uint32_t changes) const;
  static Duration lag(const Settings& settings, Kind kind);
  [[nodiscard]] Digest digest_of(const Pool& pool, const Entry& entry, std::uint32_t turn) const;
  [[nodiscard]] std::uint32_t turn_of(const Entry& entry) const;
  void drop_expired(const Pool& pool, const Settings& settings, Time now);

  std::vector<Entry> entries_;
  Time next_expiry_{};
  Digest digest_;
};

}  // namespace regent::fake
