#include "fakes/github/known_objects.h"

namespace regent::fake {

bool KnownObjects::add(const Objects& objects, ObjectId id) {
  if (id == ObjectId::none || contains(id)) return false;
  const auto index = static_cast<std::uint32_t>(id);
  if (index / 64 >= words_.size()) words_.resize(index / 64 + 1);
  words_[index / 64] |= std::uint64_t{1} << (index % 64);
  ++count_;
  digest_ += objects.digest(id);
  if (const Tree* tree = objects.tree(id)) {
    // The commit of a submodule is another repository's.
    for (const Tree::Entry& entry : tree->entries) {
      if (entry.mode != FileMode::submodule) add(objects, entry.object);
    }
  }
  // A commit's parents are known before it; only its tree can be new with it.
  if (const Commit* commit = objects.commit(id)) add(objects, commit->tree);
  if (const Tag* tag = objects.tag(id)) add(objects, tag->object);
  return true;
}

}  // namespace regent::fake
