// What GitHub's answers mean. The bodies are those that GitHub sends (DOC, SPEC, MEAS).
#include "core/errors.h"

#include <gtest/gtest.h>

#include <set>

namespace regent {
namespace {

using github::ApiError;
using github::Response;

constexpr std::string_view base_modified =
    "Base branch was modified. Review and try the merge again.";

Response refusal(int status, std::string message = {}, std::vector<ApiError::Item> items = {}) {
  Response response;
  response.status = status;
  response.headers.rate_limit_remaining = 4'999;
  response.payload = ApiError{std::move(message), std::move(items), {}};
  return response;
}

Response validation_failed(ApiError::Item item) {
  return refusal(422, "Validation Failed", {std::move(item)});
}

Response graphql_error(std::string type, std::string message) {
  Response response;
  response.payload = ApiError{std::move(message), {}, std::move(type)};
  return response;
}

const github::Request create_ref = github::CreateRef{"refs/heads/release/v1.0.0", Sha{}};
const github::Request update_ref = github::UpdateRef{"refs/heads/release/v1.0.0", Sha{}};
const github::Request update_refs = github::UpdateRefs{};
const github::Request create_pull = github::CreatePull{"t", "release/v1.0.0", "main", "b"};
const github::Request update_pull = github::UpdatePull{};
const github::Request merge_pull = github::MergePull{};
const github::Request read = github::GetRef{"refs/heads/main"};
const github::Request create_release = github::CreateRelease{};

TEST(Errors, ASuccessIsOkWhateverItCarries) {
  for (const int status : {200, 201, 204}) {
    Response response;
    response.status = status;
    EXPECT_EQ(classify(create_ref, response), ErrorClass::ok);
  }
}

TEST(Errors, AnUnchangedResourceIsNoFailure) {
  Response response;
  response.status = 304;
  EXPECT_EQ(classify(read, response), ErrorClass::not_modified);
}

TEST(Errors, TellsTheRefusalsOfRefsApart) {
  const std::pair<const char*, ErrorClass> texts[] = {
      {"Reference already exists", ErrorClass::ref_exists},
      {"Object does not exist", ErrorClass::object_missing},
      {"Reference update failed", ErrorClass::ref_update_failed},
      {"Update is not a fast forward", ErrorClass::not_fast_forward},
      {"Reference does not exist", ErrorClass::not_found},
      {"Cannot delete the default branch", ErrorClass::validation_failed}};
  for (const auto& [text, expected] : texts) {
    EXPECT_EQ(classify(update_ref, refusal(422, text)), expected) << text;
  }
  EXPECT_EQ(classify(read, refusal(404, "Not Found")), ErrorClass::not_found);
}

TEST(Errors, TellsTheRefusalsOfPullRequestsApart) {
  const std::pair<ApiError::Item, ErrorClass> items[] = {
      {{"PullRequest", "", "custom", "A pull request already exists for owner:release/v1.0.0."},
       ErrorClass::pull_exists},
      {{"PullRequest", "", "custom", "No commits between main and release/v1.0.0"},
       ErrorClass::no_commits_between},
      {{"PullRequest", "head", "invalid", ""}, ErrorClass::head_invalid},
      {{"PullRequest", "base", "invalid", ""}, ErrorClass::base_invalid},
      {{"PullRequest", "state", "invalid",
        "There is already an open pull request from release/v1.0.0 to main."},
       ErrorClass::pull_exists},
      {{"PullRequest", "state", "invalid", "The release/v1.0.0 branch has been deleted."},
       ErrorClass::refused},
      {{"PullRequest", "base", "custom", "Cannot change the base branch of a closed pull request."},
       ErrorClass::refused},
      {{"PullRequest", "title", "missing_field", ""}, ErrorClass::validation_failed}};
  for (const auto& [item, expected] : items) {
    EXPECT_EQ(classify(create_pull, validation_failed(item)), expected) << item.message;
  }
}

TEST(Errors, TheBaseIsNamedBeforeTheHead) {
  const auto both =
      refusal(422, "Validation Failed",
              {{"PullRequest", "base", "invalid", ""}, {"PullRequest", "head", "invalid", ""}});
  EXPECT_EQ(classify(create_pull, both), ErrorClass::base_invalid);
}

TEST(Errors, AMissingFieldIsOurFaultAndNoConflict) {
  EXPECT_EQ(classify(create_pull, refusal(422, "Invalid request.\n\n\"head\" wasn't supplied.")),
            ErrorClass::validation_failed);
}

TEST(Errors, ALabelMayComeBeforeItsPullRequestIsVisible) {
  const auto unresolved = validation_failed(
      {"Label", "", "unprocessable", "Could not resolve to a node with the global id of 'PR_x'."});
  EXPECT_EQ(classify(github::AddLabels{}, unresolved), ErrorClass::not_visible_yet);
}

TEST(Errors, AReleaseThatExistsIsFoundByItsTag) {
  const auto exists = validation_failed({"Release", "tag_name", "already_exists", ""});
  EXPECT_EQ(classify(create_release, exists), ErrorClass::release_exists);
}

TEST(Errors, TellsARefusedConditionFromABadRequest) {
  const auto bad_request = refusal(400, "Bad Request");
  github::UpdatePull conditional;
  conditional.if_match = "\"etag\"";
  EXPECT_EQ(classify(conditional, bad_request), ErrorClass::conditional_refused);
  EXPECT_EQ(classify(update_pull, bad_request), ErrorClass::validation_failed);
}

// cli/cli#7167: in 2023 the write was applied and answered with 412.
TEST(Errors, AFailedPreconditionProvesNothing) {
  const ErrorClass outcome = classify(update_pull, refusal(412, "Precondition Failed"));
  EXPECT_EQ(outcome, ErrorClass::precondition_failed);
  EXPECT_TRUE(may_have_taken_effect(outcome));
}

TEST(Errors, TellsARaceFromARefusalToMerge) {
  EXPECT_EQ(classify(merge_pull, refusal(405, std::string(base_modified))), ErrorClass::conflict);
  EXPECT_EQ(classify(merge_pull, refusal(409, "Head branch was modified.")), ErrorClass::conflict);
  EXPECT_EQ(classify(merge_pull, refusal(405, "Pull Request is not mergeable")),
            ErrorClass::refused);
  EXPECT_EQ(classify(read, refusal(409, "Git Repository is empty.")), ErrorClass::refused);
}

TEST(Errors, TellsTheRateLimitsAndAForbiddenCallApart) {
  for (const int status : {403, 429}) {
    EXPECT_EQ(classify(read, refusal(status, "API rate limit exceeded for installation ID 1.")),
              ErrorClass::rate_limited_primary);
    EXPECT_EQ(classify(read, refusal(status, "You have exceeded a secondary rate limit. …")),
              ErrorClass::rate_limited_secondary);
  }
  EXPECT_EQ(classify(read, refusal(429)), ErrorClass::rate_limited_secondary);
  auto with_wait = refusal(403);
  with_wait.headers.retry_after = Duration(1'000);
  EXPECT_EQ(classify(read, with_wait), ErrorClass::rate_limited_secondary);
  auto last_permitted = refusal(403, "Resource not accessible by integration");
  last_permitted.headers.rate_limit_remaining = 0;
  EXPECT_EQ(classify(read, last_permitted), ErrorClass::forbidden);
}

TEST(Errors, AServerErrorLeavesAWriteInTheAirAndAReadHarmless) {
  for (const int status : {408, 500, 502, 503, 504}) {
    EXPECT_EQ(classify(create_pull, refusal(status)), ErrorClass::ambiguous) << status;
    EXPECT_EQ(classify(read, refusal(status)), ErrorClass::server_error) << status;
  }
  EXPECT_EQ(classify_lost(create_pull), ErrorClass::ambiguous);
  EXPECT_EQ(classify_lost(read), ErrorClass::server_error);
}

TEST(Errors, AnExpiredTokenIsUnauthorized) {
  EXPECT_EQ(classify(read, refusal(401, "Bad credentials")), ErrorClass::unauthorized);
}

TEST(Errors, AnyUnknownErrorOfUpdateRefsIsALostCompareAndSwap) {
  EXPECT_EQ(classify(update_refs, graphql_error("UNPROCESSABLE", "expected oid …")),
            ErrorClass::stale_data);
  EXPECT_EQ(classify(update_refs, graphql_error("", "")), ErrorClass::stale_data);
}

TEST(Errors, GraphQlErrorsThatSayMoreAreBelieved) {
  EXPECT_EQ(classify(update_refs, graphql_error("RATE_LIMITED", "API rate limit exceeded")),
            ErrorClass::rate_limited_primary);
  EXPECT_EQ(classify(update_refs, graphql_error("FORBIDDEN", "Resource not accessible")),
            ErrorClass::forbidden);
  EXPECT_EQ(classify(github::Observe{}, graphql_error("NOT_FOUND", "Could not resolve")),
            ErrorClass::not_found);
}

TEST(Errors, AGraphQlTimeoutIsAmbiguousForAWrite) {
  const std::string text =
      "Something went wrong while executing your query. This may be a timeout.";
  EXPECT_EQ(classify(update_refs, graphql_error("", text)), ErrorClass::ambiguous);
  EXPECT_EQ(classify(github::Observe{}, graphql_error("", text)), ErrorClass::server_error);
}

TEST(Errors, EveryClassHasAName) {
  std::set<std::string_view> names;
  const int last = static_cast<int>(ErrorClass::refused);
  for (int i = 0; i <= last; ++i) names.insert(to_string(static_cast<ErrorClass>(i)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
}

TEST(Errors, PrintAsOneLine) {
  const std::pair<Error, std::string> errors[] = {
      {OptimisticLockFailure{"pull_request", "7"}, "optimistic lock failure for pull_request 7"},
      {BranchConflict{"release/v1.0.0", "release/v1.0.0-1"},
       "branch conflict: release/v1.0.0 already exists, suggested fallback: release/v1.0.0-1"},
      {VersionConflict{{1, 0, 0}, {1, 1, 0}, "skip-update"},
       "version conflict: calculated version 1.0.0 conflicts with existing 1.1.0, resolution: "
       "skip-update"},
      {GitHubError{403, "Forbidden"}, "GitHub API error: 403 Forbidden"},
      {LockTimeout{"refs/release-regent/main"},
       "timeout waiting for lock on refs/release-regent/main"},
      {Ambiguous{"POST /pulls"},
       "outcome unknown: POST /pulls was not answered and may have taken effect"},
      {TooManyAttempts{"release/v1.0.0", 6}, "gave up on release/v1.0.0 after 6 attempts"},
      {StaleRead{"refs/heads/main", "abc1234"},
       "stale read: refs/heads/main does not show abc1234"}};
  for (const auto& [error, line] : errors) EXPECT_EQ(to_string(error), line);
}

TEST(Errors, HaveAKindForMetrics) {
  EXPECT_EQ(kind(OptimisticLockFailure{}), "optimistic_lock_failure");
  EXPECT_EQ(kind(GitHubError{}), "github_error");
  EXPECT_EQ(kind(StaleRead{}), "stale_read");
}

}  // namespace
}  // namespace regent
