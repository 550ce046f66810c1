// Facts about pull requests. Each name is the fact, its comment the source.
#include <gtest/gtest.h>

#include "tests/fakes/world.h"

namespace regent::fake::testing {
namespace {

using github::CreatePull;
using github::GetPull;
using github::ListPulls;
using github::PullFilter;
using github::PullNumber;
using github::PullState;
using github::UpdatePull;
using github::UpdateRef;

std::string numbers(const github::Response& response) {
  std::string line;
  for (const github::Pull& pull : response.as<github::Pulls>()->pulls) {
    line += '#' + std::to_string(static_cast<int>(pull.number));
  }
  return line;
}

// POST /pulls, 422 (FIX, and the threads the facts name).
TEST(CreatePull, OneOpenPullRequestPerHeadAndBase) {
  World world;
  world.pull("release/v1.0.0");
  const auto again = world.send(CreatePull{"t", "release/v1.0.0", "main", ""});
  EXPECT_EQ(again.status, 422);
  EXPECT_EQ(again.error()->message, "Validation Failed");
  EXPECT_EQ(again.error()->errors.front().code, "custom");
  EXPECT_EQ(refusal(again), "A pull request already exists for octo:release/v1.0.0.");
}

// A release branch that equals its base cannot carry a pull request.
TEST(CreatePull, ABranchWithoutCommitsOfItsOwnIsRefused) {
  World world;
  ASSERT_EQ(world.send(github::CreateRef{"refs/heads/x", world.root}).status, 201);
  EXPECT_EQ(refusal(world.send(CreatePull{"t", "x", "main", ""})), "No commits between main and x");
  world.land("fix: a");
  EXPECT_EQ(refusal(world.send(CreatePull{"t", "x", "main", ""})), "No commits between main and x");
  EXPECT_EQ(refusal(world.send(CreatePull{"t", "main", "main", ""})),
            "No commits between main and main");
}

TEST(CreatePull, AnAbsentHeadOrBaseIsInvalidTheBaseFirst) {
  World world;
  world.branch("x");
  EXPECT_EQ(refusal(world.send(CreatePull{"t", "y", "main", ""})), "head invalid");
  EXPECT_EQ(refusal(world.send(CreatePull{"t", "x", "dev", ""})), "base invalid");
  const auto both = world.send(CreatePull{"t", "y", "dev", ""});
  ASSERT_EQ(both.error()->errors.size(), 2U);
  EXPECT_EQ(both.error()->errors[0].field, "base");
  EXPECT_EQ(both.error()->errors[1].field, "head");
}

TEST(CreatePull, AMissingFieldHasItsOwnMessageAndNoErrors) {
  World world;
  const auto response = world.send(CreatePull{"t", "", "main", ""});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.error()->message, "Invalid request.\n\n\"head\" wasn't supplied.");
  EXPECT_TRUE(response.error()->errors.empty());
}

TEST(CreatePull, TheHeadMayNameTheOwner) {
  World world;
  world.branch("x");
  EXPECT_EQ(world.send(CreatePull{"t", "octo:x", "main", ""}).status, 201);
  EXPECT_EQ(world.repository.pull(PullNumber{1})->head, "x");
  EXPECT_EQ(refusal(world.send(CreatePull{"t", "other:x", "main", ""})), "head invalid");
}

// imgbot#21, dependabot-core#3342.
TEST(CreatePull, TwoAtTheSameInstantCanBothSucceed) {
  World world;
  world.pull("x");
  EXPECT_EQ(world.send(CreatePull{"t", "x", "main", ""}, {.twin = true}).status, 201);
  EXPECT_EQ(world.repository.open_pulls().size(), 2U);
}

// A delayed create for a superseded version fails by itself (protocol, ledger step 5).
TEST(CreatePull, FailsWhenItsHeadIsGone) {
  World world;
  world.branch("x");
  ASSERT_EQ(world.send(github::DeleteRef{"refs/heads/x"}).status, 204);
  EXPECT_EQ(refusal(world.send(CreatePull{"t", "x", "main", ""})), "head invalid");
}

TEST(CreatePull, NumbersAreSharedWithTheProjectsOwnMerges) {
  World world;
  world.land("fix: a");
  EXPECT_EQ(world.pull("x"), PullNumber{2});
}

TEST(UpdatePull, ChangesTitleBodyAndState) {
  World world;
  const PullNumber number = world.pull("x");
  const auto response =
      world.send(UpdatePull{number, "new title", "new body", PullState::closed, {}, {}});
  EXPECT_EQ(response.status, 200);
  const PullView pull = *world.repository.pull(number);
  EXPECT_EQ(pull.title, "new title");
  EXPECT_EQ(pull.body, "new body");
  EXPECT_EQ(pull.state, PullState::closed);
  EXPECT_TRUE(world.repository.open_pulls().empty());
}

TEST(UpdatePull, AnAbsentOneIs404) {
  World world;
  EXPECT_EQ(world.send(UpdatePull{PullNumber{9}, "t", {}, {}, {}, {}}).status, 404);
  EXPECT_EQ(world.send(GetPull{PullNumber{9}}).status, 404);
}

TEST(UpdatePull, TheBaseOfAClosedOneCannotChange) {
  World world;
  ASSERT_EQ(world.send(github::CreateRef{"refs/heads/dev", world.root}).status, 201);
  const PullNumber number = world.pull("x");
  world.send(UpdatePull{number, {}, {}, PullState::closed, {}, {}});
  const auto response = world.send(UpdatePull{number, "other", {}, {}, "dev", {}});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(refusal(response), "Cannot change the base branch of a closed pull request.");
  EXPECT_NE(world.repository.pull(number)->title, "other");
}

TEST(UpdatePull, TheBaseOfAnOpenOneCanChange) {
  World world;
  ASSERT_EQ(world.send(github::CreateRef{"refs/heads/dev", world.root}).status, 201);
  const PullNumber number = world.pull("x");
  EXPECT_EQ(refusal(world.send(UpdatePull{number, {}, {}, {}, "nowhere", {}})), "base invalid");
  EXPECT_EQ(world.send(UpdatePull{number, {}, {}, {}, "dev", {}}).status, 200);
  EXPECT_EQ(world.repository.pull(number)->base, "dev");
}

TEST(Reopen, IsRefusedWhileAnotherIsOpen) {
  World world;
  const PullNumber number = world.pull("x");
  world.send(UpdatePull{number, {}, {}, PullState::closed, {}, {}});
  world.send(CreatePull{"t", "x", "main", ""});
  const auto response = world.send(UpdatePull{number, {}, {}, PullState::open, {}, {}});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.error()->errors.front().field, "state");
  EXPECT_EQ(refusal(response), "There is already an open pull request from x to main.");
}

