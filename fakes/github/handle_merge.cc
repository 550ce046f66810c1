// PUT /pulls/{number}/merge, by squashing.
#include "fakes/github/graph.h"
#include "fakes/github/handler.h"
#include "fakes/github/tree_merge.h"

namespace regent::fake {
namespace {

const github::Signature web_flow(Time now) { return {"GitHub", "noreply@github.com", now}; }

ObjectId tree_of(const Objects& objects, ObjectId commit) {
  return commit == ObjectId::none ? ObjectId::none : objects.commit(commit)->tree;
}

}  // namespace

github::Response Repository::Handler::operator()(const github::MergePull& request) {
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
  const ObjectId common = merge_base(pool.objects, base, version.head_sha);
  const std::optional<ObjectId> tree =
      merge_trees(pool.objects, tree_of(pool.objects, common), tree_of(pool.objects, base),
                  tree_of(pool.objects, version.head_sha));
  if (!tree) return refuse(405, not_mergeable);

  const std::string title = std::string(pool.text(version.title)) + " (#" +
                            std::to_string(static_cast<std::uint32_t>(request.number)) + ")";
  const github::Signature author = web_flow(circumstances_.now);
  const ObjectId prepared = pool.objects.add_commit(*tree, std::vector{base, version.head_sha},
                                                    "Merge for testing", author);
  const ObjectId squashed = pool.objects.add_commit(*tree, std::vector{base}, title, author);
  Changes changes = this->changes();
  changes.know(squashed);
  version.state = github::PullState::closed;
  version.merged = true;
  version.merge_commit = squashed;
  changes.put_pull(request.number, version, Webhook::Action::none);
  changes.move_ref(version.base, squashed);
  const Settings& settings = repository_.settings_;
  changes.say(Webhook::Action::closed, request.number, version,
              pool.objects.sha(settings.stale_merge_commit_in_webhook ? prepared : squashed));
  if (settings.delete_branch_on_merge) {
    changes.later({Background::Kind::delete_branch, request.number});
  }
  return answer(github::ObjectId{pool.objects.sha(squashed)});
}

}  // namespace regent::fake
