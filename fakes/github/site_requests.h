// Requests that GitHub's HTTP interface offers and the product does not send: what people, other
// bots and their libraries do. Together with core/github.h they are all that changes a repository.
//
// Sources: docs.github.com/rest (API version 2022-11-28).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/github.h"
#include "core/sha.h"
#include "fakes/github/truth.h"

namespace regent::fake {

// POST /git/blobs.
struct CreateBlob {
  std::string content;
};

// POST /git/trees with objects as well as texts, of any mode, and paths that go away.
struct WriteTree {
  struct Entry {
    std::string path;
    std::optional<Sha> object;           // a blob, a tree, or the commit of a submodule
    std::optional<std::string> content;  // of a new blob; neither: the path goes away
    FileMode mode = FileMode::file;
    // What `object` was said to be; nullopt: what goes with the mode.
    std::optional<ObjectKind> kind = std::nullopt;
  };
  Sha base_tree;  // zero: none
  std::vector<Entry> entries;
};

// POST /git/commits with a committer of its own.
struct WriteCommit {
  std::string message;
  Sha tree;
  std::vector<Sha> parents;
  github::Signature author;
  github::Signature committer;
};

// POST /git/tags: the annotated tag, without a ref to it.
struct WriteTag {
  std::string name;
  std::string message;
  Sha object;
  ObjectKind kind = ObjectKind::commit;  // what `object` must be
  github::Signature tagger;
};

enum class MergeMethod : std::uint8_t { merge, squash, rebase };

// PUT /pulls/{number}/merge. Answer: `ObjectId` of the base's new tip.
struct Merge {
  github::PullNumber number{};
  std::optional<Sha> sha;  // the head that must still be there: 409 otherwise
  MergeMethod method = MergeMethod::merge;
  std::optional<std::string> title = std::nullopt;    // nullopt: GitHub's own words
  std::optional<std::string> message = std::nullopt;  // below the title
};

// PUT /pulls/{number}/update-branch: the base is merged into the head. Answer: `ObjectId` (202).
struct UpdateBranch {
  github::PullNumber number{};
  std::optional<Sha> expected_head;
};

// PUT /issues/{number}/labels, and the deletions of labels. Answer: `Done`.
struct SetLabels {
  github::PullNumber number{};
  std::vector<std::string> labels;
};

// PATCH /releases/{id}. Publishing a draft makes its tag. Answer: `Release`.
struct EditRelease {
  std::uint64_t id = 0;
  std::optional<std::string> tag_name;
  std::optional<Sha> target;  // for a tag that does not exist yet
  std::optional<std::string> name;
  std::optional<std::string> body;
  std::optional<bool> draft;
  std::optional<bool> prerelease;
};

// DELETE /releases/{id}; the tag stays. Answer: `Done` (204).
struct DeleteRelease {
  std::uint64_t id = 0;
};

using SiteRequest = std::variant<CreateBlob, WriteTree, WriteCommit, WriteTag, Merge, UpdateBranch,
                                 SetLabels, EditRelease, DeleteRelease>;

}  // namespace regent::fake
