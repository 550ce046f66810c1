// Facts about limits and failures (DOC, rate limits; issue threads for blank retry-after).
#include <gtest/gtest.h>

#include "fakes/github/error_body.h"
#include "fakes/github/github.h"
#include "tests/fakes/world.h"

namespace regent::fake::testing {
namespace {

using github::GetRef;

const GetRef read_main{"refs/heads/main"};

GitHub small_github(Settings settings) { return GitHub(World(settings).repository); }

TEST(PrimaryLimit, CountsDownAndIsRefilledByTheHour) {
  GitHub github = small_github({.rate_limit_per_hour = 3});
  Circumstances circumstances{.now = epoch + std::chrono::milliseconds(400)};
  for (const std::uint32_t left : {2U, 1U, 0U}) {
    const auto response = github.handle(read_main, circumstances);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.rate_limit_remaining, left);
  }
  const auto refused = github.handle(read_main, circumstances);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refusal(refused), "API rate limit exceeded for installation ID 1.");
  EXPECT_EQ(refused.headers.rate_limit_remaining, 0U);
  EXPECT_EQ(refused.headers.rate_limit_reset,
            epoch + std::chrono::hours(1) + std::chrono::seconds(1));
  EXPECT_EQ(refused.headers.date, epoch);
  circumstances.now = refused.headers.rate_limit_reset;
  EXPECT_EQ(github.handle(read_main, circumstances).status, 200);
}

TEST(PrimaryLimit, AnExhaustedOneHasNoEffectAndMayBe429) {
  GitHub github = small_github({.rate_limit_per_hour = 1, .rate_limit_status = 429});
  EXPECT_EQ(github.handle(read_main, {.now = epoch}).status, 200);
  const Digest before = github.repository().digest();
  EXPECT_EQ(github
                .handle(github::CreateRef{"refs/heads/x", *github.repository().branch("main")},
                        {.now = epoch})
                .status,
            429);
  EXPECT_EQ(github.repository().digest(), before);
}

// DOC, conditional requests: a 304 is not charged.
TEST(PrimaryLimit, DoesNotChargeA304) {
  World world;
  const github::PullNumber number = world.pull("x");
  GitHub github(world.repository);
  const Circumstances circumstances{.now = world.now};
  const auto first = github.handle(github::GetPull{number}, circumstances);
  const auto second = github.handle(github::GetPull{number, first.headers.etag}, circumstances);
  EXPECT_EQ(second.status, 304);
  EXPECT_EQ(second.headers.rate_limit_remaining, first.headers.rate_limit_remaining);
}

TEST(PrimaryLimit, IsSharedByTheRepositoriesOfAnInstallation) {
  GitHub github = small_github({.rate_limit_per_hour = 10});
  github.add(Repository({}, "octo", "other"));
  EXPECT_EQ(github.handle("octo/other", read_main, {.now = epoch}).status, 404);
  EXPECT_EQ(github.handle("octo/nothing", read_main, {.now = epoch}).status, 404);
  EXPECT_EQ(github.handle("octo/repo", read_main, {.now = epoch}).headers.rate_limit_remaining, 8U);
}

TEST(PrimaryLimit, OffItChangesNothing) {
  GitHub github = small_github({.rate_limit_per_hour = 0});
  const GitHub before = github;
  static_cast<void>(github.handle(read_main, {.now = epoch}));
  EXPECT_EQ(github, before);
  EXPECT_EQ(github.digest(), before.digest());
}

TEST(SecondaryLimit, EightyCreationsAMinute) {
  World world(Settings{.secondary_limits = true});
  const github::PullNumber number = world.pull("x");
  GitHub github(world.repository);
  const auto update = [&](int i) {
    return github.handle(github::UpdatePull{number, std::to_string(i), {}, {}, {}, {}},
                         {.now = world.now});
  };
  for (int i = 0; i < 80; ++i) ASSERT_EQ(update(i).status, 200);
  const auto refused = update(80);
  EXPECT_EQ(refused.status, 403);
  EXPECT_TRUE(refusal(refused).starts_with("You have exceeded a secondary rate limit."));
  EXPECT_EQ(refused.headers.retry_after, std::chrono::seconds(60));
  world.pass(std::chrono::minutes(1));
  EXPECT_EQ(update(81).status, 200);
}

TEST(SecondaryLimit, FiveHundredCreationsAnHour) {
  World world(Settings{.secondary_limits = true});
  const github::PullNumber number = world.pull("x");
  GitHub github(world.repository);
  const auto update = [&](int i) {
    return github.handle(github::UpdatePull{number, std::to_string(i), {}, {}, {}, {}},
                         {.now = world.now});
  };
  constexpr int creations_per_minute = 50;
  for (int i = 0; i < 500; ++i) {
    ASSERT_EQ(update(i).status, 200);
    if (i % creations_per_minute == creations_per_minute - 1) world.pass(std::chrono::minutes(1));
  }
  EXPECT_EQ(update(500).status, 403);
  world.pass(std::chrono::minutes(50));
  EXPECT_EQ(update(501).status, 200);
}

TEST(SecondaryLimit, NineHundredPointsAMinuteAWriteCostsFive) {
  GitHub github = small_github({.secondary_limits = true});
  const github::DeleteRef write{"refs/heads/absent"};
  for (int i = 0; i < 180; ++i) ASSERT_EQ(github.handle(write, {.now = epoch}).status, 422);
  EXPECT_EQ(github.handle(read_main, {.now = epoch}).status, 403);
}

TEST(Headers, TheDateIsToTheSecond) {
  World world;
  world.pass(std::chrono::milliseconds(1999));
  EXPECT_EQ(world.send(read_main).headers.date,
            epoch + std::chrono::hours(1) + std::chrono::seconds(1));
}

