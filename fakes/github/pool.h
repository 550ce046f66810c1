// Everything immutable that the worlds of one simulation share.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/github.h"
#include "core/time.h"
#include "fakes/github/digest.h"
#include "fakes/github/intern.h"
#include "fakes/github/names.h"
#include "fakes/github/objects.h"

namespace regent::fake {

enum class TextId : std::uint32_t { none = 0 };
enum class EditId : std::uint32_t { none = 0 };
enum class LabelsId : std::uint32_t { none = 0 };
enum class PullVersionId : std::uint32_t { none = 0 };
enum class ReleaseId : std::uint32_t { none = 0 };

// One version of a body, and the versions before it.
struct Edit {
  EditId previous = EditId::none;
  Time edited_at{};
  bool by_us = false;
  TextId body = TextId::none;
};

// A pull request as it was between two changes.
struct PullVersion {
  github::PullState state = github::PullState::open;
  bool merged = false;
  TextId title = TextId::none;
  EditId edit = EditId::none;  // the last one; its text is the body
  NameId head = NameId::none;  // full ref names
  NameId base = NameId::none;
  ObjectId head_sha = ObjectId::none;
  ObjectId merge_commit = ObjectId::none;
  LabelsId labels = LabelsId::none;
  [[nodiscard]] bool is_open() const { return state == github::PullState::open; }
  friend bool operator==(const PullVersion&, const PullVersion&) = default;
};

struct ReleaseContent {
  NameId tag = NameId::none;  // full ref name
  TextId name = TextId::none;
  TextId body = TextId::none;
  bool draft = false;
  bool prerelease = false;
  ObjectId target = ObjectId::none;  // of a draft: what its tag will point to
};

// Adding to a pool does not change any world. Copies of a world share one; see `Repository::fork`.
class Pool {
 public:
  // On top of `below`, which is frozen by it and takes no more.
  explicit Pool(std::shared_ptr<const Pool> below = nullptr);

  Names names;
  Objects objects;

  [[nodiscard]] std::string_view text(TextId id) const { return texts_[id]; }
  TextId add_text(std::string_view text);

  [[nodiscard]] const Edit& edit(EditId id) const { return edits_[id]; }
  EditId add_edit(const Edit& edit);

  [[nodiscard]] const std::vector<std::string>& labels(LabelsId id) const;
  LabelsId add_labels(std::vector<std::string> labels);

  [[nodiscard]] const PullVersion& pull(PullVersionId id) const { return pulls_[id]; }
  [[nodiscard]] Digest digest(PullVersionId id) const { return pulls_.digest(id); }
  PullVersionId add_pull(const PullVersion& version);

  [[nodiscard]] const ReleaseContent& release(ReleaseId id) const { return releases_[id]; }
  [[nodiscard]] Digest digest(ReleaseId id) const { return releases_.digest(id); }
  ReleaseId add_release(const ReleaseContent& release);

  // From now on nothing is added, so that other pools can lie on this one, in any thread.
  void freeze() const { frozen_.store(true, std::memory_order_release); }
  [[nodiscard]] bool frozen() const { return frozen_.load(std::memory_order_acquire); }

 private:
  std::shared_ptr<const Pool> below_;
  InternTable<TextId, std::string> texts_;
  InternTable<EditId, Edit> edits_;
  InternTable<LabelsId, std::vector<std::string>> labels_;
  InternTable<PullVersionId, PullVersion> pulls_;
  InternTable<ReleaseId, ReleaseContent> releases_;
  mutable std::atomic<bool> frozen_ = false;
};

}  // namespace regent::fake
