#include "fakes/github/refs.h"

#include <algorithm>

#include "core/assert.h"

namespace regent::fake {
namespace {

constexpr std::uint64_t ref_seed = 20;

Digest digest_of_ref(const Pool& pool, NameId name, ObjectId target) {
  return DigestBuilder(ref_seed)
      .add(pool.names.digest(name))
      .add(pool.objects.digest(target))
      .finish();
}

void insert_by_name(const Names& names, std::vector<NameId>& sorted, NameId name) {
  const auto by_text = [&](NameId id) { return names[id]; };
  sorted.insert(std::ranges::lower_bound(sorted, names[name], {}, by_text), name);
}

void erase_by_name(const Names& names, std::vector<NameId>& sorted, NameId name) {
  const auto by_text = [&](NameId id) { return names[id]; };
  sorted.erase(std::ranges::lower_bound(sorted, names[name], {}, by_text));
}

std::span<const NameId> range_with_prefix(const Names& names, std::span<const NameId> sorted,
                                          std::string_view prefix) {
  const auto by_text = [&](NameId id) { return names[id]; };
  const auto first = std::ranges::lower_bound(sorted, prefix, {}, by_text);
  auto last = first;
  while (last != sorted.end() && names[*last].starts_with(prefix)) ++last;
  return {first, last};
}

Time commit_date(const Pool& pool, ObjectId target) {
  const Commit* commit = pool.objects.commit(pool.objects.peeled(target));
  return commit == nullptr ? Time::min() : commit->committed_at;
}

}  // namespace

bool is_older_tag(const Pool& pool, NameId a, ObjectId a_target, NameId b, ObjectId b_target) {
  const Time a_date = commit_date(pool, a_target);
  const Time b_date = commit_date(pool, b_target);
  if (a_date != b_date) return a_date < b_date;
  return pool.names[a] > pool.names[b];
}

bool Refs::is_blocked(const Names& names, NameId name) const {
  if (name == NameId::none) return false;  // never used: nothing is below it
  const auto index = static_cast<std::uint32_t>(name);
  if (index < slots_.size() && slots_[index].children > 0) return true;
  for (NameId at = names.directory(name); at != NameId::none; at = names.directory(at)) {
    if (find(at) != ObjectId::none) return true;
  }
  return false;
}

Refs::Slot& Refs::slot(NameId name) {
  const auto index = static_cast<std::uint32_t>(name);
  if (index >= slots_.size()) slots_.resize(index + 1);
  return slots_[index];
}

void Refs::link(const Pool& pool, NameId name) {
  const Digest digest = digest_of_ref(pool, name, find(name));
  digest_ += digest;
  for (NameId at = pool.names.directory(name); at != NameId::none; at = pool.names.directory(at)) {
    ++slot(at).children;
  }
  if (!pool.names.is_tag(name)) {
    insert_by_name(pool.names, others_by_name_, name);
    return;
  }
  tags_digest_ += digest;
  insert_by_name(pool.names, tags_by_name_, name);
  const auto older = [&](NameId a, NameId b) { return is_older_tag(pool, a, find(a), b, find(b)); };
  tags_by_date_.insert(std::ranges::upper_bound(tags_by_date_, name, older), name);
}

void Refs::unlink(const Pool& pool, NameId name) {
  const Digest digest = digest_of_ref(pool, name, find(name));
  digest_ -= digest;
  for (NameId at = pool.names.directory(name); at != NameId::none; at = pool.names.directory(at)) {
    --slot(at).children;
  }
  if (!pool.names.is_tag(name)) {
    erase_by_name(pool.names, others_by_name_, name);
    return;
  }
  tags_digest_ -= digest;
  erase_by_name(pool.names, tags_by_name_, name);
  const auto older = [&](NameId a, NameId b) { return is_older_tag(pool, a, find(a), b, find(b)); };
  tags_by_date_.erase(std::ranges::lower_bound(tags_by_date_, name, older));
}

void Refs::set(const Pool& pool, NameId name, ObjectId target) {
  const ObjectId old = find(name);
  if (old == target) return;
  if (old != ObjectId::none && target != ObjectId::none && !pool.names.is_tag(name)) {
    // The common case, a branch that moves, leaves every order as it is.
    digest_ -= digest_of_ref(pool, name, old);
    digest_ += digest_of_ref(pool, name, target);
    slot(name).target = target;
    return;
  }
  if (old != ObjectId::none) unlink(pool, name);
  slot(name).target = target;
  if (target != ObjectId::none) link(pool, name);
}

std::span<const NameId> Refs::others_with_prefix(const Names& names,
                                                 std::string_view prefix) const {
  return range_with_prefix(names, others_by_name_, prefix);
}

std::vector<NameId> Refs::with_prefix(const Names& names, std::string_view prefix) const {
  const std::span<const NameId> others = range_with_prefix(names, others_by_name_, prefix);
  const std::span<const NameId> tags = range_with_prefix(names, tags_by_name_, prefix);
  std::vector<NameId> all(others.size() + tags.size());
  std::ranges::merge(
      others, tags, all.begin(), {}, [&](NameId id) { return names[id]; },
      [&](NameId id) { return names[id]; });
  return all;
}

}  // namespace regent::fake
