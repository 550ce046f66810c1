// PUT /pulls/{number}/merge and update-branch.
#include <ranges>

#include "fakes/github/graph.h"
#include "fakes/github/handler.h"
#include "fakes/github/tree_merge.h"

namespace regent::fake {
namespace {

const github::Signature web_flow(Time now) { return {"GitHub", "noreply@github.com", now}; }

ObjectId tree_of(const Objects& objects, ObjectId commit) {
  return commit == ObjectId::none ? ObjectId::none : objects.commit(commit)->tree;
}

std::string number_sign(github::PullNumber number) {
  return '#' + std::to_string(static_cast<std::uint32_t>(number));
}

}  // namespace

std::optional<ObjectId> Repository::Handler::merged_tree(const PullVersion& version,
                                                         ObjectId base) {
  Objects& objects = repository_.writable_pool().objects;
  const ObjectId common = fake::merge_base(objects, base, version.head_sha);
  return merge_trees(objects, tree_of(objects, common), tree_of(objects, base),
                     tree_of(objects, version.head_sha));
}

// The commits of `head` that `base` lacks, each put on top of the base again.
std::optional<ObjectId> Repository::Handler::rebased(ObjectId head, ObjectId base) {
  Objects& objects = repository_.writable_pool().objects;
  std::vector<ObjectId> own;
  for (ObjectId at = head; at != ObjectId::none && !fake::is_ancestor(objects, at, base);
       at = objects.commit(at)->parent) {
    own.push_back(at);
  }
  ObjectId tip = base;
  for (const ObjectId commit : own | std::views::reverse) {
    const ObjectId parent = objects.commit(commit)->parent;
    const auto tree = merge_trees(objects, tree_of(objects, parent), tree_of(objects, tip),
                                  tree_of(objects, commit));
    if (!tree) return std::nullopt;
    const github::Commit shown = objects.show(commit);
    tip = objects.add_commit(*tree, std::vector{tip}, shown.message, shown.author,
                             web_flow(circumstances_.now));
  }
  return tip;
}

github::Response Repository::Handler::operator()(const github::MergePull& request) {
  return (*this)(
      Merge{.number = request.number, .sha = request.sha, .method = MergeMethod::squash});
}

github::Response Repository::Handler::operator()(const Merge& request) {
  if (current(request.number) == PullVersionId::none) return not_found();
  constexpr std::string_view not_mergeable = "Pull Request is not mergeable";
  Pool& pool = repository_.writable_pool();
  PullVersion version = pool.pull(current(request.number));
  const ObjectId base = repository_.refs_.find(version.base);
  if (!version.is_open() || base == ObjectId::none ||
      repository_.refs_.find(version.head) == ObjectId::none) {
    return refuse(405, not_mergeable);
  }
  if (request.sha && *request.sha != pool.objects.sha(version.head_sha)) {
    return refuse(409, "Head branch was modified. Review and try the merge again.");
  }
  const std::optional<ObjectId> tree = merged_tree(version, base);
  if (!tree) return refuse(405, not_mergeable);

  const github::Signature author = web_flow(circumstances_.now);
  const std::string title(pool.text(version.title));
  const auto worded = [&](const std::string& usual_title, const std::string& usual_message) {
    const std::string& message = request.message ? *request.message : usual_message;
    return request.title.value_or(usual_title) + (message.empty() ? "" : "\n\n" + message);
  };
  const ObjectId prepared = pool.objects.add_commit(*tree, std::vector{base, version.head_sha},
                                                    "Merge for testing", author);
  ObjectId tip = ObjectId::none;
  switch (request.method) {
    case MergeMethod::squash:
      tip = pool.objects.add_commit(
          *tree, std::vector{base},
          worded(title + " (" + number_sign(request.number) + ")", std::string()), author);
      break;
    case MergeMethod::merge:
      tip = pool.objects.add_commit(*tree, std::vector{base, version.head_sha},
                                    worded("Merge pull request " + number_sign(request.number) +
                                               " from " + std::string(repository_.owner()) + '/' +
                                               std::string(branch_of(pool.names[version.head])),
                                           title),
                                    author);
      break;
    case MergeMethod::rebase: {
      const std::optional<ObjectId> rebased = this->rebased(version.head_sha, base);
      if (!rebased) return refuse(405, "This branch can't be rebased");
      tip = *rebased;
      break;
    }
  }
  Changes changes = this->changes();
  changes.know(tip);
  version.state = github::PullState::closed;
  version.merged = true;
  version.merge_commit = tip;
  changes.put_pull(request.number, version, Webhook::Action::none);
  changes.move_ref(version.base, tip);
  const Settings& settings = repository_.settings_;
  changes.say(Webhook::Action::closed, request.number, version,
              pool.objects.sha(settings.stale_merge_commit_in_webhook ? prepared : tip));
  if (settings.delete_branch_on_merge) {
    changes.later({Background::Kind::delete_branch, request.number});
  }
  return answer(github::ObjectId{pool.objects.sha(tip)});
}

github::Response Repository::Handler::operator()(const UpdateBranch& request) {
  if (current(request.number) == PullVersionId::none) return not_found();
  Pool& pool = repository_.writable_pool();
  const PullVersion version = pool.pull(current(request.number));
  const ObjectId base = repository_.refs_.find(version.base);
  if (!version.is_open() || base == ObjectId::none ||
      repository_.refs_.find(version.head) == ObjectId::none) {
    return refuse(422, "Pull Request is not mergeable");
  }
  if (request.expected_head && *request.expected_head != pool.objects.sha(version.head_sha)) {
    return refuse(422, "expected head sha didn’t match current head ref.");
  }
  if (fake::is_ancestor(pool.objects, base, version.head_sha)) {
    return refuse(422, "There are no new commits on the base branch.");
  }
  const std::optional<ObjectId> tree = merged_tree(version, base);
  if (!tree) return refuse(422, "merge conflict between base and head");
  const std::string message = "Merge branch '" + std::string(branch_of(pool.names[version.base])) +
                              "' into " + std::string(branch_of(pool.names[version.head]));
  const ObjectId tip = pool.objects.add_commit(*tree, std::vector{version.head_sha, base}, message,
                                               web_flow(circumstances_.now));
  Changes changes = this->changes();
  changes.know(tip);
  changes.move_ref(version.head, tip);
  return answer(github::ObjectId{pool.objects.sha(tip)}, 202);
}

}  // namespace regent::fake
