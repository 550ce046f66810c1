// Mutations, each one of the typed requests of core/github.h.
#include <algorithm>
#include <charconv>

#include "fakes/github/base64.h"
#include "fakes/github/graphql/context.h"
#include "fakes/github/names.h"
#include "fakes/github/node_ids.h"

namespace regent::fake::graphql {
namespace {

Fault unresolved(std::string_view id) {
  return Fault("NOT_FOUND",
               "Could not resolve to a node with the global id of '" + std::string(id) + "'.");
}

// The input of a mutation, and what its ids name.
class Input {
 public:
  Input(const Context& context, const Value& value) : context_(context), value_(value) {}

  [[nodiscard]] const Value* find(std::string_view name) const { return value_.find(name); }
  [[nodiscard]] std::string text(std::string_view name) const {
    return std::string(text_of(value_, name).value_or(""));
  }
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view name) const {
    const auto text = text_of(value_, name);
    return text ? std::optional<std::string>(*text) : std::nullopt;
  }
  [[nodiscard]] bool is_true(std::string_view name) const {
    const Value* value = find(name);
    const bool* truth = value == nullptr ? nullptr : value->get<bool>();
    return truth != nullptr && *truth;
  }
  [[nodiscard]] Sha sha(std::string_view name) const {
    return Sha::parse(text(name)).value_or(Sha{});
  }
  // What the id `name` refers to, if it is of the kind `prefix`; nullopt otherwise.
  [[nodiscard]] std::optional<NodeReference> reference(std::string_view name,
                                                       std::string_view prefix) const {
    auto reference = parse_node_id(text(name));
    if (!reference || reference->prefix != prefix) return std::nullopt;
    if (context_.session().github.find(reference->full_name) == nullptr) return std::nullopt;
    return reference;
  }
  // Its repository. Precondition: `reference` came from here.
  [[nodiscard]] Repository& repository(const NodeReference& reference) const {
    return *context_.session().github.find(reference.full_name);
  }
  // The answer's object: `fields` and the client's own id.
  [[nodiscard]] NodePtr payload(std::string_view type, std::vector<PlainNode::Field> fields) const {
    const auto id = optional_text("clientMutationId");
    fields.push_back({"clientMutationId", id ? Value(*id) : Value()});
    fields.push_back({"actor", actor(context_, context_.session().viewer)});
    return plain(type, std::move(fields));
  }
  [[nodiscard]] const Context& context() const { return context_; }

