#include "fakes/github/tree_merge.h"

#include <set>
#include <string_view>

namespace regent::fake {
namespace {

struct Side {
  ObjectId object = ObjectId::none;
  bool is_tree = false;
  friend bool operator==(const Side&, const Side&) = default;
};

Side side(const Objects& objects, ObjectId tree, std::string_view name) {
  const Tree* entries = objects.tree(tree);
  const Tree::Entry* entry = entries == nullptr ? nullptr : entries->find(name);
  return entry == nullptr ? Side{} : Side{entry->object, entry->is_tree};
}

void add_names(const Objects& objects, ObjectId tree, std::set<std::string_view>& names) {
  if (const Tree* entries = objects.tree(tree)) {
    for (const Tree::Entry& entry : entries->entries) names.insert(entry.name);
  }
}

bool is_tree_or_absent(const Side& side) { return side.is_tree || side.object == ObjectId::none; }

// nullopt: conflict; an absent object: the entry goes.
std::optional<Side> merge_entry(Objects& objects, const Side& base, const Side& ours,
                                const Side& theirs) {
  if (base == theirs || ours == theirs) return ours;
  if (base == ours) return theirs;
  if (!ours.is_tree || !theirs.is_tree || !is_tree_or_absent(base)) return std::nullopt;
  const std::optional<ObjectId> merged =
      merge_trees(objects, base.object, ours.object, theirs.object);
  if (!merged) return std::nullopt;
  // Git keeps no empty directories.
  return objects.tree(*merged)->entries.empty() ? Side{} : Side{*merged, true};
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
    merged.push_back({std::string(name), entry->object, entry->is_tree});
  }
  return objects.add_tree(std::move(merged));
}

}  // namespace regent::fake