TEST(Reopen, IsRefusedAfterTheBranchWasForcePushed) {
  World world;
  const PullNumber number = world.pull("x");
  world.send(UpdatePull{number, {}, {}, PullState::closed, {}, {}});
  world.send(UpdateRef{"refs/heads/x", world.commit(world.root, "other", "1"), true});
  EXPECT_EQ(refusal(world.send(UpdatePull{number, {}, {}, PullState::open, {}, {}})),
            "The x branch was force-pushed or recreated.");
}

TEST(Reopen, IsRefusedAfterTheBranchWasDeleted) {
  World world;
  const PullNumber number = world.pull("x");
  world.send(UpdatePull{number, {}, {}, PullState::closed, {}, {}});
  world.send(github::DeleteRef{"refs/heads/x"});
  EXPECT_EQ(refusal(world.send(UpdatePull{number, {}, {}, PullState::open, {}, {}})),
            "The x branch has been deleted.");
}

TEST(Reopen, IsRefusedForAMergedOne) {
  World world;
  const PullNumber number = world.pull("x");
  ASSERT_TRUE(world.send(github::MergePull{number, {}}).ok());
  EXPECT_EQ(refusal(world.send(UpdatePull{number, {}, {}, PullState::open, {}, {}})),
            "The pull request cannot be reopened.");
}

TEST(Reopen, SucceedsOnAnUntouchedBranch) {
  World world;
  const PullNumber number = world.pull("x");
  world.send(UpdatePull{number, {}, {}, PullState::closed, {}, {}});
  EXPECT_EQ(world.send(UpdatePull{number, {}, {}, PullState::open, {}, {}}).status, 200);
  EXPECT_EQ(world.repository.open_pulls().size(), 1U);
}

TEST(HeadBranch, TheOpenPullRequestFollowsIt) {
  World world;
  const PullNumber number = world.pull("x");
  const Sha next = world.commit(world.root, "other", "1");
  world.send(UpdateRef{"refs/heads/x", next, true});
  EXPECT_EQ(world.repository.pull(number)->head_sha, next);
  EXPECT_EQ(world.repository.pull(number)->state, PullState::open);
}