 private:
  const Context& context_;
  const Value& value_;
};

github::PullNumber number_of(const NodeReference& reference) {
  std::uint32_t number = 0;
  std::from_chars(reference.key.data(), reference.key.data() + reference.key.size(), number);
  return github::PullNumber{number};
}

// The refusal of an injected fault, or of GitHub itself.
std::optional<Fault> fault_of(const github::Response& response) {
  const github::ApiError* error = response.error();
  return error == nullptr ? std::nullopt : std::optional<Fault>(to_fault(*error));
}

// ---- Refs ---------------------------------------------------------------------------------------

Resolved update_refs(const Input& input) {
  const auto target = input.reference("repositoryId", "R");
  if (!target) return unresolved(input.text("repositoryId"));
  github::UpdateRefs request;
  const Value* updates = input.find("refUpdates");
  for (const Value& row : *updates->get<Value::List>()) {
    const Input update(input.context(), row);
    const auto before = update.optional_text("beforeOid");
    request.updates.push_back(
        {.name = update.text("name"),
         .before = before ? std::optional(update.sha("beforeOid")) : std::nullopt,
         .after = update.sha("afterOid"),
         .force = update.is_true("force")});
  }
  const Context& context = input.context();
  const github::Response response = context.send(input.repository(*target), request);
  if (std::optional<Fault> fault = fault_of(response)) {
    const github::ApiError& error = *response.error();
    return response.status == 200 ? Fault(error.graphql_type, error.message) : *std::move(fault);
  }
  return input.payload("UpdateRefsPayload", {});
}

Resolved ref_payload(const Input& input, std::string_view type, Repository& repository,
                     const github::Request& request) {
  const github::Response response = input.context().send(repository, request);
  if (std::optional<Fault> fault = fault_of(response)) return *std::move(fault);
  NodePtr node;
  if (const github::Ref* ref = response.as<github::Ref>()) {
    node = ref_node(input.context(), repository, *ref);
  }
  return input.payload(type, {{"ref", node}});
}

Resolved create_ref(const Input& input) {
  const auto target = input.reference("repositoryId", "R");
  if (!target) return unresolved(input.text("repositoryId"));
  return ref_payload(input, "CreateRefPayload", input.repository(*target),
                     github::CreateRef{input.text("name"), input.sha("oid")});
}

Resolved update_ref(const Input& input) {
  const auto target = input.reference("refId", "REF");
  if (!target) return unresolved(input.text("refId"));
  return ref_payload(input, "UpdateRefPayload", input.repository(*target),
                     github::UpdateRef{target->key, input.sha("oid"), input.is_true("force")});
}

Resolved delete_ref(const Input& input) {
  const auto target = input.reference("refId", "REF");
  if (!target) return unresolved(input.text("refId"));
  return ref_payload(input, "DeleteRefPayload", input.repository(*target),
                     github::DeleteRef{target->key});
}

// ---- Commits ------------------------------------------------------------------------------------

// The repository and branch of a CommittableBranch.
struct Branch {
  Repository* repository = nullptr;
  std::string ref;
};

std::optional<Branch> committable_branch(const Input& branch) {
  if (branch.optional_text("id")) {
    const auto reference = branch.reference("id", "REF");
    if (!reference) return std::nullopt;
    return Branch{&branch.repository(*reference), reference->key};
  }
  Repository* repository =
      branch.context().session().github.find(branch.text("repositoryNameWithOwner"));
  if (repository == nullptr) return std::nullopt;
  std::string name = branch.text("branchName");
  if (!name.starts_with("refs/")) name = std::string(branch_directory) + name;
  return Branch{repository, std::move(name)};
}

std::string message_of(const Input& message) {
  const std::string body = message.text("body");
  return body.empty() ? message.text("headline") : message.text("headline") + "\n\n" + body;
}

// nullopt: contents that are no base64.
std::optional<std::vector<WriteTree::Entry>> changes_of(const Value* changes) {
  std::vector<WriteTree::Entry> entries;
  const auto rows_of = [&](std::string_view name) {
    const Value* rows = changes == nullptr ? nullptr : changes->find(name);
    const Value::List* list = rows == nullptr ? nullptr : rows->get<Value::List>();
    return list == nullptr ? Value::List() : *list;
  };
  for (const Value& row : rows_of("additions")) {
    std::optional<std::string> contents = from_base64(text_of(row, "contents").value_or(""));
    if (!contents) return std::nullopt;
    entries.push_back({.path = std::string(text_of(row, "path").value_or("")),
                       .object = std::nullopt,
                       .content = *std::move(contents)});
  }
  for (const Value& row : rows_of("deletions")) {
    entries.push_back({.path = std::string(text_of(row, "path").value_or("")),
                       .object = std::nullopt,
                       .content = std::nullopt});
  }
  return entries;
}

// The sha of what a request makes.
using Made = std::variant<Sha, Fault>;
template <typename Request>
Made make(const Context& context, Repository& repository, const Request& request) {
  const github::Response response = context.send(repository, request);
  if (const github::ObjectId* id = response.as<github::ObjectId>()) return id->sha;
  const github::ApiError* error = response.error();
  return error == nullptr ? Fault("UNPROCESSABLE", "A commit could not be made") : to_fault(*error);
}

Resolved create_commit_on_branch(const Input& input) {
  const Context& context = input.context();
  const auto branch = committable_branch(Input(context, *input.find("branch")));
  if (!branch) return Fault("NOT_FOUND", "Could not resolve to a branch.");
  Repository& repository = *branch->repository;
  const std::optional<Sha> head = repository.ref(branch->ref);
  if (!head) {
    return Fault("NOT_FOUND", "No ref found for `" + branch->ref + "`.");
  }
  const Sha expected = input.sha("expectedHeadOid");
  if (*head != expected) {
    return Fault("STALE_DATA", "Expected branch to point to \"" + expected.hex() +
                                   "\" but it did not.  Pull and try again.");
  }
  auto entries = changes_of(input.find("fileChanges"));
  if (!entries) return Fault("UNPROCESSABLE", "A path's contents are not valid base64.");
  const SiteRequest write =
      WriteTree{.base_tree = repository.commit(*head)->tree, .entries = *std::move(entries)};
  const Made tree = make(context, repository, write);
  if (const Fault* fault = std::get_if<Fault>(&tree)) return *fault;
  const std::string& viewer = context.session().viewer;
  const Made commit = make(context, repository,
                           github::CreateCommit{message_of(Input(context, *input.find("message"))),
                                                std::get<Sha>(tree),
                                                {*head},
                                                {viewer, viewer + "@users.noreply.github.com",
                                                 context.session().circumstances.now}});
  if (const Fault* fault = std::get_if<Fault>(&commit)) return *fault;
  const Sha sha = std::get<Sha>(commit);
  const github::Response moved =
      context.send(repository, github::UpdateRef{branch->ref, sha, false});
  if (std::optional<Fault> fault = fault_of(moved)) return *std::move(fault);
  return input.payload("CreateCommitOnBranchPayload",
                       {{"commit", object_node(context, repository, sha)},
                        {"ref", ref_node(context, repository, {branch->ref, sha})}});
}

// ---- Pull requests ------------------------------------------------------------------------------

// GraphQL lists what a pull request would lack, where REST names the field.
Fault pull_fault(const github::ApiError& error, const github::CreatePull& request) {
  const bool is_field = !error.errors.empty() && error.errors.front().message.empty();
  if (!is_field) return to_fault(error);
  std::string message;
  for (const github::ApiError::Item& item : error.errors) {
    message += (item.field == "head" ? "Head" : "Base") + std::string(" sha can't be blank, ");
  }
  message += "No commits between " + request.base + " and " + request.head;
  for (const github::ApiError::Item& item : error.errors) {
    message += (item.field == "head" ? ", Head" : ", Base") + std::string(" ref must be a branch");
  }
  return Fault("UNPROCESSABLE", message);
}

Resolved pull_payload(const Input& input, std::string_view type, Repository& repository,
                      const github::Response& response) {
  if (std::optional<Fault> fault = fault_of(response)) return *std::move(fault);
  const github::Pull* pull = response.as<github::Pull>();
  return input.payload(
      type, {{"pullRequest",
              pull == nullptr ? NodePtr() : pull_node(input.context(), repository, *pull)}});
}

Resolved create_pull(const Input& input) {
  const auto target = input.reference("repositoryId", "R");
  if (!target) return unresolved(input.text("repositoryId"));
  Repository& repository = input.repository(*target);
  const github::CreatePull request{.title = input.text("title"),
                                   .head = input.text("headRefName"),
                                   .base = input.text("baseRefName"),
                                   .body = input.text("body")};
  const github::Response response = input.context().send(repository, request);
  if (const github::ApiError* error = response.error()) return pull_fault(*error, request);
  return pull_payload(input, "CreatePullRequestPayload", repository, response);
}

// Changes the pull request that the input names.
Resolved change_pull(const Input& input, std::string_view type, github::UpdatePull request) {
  const auto target = input.reference("pullRequestId", "PR");
  if (!target) return unresolved(input.text("pullRequestId"));
  Repository& repository = input.repository(*target);
  request.number = number_of(*target);
  const github::Response response = input.context().send(repository, request);
  if (response.status == 404) return unresolved(input.text("pullRequestId"));
  return pull_payload(input, type, repository, response);
}

// The names of the labels that the input's ids mean; nullopt: one of them is no label's.
std::optional<std::vector<std::string>> labels_of(const Input& input) {
  std::vector<std::string> names;
  for (const std::string& id : texts_of(input.find("labelIds"))) {
    const auto label = parse_node_id(id);
    if (!label || label->prefix != "LA") return std::nullopt;
    names.push_back(label->key);
  }
  return names;
}

// Gives the pull request the labels of `labelIds`, when there are any; a fault when it cannot.
std::optional<Fault> replace_labels(const Input& input) {
  if (input.find("labelIds") == nullptr) return std::nullopt;
  const auto target = input.reference("pullRequestId", "PR");
  if (!target) return unresolved(input.text("pullRequestId"));
  auto labels = labels_of(input);
  if (!labels)
    return Fault("NOT_FOUND", "Could not resolve to a node with the global id of a Label.");
  return fault_of(input.context().send(
      input.repository(*target), SiteRequest(SetLabels{number_of(*target), *std::move(labels)})));
}

Resolved update_pull(const Input& input) {
  github::UpdatePull request{.title = input.optional_text("title"),
                             .body = input.optional_text("body"),
                             .base = input.optional_text("baseRefName")};
  if (const auto state = input.optional_text("state")) {
    request.state = *state == "OPEN" ? github::PullState::open : github::PullState::closed;
  }
  if (auto fault = replace_labels(input)) return *std::move(fault);
  return change_pull(input, "UpdatePullRequestPayload", std::move(request));
}

Resolved close_pull(const Input& input) {
  return change_pull(input, "ClosePullRequestPayload", {.state = github::PullState::closed});
}

Resolved reopen_pull(const Input& input) {
  return change_pull(input, "ReopenPullRequestPayload", {.state = github::PullState::open});
}

MergeMethod method_of(std::string_view name) {
  if (name == "SQUASH") return MergeMethod::squash;
  return name == "REBASE" ? MergeMethod::rebase : MergeMethod::merge;
}

Resolved merge_pull(const Input& input) {
  const auto target = input.reference("pullRequestId", "PR");
  if (!target) return unresolved(input.text("pullRequestId"));
  Repository& repository = input.repository(*target);
  Merge request{.number = number_of(*target),
                .sha = std::nullopt,
                .method = method_of(input.text("mergeMethod")),
                .title = input.optional_text("commitHeadline"),
                .message = input.optional_text("commitBody")};
  if (input.optional_text("expectedHeadOid")) request.sha = input.sha("expectedHeadOid");
  const github::Response response =
      input.context().send(repository, SiteRequest(std::move(request)));
  if (response.status == 404) return unresolved(input.text("pullRequestId"));
  if (std::optional<Fault> fault = fault_of(response)) return *std::move(fault);
  const github::Response merged =
      input.context().send(repository, github::GetPull{number_of(*target)});
  return pull_payload(input, "MergePullRequestPayload", repository, merged);
}

// Labels the pull request that the input names; `request_of` makes the request.
template <typename RequestOf>
Resolved change_labels(const Input& input, std::string_view type, RequestOf&& request_of) {
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

Resolved add_labels(const Input& input) {
  return change_labels(input, "AddLabelsToLabelablePayload",
                       [](const github::Pull& pull, std::vector<std::string> labels) {
                         return github::Request(github::AddLabels{pull.number, std::move(labels)});
                       });
}

Resolved remove_labels(const Input& input) {
  return change_labels(input, "RemoveLabelsFromLabelablePayload",
                       [](const github::Pull& pull, const std::vector<std::string>& labels) {
                         SetLabels request{.number = pull.number, .labels = pull.labels};
                         std::erase_if(request.labels, [&](const std::string& label) {
                           return std::ranges::find(labels, label) != labels.end();
                         });
                         return SiteRequest(std::move(request));
                       });
}

Resolved add_comment(const Input& input) {
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

struct Row {
  std::string_view field;
  Resolved (*run)(const Input& input);
};
constexpr Row rows[] = {{"updateRefs", update_refs},
                        {"createRef", create_ref},
                        {"updateRef", update_ref},
                        {"deleteRef", delete_ref},
                        {"createCommitOnBranch", create_commit_on_branch},
                        {"createPullRequest", create_pull},
                        {"updatePullRequest", update_pull},
                        {"closePullRequest", close_pull},
                        {"reopenPullRequest", reopen_pull},
                        {"mergePullRequest", merge_pull},
                        {"addLabelsToLabelable", add_labels},
                        {"removeLabelsFromLabelable", remove_labels},
                        {"addComment", add_comment}};

class MutationRoot final : public Node {
 public:
  explicit MutationRoot(const Context& context) : context_(context) {}
  [[nodiscard]] std::string_view type() const override { return "Mutation"; }
  [[nodiscard]] Resolved resolve(const Call& call) const override {
    const auto row = std::ranges::find(rows, call.field, &Row::field);
    const Value* input = call.argument("input");
    if (row == std::end(rows) || input == nullptr) return not_served(type(), call.field);
    return row->run(Input(context_, *input));
  }

 private:
  const Context& context_;
};

}  // namespace

NodePtr mutation_root(const Context& context) { return std::make_shared<MutationRoot>(context); }

}  // namespace regent::fake::graphql
