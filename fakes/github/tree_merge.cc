#include "fakes/github/tree_merge.h"

#include <set>
#include <string_view>

namespace regent::fake {
namespace {

struct Side {
  ObjectId object = ObjectId::none;
  FileMode mode = FileMode::file;
  [[nodiscard]] bool is_tree() const { return mode == FileMode::directory; }
  [[nodiscard]] bool is_file() const {
    return object != ObjectId::none && (mode == FileMode::file || mode == FileMode::executable);
  }
  friend bool operator==(const Side&, const Side&) = default;
};

Side side(const Objects& objects, ObjectId tree, std::string_view name) {
  const Tree* entries = objects.tree(tree);
  const Tree::Entry* entry = entries == nullptr ? nullptr : entries->find(name);
  return entry == nullptr ? Side{} : Side{entry->object, entry->mode};
}

void add_names(const Objects& objects, ObjectId tree, std::set<std::string_view>& names) {
  if (const Tree* entries = objects.tree(tree)) {
    for (const Tree::Entry& entry : entries->entries) names.insert(entry.name);
  }
}

bool is_tree_or_absent(const Side& side) { return side.is_tree() || side.object == ObjectId::none; }

// nullopt: both sides changed it, differently.
template <typename T>
std::optional<T> merge_value(const T& base, const T& ours, const T& theirs) {
  if (base == theirs || ours == theirs) return ours;
  if (base == ours) return theirs;
  return std::nullopt;
}

// One side may have changed what a file holds and the other whether it can be executed.
std::optional<Side> merge_files(const Side& base, const Side& ours, const Side& theirs) {
  const auto object = merge_value(base.object, ours.object, theirs.object);
  const auto mode = merge_value(base.mode, ours.mode, theirs.mode);
  if (!object || !mode) return std::nullopt;
  return Side{*object, *mode};
}

// nullopt: conflict; an absent object: the entry goes.
std::optional<Side> merge_entry(Objects& objects, const Side& base, const Side& ours,
                                const Side& theirs) {
  if (const auto side = merge_value(base, ours, theirs)) return side;
  if (base.is_file() && ours.is_file() && theirs.is_file()) return merge_files(base, ours, theirs);
  if (!ours.is_tree() || !theirs.is_tree() || !is_tree_or_absent(base)) return std::nullopt;
  const std::optional<ObjectId> merged =
      merge_trees(objects, base.object, ours.object, theirs.object);
  if (!merged) return std::nullopt;
  // Git keeps no empty directories.
  return objects.tree(*merged)->entries.empty() ? Side{} : Side{*merged, FileMode::directory};
}

}  // namespace

std::optional<ObjectId> merge_trees(Objects& objects, ObjectId base, ObjectId ours,
                                    ObjectId theirs) {
  if (base == theirs || ours == theirs) return ours;
  if (base == ours) return theirs;
  std::set<std::string_view> names;
  for (const ObjectId tree : {base, ours, theirs}) add_names(objects, tree, names);
  std::vector<Tree::Entry> merged;
  for (const std::string_view name : names) {
    const std::optional<Side> entry = merge_entry(
        objects, side(objects, base, name), side(objects, ours, name), side(objects, theirs, name));
    if (!entry) return std::nullopt;
    if (entry->object == ObjectId::none) continue;
    merged.push_back({std::string(name), entry->object, entry->mode});
  }
  return objects.add_tree(std::move(merged));
}

}  // namespace regent::fake
