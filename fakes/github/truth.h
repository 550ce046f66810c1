// The current state without copies and without staleness: for checkers, stories and the people of
// the simulation. Views point into the repository's object pool and stay valid as long as any
// repository that shares the pool.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/github.h"
#include "core/sha.h"
#include "core/time.h"
#include "fakes/github/file_mode.h"

namespace regent::fake {

struct RefView {
  std::string_view name;  // full
  Sha target;
};

struct PullView {
  github::PullNumber number{};
  github::PullState state = github::PullState::open;
  bool merged = false;
  std::string_view title;
  std::string_view body;
  std::string_view head;  // branch name
  std::string_view base;  // branch name
  Sha head_sha;
  std::optional<Sha> merge_commit_sha;
  // True when the last version of the body was written by a person.
  bool body_by_person = false;
};

struct BodyEditView {
  Time edited_at{};
  bool by_us = false;
  std::string_view body;
};

struct CommitView {
  Sha sha;
  Sha tree;
  std::optional<Sha> first_parent;  // nullopt too when the parent was never loaded
  std::uint32_t depth = 0;          // first-parent ancestors
  std::string_view message;
  Time committed_at{};
};

enum class ObjectKind : std::uint8_t { none, blob, tree, commit, tag };

// An annotated tag.
struct TagView {
  Sha sha;
  std::string_view name;
  std::string_view message;
  Sha object;  // what it was put on
  ObjectKind kind = ObjectKind::commit;
  github::Signature tagger;
};

struct TreeEntryView {
  std::string_view name;
  Sha object;
  FileMode mode = FileMode::file;
  [[nodiscard]] bool is_tree() const { return mode == FileMode::directory; }
  [[nodiscard]] bool is_submodule() const { return mode == FileMode::submodule; }
};

struct FileChangeView {
  // `changed`: of another kind than before, a file that is a symbolic link now.
  enum class Status : std::uint8_t { added, removed, modified, changed };
  std::string path;
  Status status = Status::added;
  Sha blob;  // or a submodule's commit; of the file as it is; of a removed one, as it was
  std::string_view before;
  std::string_view after;
};

struct ReleaseView {
  std::uint64_t id = 0;
  std::string_view tag_name;
  std::string_view name;
  std::string_view body;
  bool draft = false;
  bool prerelease = false;
};

}  // namespace regent::fake
