// Mutations of pull requests.
#include "fakes/github/graphql/mutation.h"

namespace regent::fake::graphql {
namespace {

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

Resolved pull_payload(const MutationInput& input, std::string_view type, Repository& repository,
                      const github::Response& response) {
  if (std::optional<Fault> fault = fault_of(response)) return *std::move(fault);
  const github::Pull* pull = response.as<github::Pull>();
  return input.payload(
      type, {{"pullRequest",
              pull == nullptr ? NodePtr() : pull_node(input.context(), repository, *pull)}});
}

// Changes the pull request that the input names.
Resolved change_pull(const MutationInput& input, std::string_view type,
                     github::UpdatePull request) {
  const auto target = input.reference("pullRequestId", "PR");
  if (!target) return unresolved(input.text("pullRequestId"));
  Repository& repository = input.repository(*target);
  request.number = number_of(*target);
  const github::Response response = input.context().send(repository, request);
  if (response.status == 404) return unresolved(input.text("pullRequestId"));
  return pull_payload(input, type, repository, response);
}

MergeMethod method_of(std::string_view name) {
  if (name == "SQUASH") return MergeMethod::squash;
  return name == "REBASE" ? MergeMethod::rebase : MergeMethod::merge;
}

}  // namespace

Resolved create_pull(const MutationInput& input) {
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

Resolved update_pull(const MutationInput& input) {
  github::UpdatePull request{.title = input.optional_text("title"),
                             .body = input.optional_text("body"),
                             .base = input.optional_text("baseRefName")};
  if (const auto state = input.optional_text("state")) {
    request.state = *state == "OPEN" ? github::PullState::open : github::PullState::closed;
  }
  if (auto fault = replace_labels(input)) return *std::move(fault);
  return change_pull(input, "UpdatePullRequestPayload", std::move(request));
}

Resolved close_pull(const MutationInput& input) {
  return change_pull(input, "ClosePullRequestPayload", {.state = github::PullState::closed});
}

Resolved reopen_pull(const MutationInput& input) {
  return change_pull(input, "ReopenPullRequestPayload", {.state = github::PullState::open});
}

Resolved merge_pull(const MutationInput& input) {
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

}  // namespace regent::fake::graphql
