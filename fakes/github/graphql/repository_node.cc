// A repository.
#include <algorithm>

#include "fakes/github/graphql/connection.h"
#include "fakes/github/graphql/context.h"
#include "fakes/github/names.h"
#include "fakes/github/node_ids.h"

namespace regent::fake::graphql {
namespace {

class RepositoryNode final : public Node {
 public:
  RepositoryNode(const Context& at, Repository& repository) : context(at), value(repository) {}
  [[nodiscard]] std::string_view type() const override { return "Repository"; }
  [[nodiscard]] Resolved resolve(const Call& call) const override;

  [[nodiscard]] std::string url() const { return context.session().url + '/' + full_name(value); }
  [[nodiscard]] Resolved object(const Call& call) const;
  [[nodiscard]] Resolved pull(const Call& call, std::string_view kind) const;
  [[nodiscard]] RepositoryFacts facts() const;
  // Those that are defined or that a pull request carries, by name.
  [[nodiscard]] std::vector<std::string> labels() const;
  [[nodiscard]] Resolved latest_release() const;
  [[nodiscard]] Resolved release_of_tag(std::string_view tag) const;
  // The people that a repository knows: whoever may write to it here.
  [[nodiscard]] Resolved people(const Call& call) const;

  const Context& context;
  Repository& value;
};

using It = const RepositoryNode&;
using Row = Resolver<RepositoryNode>;

template <bool truth>
Resolved always(It, const Call&) {
  return Value(truth);
}
Resolved zero(It, const Call&) { return Value(0); }
Resolved null(It, const Call&) { return Value(); }
Resolved created_at(It it, const Call&) { return Value(to_date_time(it.facts().created_at)); }
Resolved pushed_at(It it, const Call&) { return Value(to_date_time(it.facts().pushed_at)); }

constexpr Row identity[] = {
    {"id",
     [](It it, const Call&) -> Resolved { return Value(repository_node_id(full_name(it.value))); }},
    {"databaseId",
     [](It it, const Call&) -> Resolved { return Value(repository_id(full_name(it.value))); }},
    {"name", [](It it, const Call&) -> Resolved { return Value(it.value.name()); }},
    {"nameWithOwner", [](It it, const Call&) -> Resolved { return Value(full_name(it.value)); }},
    {"owner", [](It it, const Call&) -> Resolved { return account(it.context, it.value.owner()); }},
    {"url", [](It it, const Call&) -> Resolved { return Value(it.url()); }},
    {"sshUrl",
     [](It it, const Call&) -> Resolved {
       const std::string& url = it.context.session().url;
       const auto scheme = url.find("://");
       return Value("git@" + (scheme == url.npos ? url : url.substr(scheme + 3)) + ':' +
                    full_name(it.value) + ".git");
     }},
    {"resourcePath",
     [](It it, const Call&) -> Resolved { return Value('/' + full_name(it.value)); }},
    {"description", [](It it, const Call&) -> Resolved { return Value(it.facts().description); }},
    {"homepageUrl", null},
    {"createdAt", created_at},
    {"updatedAt", pushed_at},
    {"pushedAt", pushed_at}};

constexpr Row settings[] = {
    {"isPrivate", [](It it, const Call&) -> Resolved { return Value(it.facts().is_private); }},
    {"visibility",
     [](It it, const Call&) -> Resolved {
       return Value(it.facts().is_private ? "PRIVATE" : "PUBLIC");
     }},
    {"isArchived", always<false>},
    {"isDisabled", always<false>},
    {"isEmpty",
     [](It it, const Call&) -> Resolved { return Value(it.value.refs("refs/").empty()); }},
    {"isFork", always<false>},
    {"isInOrganization", always<false>},
    {"isLocked", always<false>},
    {"isMirror", always<false>},
    {"isTemplate", always<false>},
    {"parent", [](It, const Call&) -> Resolved { return NodePtr(); }},
    {"hasIssuesEnabled", always<true>},
    {"hasProjectsEnabled", always<false>},
    {"hasWikiEnabled", always<false>},
    {"hasDiscussionsEnabled", always<false>},
    {"mergeCommitAllowed", always<true>},
    {"rebaseMergeAllowed", always<true>},
    {"squashMergeAllowed", always<true>},
    {"autoMergeAllowed", always<false>},
    {"deleteBranchOnMerge",
     [](It it, const Call&) -> Resolved {
       return Value(it.value.settings().delete_branch_on_merge);
     }},
    {"viewerPermission",
     [](It it, const Call&) -> Resolved {
       const bool is_owner = it.context.session().viewer == it.value.owner();
       return Value(is_owner ? "ADMIN" : "WRITE");
     }},
    {"viewerCanAdminister",
     [](It it, const Call&) -> Resolved {
       return Value(it.context.session().viewer == it.value.owner());
     }},
    {"viewerDefaultCommitEmail", null},
    {"viewerDefaultMergeMethod", [](It, const Call&) -> Resolved { return Value("MERGE"); }},
    {"viewerHasStarred", always<false>},
    {"stargazerCount", zero},
    {"forkCount", zero},
    {"diskUsage", zero}};

constexpr Row contents[] = {
    {"defaultBranchRef",
     [](It it, const Call&) -> Resolved {
       return ref_node(it.context, it.value,
                       std::string(branch_directory) + std::string(it.value.default_branch()),
                       part::base);
     }},
    {"object", [](It it, const Call& call) -> Resolved { return it.object(call); }},
    {"ref",
     [](It it, const Call& call) -> Resolved {
       // GQL: fully qualified matches come first, then those of a short name.
       const std::string name(call.text("qualifiedName").value_or(""));
       for (const std::string_view directory :
            {std::string_view(), branch_directory, tag_directory}) {
         const std::string full = std::string(directory) + name;
         if (!full.starts_with("refs/")) continue;
         const bool is_branch = full.starts_with(branch_directory);
         const std::uint8_t part = is_branch ? part::base : part::ledger;
         if (NodePtr ref = ref_node(it.context, it.value, full, part)) return ref;
       }
       return NodePtr();
     }},
    {"refs",
     [](It it, const Call& call) -> Resolved { return connect_refs(it.context, it.value, call); }},
    {"release",
     [](It it, const Call& call) -> Resolved {
       return it.release_of_tag(call.text("tagName").value_or(""));
     }},
    {"latestRelease", [](It it, const Call&) -> Resolved { return it.latest_release(); }},
    {"releases",
     [](It it, const Call& call) -> Resolved {
       return connect_releases(it.context, it.value, call);
     }},
    {"pullRequest",
     [](It it, const Call& call) -> Resolved { return it.pull(call, "a PullRequest"); }},
    {"issueOrPullRequest",
     [](It it, const Call& call) -> Resolved { return it.pull(call, "an issue or pull request"); }},
    {"pullRequests",
     [](It it, const Call& call) -> Resolved {
       return connect_pulls(it.context, it.value, call, "");
     }},
    {"issue",
     [](It, const Call& call) -> Resolved {
       return Fault("NOT_FOUND", "Could not resolve to an Issue with the number of " +
                                     std::to_string(call.integer("number").value_or(0)) + '.');
     }},
    {"issues",
     [](It, const Call& call) -> Resolved { return connect_nothing(call, "IssueConnection"); }},
    {"label",
     [](It it, const Call& call) -> Resolved {
       const std::string name(call.text("name").value_or(""));
       const std::vector<std::string> labels = it.labels();
       if (std::ranges::find(labels, name) == labels.end()) return NodePtr();
       return label_node(it.context, it.value, name);
     }},
    {"labels",
     [](It it, const Call& call) -> Resolved {
       return connect_labels(it.context, it.value, call, it.labels());
     }},
    {"milestones",
     [](It, const Call& call) -> Resolved { return connect_nothing(call, "MilestoneConnection"); }},
    {"projects",
     [](It, const Call& call) -> Resolved { return connect_nothing(call, "ProjectConnection"); }},
    {"assignableUsers", [](It it, const Call& call) -> Resolved { return it.people(call); }},
    {"mentionableUsers", [](It it, const Call& call) -> Resolved { return it.people(call); }}};

Resolved RepositoryNode::resolve(const Call& call) const {
  for (const std::span<const Row> rows :
       {std::span<const Row>(identity), std::span<const Row>(settings),
        std::span<const Row>(contents)}) {
    for (const Row& row : rows) {
      if (row.field == call.field) return row.resolve(*this, call);
    }
  }
  return not_served(type(), call.field);
}

Resolved RepositoryNode::object(const Call& call) const {
  if (const auto oid = call.text("oid")) {
    return object_node(context, value, Sha::parse(*oid).value_or(Sha{}));
  }
  if (const auto expression = call.text("expression")) {
    return expression_node(context, value, *expression);
  }
  return NodePtr();
}

Resolved RepositoryNode::pull(const Call& call, std::string_view kind) const {
  const std::int64_t number = call.integer("number").value_or(0);
  NodePtr node;
  if (number > 0) {
    node = pull_node(context, value, github::PullNumber{static_cast<std::uint32_t>(number)});
  }
  if (node != nullptr) return node;
  return Fault("NOT_FOUND", "Could not resolve to " + std::string(kind) + " with the number of " +
                                std::to_string(number) + '.');
}

RepositoryFacts RepositoryNode::facts() const {
  const Records* records = context.session().records;
  const auto facts = records == nullptr ? std::nullopt : records->repository(value);
  return facts.value_or(RepositoryFacts{});
}

std::vector<std::string> RepositoryNode::labels() const {
  std::vector<std::string> names;
  if (const Records* records = context.session().records) {
    for (const LabelFacts& label : records->labels(value)) names.push_back(label.name);
  }
  for (std::uint32_t number = value.last_number(); number > 0; --number) {
    const github::Response response =
        context.send(value, github::GetPull{github::PullNumber{number}});
    const github::Pull* pull = response.as<github::Pull>();
    if (pull != nullptr) names.insert(names.end(), pull->labels.begin(), pull->labels.end());
  }
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  return names;
}

Resolved RepositoryNode::latest_release() const {
  for (std::size_t i = value.release_count(); i > 0; --i) {
    if (!value.has_release(i - 1)) continue;
    const ReleaseView release = value.release(i - 1);
    if (!release.draft && !release.prerelease) return release_node(context, value, i - 1);
  }
  return NodePtr();
}

Resolved RepositoryNode::release_of_tag(std::string_view tag) const {
  const github::Response response =
      context.read(value, github::GetReleaseByTag{std::string(tag)}, part::releases);
  const github::Release* release = response.as<github::Release>();
  if (release == nullptr) return NodePtr();
  return release_node(context, value, static_cast<std::size_t>(release->id) - 1);
}

Resolved RepositoryNode::people(const Call& call) const {
  std::vector<std::string> logins{std::string(value.owner()), context.session().person,
                                  context.session().viewer};
  std::ranges::sort(logins);
  const auto repeated = std::ranges::unique(logins);
  logins.erase(repeated.begin(), repeated.end());
  return connect(call, {.connection = "UserConnection",
                        .edge = "UserEdge",
                        .count = logins.size(),
                        .node = [&](std::size_t i) { return account(context, logins[i]); },
                        .key = [&](std::size_t i) { return logins[i]; }});
}

}  // namespace

NodePtr repository_node(const Context& context, Repository& repository) {
  return std::make_shared<RepositoryNode>(context, repository);
}

}  // namespace regent::fake::graphql
