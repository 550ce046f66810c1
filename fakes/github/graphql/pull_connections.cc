// The lists of a pull request, and the lists of pull requests.
#include <algorithm>
#include <utility>

#include "fakes/github/graphql/connection.h"
#include "fakes/github/graphql/pull_node.h"
#include "fakes/github/names.h"
#include "fakes/github/node_ids.h"

namespace regent::fake::graphql {
namespace {

std::vector<github::Pull> list_pulls(const Context& context, Repository& repository,
                                     github::ListPulls request) {
  std::vector<github::Pull> pulls;
  for (bool more = true; more; ++request.page) {
    github::Response response = context.read(repository, request, part::pull);
    github::Pulls* page = std::get_if<github::Pulls>(&response.payload);
    if (page == nullptr) break;
    std::ranges::move(page->pulls, std::back_inserter(pulls));
    more = page->more;
  }
  return pulls;
}

// The least that GitHub must list for these states.
github::PullFilter filter_of(const std::vector<std::string>& states) {
  if (states.empty()) return github::PullFilter::all;
  const bool open = std::ranges::find(states, "OPEN") != states.end();
  const bool closed = std::ranges::any_of(states, [](const auto& name) { return name != "OPEN"; });
  if (open && closed) return github::PullFilter::all;
  return open ? github::PullFilter::open : github::PullFilter::closed;
}

bool is_in(const std::vector<std::string>& states, const github::Pull& pull) {
  const std::string_view state = pull.merged                             ? "MERGED"
                                 : pull.state == github::PullState::open ? "OPEN"
                                                                         : "CLOSED";
  return states.empty() || std::ranges::find(states, state) != states.end();
}

bool has_one_of(const std::vector<std::string>& labels, const github::Pull& pull) {
  return labels.empty() || std::ranges::any_of(labels, [&](const std::string& label) {
           return std::ranges::find(pull.labels, label) != pull.labels.end();
         });
}

void sort_by_update(const Context& context, Repository& repository,
                    std::vector<github::Pull>& pulls) {
  std::ranges::sort(pulls, {}, [&](const github::Pull& pull) {
    return std::pair(PullNode(context, repository, pull).dates().updated_at, pull.number);
  });
}

}  // namespace

Resolved connect_pulls(const Context& context, Repository& repository, const Call& call,
                       std::string_view head) {
  const std::vector<std::string> states = call.texts("states");
  const std::vector<std::string> labels = call.texts("labels");
  const std::string_view head_name = call.text("headRefName").value_or(head);
  std::vector<github::Pull> pulls =
      list_pulls(context, repository,
                 {.state = filter_of(states),
                  .head = std::string(head_name),
                  .base = std::string(call.text("baseRefName").value_or(""))});
  std::erase_if(pulls, [&](const github::Pull& pull) {
    return !is_in(states, pull) || !has_one_of(labels, pull) ||
           (!head_name.empty() && pull.head != head_name);
  });
  std::ranges::reverse(pulls);  // oldest first unless told otherwise
  if (const Value* order = call.argument("orderBy"); order != nullptr && !order->is_null()) {
    if (text_of(*order, "field") == "UPDATED_AT") sort_by_update(context, repository, pulls);
    if (text_of(*order, "direction") == "DESC") std::ranges::reverse(pulls);
  }
  return connect(call,
                 {.connection = "PullRequestConnection",
                  .edge = "PullRequestEdge",
                  .count = pulls.size(),
                  .node = [&](std::size_t i) { return pull_node(context, repository, pulls[i]); },
                  .key =
                      [&](std::size_t i) {
                        return std::to_string(static_cast<std::uint32_t>(pulls[i].number));
                      }});
}

Resolved PullNode::commits(const Call& call) const {
  std::vector<Sha> shas;
  std::uint32_t total = 1;
  for (std::uint32_t page = 1; shas.size() < total; ++page) {
    const github::Response response =
        context_.send(repository_, github::CompareCommits{base_sha(), pull_.head_sha, page});
    const github::Comparison* comparison = response.as<github::Comparison>();
    if (comparison == nullptr || comparison->commits.empty()) break;
    total = comparison->total_commits;
    for (const github::CommitSummary& commit : comparison->commits) shas.push_back(commit.sha);
  }
  const auto show = [&](std::size_t i) {
    const std::string key = shas[i].hex();
    const std::string at = path() + "/commits/" + key;
    return plain("PullRequestCommit", {{"id", node_id("PURC", full_name(repository_), key)},
                                       {"commit", object_node(context_, repository_, shas[i])},
                                       {"pullRequest", pull_node(context_, repository_, pull_)},
                                       {"resourcePath", at},
                                       {"url", context_.session().url + at}});
  };
  return connect(call, {.connection = "PullRequestCommitConnection",
                        .edge = "PullRequestCommitEdge",
                        .count = shas.size(),
                        .node = show,
                        .key = [&](std::size_t i) { return shas[i].hex(); }});
}

// Newest first, the body as it was created last; a body that was never edited has none.
Resolved PullNode::edits(const Call& call) const {
  std::vector<github::BodyEdit> edits = body_edits();
  if (edits.size() == 1) edits.clear();
  const auto index_of = [&](std::size_t i) { return edits.size() - 1 - i; };
  const auto show = [&](std::size_t i) {
    const github::BodyEdit& edit = edits[index_of(i)];
    const std::string key = path() + '#' + std::to_string(index_of(i));
    const std::string date = to_date_time(edit.edited_at);
    return plain("UserContentEdit", {{"id", node_id("UCE", full_name(repository_), key)},
                                     {"createdAt", date},
                                     {"updatedAt", date},
                                     {"editedAt", date},
                                     {"deletedAt", Value()},
                                     {"deletedBy", NodePtr()},
                                     {"diff", edit.body},
                                     {"editor", actor(context_, login_of(edit.by_us))}});
  };
  return connect(call, {.connection = "UserContentEditConnection",
                        .edge = "UserContentEditEdge",
                        .count = edits.size(),
                        .node = show,
                        .key = [&](std::size_t i) { return std::to_string(index_of(i)); }});
}

Resolved PullNode::participants(const Call& call) const {
  std::vector<std::string_view> logins;
  for (const github::BodyEdit& edit : body_edits()) {
    const std::string_view login = login_of(edit.by_us);
    if (std::ranges::find(logins, login) == logins.end()) logins.push_back(login);
  }
  return connect(call, {.connection = "UserConnection",
                        .edge = "UserEdge",
                        .count = logins.size(),
                        .node = [&](std::size_t i) { return account(context_, logins[i]); },
                        .key = [&](std::size_t i) { return std::string(logins[i]); }});
}

Resolved PullNode::comments(const Call& call) const {
  const Records* records = context_.session().records;
  const std::vector<CommentFacts> comments = records == nullptr
                                                 ? std::vector<CommentFacts>()
                                                 : records->comments(repository_, pull_.number);
  return connect(call, {.connection = "IssueCommentConnection",
                        .edge = "IssueCommentEdge",
                        .count = comments.size(),
                        .node =
                            [&](std::size_t i) {
                              return comment_node(context_, repository_, url(), comments[i]);
                            },
                        .key = [&](std::size_t i) { return std::to_string(comments[i].id); }});
}

NodePtr comment_node(const Context& context, Repository& repository, const std::string& pull_url,
                     const CommentFacts& comment) {
  const std::string key = std::to_string(comment.id);
  const bool is_owner = comment.login == repository.owner();
  return plain("IssueComment", {{"id", node_id("IC", full_name(repository), key)},
                                {"author", actor(context, comment.login)},
                                {"authorAssociation", is_owner ? "OWNER" : "CONTRIBUTOR"},
                                {"body", comment.body},
                                {"createdAt", to_date_time(comment.created_at)},
                                {"includesCreatedEdit", false},
                                {"isMinimized", false},
                                {"minimizedReason", Value()},
                                {"reactionGroups", std::vector<NodePtr>()},
                                {"url", pull_url + "#issuecomment-" + key},
                                {"viewerDidAuthor", comment.login == context.session().viewer}});
}

}  // namespace regent::fake::graphql
