// Append-only tables that many threads read while one at a time adds.
//
// An exploration computes each distinct piece of a step once, by production code; after that every
// thread finds it here by a few loads. Nothing is ever removed or moved.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/assert.h"
#include "sim/explore/large_pages.h"

namespace regent::sim::explore {

// For mutexes that are held for microseconds: a thread that goes to sleep over one loses more than
// it waits.
[[nodiscard]] inline std::unique_lock<std::mutex> lock_soon(std::mutex& mutex) {
  constexpr int tries_max = 5'000;
  for (int i = 0; i < tries_max; ++i)
    if (mutex.try_lock()) return {mutex, std::adopt_lock};
  return std::unique_lock(mutex);
}

// A vector whose elements never move. Readers may look at any element that they were told of by a
// synchronising operation.
template <typename T>
class Store {
 public:
  Store() : chunks_(std::make_unique<std::unique_ptr<T[]>[]>(chunks_max)) {}

  [[nodiscard]] const T& operator[](std::uint32_t i) const {
    return chunks_[i / chunk_size][i % chunk_size];
  }
  [[nodiscard]] std::uint32_t size() const { return size_; }
  // Precondition: the caller is the only one that adds.
  std::uint32_t add(T value) {
    REGENT_ASSERT(size_ < chunk_size * chunks_max, "a store's ids fit into its chunks");
    auto& chunk = chunks_[size_ / chunk_size];
    if (!chunk) chunk = std::make_unique<T[]>(chunk_size);
    chunk[size_ % chunk_size] = std::move(value);
    return size_++;
  }
  // Frees one of `parts` parts of it. Nothing may be read afterwards.
  void free(std::uint32_t part, std::uint32_t parts) {
    for (std::uint32_t i = part; i < chunks_max && i * chunk_size < size_; i += parts)
      chunks_[i].reset();
  }

 private:
  static constexpr std::uint32_t chunk_size = 512;
  static constexpr std::uint32_t chunks_max = 1U << 17;
  std::unique_ptr<std::unique_ptr<T[]>[]> chunks_;
  std::uint32_t size_ = 0;
};

// A key of up to 128 bits → a number above 0. Lock-free to read; one writer at a time.
class Memo {
 public:
  struct Key {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };

  Memo() { table_.store(add_table(1U << 12), std::memory_order_release); }

  // 0: not there.
  [[nodiscard]] std::uint32_t find(const Key& key) const {
    const Table& table = *table_.load(std::memory_order_acquire);
    for (std::size_t i = hash(key) & table.mask;; i = (i + 1) & table.mask) {
      const std::uint32_t value = table.slots[i].value.load(std::memory_order_acquire);
      if (value == 0 || table.slots[i].key == key) return value;
    }
  }
  // Precondition: `key` is not there, `value` is above 0, the caller is the only writer.
  void insert(const Key& key, std::uint32_t value) {
    Table* table = table_.load(std::memory_order_relaxed);
    if (2 * (count_ + 1) > table->mask) table = grow(*table);
    place(*table, key, value);
    ++count_;
  }
  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  struct Slot {
    Key key;
    std::atomic<std::uint32_t> value{0};
  };
  struct Table {
    std::size_t mask;
    std::vector<Slot, LargePages<Slot>> slots;
  };

  static std::size_t hash(const Key& key) {
    std::uint64_t z = key.high * 0x9e3779b97f4a7c15u ^ key.low;
    z = (z ^ (z >> 32)) * 0xd6e8feb86659fd93u;
    return z ^ (z >> 29);
  }
  static void place(Table& table, const Key& key, std::uint32_t value) {
    std::size_t i = hash(key) & table.mask;
    while (table.slots[i].value.load(std::memory_order_relaxed) != 0) i = (i + 1) & table.mask;
    table.slots[i].key = key;
    table.slots[i].value.store(value, std::memory_order_release);
  }
  Table* add_table(std::size_t capacity) {
    tables_.push_back(
        std::make_unique<Table>(capacity - 1, std::vector<Slot, LargePages<Slot>>(capacity)));
    return tables_.back().get();
  }
  // Readers may still be in the old table, so it stays; all of them together are as large as the
  // newest.
  Table* grow(const Table& old) {
    Table* table = add_table(2 * (old.mask + 1));
    for (std::size_t i = 0; i <= old.mask; ++i)
      if (const auto value = old.slots[i].value.load(std::memory_order_relaxed); value != 0)
        place(*table, old.slots[i].key, value);
    table_.store(table, std::memory_order_release);
    return table;
  }

  std::vector<std::unique_ptr<Table>> tables_;
  std::atomic<Table*> table_{nullptr};
  std::size_t count_ = 0;
};

// Values by number, equal values once. Equality is the value's own; the hash only finds candidates.
// Thread-safe: only adding takes a lock.
template <typename T>
class Interner {
 public:
  // Id 0 names nothing.
  Interner() { values_.add(T{}); }

  [[nodiscard]] const T& operator[](std::uint32_t id) const { return values_[id]; }
  [[nodiscard]] std::uint32_t size() const {
    const std::scoped_lock lock(mutex_);
    return values_.size() - 1;
  }
  void free(std::uint32_t part, std::uint32_t parts) { values_.free(part, parts); }
  std::uint32_t intern(T value, std::uint64_t hash) {
    for (std::uint64_t turn = 0;; ++turn) {
      const Memo::Key key{hash, turn};
      std::uint32_t known = index_.find(key);
      if (known == 0) {
        const auto lock = lock_soon(mutex_);
        known = index_.find(key);
        if (known == 0) {
          const std::uint32_t id = values_.add(std::move(value));
          index_.insert(key, id);
          return id;
        }
      }
      if (values_[known] == value) return known;
    }
  }

 private:
  mutable std::mutex mutex_;
  Store<T> values_;
  Memo index_;
};

}  // namespace regent::sim::explore
