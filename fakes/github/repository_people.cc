// What happens to a repository without a request: histories are loaded, developers merge, branches
// are renamed, GitHub catches up with its own work.
#include <algorithm>

#include "core/assert.h"
#include "fakes/github/changes.h"

namespace regent::fake {
namespace {

const github::Signature developer(Time date) {
  return {"Developer", "developer@example.com", date};
}

std::string_view first_line(std::string_view message) {
  return message.substr(0, message.find('\n'));
}

// All of a history's own pull requests come from here; the branch is gone once they are merged.
constexpr std::string_view topic_branch = "refs/heads/topic";

}  // namespace

void Repository::import(const ImportedCommit& commit) {
  Objects& objects = writable_pool().objects;
  ObjectId tree = commit.tree ? known_object(*commit.tree) : ObjectId::none;
  if (!commit.tree && !commit.parents.empty()) {
    const Commit* parent = objects.commit(known_commit(commit.parents.front()));
    if (parent != nullptr) tree = parent->tree;
  }
  if (tree == ObjectId::none) tree = objects.add_tree({});
  known_.add(objects,
             objects.import_commit(commit.sha, tree, commit.parents, commit.message, commit.date));
  ++revision_;
}

void Repository::set_ref(std::string_view name, Sha target) {
  REGENT_ASSERT(ref_name_fault(name).empty(), "a history has valid ref names");
  const NameId id = writable_pool().names.intern(name);
  const ObjectId object = known_object(target);
  REGENT_ASSERT(target.is_zero() || object != ObjectId::none,
                "a ref points to an object that exists");
  REGENT_ASSERT(object == ObjectId::none || refs_.find(id) != ObjectId::none ||
                    !refs_.is_blocked(pool_->names, id),
                "a ref and a directory of one name exclude each other");
  refs_.set(*pool_, id, object);
  ++revision_;
}

void Repository::set_branch(std::string_view branch, Sha target) {
  set_ref(JoinedName(branch_directory, branch).view(), target);
}

void Repository::set_tag(std::string_view tag, Sha target) {
  set_ref(JoinedName(tag_directory, tag).view(), target);
}

Sha Repository::initialize(std::string_view message, Time date,
                           const std::vector<github::CreateTree::File>& files) {
  Objects& objects = writable_pool().objects;
  const auto tree = objects.add_tree(objects.add_tree({}), files);
  REGENT_ASSERT(tree.has_value(), "the first files have well-formed paths");
  const ObjectId commit = objects.add_commit(*tree, {}, message, developer(date));
  known_.add(objects, commit);
  set_branch(default_branch(), objects.sha(commit));
  return objects.sha(commit);
}

Repository::Landed Repository::land(const Landing& landing) {
  Pool& pool = writable_pool();
  const NameId base = branch_name(landing.branch);
  const ObjectId parent = refs_.find(base);
  REGENT_ASSERT(parent != ObjectId::none, "developers merge into a branch that exists");
  ObjectId tree = pool.objects.commit(parent)->tree;
  if (!landing.files.empty()) {
    const auto changed = pool.objects.add_tree(tree, landing.files);
    REGENT_ASSERT(changed.has_value(), "developers' files have well-formed paths");
    tree = *changed;
  }
  const ObjectId commit =
      pool.objects.add_commit(tree, std::vector{parent}, landing.message, developer(landing.date));
  Changes changes(*this, landing.now, /*by_app=*/false);
  changes.know(commit);
  const PullVersion version{
      .state = github::PullState::closed,
      .merged = true,
      .title = pool.add_text(first_line(landing.message)),
      .edit = pool.add_edit({EditId::none, landing.now, false, pool.add_text("")}),
      .head = pool.names.intern(topic_branch),
      .base = base,
      .head_sha = commit,
      .merge_commit = commit};
  const github::PullNumber number = changes.add_pull(version);
  changes.move_ref(base, commit);
  changes.say(Webhook::Action::closed, number, version, pool.objects.sha(commit));
  return {pool.objects.sha(commit), number};
}

bool Repository::rename_branch(std::string_view from, std::string_view to, Time now) {
  const JoinedName full_name(branch_directory, to);
  const NameId old_name = branch_name(from);
  const ObjectId target = refs_.find(old_name);
  if (target == ObjectId::none || !ref_name_fault(full_name.view()).empty()) return false;
  Pool& pool = writable_pool();
  const NameId new_name = pool.names.intern(full_name.view());
  if (refs_.find(new_name) != ObjectId::none || refs_.is_blocked(pool.names, new_name))
    return false;
  Changes changes(*this, now, /*by_app=*/false);
  const std::span<const github::PullNumber> open = pulls_.open();
  for (const github::PullNumber number : std::vector(open.begin(), open.end())) {
    PullVersion version = pool.pull(pulls_.version(number));
    if (version.head == old_name) {
      changes.close_pull(number);
    } else if (version.base == old_name) {
      version.base = new_name;
      changes.put_pull(number, version, Webhook::Action::edited);
    }
  }
  if (from == default_branch()) {
    identity_ = std::make_shared<const Identity>(
        Identity{identity_->owner, identity_->name, std::string(to)});
  }
  changes.move_ref(old_name, ObjectId::none);
  changes.move_ref(new_name, target);
  return true;
}

void Repository::run_background(std::size_t index, Time now) {
  REGENT_ASSERT(index < background_.size(), "only work that is left can be done");
  const Background work = background_[index];
  background_.erase(background_.begin() + static_cast<std::ptrdiff_t>(index));
  ++revision_;
  history_.prune(*pool_, settings_, now);
  Changes changes(*this, now, /*by_app=*/false);
  const PullVersion& version = pool_->pull(pulls_.version(work.pull));
  const ObjectId head = refs_.find(version.head);
  switch (work.kind) {
    case Background::Kind::close_pull:
      if (version.is_open() &&
          (head == ObjectId::none || settings_.closes_pulls_of_recreated_branches)) {
        changes.close_pull(work.pull);
      }
      break;
    case Background::Kind::delete_branch:
      // Commits that were pushed after the merge keep the branch alive.
      if (head == version.head_sha) changes.move_ref(version.head, ObjectId::none);
      break;
  }
}

}  // namespace regent::fake
