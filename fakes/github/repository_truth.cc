// The truth: the current state, without copies.
#include <algorithm>
#include <map>

#include "fakes/github/graph.h"
#include "fakes/github/repository.h"

namespace regent::fake {

std::optional<Sha> Repository::ref(std::string_view full_name) const {
  const ObjectId target = refs_.find(pool_->names.find(full_name));
  if (target == ObjectId::none) return std::nullopt;
  return pool_->objects.sha(target);
}

std::optional<Sha> Repository::branch(std::string_view name) const {
  return ref(JoinedName(branch_directory, name).view());
}

std::optional<Sha> Repository::tag(std::string_view name) const {
  return ref(JoinedName(tag_directory, name).view());
}

std::vector<RefView> Repository::refs(std::string_view prefix) const {
  std::vector<RefView> views;
  for (const NameId name : refs_.with_prefix(pool_->names, prefix)) {
    views.push_back({pool_->names[name], pool_->objects.sha(refs_.find(name))});
  }
  return views;
}

std::optional<PullView> Repository::pull(github::PullNumber number) const {
  const PullVersionId id = pulls_.version(number);
  if (id == PullVersionId::none) return std::nullopt;
  const PullVersion& version = pool_->pull(id);
  const Edit& edit = pool_->edit(version.edit);
  PullView view{.number = number,
                .state = version.state,
                .merged = version.merged,
                .title = pool_->text(version.title),
                .body = pool_->text(edit.body),
                .head = branch_of(pool_->names[version.head]),
                .base = branch_of(pool_->names[version.base]),
                .head_sha = pool_->objects.sha(version.head_sha),
                .merge_commit_sha = std::nullopt,
                .body_by_person = !edit.by_us};
  if (version.merge_commit != ObjectId::none) {
    view.merge_commit_sha = pool_->objects.sha(version.merge_commit);
  }
  return view;
}

std::vector<BodyEditView> Repository::body_edits(github::PullNumber number) const {
  std::vector<BodyEditView> edits;
  const PullVersionId id = pulls_.version(number);
  if (id == PullVersionId::none) return edits;
  for (EditId at = pool_->pull(id).edit; at != EditId::none; at = pool_->edit(at).previous) {
    const Edit& edit = pool_->edit(at);
    edits.push_back({edit.edited_at, edit.by_us, pool_->text(edit.body)});
  }
  std::ranges::reverse(edits);
  return edits;
}

ReleaseView Repository::view(std::size_t release_index) const {
  const ReleaseContent& release = pool_->release(releases_[release_index]);
  return {.id = release_index + 1,
          .tag_name = pool_->names[release.tag].substr(tag_directory.size()),
          .name = pool_->text(release.name),
          .body = pool_->text(release.body),
          .draft = release.draft,
          .prerelease = release.prerelease};
}

ReleaseView Repository::release(std::size_t index) const { return view(index); }

std::optional<ReleaseView> Repository::published_release(std::string_view tag) const {
  const std::size_t index = releases_.published(pool_->names.find(tag_directory, tag));
  if (index == releases_.count()) return std::nullopt;
  return view(index);
}

bool Repository::knows(Sha object) const { return known_object(object) != ObjectId::none; }

CommitView Repository::view(ObjectId id) const {
  const Objects& objects = pool_->objects;
  const Commit& commit = *objects.commit(id);
  CommitView view{.sha = objects.sha(id),
                  .tree = objects.sha(commit.tree),
                  .first_parent = std::nullopt,
                  .depth = commit.depth,
                  .message = commit.message,
                  .committed_at = commit.committed_at};
  if (commit.parent != ObjectId::none) view.first_parent = objects.sha(commit.parent);
  return view;
}

std::optional<CommitView> Repository::commit(Sha sha) const {
  const ObjectId id = known_commit(sha);
  if (id == ObjectId::none) return std::nullopt;
  return view(id);
}

std::optional<github::Commit> Repository::whole_commit(Sha sha) const {
  const ObjectId id = known_commit(sha);
  if (id == ObjectId::none) return std::nullopt;
  return pool_->objects.show(id);
}

bool Repository::is_ancestor(Sha ancestor, Sha descendant) const {
  const ObjectId old = known_commit(ancestor);
  const ObjectId young = known_commit(descendant);
  if (old == ObjectId::none || young == ObjectId::none) return false;
  return fake::is_ancestor(pool_->objects, old, young);
}

std::optional<std::string_view> Repository::file(Sha commit, std::string_view path) const {
  const Commit* content = pool_->objects.commit(known_commit(commit));
  if (content == nullptr) return std::nullopt;
  const Blob* blob = pool_->objects.blob(pool_->objects.at_path(content->tree, path));
  if (blob == nullptr) return std::nullopt;
  return blob->content;
}

ObjectKind Repository::kind(ObjectId id) const {
  if (pool_->objects.commit(id) != nullptr) return ObjectKind::commit;
  if (pool_->objects.tree(id) != nullptr) return ObjectKind::tree;
  if (pool_->objects.blob(id) != nullptr) return ObjectKind::blob;
  if (pool_->objects.tag(id) != nullptr) return ObjectKind::tag;
  return ObjectKind::none;
}

ObjectKind Repository::kind(Sha object) const { return kind(known_object(object)); }

std::optional<TagView> Repository::annotated_tag(Sha sha) const {
  const Objects& objects = pool_->objects;
  const Tag* tag = objects.tag(known_object(sha));
  if (tag == nullptr) return std::nullopt;
  return TagView{.sha = sha,
                 .name = tag->name,
                 .message = tag->message,
                 .object = objects.sha(tag->object),
                 .kind = kind(tag->object),
                 .tagger = objects.signature(tag->tagger, tag->tagged_at)};
}

std::optional<Sha> Repository::commit_of(Sha object) const {
  const ObjectId id = pool_->objects.peeled(known_object(object));
  if (pool_->objects.commit(id) == nullptr) return std::nullopt;
  return pool_->objects.sha(id);
}

std::optional<Sha> Repository::tagged_commit(std::string_view tag_name) const {
  const auto target = tag(tag_name);
  return target ? commit_of(*target) : std::nullopt;
}

std::optional<std::vector<TreeEntryView>> Repository::tree(Sha tree) const {
  const Tree* content = pool_->objects.tree(known_object(tree));
  if (content == nullptr) return std::nullopt;
  std::vector<TreeEntryView> entries;
  for (const Tree::Entry& entry : content->entries) {
    entries.push_back({entry.name, pool_->objects.sha(entry.object), entry.mode});
  }
  return entries;
}

std::optional<std::string_view> Repository::blob(Sha blob) const {
  const Blob* content = pool_->objects.blob(known_object(blob));
  if (content == nullptr) return std::nullopt;
  return content->content;
}

namespace {

struct File {
  ObjectId object = ObjectId::none;
  FileMode mode = FileMode::file;
};

// Files by path; a directory that `other` holds as well is left out, because nothing in it differs.
void collect_files(const Objects& objects, ObjectId tree, ObjectId other, const std::string& path,
                   std::map<std::string, File>& files) {
  const Tree* content = objects.tree(tree);
  if (content == nullptr) return;
  const Tree* beside = objects.tree(other);
  for (const Tree::Entry& entry : content->entries) {
    const Tree::Entry* twin = beside == nullptr ? nullptr : beside->find(entry.name);
    if (twin != nullptr && twin->object == entry.object && twin->mode == entry.mode) continue;
    if (!entry.is_tree()) {
      files.emplace(path + entry.name, File{entry.object, entry.mode});
      continue;
    }
    const bool both = twin != nullptr && twin->is_tree();
    collect_files(objects, entry.object, both ? twin->object : ObjectId::none,
                  path + entry.name + '/', files);
  }
}

// Git calls it a change of type when more than the permission differs (git-diff, "T").
bool is_of_another_type(FileMode a, FileMode b) {
  const auto is_file = [](FileMode mode) {
    return mode == FileMode::file || mode == FileMode::executable;
  };
  return a != b && !(is_file(a) && is_file(b));
}

}  // namespace

std::vector<FileChangeView> Repository::changed_files(Sha base, Sha head) const {
  const Objects& objects = pool_->objects;
  std::map<std::string, File> before;
  std::map<std::string, File> after;
  collect_files(objects, known_object(base), known_object(head), {}, before);
  collect_files(objects, known_object(head), known_object(base), {}, after);
  std::map<std::string, FileChangeView> changes;
  for (const auto& [path, file] : before) {
    changes[path] = {path,
                     FileChangeView::Status::removed,
                     objects.sha(file.object),
                     objects.text(file.object),
                     {}};
  }
  for (const auto& [path, file] : after) {
    FileChangeView& change = changes[path];
    const auto old = before.find(path);
    change.status = old == before.end() ? FileChangeView::Status::added
                    : is_of_another_type(old->second.mode, file.mode)
                        ? FileChangeView::Status::changed
                        : FileChangeView::Status::modified;
    change.path = path;
    change.blob = objects.sha(file.object);
    change.after = objects.text(file.object);
  }
  std::vector<FileChangeView> out;
  for (auto& [path, change] : changes) out.push_back(std::move(change));
  return out;
}

std::optional<Sha> Repository::merge_base(Sha a, Sha b) const {
  const ObjectId left = known_commit(a);
  const ObjectId right = known_commit(b);
  if (left == ObjectId::none || right == ObjectId::none) return std::nullopt;
  const ObjectId common = fake::merge_base(pool_->objects, left, right);
  if (common == ObjectId::none) return std::nullopt;
  return pool_->objects.sha(common);
}

}  // namespace regent::fake
