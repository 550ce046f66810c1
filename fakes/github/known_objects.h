// Which objects of the pool exist in one world.
//
// An object that a copy of the world created is in the pool as well, and must stay unknown here:
// 422 `Object does not exist`. The set is closed: with an object, all that it is made of is in it.
#pragma once

#include <cstdint>
#include <vector>

#include "fakes/github/digest.h"
#include "fakes/github/objects.h"

namespace regent::fake {

class KnownObjects {
 public:
  [[nodiscard]] bool contains(ObjectId id) const {
    const auto index = static_cast<std::uint32_t>(id);
    return index / 64 < words_.size() && (words_[index / 64] >> (index % 64) & 1) != 0;
  }
  // Adds `id` and what it is made of. True when it was new.
  bool add(const Objects& objects, ObjectId id);

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] const Digest& digest() const { return digest_; }
  // Calls `visit(ObjectId)` in the order of ids.
  template <typename Visit>
  void for_each(Visit&& visit) const {
    for (std::uint32_t index = 0; index < 64 * words_.size(); ++index) {
      if (contains(ObjectId{index})) visit(ObjectId{index});
    }
  }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t count_ = 0;
  Digest digest_;
};

}  // namespace regent::fake
