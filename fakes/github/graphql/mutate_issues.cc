// Labels and comments.
#include <algorithm>

#include "fakes/github/graphql/mutation.h"

namespace regent::fake::graphql {
namespace {

// The names of the labels that the input's ids mean; nullopt: one of them is no label's.
std::optional<std::vector<std::string>> labels_of(const MutationInput& input) {
  std::vector<std::string> names;
  for (const std::string& id : texts_of(input.find("labelIds"))) {
    const auto label = parse_node_id(id);
    if (!label || label->prefix != "LA") return std::nullopt;
    names.push_back(label->key);
  }
  return names;
}

// Labels the pull request that the input names; `request_of` makes the request.
template <typename RequestOf>
Resolved change_labels(const MutationInput& input, std::string_view type, RequestOf&& request_of) {
  const auto target = input.reference("labelableId", "PR");
  if (!target) return unresolved(input.text("labelableId"));
  auto labels = labels_of(input);
  if (!labels)
    return Fault("NOT_FOUND", "Could not resolve to a node with the global id of a Label.");
  const Context& context = input.context();
  Repository& repository = input.repository(*target);
  const github::Request look = github::GetPull{number_of(*target)};
  const github::Response before = context.send(repository, look);
  const github::Pull* pull = before.as<github::Pull>();
  if (pull == nullptr) return unresolved(input.text("labelableId"));
  const github::Response changed = context.send(repository, request_of(*pull, *std::move(labels)));
  if (std::optional<Fault> fault = fault_of(changed)) return *std::move(fault);
  const github::Response after = context.send(repository, look);
  return input.payload(type,
                       {{"labelable", pull_node(context, repository, *after.as<github::Pull>())}});
}

}  // namespace

std::optional<Fault> replace_labels(const MutationInput& input) {
  if (input.find("labelIds") == nullptr) return std::nullopt;
  const auto target = input.reference("pullRequestId", "PR");
  if (!target) return unresolved(input.text("pullRequestId"));
  auto labels = labels_of(input);
  if (!labels)
    return Fault("NOT_FOUND", "Could not resolve to a node with the global id of a Label.");
  return fault_of(input.context().send(
      input.repository(*target), SiteRequest(SetLabels{number_of(*target), *std::move(labels)})));
}

Resolved add_labels(const MutationInput& input) {
  return change_labels(input, "AddLabelsToLabelablePayload",
                       [](const github::Pull& pull, std::vector<std::string> labels) {
                         return github::Request(github::AddLabels{pull.number, std::move(labels)});
                       });
}

Resolved remove_labels(const MutationInput& input) {
  return change_labels(input, "RemoveLabelsFromLabelablePayload",
                       [](const github::Pull& pull, const std::vector<std::string>& labels) {
                         SetLabels request{.number = pull.number, .labels = pull.labels};
                         std::erase_if(request.labels, [&](const std::string& label) {
                           return std::ranges::find(labels, label) != labels.end();
                         });
                         return SiteRequest(std::move(request));
                       });
}

Resolved add_comment(const MutationInput& input) {
  const auto target = input.reference("subjectId", "PR");
  if (!target) return unresolved(input.text("subjectId"));
  const Context& context = input.context();
  const Session& session = context.session();
  Repository& repository = input.repository(*target);
  const NodePtr subject = pull_node(context, repository, number_of(*target));
  if (subject == nullptr) return unresolved(input.text("subjectId"));
  std::optional<CommentFacts> comment;
  if (session.records != nullptr) {
    comment = session.records->add_comment(repository, number_of(*target), session.viewer,
                                           input.text("body"), session.circumstances.now);
  }
  if (!comment) return not_served("Mutation", "addComment");
  const std::string url = session.url + '/' + full_name(repository) + "/pull/" + target->key;
  const NodePtr node = comment_node(context, repository, url, *comment);
  return input.payload(
      "AddCommentPayload",
      {{"subject", subject},
       {"commentEdge", plain("IssueCommentEdge", {{"cursor", "1"}, {"node", node}})}});
}

}  // namespace regent::fake::graphql
