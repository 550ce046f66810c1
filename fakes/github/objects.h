// Git objects: blobs, trees, commits and annotated tags, under the ids that git itself gives them.
//
// Objects are immutable and shared by all worlds of a pool; which of them a world knows is
// known_objects.h. An object that is already in the pool is recognised by a fast digest, so that
// its SHA-1 is computed once. Commits of a loaded history keep the id they are given.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/github.h"
#include "core/sha.h"
#include "core/time.h"
#include "fakes/github/file_mode.h"
#include "fakes/github/git_id.h"
#include "fakes/github/intern.h"

namespace regent::fake {

enum class ObjectId : std::uint32_t { none = 0 };
enum class PersonId : std::uint32_t { none = 0 };

struct Blob {
  std::string content;
};

struct Tree {
  struct Entry {
    std::string name;
    ObjectId object = ObjectId::none;  // of a submodule: see `add_link`
    FileMode mode = FileMode::file;
    [[nodiscard]] bool is_tree() const { return mode == FileMode::directory; }
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  std::vector<Entry> entries;  // in git's order: a directory sorts as if its name ended in `/`

  [[nodiscard]] const Entry* find(std::string_view name) const;
};

struct Commit {
  // Parents other than "one, and known" or "none": merges, and imported commits whose parents were
  // not.
  struct Parents {
    std::vector<Sha> shown;
    std::vector<ObjectId> followed;
  };
  ObjectId tree = ObjectId::none;
  ObjectId parent = ObjectId::none;  // the first that is followed
  ObjectId jump = ObjectId::none;    // an ancestor far down the first-parent line
  std::uint32_t depth = 0;           // first-parent ancestors
  std::uint32_t generation = 0;      // longest way to a root: below any descendant's
  bool linear = true;                // no commit in its history follows two parents
  PersonId author = PersonId::none;
  PersonId committer = PersonId::none;
  Time authored_at{};
  Time committed_at{};
  std::string message;
  std::unique_ptr<const Parents> parents{};
};

// An annotated tag.
struct Tag {
  ObjectId object = ObjectId::none;  // what it was put on
  PersonId tagger = PersonId::none;
  Time tagged_at{};
  std::string name;
  std::string message;
};

// A submodule, as `git diff` shows it.
struct Link {
  std::string text;
};

class Objects {
 public:
  explicit Objects(const Objects* below);

  // none for an id that the pool does not hold.
  [[nodiscard]] ObjectId find(const Sha& sha) const;

  [[nodiscard]] const Sha& sha(ObjectId id) const { return table_[id].sha; }
  // Made from the sha alone, hence the same in every pool.
  [[nodiscard]] Digest digest(ObjectId id) const;
  // nullptr when the object is of another kind.
  [[nodiscard]] const Commit* commit(ObjectId id) const { return get<Commit>(id); }
  [[nodiscard]] const Tree* tree(ObjectId id) const { return get<Tree>(id); }
  [[nodiscard]] const Blob* blob(ObjectId id) const { return get<Blob>(id); }
  [[nodiscard]] const Tag* tag(ObjectId id) const { return get<Tag>(id); }
  // What an annotated tag stands for (gitglossary, "peel"); `id` itself when it is none.
  [[nodiscard]] ObjectId peeled(ObjectId id) const;
  // One past the highest id.
  [[nodiscard]] std::uint32_t end() const { return table_.end(); }

  ObjectId add_blob(std::string_view content);
  // What stands in a tree for a commit of another repository. `find` does not find it, and it is of
  // no kind.
  ObjectId add_link(const Sha& commit);
  // What git compares of a file: its content, or which commit a link is to.
  [[nodiscard]] std::string_view text(ObjectId id) const;
  // `entries` in any order, names unique.
  ObjectId add_tree(std::vector<Tree::Entry> entries);
  // The tree `base` (none: the empty one) with `files` put in, nested as their paths say. An error
  // is the message of GitHub's 422.
  std::expected<ObjectId, std::string_view> add_tree(
      ObjectId base, std::span<const github::CreateTree::File> files);
  // What becomes of a path; without an object it goes away, and so do directories that this leaves
  // empty.
  struct Leaf {
    std::string_view path;
    ObjectId object = ObjectId::none;
    FileMode mode = FileMode::file;
  };
  std::expected<ObjectId, std::string_view> add_tree(ObjectId base, std::vector<Leaf> leaves);
  // Precondition: `tree` is a tree, `parents` are commits.
  ObjectId add_commit(ObjectId tree, std::span<const ObjectId> parents, std::string_view message,
                      const github::Signature& author, const github::Signature& committer);
  // By one person, as POST /git/commits makes them unless it is told otherwise.
  ObjectId add_commit(ObjectId tree, std::span<const ObjectId> parents, std::string_view message,
                      const github::Signature& author) {
    return add_commit(tree, parents, message, author, author);
  }
  // A commit under a given id. Idempotent per id.
  ObjectId import_commit(const Sha& sha, ObjectId tree, std::span<const Sha> parents,
                         std::string_view message, Time date);

  // Precondition: `object` is a blob, tree, commit or tag.
  ObjectId add_tag(ObjectId object, std::string_view name, std::string_view message,
                   const github::Signature& tagger);

  [[nodiscard]] github::Signature signature(PersonId who, Time when) const;
  // As GET /git/commits shows it. Precondition: `id` is a commit.
  [[nodiscard]] github::Commit show(ObjectId id) const;
  // Calls `visit(ObjectId)` for each parent that is followed.
  template <typename Visit>
  void for_each_parent(const Commit& commit, Visit&& visit) const {
    if (commit.parents == nullptr) {
      if (commit.parent != ObjectId::none) visit(commit.parent);
      return;
    }
    for (const ObjectId parent : commit.parents->followed) visit(parent);
  }
  // The object at `path` in `tree`; none when absent.
  [[nodiscard]] ObjectId at_path(ObjectId tree, std::string_view path) const;

 private:
  struct Object {
    Sha sha;
    std::variant<Blob, Tree, Commit, Tag, Link> content;
  };
  struct Person {
    std::string name;
    std::string email;
  };

  template <typename T>
  [[nodiscard]] const T* get(ObjectId id) const {
    return id == ObjectId::none ? nullptr : std::get_if<T>(&table_[id].content);
  }
  ObjectId add(const Digest& content_digest, const Sha& sha,
               std::variant<Blob, Tree, Commit, Tag, Link> content);
  PersonId add_person(std::string_view name, std::string_view email);
  ObjectId graft(ObjectId base, std::span<const Leaf> leaves);
  void place_in_graph(Commit& commit) const;
  [[nodiscard]] std::string_view type_of(ObjectId id) const;
  [[nodiscard]] ObjectId find_tree_request(const Digest& request) const;

  const Objects* below_;
  InternTable<ObjectId, Object> table_;
  InternTable<PersonId, Person> persons_;
  DigestIndex by_sha_;
  DigestIndex by_tree_request_;  // what POST /git/trees was asked -> the tree
  GitHasher hasher_;
};

}  // namespace regent::fake