// release-plz#1487, changesets/action#615.
TEST(HeadBranch, ForcePushedToEqualItsBaseItClosesThePullRequest) {
  World world;
  const PullNumber number = world.pull("x");
  world.send(UpdateRef{"refs/heads/x", world.root, true});
  EXPECT_EQ(world.repository.pull(number)->state, PullState::closed);
  EXPECT_FALSE(world.repository.pull(number)->merged);
}

// Facts, safety 5.
TEST(HeadBranch, DeletedItClosesThePullRequestSomeTimeLater) {
  World world;
  const PullNumber number = world.pull("x");
  world.send(github::DeleteRef{"refs/heads/x"});
  EXPECT_EQ(world.repository.pull(number)->state, PullState::open);
  ASSERT_EQ(world.repository.background().size(), 1U);
  world.repository.run_background(0, world.now);
  EXPECT_EQ(world.repository.pull(number)->state, PullState::closed);
  EXPECT_TRUE(world.repository.background().empty());
}

// Unverified, hence an option.
TEST(HeadBranch, RecreatedBeforeTheJobRunsItKeepsOrLosesThePullRequest) {
  for (const bool closes : {false, true}) {
    World world(Settings{.closes_pulls_of_recreated_branches = closes});
    const PullNumber number = world.pull("x");
    const Sha head = *world.repository.branch("x");
    world.send(github::DeleteRef{"refs/heads/x"});
    world.send(github::CreateRef{"refs/heads/x", head});
    world.repository.run_background(0, world.now);
    EXPECT_EQ(world.repository.pull(number)->state, closes ? PullState::closed : PullState::open);
  }
}

// DOC renaming-a-branch.
TEST(HeadBranch, RenamedItClosesThePullRequestAndRenamingTheBaseKeepsIt) {
  World world;
  const PullNumber number = world.pull("x");
  EXPECT_TRUE(world.repository.rename_branch("main", "trunk", world.now));
  EXPECT_EQ(world.repository.pull(number)->base, "trunk");
  EXPECT_EQ(world.repository.default_branch(), "trunk");
  EXPECT_EQ(world.repository.pull(number)->state, PullState::open);
  EXPECT_TRUE(world.repository.rename_branch("x", "y", world.now));
  EXPECT_EQ(world.repository.pull(number)->state, PullState::closed);
  EXPECT_EQ(world.repository.pull(number)->head, "x");
  EXPECT_TRUE(world.repository.branch("y"));
  EXPECT_FALSE(world.repository.branch("x"));
}

TEST(ListPulls, ShowsTheNewestFirstAndFilters) {
  World world;
  world.pull("a");
  world.pull("b");
  const PullNumber third = world.pull("c");
  world.send(UpdatePull{third, {}, {}, PullState::closed, {}, {}});
  EXPECT_EQ(numbers(world.send(ListPulls{})), "#2#1");
  EXPECT_EQ(numbers(world.send(ListPulls{PullFilter::all, "", "", 1})), "#3#2#1");
  EXPECT_EQ(numbers(world.send(ListPulls{PullFilter::closed, "", "", 1})), "#3");
  EXPECT_EQ(numbers(world.send(ListPulls{PullFilter::open, "a", "", 1})), "#1");
  EXPECT_EQ(numbers(world.send(ListPulls{PullFilter::all, "c", "main", 1})), "#3");
  EXPECT_EQ(numbers(world.send(ListPulls{PullFilter::open, "nobody", "", 1})), "");
  EXPECT_EQ(numbers(world.send(ListPulls{PullFilter::open, "", "dev", 1})), "");
}

TEST(ListPulls, GivesAHundredAPage) {
  World world;
  for (int i = 0; i < 101; ++i) world.land("fix: " + std::to_string(i));
  const auto first = world.send(ListPulls{PullFilter::closed, "", "", 1});
  EXPECT_EQ(first.as<github::Pulls>()->pulls.size(), 100U);
  EXPECT_TRUE(first.as<github::Pulls>()->more);
  const auto second = world.send(ListPulls{PullFilter::closed, "", "", 2});
  EXPECT_EQ(numbers(second), "#1");
  EXPECT_FALSE(second.as<github::Pulls>()->more);
  EXPECT_EQ(numbers(world.send(ListPulls{PullFilter::closed, "", "", 3})), "");
}

// A filter that GitHub silently ignores must be applied again on the other side.
TEST(ListPulls, MayIgnoreTheHeadFilter) {
  World world(Settings{.ignores_head_filter = true});
  world.pull("a");
  world.pull("b");
  EXPECT_EQ(numbers(world.send(ListPulls{PullFilter::open, "a", "", 1})), "#2#1");
}

