#include "fakes/github/pool.h"

namespace regent::fake {
namespace {

constexpr std::uint64_t text_seed = 10;
constexpr std::uint64_t edit_seed = 11;
constexpr std::uint64_t labels_seed = 12;
constexpr std::uint64_t pull_seed = 13;
constexpr std::uint64_t release_seed = 14;

template <typename T>
const T* address(const std::shared_ptr<const Pool>& pool, T Pool::* member) {
  return pool == nullptr ? nullptr : &((*pool).*member);
}

}  // namespace

Pool::Pool(std::shared_ptr<const Pool> below)
    : names(address(below, &Pool::names)),
      objects(address(below, &Pool::objects)),
      below_(below),
      texts_(address(below, &Pool::texts_)),
      edits_(address(below, &Pool::edits_)),
      labels_(address(below, &Pool::labels_)),
      pulls_(address(below, &Pool::pulls_)),
      releases_(address(below, &Pool::releases_)) {
  if (below_ != nullptr) below_->freeze();
}

TextId Pool::add_text(std::string_view text) {
  return texts_.intern(digest_of(text, text_seed), [&] { return std::string(text); });
}

EditId Pool::add_edit(const Edit& edit) {
  const Digest digest =
      DigestBuilder(edit_seed)
          .add(edits_.digest(edit.previous))
          .add(static_cast<std::uint64_t>(edit.edited_at.time_since_epoch().count()))
          .add(std::uint64_t{edit.by_us})
          .add(texts_.digest(edit.body))
          .finish();
  return edits_.intern(digest, [&] { return edit; });
}

const std::vector<std::string>& Pool::labels(LabelsId id) const {
  static const std::vector<std::string> no_labels;
  return id == LabelsId::none ? no_labels : labels_[id];
}

LabelsId Pool::add_labels(std::vector<std::string> labels) {
  if (labels.empty()) return LabelsId::none;
  DigestBuilder builder(labels_seed);
  for (const std::string& label : labels) builder.add(digest_of(label, labels_seed));
  return labels_.intern(builder.finish(), [&] { return std::move(labels); });
}

PullVersionId Pool::add_pull(const PullVersion& version) {
  const std::uint64_t flags = std::uint64_t{version.is_open()} << 1 | std::uint64_t{version.merged};
  const Digest digest = DigestBuilder(pull_seed)
                            .add(flags)
                            .add(texts_.digest(version.title))
                            .add(edits_.digest(version.edit))
                            .add(names.digest(version.head))
                            .add(names.digest(version.base))
                            .add(objects.digest(version.head_sha))
                            .add(objects.digest(version.merge_commit))
                            .add(labels_.digest(version.labels))
                            .finish();
  return pulls_.intern(digest, [&] { return version; });
}

ReleaseId Pool::add_release(const ReleaseContent& release) {
  const std::uint64_t flags = std::uint64_t{release.draft} << 1 | std::uint64_t{release.prerelease};
  DigestBuilder builder(release_seed);
  builder.add(flags)
      .add(names.digest(release.tag))
      .add(texts_.digest(release.name))
      .add(texts_.digest(release.body));
  if (release.target != ObjectId::none) builder.add(objects.digest(release.target));
  return releases_.intern(builder.finish(), [&] { return release; });
}

}  // namespace regent::fake
