#include "fakes/github/graphql/pull_node.h"

#include <algorithm>

#include "fakes/github/graphql/connection.h"
#include "fakes/github/names.h"
#include "fakes/github/node_ids.h"

namespace regent::fake::graphql {
namespace {

using It = const PullNode&;
using Row = Resolver<PullNode>;

Resolved null(It, const Call&) { return Value(); }
Resolved no_object(It, const Call&) { return NodePtr(); }
template <bool truth>
Resolved always(It, const Call&) {
  return Value(truth);
}

Resolved date_or_null(std::optional<Time> time) {
  return time ? Value(to_date_time(*time)) : Value();
}

constexpr Row texts[] = {
    {"number",
     [](It it, const Call&) -> Resolved {
       return Value(static_cast<std::uint32_t>(it.pull().number));
     }},
    {"title", [](It it, const Call&) -> Resolved { return Value(it.pull().title); }},
    {"titleHTML", [](It it, const Call&) -> Resolved { return Value(it.pull().title); }},
    {"body", [](It it, const Call&) -> Resolved { return Value(it.pull().body); }},
    {"bodyText", [](It it, const Call&) -> Resolved { return Value(it.pull().body); }},
    {"bodyHTML", [](It it, const Call&) -> Resolved { return Value(it.pull().body); }},
    {"state", [](It it, const Call&) -> Resolved { return it.state(); }},
    {"id",
     [](It it, const Call&) -> Resolved {
       return Value(pull_node_id(full_name(it.repository()), it.pull().number));
     }},
    {"databaseId",
     [](It it, const Call&) -> Resolved {
       return Value(pull_id(full_name(it.repository()), it.pull().number));
     }},
    {"fullDatabaseId",
     [](It it, const Call&) -> Resolved {
       return Value(std::to_string(pull_id(full_name(it.repository()), it.pull().number)));
     }},
    {"url", [](It it, const Call&) -> Resolved { return Value(it.url()); }},
    {"permalink", [](It it, const Call&) -> Resolved { return Value(it.url()); }},
    {"resourcePath", [](It it, const Call&) -> Resolved { return Value(it.path()); }},
    {"headRefName", [](It it, const Call&) -> Resolved { return Value(it.pull().head); }},
    {"headRefOid", [](It it, const Call&) -> Resolved { return Value(it.pull().head_sha.hex()); }},
    {"baseRefName", [](It it, const Call&) -> Resolved { return Value(it.pull().base); }},
    {"baseRefOid", [](It it, const Call&) -> Resolved { return Value(it.base_sha().hex()); }},
    {"isDraft", always<false>},
    {"locked", always<false>},
    {"activeLockReason", null},
    {"isCrossRepository", always<false>},
    {"maintainerCanModify", always<false>},
    {"includesCreatedEdit",
     [](It it, const Call&) -> Resolved { return Value(it.body_edits().size() > 1); }},
    {"closed",
     [](It it, const Call&) -> Resolved {
       return Value(it.pull().state == github::PullState::closed);
     }},
    {"merged", [](It it, const Call&) -> Resolved { return Value(it.pull().merged); }},
    {"mergedAt",
     [](It it, const Call&) -> Resolved {
       return date_or_null(it.pull().merged ? it.dates().merged_at : std::nullopt);
     }},
    {"closedAt",
     [](It it, const Call&) -> Resolved {
       return date_or_null(it.pull().state == github::PullState::closed ? it.dates().closed_at
                                                                        : std::nullopt);
     }},
    {"createdAt",
     [](It it, const Call&) -> Resolved { return Value(to_date_time(it.pull().created_at)); }},
    {"publishedAt",
     [](It it, const Call&) -> Resolved { return Value(to_date_time(it.pull().created_at)); }},
    {"updatedAt",
     [](It it, const Call&) -> Resolved { return Value(to_date_time(it.dates().updated_at)); }},
    {"lastEditedAt", [](It it, const Call&) -> Resolved {
       const std::vector<github::BodyEdit> edits = it.body_edits();
       return date_or_null(edits.size() > 1 ? std::optional(edits.back().edited_at) : std::nullopt);
     }}};

constexpr Row merging[] = {
    {"mergeCommit",
     [](It it, const Call&) -> Resolved {
       if (!it.pull().merge_commit_sha) return NodePtr();
       return object_node(it.context(), it.repository(), *it.pull().merge_commit_sha);
     }},
    {"potentialMergeCommit", no_object},
    {"mergeable", [](It it, const Call&) -> Resolved { return it.mergeable(); }},
    {"mergeStateStatus", [](It it, const Call&) -> Resolved { return it.merge_state(); }},
    {"autoMergeRequest", no_object},
    {"viewerCanUpdate", always<true>},
    {"viewerCanDeleteHeadRef",
     [](It it, const Call&) -> Resolved {
       return Value(it.pull().state == github::PullState::closed &&
                    it.branch(it.pull().head) != nullptr);
     }},
    {"viewerCanEnableAutoMerge", always<false>},
    {"viewerMergeHeadlineText",
     [](It it, const Call&) -> Resolved {
       const auto number = static_cast<std::uint32_t>(it.pull().number);
       return Value(it.pull().title + " (#" + std::to_string(number) + ')');
     }},
    {"viewerMergeBodyText", [](It it, const Call&) -> Resolved { return Value(it.pull().body); }},
    {"statusCheckRollup", no_object},
    {"reviewDecision", null}};

constexpr Row people[] = {
    {"author", [](It it, const Call&) -> Resolved { return actor(it.context(), it.author()); }},
    {"authorAssociation",
     [](It it, const Call&) -> Resolved {
       return Value(it.author() == it.repository().owner() ? "OWNER" : "CONTRIBUTOR");
     }},
    {"viewerDidAuthor",
     [](It it, const Call&) -> Resolved {
       return Value(it.author() == it.context().session().viewer);
     }},
    {"editor",
     [](It it, const Call&) -> Resolved {
       const std::vector<github::BodyEdit> edits = it.body_edits();
       return edits.size() > 1 ? actor(it.context(), it.login_of(edits.back().by_us)) : NodePtr();
     }},
    {"mergedBy",
     [](It it, const Call&) -> Resolved {
       if (!it.pull().merged) return NodePtr();
       return actor(it.context(), it.login_of(it.dates().merged_by_bot.value_or(false)));
     }},
    {"assignees",
     [](It, const Call& call) -> Resolved { return connect_nothing(call, "UserConnection"); }},
    {"participants", [](It it, const Call& call) -> Resolved { return it.participants(call); }},
    {"reviews",
     [](It, const Call& call) -> Resolved {
       return connect_nothing(call, "PullRequestReviewConnection");
     }},
    {"latestReviews",
     [](It, const Call& call) -> Resolved {
       return connect_nothing(call, "PullRequestReviewConnection");
     }},
    {"reviewRequests", [](It, const Call& call) -> Resolved {
       return connect_nothing(call, "ReviewRequestConnection");
     }}};

constexpr Row belongings[] = {
    {"repository",
     [](It it, const Call&) -> Resolved { return repository_node(it.context(), it.repository()); }},
    {"baseRepository",
     [](It it, const Call&) -> Resolved { return repository_node(it.context(), it.repository()); }},
    {"headRepository",
     [](It it, const Call&) -> Resolved { return repository_node(it.context(), it.repository()); }},
    {"headRepositoryOwner",
     [](It it, const Call&) -> Resolved { return account(it.context(), it.repository().owner()); }},
    {"headRef", [](It it, const Call&) -> Resolved { return it.branch(it.pull().head); }},
    {"baseRef", [](It it, const Call&) -> Resolved { return it.branch(it.pull().base); }},
    {"additions",
     [](It it, const Call&) -> Resolved { return it.total(&PullNode::FileChange::additions); }},
    {"deletions",
     [](It it, const Call&) -> Resolved { return it.total(&PullNode::FileChange::deletions); }},
    {"changedFiles", [](It it, const Call&) -> Resolved { return Value(it.changes().size()); }},
    {"files", [](It it, const Call& call) -> Resolved { return it.files(call); }},
    {"commits", [](It it, const Call& call) -> Resolved { return it.commits(call); }},
    {"labels",
     [](It it, const Call& call) -> Resolved {
       return connect_labels(it.context(), it.repository(), call, it.pull().labels);
     }},
    {"comments", [](It it, const Call& call) -> Resolved { return it.comments(call); }},
    {"reactionGroups", [](It, const Call&) -> Resolved { return std::vector<NodePtr>(); }},
    {"milestone", no_object},
    {"projectCards",
     [](It, const Call& call) -> Resolved {
       return connect_nothing(call, "ProjectCardConnection");
     }},
    {"projectItems",
     [](It, const Call& call) -> Resolved {
       return connect_nothing(call, "ProjectV2ItemConnection");
     }},
    {"closingIssuesReferences",
     [](It, const Call& call) -> Resolved { return connect_nothing(call, "IssueConnection"); }},
    {"userContentEdits", [](It it, const Call& call) -> Resolved { return it.edits(call); }}};

}  // namespace

Resolved PullNode::resolve(const Call& call) const {
  for (const std::span<const Row> rows :
       {std::span<const Row>(texts), std::span<const Row>(merging), std::span<const Row>(people),
        std::span<const Row>(belongings)}) {
    for (const Row& row : rows) {
      if (row.field == call.field) return row.resolve(*this, call);
    }
  }
  return not_served(type(), call.field);
}

Value PullNode::state() const {
  if (pull_.merged) return "MERGED";
  return pull_.state == github::PullState::open ? "OPEN" : "CLOSED";
}

std::string PullNode::path() const {
  return '/' + full_name(repository_) + "/pull/" +
         std::to_string(static_cast<std::uint32_t>(pull_.number));
}

// Without records the last version of the body is the last thing that is known to have happened.
PullDates PullNode::dates() const {
  const Records* records = context_.session().records;
  if (records != nullptr) {
    if (const auto dates = records->pull(repository_, pull_.number)) return *dates;
  }
  const std::vector<github::BodyEdit> edits = body_edits();
  const Time last = edits.empty() ? pull_.created_at : edits.back().edited_at;
  return {.updated_at = last, .closed_at = last, .merged_at = last};
}

std::vector<github::BodyEdit> PullNode::body_edits() const {
  github::Response response =
      context_.read(repository_, github::ObservePull{pull_.number, "", ""}, part::pull);
  github::PullView* view = std::get_if<github::PullView>(&response.payload);
  return view == nullptr ? std::vector<github::BodyEdit>() : std::move(view->edits);
}

std::string_view PullNode::author() const {
  const std::vector<github::BodyEdit> edits = body_edits();
  return login_of(!edits.empty() && edits.front().by_us);
}

NodePtr PullNode::branch(std::string_view name) const {
  return ref_node(context_, repository_, std::string(branch_directory) + std::string(name),
                  part::base);
}

Sha PullNode::base_sha() const {
  const auto tip =
      context_.ref(repository_, std::string(branch_directory) + pull_.base, part::base);
  return tip ? *tip : pull_.head_sha;
}

NodePtr pull_node(const Context& context, Repository& repository, github::Pull pull) {
  return std::make_shared<PullNode>(context, repository, std::move(pull));
}

NodePtr pull_node(const Context& context, Repository& repository, github::PullNumber number) {
  const github::Response response =
      context.read(repository, github::ObservePull{number, "", ""}, part::pull);
  const github::PullView* view = response.as<github::PullView>();
  return view == nullptr ? nullptr : pull_node(context, repository, view->pull);
}

}  // namespace regent::fake::graphql
