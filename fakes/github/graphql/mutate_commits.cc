// Commits that are made on a branch.
#include <variant>

#include "fakes/github/base64.h"
#include "fakes/github/graphql/mutation.h"
#include "fakes/github/names.h"

namespace regent::fake::graphql {
namespace {

// The repository and branch of a CommittableBranch.
struct Branch {
  Repository* repository = nullptr;
  std::string ref;
};

std::optional<Branch> committable_branch(const MutationInput& branch) {
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

std::string message_of(const MutationInput& message) {
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

}  // namespace

Resolved create_commit_on_branch(const MutationInput& input) {
  const Context& context = input.context();
  const auto branch = committable_branch(MutationInput(context, *input.find("branch")));
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
  const Made commit = make(
      context, repository,
      github::CreateCommit{
          message_of(MutationInput(context, *input.find("message"))),
          std::get<Sha>(tree),
          {*head},
          {viewer, viewer + "@users.noreply.github.com", context.session().circumstances.now}});
  if (const Fault* fault = std::get_if<Fault>(&commit)) return *fault;
  const Sha sha = std::get<Sha>(commit);
  const github::Response moved =
      context.send(repository, github::UpdateRef{branch->ref, sha, false});
  if (std::optional<Fault> fault = fault_of(moved)) return *std::move(fault);
  return input.payload("CreateCommitOnBranchPayload",
                       {{"commit", object_node(context, repository, sha)},
                        {"ref", ref_node(context, repository, {branch->ref, sha})}});
}

}  // namespace regent::fake::graphql
