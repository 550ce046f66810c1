// The trees of Objects: git's order and bytes, and writing files into nested ones.
#include <algorithm>

#include "fakes/github/objects.h"

namespace regent::fake {
namespace {

constexpr std::uint64_t tree_seed = 3;
constexpr std::uint64_t request_seed = 8;
constexpr std::string_view malformed_path = "tree.path contains a malformed path component";

// Git compares entries by name, a directory as if its name ended in a slash.
bool in_git_order(const Tree::Entry& a, const Tree::Entry& b) {
  const std::size_t common = std::min(a.name.size(), b.name.size());
  const int order = std::string_view(a.name).substr(0, common).compare(
      std::string_view(b.name).substr(0, common));
  if (order != 0) return order < 0;
  const auto next = [&](const Tree::Entry& entry) -> unsigned char {
    if (entry.name.size() > common) return static_cast<unsigned char>(entry.name[common]);
    return entry.is_tree() ? '/' : '\0';
  };
  if (next(a) != next(b)) return next(a) < next(b);
  return a.name.size() < b.name.size();
}

bool is_malformed(std::string_view component) {
  return component.empty() || component == "." || component == ".." || component == ".git" ||
         component.find('\0') != std::string_view::npos;
}

bool is_malformed_path(std::string_view path) {
  while (true) {
    const std::size_t slash = path.find('/');
    if (is_malformed(path.substr(0, slash))) return true;
    if (slash == std::string_view::npos) return false;
    path.remove_prefix(slash + 1);
  }
}

std::string_view first_component(std::string_view path) { return path.substr(0, path.find('/')); }

}  // namespace

const Tree::Entry* Tree::find(std::string_view name) const {
  for (const Entry& entry : entries) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

ObjectId Objects::add_tree(std::vector<Tree::Entry> entries) {
  std::ranges::sort(entries, in_git_order);
  DigestBuilder builder(tree_seed);
  for (const Tree::Entry& entry : entries) {
    builder.add(digest_of(entry.name, tree_seed)).add(static_cast<std::uint64_t>(entry.object));
    // Whether it is a directory says the object.
    if (entry.mode != FileMode::file && !entry.is_tree()) {
      builder.add(static_cast<std::uint64_t>(entry.mode));
    }
  }
  const Digest digest = builder.finish();
  if (const ObjectId known = table_.find(digest); known != ObjectId::none) return known;
  std::string bytes;
  for (const Tree::Entry& entry : entries) {
    const std::string_view mode = to_string(entry.mode);
    bytes += mode.substr(mode.starts_with('0') ? 1 : 0);
    bytes += ' ';
    bytes += entry.name;
    bytes += '\0';
    for (const std::uint8_t byte : sha(entry.object).bytes()) bytes += static_cast<char>(byte);
  }
  return add(digest, hasher_.id("tree", bytes), Tree{std::move(entries)});
}

// `base` with the `leaves` put in, which are sorted by path, so that those of one directory follow
// each other.
ObjectId Objects::graft(ObjectId base, std::span<const Leaf> leaves) {
  std::vector<Tree::Entry> entries;
  if (const Tree* tree = this->tree(base)) entries = tree->entries;
  const auto put = [&](std::string_view name, ObjectId object, FileMode mode) {
    const auto it = std::ranges::find(entries, name, &Tree::Entry::name);
    if (object == ObjectId::none) {
      if (it != entries.end()) entries.erase(it);
    } else if (it == entries.end()) {
      entries.push_back({std::string(name), object, mode});
    } else {
      it->object = object;
      it->mode = mode;
    }
  };
  while (!leaves.empty()) {
    const std::string_view name = first_component(leaves.front().path);
    if (name.size() == leaves.front().path.size()) {
      put(name, leaves.front().object, leaves.front().mode);
      leaves = leaves.subspan(1);
      continue;
    }
    std::vector<Leaf> inside;
    for (; !leaves.empty() && first_component(leaves.front().path) == name;
         leaves = leaves.subspan(1)) {
      inside.push_back({leaves.front().path.substr(name.size() + 1), leaves.front().object,
                        leaves.front().mode});
    }
    const auto it = std::ranges::find(entries, name, &Tree::Entry::name);
    const ObjectId directory = it != entries.end() && it->is_tree() ? it->object : ObjectId::none;
    const ObjectId grafted = graft(directory, inside);
    put(name, tree(grafted)->entries.empty() ? ObjectId::none : grafted, FileMode::directory);
  }
  return add_tree(std::move(entries));
}

ObjectId Objects::find_tree_request(const Digest& request) const {
  for (const Objects* objects = this; objects != nullptr; objects = objects->below_) {
    if (const std::uint32_t id = objects->by_tree_request_.find(request); id != 0) {
      return ObjectId{id};
    }
  }
  return ObjectId::none;
}

std::expected<ObjectId, std::string_view> Objects::add_tree(
    ObjectId base, std::span<const github::CreateTree::File> files) {
  DigestBuilder builder(request_seed);
  builder.add(static_cast<std::uint64_t>(base));
  for (const github::CreateTree::File& file : files) {
    builder.add(digest_of(file.path, 1)).add(digest_of(file.content, 2));
  }
  const Digest request = builder.finish();
  if (const ObjectId known = find_tree_request(request); known != ObjectId::none) return known;

  std::vector<Leaf> leaves;
  for (const github::CreateTree::File& file : files) {
    leaves.push_back({file.path, add_blob(file.content), FileMode::file});
  }
  const auto tree = add_tree(base, std::move(leaves));
  if (tree) by_tree_request_.insert(request, static_cast<std::uint32_t>(*tree));
  return tree;
}

std::expected<ObjectId, std::string_view> Objects::add_tree(ObjectId base,
                                                            std::vector<Leaf> leaves) {
  for (const Leaf& leaf : leaves) {
    if (is_malformed_path(leaf.path)) return std::unexpected(malformed_path);
  }
  // Directory by directory: a slash sorts before every other byte.
  std::ranges::sort(leaves, [](const Leaf& a, const Leaf& b) {
    return std::ranges::lexicographical_compare(
        a.path, b.path, {},
        [](char c) { return c == '/' ? 0 : 256 + static_cast<unsigned char>(c); },
        [](char c) { return c == '/' ? 0 : 256 + static_cast<unsigned char>(c); });
  });
  for (std::size_t i = 1; i < leaves.size(); ++i) {
    const std::string_view shorter = leaves[i - 1].path;
    const std::string_view longer = leaves[i].path;
    if (longer == shorter || (longer.starts_with(shorter) && longer[shorter.size()] == '/')) {
      return std::unexpected(malformed_path);
    }
  }
  return graft(base, leaves);
}

ObjectId Objects::at_path(ObjectId tree, std::string_view path) const {
  while (true) {
    const Tree* directory = this->tree(tree);
    if (directory == nullptr) return ObjectId::none;
    const std::size_t slash = path.find('/');
    const Tree::Entry* entry = directory->find(path.substr(0, slash));
    if (entry == nullptr) return ObjectId::none;
    if (slash == std::string_view::npos) return entry->object;
    tree = entry->object;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace regent::fake