// libtelio#1881: misses a new pull request for up to ~25 s.
TEST(ListPulls, MissesANewOneForAWhile) {
  World world;
  world.pass(std::chrono::minutes(1));
  world.pull("a");
  world.pass(std::chrono::seconds(20));
  EXPECT_EQ(numbers(world.send_stale(ListPulls{}, std::chrono::seconds(21))), "");
  EXPECT_EQ(numbers(world.send_stale(ListPulls{}, std::chrono::seconds(19))), "#1");
  EXPECT_EQ(world.send_stale(GetPull{PullNumber{1}}, std::chrono::seconds(21)).status, 404);
}

// compose-ai-tools#4657: shows a merged pull request as open 1 s later.
TEST(ListPulls, ShowsAMergedOneAsOpenForAWhile) {
  World world;
  const PullNumber number = world.pull("a");
  world.pass(std::chrono::seconds(10));
  ASSERT_TRUE(world.send(github::MergePull{number, {}}).ok());
  world.pass(std::chrono::seconds(1));
  EXPECT_EQ(numbers(world.send(ListPulls{})), "");
  EXPECT_EQ(numbers(world.send_stale(ListPulls{}, std::chrono::seconds(2))), "#1");
  EXPECT_EQ(
      numbers(world.send_stale(ListPulls{PullFilter::closed, "", "", 1}, std::chrono::seconds(2))),
      "");
}

// Homebrew/brew#15398: search lags minutes to hours.
TEST(SearchPulls, LagsMoreThanAnyList) {
  World world;
  world.pass(std::chrono::hours(1));
  world.pull("release/v1.0.0");
  world.pass(std::chrono::minutes(5));
  const github::SearchPulls search{"release/"};
  EXPECT_EQ(numbers(world.send_stale(search, std::chrono::minutes(6))), "");
  EXPECT_EQ(numbers(world.send(search)), "#1");
  EXPECT_EQ(numbers(world.send_stale(ListPulls{}, std::chrono::minutes(6))), "#1");
  EXPECT_EQ(numbers(world.send(github::SearchPulls{"hotfix/"})), "");
}

// release-please#2898: API version 2026-03-10.
TEST(GetPull, MayLackTheMergeCommit) {
  World world;
  const PullNumber number = world.pull("x");
  ASSERT_TRUE(world.send(github::MergePull{number, {}}).ok());
  EXPECT_TRUE(world.send(GetPull{number}).as<github::Pull>()->merge_commit_sha);
  Settings settings = world.repository.settings();
  settings.drops_merge_commit_sha = true;
  world.repository.configure(settings);
  EXPECT_FALSE(world.send(GetPull{number}).as<github::Pull>()->merge_commit_sha);
}

TEST(ObservePull, ShowsEveryVersionOfTheBodyAndWhoWroteIt) {
  World world;
  const PullNumber number = world.pull("x", "ours");
  world.pass(std::chrono::seconds(3));
  world.send_as_person(UpdatePull{number, {}, "a person's", {}, {}, {}});
  world.send(UpdatePull{number, {}, "a person's", {}, {}, {}});
  world.repository.set_ref("refs/release-regent/main", world.root);
  const auto response = world.send(github::ObservePull{number, "refs/release-regent/main", "main"});
  const auto& view = *response.as<github::PullView>();
  ASSERT_EQ(view.edits.size(), 2U);
  EXPECT_TRUE(view.edits[0].by_us);
  EXPECT_EQ(view.edits[0].body, "ours");
  EXPECT_FALSE(view.edits[1].by_us);
  EXPECT_EQ(view.edits[1].edited_at, world.now);
  EXPECT_EQ(view.ledger, world.root);
  EXPECT_TRUE(world.repository.pull(number)->body_by_person);
}

TEST(ObservePull, AnAbsentOneIsAGraphqlError) {
  World world;
  const auto response = world.send(github::ObservePull{PullNumber{4}, "refs/x/y", "main"});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.error()->graphql_type, "NOT_FOUND");
}

TEST(AddLabels, KeepsThoseThatAreThere) {
  World world;
  const PullNumber number = world.pull("x");
  EXPECT_TRUE(world.send(github::AddLabels{number, {"release", "bot"}}).ok());
  EXPECT_TRUE(world.send(github::AddLabels{number, {"bot", "new"}}).ok());
  const auto response = world.send(GetPull{number});
  EXPECT_EQ(response.as<github::Pull>()->labels,
            (std::vector<std::string>{"release", "bot", "new"}));
  EXPECT_EQ(world.send(github::AddLabels{PullNumber{9}, {"x"}}).status, 404);
}

}  // namespace
}  // namespace regent::fake::testing
