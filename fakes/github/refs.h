// The refs of one world: what each name points to, and the orders that answers need.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "fakes/github/digest.h"
#include "fakes/github/pool.h"

namespace regent::fake {

class Refs {
 public:
  // none when absent.
  [[nodiscard]] ObjectId find(NameId name) const {
    const auto index = static_cast<std::uint32_t>(name);
    return index < slots_.size() ? slots_[index].target : ObjectId::none;
  }
  [[nodiscard]] bool empty() const { return tags_by_name_.empty() && others_by_name_.empty(); }

  // True when `name`, which is absent, cannot be created: it is a directory of refs, or a ref is
  // the directory that it would lie in (release-please#1024).
  [[nodiscard]] bool is_blocked(const Names& names, NameId name) const;

  // Creates, moves, or with `target` none removes a ref.
  void set(const Pool& pool, NameId name, ObjectId target);

  // The names that start with `prefix`, in byte order.
  [[nodiscard]] std::vector<NameId> with_prefix(const Names& names, std::string_view prefix) const;
  // The same for branches and other refs that are not tags, without a copy.
  [[nodiscard]] std::span<const NameId> others_with_prefix(const Names& names,
                                                           std::string_view prefix) const;

  // By commit date, then by name: the newest is the last.
  [[nodiscard]] std::span<const NameId> tags_by_date() const { return tags_by_date_; }

  [[nodiscard]] const Digest& digest() const { return digest_; }
  // Of the tags alone.
  [[nodiscard]] const Digest& tags_digest() const { return tags_digest_; }

 private:
  struct Slot {
    ObjectId target = ObjectId::none;
    std::uint32_t children = 0;  // refs for which this name is a directory
  };
  Slot& slot(NameId name);
  void link(const Pool& pool, NameId name);
  void unlink(const Pool& pool, NameId name);

  std::vector<Slot> slots_;  // by name id
  std::vector<NameId> others_by_name_;
  std::vector<NameId> tags_by_name_;
  std::vector<NameId> tags_by_date_;
  Digest digest_;
  Digest tags_digest_;
};

// True when tag `a` at `a_target` comes before `b` at `b_target`: older commit, then greater name,
// so that of two tags with one date the lesser name is the newer.
[[nodiscard]] bool is_older_tag(const Pool& pool, NameId a, ObjectId a_target, NameId b,
                                ObjectId b_target);

}  // namespace regent::fake