TEST(Failures, HaveGitHubsTextsAndNoEffect) {
  World world;
  const github::CreateRef request{"refs/heads/x", world.root};
  const auto answer = [&](Failure failure) { return world.send(request, {.failure = failure}); };
  const Digest before = world.repository.digest();
  EXPECT_EQ(answer(Failure::error_500).status, 500);
  EXPECT_EQ(answer(Failure::bad_gateway_502).status, 502);
  EXPECT_EQ(answer(Failure::unavailable_503).status, 503);
  EXPECT_EQ(answer(Failure::conflict_409).status, 409);
  EXPECT_EQ(answer(Failure::precondition_412).status, 412);
  EXPECT_EQ(answer(Failure::not_found_404).status, 404);
  EXPECT_EQ(refusal(answer(Failure::bad_credentials_401)), "Bad credentials");
  EXPECT_EQ(refusal(answer(Failure::reference_update_failed_422)), "Reference update failed");
  EXPECT_EQ(refusal(answer(Failure::head_invalid_422)), "head invalid");
  EXPECT_EQ(refusal(answer(Failure::label_node_unresolved_422)),
            "Could not resolve to a node with the global id of 'PR_kwDOAAAAAQ'.");
  EXPECT_EQ(refusal(answer(Failure::base_branch_modified_405)),
            "Base branch was modified. Review and try the merge again.");
  EXPECT_EQ(answer(Failure::update_refs_rejected).error()->graphql_type, "UNPROCESSABLE");
  EXPECT_EQ(answer(Failure::secondary_limit_429).headers.retry_after, std::chrono::seconds(60));
  EXPECT_FALSE(answer(Failure::secondary_limit_blank_retry_after).headers.retry_after);
  const auto exhausted = answer(Failure::primary_limit_429);
  EXPECT_EQ(exhausted.status, 429);
  EXPECT_EQ(exhausted.headers.rate_limit_remaining, 0U);
  EXPECT_GT(exhausted.headers.rate_limit_reset, world.now);
  EXPECT_EQ(world.repository.digest(), before);
}

TEST(Failures, TheInstallationPassesOnWhatAnInjectedExhaustionSays) {
  GitHub github = small_github({});
  const auto response =
      github.handle(read_main, {.now = epoch, .failure = Failure::primary_limit_403});
  EXPECT_EQ(response.headers.rate_limit_remaining, 0U);
}

TEST(Failures, EachHasANameThatIsReadBack) {
  for (std::size_t i = 0; i < failure_count; ++i) {
    const auto failure = static_cast<Failure>(i);
    EXPECT_EQ(parse_failure(to_string(failure)), failure);
  }
  EXPECT_FALSE(parse_failure("nonsense"));
}

TEST(Failures, SomeBelongToSomeRequestsOnly) {
  EXPECT_TRUE(is_plausible(Failure::bad_gateway_502, read_main));
  EXPECT_FALSE(is_plausible(Failure::head_invalid_422, read_main));
  EXPECT_TRUE(is_plausible(Failure::head_invalid_422, github::CreatePull{"t", "h", "b", ""}));
  EXPECT_FALSE(is_plausible(Failure::precondition_412, github::UpdatePull{}));
  EXPECT_TRUE(is_plausible(Failure::update_refs_rejected, github::UpdateRefs{}));
}

TEST(Behaviour, EachHasANameThatIsReadBack) {
  for (const char* name : {"github.com", "conditional", "conditional-2023"}) {
    EXPECT_EQ(to_string(*parse_behaviour(name)), name);
  }
  EXPECT_FALSE(parse_behaviour("gitlab.com"));
}

// Error envelope (FIX, SPEC).
TEST(ErrorBody, IsRestsEnvelopeWithThePageOfTheOperation) {
  World world;
  const github::CreateRef request{"refs/heads/main", world.root};
  EXPECT_EQ(error_body(request, world.send(request)),
            "{\"message\":\"Reference already exists\","
            "\"documentation_url\":\"https://docs.github.com/rest/git/refs#create-a-reference\","
            "\"status\":\"422\"}");
}

TEST(ErrorBody, CarriesTheItemsOfAFailedValidation) {
  World world;
  world.pull("x");
  const github::CreatePull request{"t", "x", "main", ""};
  EXPECT_EQ(
      error_body(request, world.send(request)),
      "{\"message\":\"Validation Failed\",\"errors\":[{\"resource\":\"PullRequest\","
      "\"code\":\"custom\",\"message\":\"A pull request already exists for octo:x.\"}],"
      "\"documentation_url\":\"https://docs.github.com/rest/pulls/pulls#create-a-pull-request\","
      "\"status\":\"422\"}");
}

TEST(ErrorBody, A401NamesTheGenericPage) {
  World world;
  const auto response = world.send(read_main, {.failure = Failure::bad_credentials_401});
  EXPECT_EQ(
      error_body(read_main, response),
      "{\"message\":\"Bad credentials\",\"documentation_url\":\"https://docs.github.com/rest\","
      "\"status\":\"401\"}");
}

TEST(ErrorBody, IsGraphqlsForGraphql) {
  World world;
  const github::UpdateRefs request{{{"refs/heads/x", Sha{}, made_up_sha(1)}}};
  EXPECT_EQ(error_body(request, world.send(request)),
            "{\"data\":{\"updateRefs\":null},\"errors\":[{\"type\":\"UNPROCESSABLE\","
            "\"path\":[\"updateRefs\"],\"message\":\"Object does not exist\"}]}");
}

TEST(ErrorBody, SurvivesBytesThatAreNotText) {
  World world;
  const github::CreatePull request{"t", "\xff\xfe", "main", ""};
  EXPECT_NE(error_body(request, world.send(request)), "");
}

}  // namespace
}  // namespace regent::fake::testing
