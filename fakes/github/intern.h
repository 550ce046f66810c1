// Tables of immutable values, each stored once and named by a 32-bit id.
//
// A table can lie on a frozen one: ids of the lower table stay valid in the upper one, which only
// adds. Id 0 names nothing. A value is recognised by its 128-bit digest, which the caller computes.
//
// Thread-compatible; a table that nobody adds to can be read by many threads.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "core/assert.h"
#include "fakes/github/digest.h"

namespace regent::fake {

// A vector whose elements never move.
template <typename T>
class StableVector {
 public:
  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] const T& operator[](std::uint32_t i) const {
    return chunks_[i / chunk_size][i % chunk_size];
  }
  const T& push_back(T value) {
    if (size_ % chunk_size == 0) chunks_.push_back(std::make_unique<T[]>(chunk_size));
    T& slot = chunks_.back()[size_ % chunk_size];
    slot = std::move(value);
    ++size_;
    return slot;
  }

 private:
  static constexpr std::uint32_t chunk_size = 64;
  std::vector<std::unique_ptr<T[]>> chunks_;
  std::uint32_t size_ = 0;
};

// Digest -> non-zero number, open addressing; nothing is ever removed.
class DigestIndex {
 public:
  [[nodiscard]] std::uint32_t find(const Digest& key) const {
    if (slots_.empty()) return 0;
    for (std::size_t i = key.low & mask();; i = (i + 1) & mask()) {
      if (slots_[i].id == 0 || slots_[i].key == key) return slots_[i].id;
    }
  }
  // Precondition: `key` is not in the index.
  void insert(const Digest& key, std::uint32_t id) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    place({key, id});
    ++count_;
  }

 private:
  struct Slot {
    Digest key;
    std::uint32_t id = 0;
  };
  [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }
  void place(const Slot& slot) {
    std::size_t i = slot.key.low & mask();
    while (slots_[i].id != 0) i = (i + 1) & mask();
    slots_[i] = slot;
  }
  void grow() {
    std::vector<Slot> old(slots_.empty() ? 16 : 2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.id != 0) place(slot);
    }
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

// `Id` is an enum of std::uint32_t in which 0 means none.
template <typename Id, typename T>
class InternTable {
 public:
  InternTable() = default;
  explicit InternTable(const InternTable* below)
      : below_(below), first_(below == nullptr ? 1 : below->end()) {}

  [[nodiscard]] const T& operator[](Id id) const { return entry(id).value; }
  // The digest it was interned with; all zero for none.
  [[nodiscard]] Digest digest(Id id) const { return id == Id{} ? Digest{} : entry(id).digest; }
  [[nodiscard]] Id find(const Digest& digest) const {
    if (below_ != nullptr) {
      if (const Id id = below_->find(digest); id != Id{}) return id;
    }
    return Id{index_.find(digest)};
  }
  // The id of the value with `digest`, which `make()` supplies when it is new.
  template <typename Make>
  Id intern(const Digest& digest, Make&& make) {
    if (const Id known = find(digest); known != Id{}) return known;
    return add(digest, make());
  }
  // Precondition: no value with `digest` is in the table.
  Id add(const Digest& digest, T value) {
    const Id id{end()};
    entries_.push_back({digest, std::move(value)});
    index_.insert(digest, static_cast<std::uint32_t>(id));
    return id;
  }
  // One past the highest id.
  [[nodiscard]] std::uint32_t end() const { return first_ + entries_.size(); }

 private:
  struct Entry {
    Digest digest;
    T value;
  };
  [[nodiscard]] const Entry& entry(Id id) const {
    const InternTable* table = this;
    while (static_cast<std::uint32_t>(id) < table->first_) table = table->below_;
    return table->entries_[static_cast<std::uint32_t>(id) - table->first_];
  }

  const InternTable* below_ = nullptr;
  std::uint32_t first_ = 1;
  StableVector<Entry> entries_;
  DigestIndex index_;
};

}  // namespace regent::fake
