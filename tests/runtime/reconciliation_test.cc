// One run of the protocol, and what is kept of what it did.
#include "runtime/reconciliation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/runtime/reconciling.h"

namespace regent::runtime {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Reconciling;
using testing::Trouble;
using End = Reconciliation::End;
using Fate = Deed::Fate;

std::vector<std::string_view> operations(const std::vector<Deed>& deeds) {
  std::vector<std::string_view> names;
  for (const Deed& deed : deeds) names.push_back(github::operation(deed.request));
  return names;
}
std::vector<Fate> fates(const std::vector<Deed>& deeds) {
  std::vector<Fate> all;
  for (const Deed& deed : deeds) all.push_back(deed.fate);
  return all;
}
// The one deed of this kind that had this fate; nullptr: there is none.
template <typename Kind>
const Deed* find_deed(const Reconciliation& result, Fate fate) {
  for (const Deed& deed : result.deeds)
    if (deed.fate == fate && std::holds_alternative<Kind>(deed.request)) return &deed;
  return nullptr;
}

class Reconciled : public ::testing::Test {
 protected:
  Reconciled() { github.world.repository.set_tag("v1.2.3", github.world.root); }

  // The release PR that is open; precondition: there is one.
  github::PullNumber open_pull() { return github.world.repository.open_pulls().front(); }
  std::size_t open_count() { return github.world.repository.open_pulls().size(); }
  void expect_no_write() {
    for (const Reconciling::Sent& sent : github.sent)
      EXPECT_FALSE(github::is_write(sent.request)) << github::to_line(sent.request);
  }

  Reconciling github;
};

TEST_F(Reconciled, DoesNothingWhereNothingAsksForARelease) {
  github.world.land("chore: tidy up");
  const Reconciliation result = github.run();
  EXPECT_EQ(result.end, End::right);
  EXPECT_EQ(result.reason, "");
  EXPECT_THAT(result.deeds, IsEmpty());
  expect_no_write();
}

TEST_F(Reconciled, OpensThePullRequestAndSaysItsNumber) {
  github.world.land("feat: one");
  const Reconciliation result = github.run();
  EXPECT_EQ(result.end, End::right);
  EXPECT_THAT(operations(result.deeds),
              ElementsAre("POST /git/trees", "POST /git/commits", "POST /git/commits", "updateRefs",
                          "POST /pulls"));
  EXPECT_THAT(fates(result.deeds), Each(Fate::done));
  ASSERT_EQ(open_count(), 1U);
  EXPECT_EQ(result.deeds.back().pull, open_pull());
  EXPECT_EQ(result.waits, github.waited.size());
}

TEST_F(Reconciled, HasNothingToDoASecondTime) {
  github.world.land("feat: one");
  static_cast<void>(github.run());
  const Reconciliation again = github.run();
  EXPECT_EQ(again.end, End::right);
  EXPECT_THAT(again.deeds, IsEmpty());
  expect_no_write();
}

TEST_F(Reconciled, KeepsARefusalWithItsReasonAndGoesOn) {
  github.world.land("feat: one");
  github.once<github::UpdateRefs>({.failure = fake::Failure::update_refs_rejected});
  const Reconciliation result = github.run();
  EXPECT_EQ(result.end, End::right);
  const Deed* refused = find_deed<github::UpdateRefs>(result, Fate::refused);
  ASSERT_NE(refused, nullptr);
  EXPECT_TRUE(refused->detail.contains("Reference update failed")) << refused->detail;
  EXPECT_NE(find_deed<github::UpdateRefs>(result, Fate::done), nullptr);
  EXPECT_EQ(open_count(), 1U);
}

TEST_F(Reconciled, SaysOfALostAnswerThatNothingIsKnownAndDoesNotDoItAgain) {
  github.world.land("feat: one");
  github.once<github::CreatePull>({.kind = Trouble::Kind::lost_after});
  const Reconciliation result = github.run();
  EXPECT_EQ(result.end, End::right);
  const Deed* lost = find_deed<github::CreatePull>(result, Fate::unknown);
  ASSERT_NE(lost, nullptr);
  EXPECT_EQ(lost->detail, "the connection was closed");
  EXPECT_EQ(lost->pull, std::nullopt);
  EXPECT_EQ(find_deed<github::CreatePull>(result, Fate::done), nullptr);
  EXPECT_GT(result.waits, 0U);
  EXPECT_EQ(open_count(), 1U);
}

TEST_F(Reconciled, DoesAgainWhatWasLostOnItsWay) {
  github.world.land("feat: one");
  github.once<github::CreatePull>({.kind = Trouble::Kind::lost_before});
  const Reconciliation result = github.run();
  EXPECT_EQ(result.end, End::right);
  EXPECT_NE(find_deed<github::CreatePull>(result, Fate::unknown), nullptr);
  EXPECT_NE(find_deed<github::CreatePull>(result, Fate::done), nullptr);
  EXPECT_EQ(open_count(), 1U);
}

TEST_F(Reconciled, TakesAServerErrorOfAWriteForAnUnknownFate) {
  github.world.land("feat: one");
  github.once<github::UpdateRefs>({.failure = fake::Failure::bad_gateway_502});
  const Reconciliation result = github.run();
  EXPECT_EQ(result.end, End::right);
  const Deed* unknown = find_deed<github::UpdateRefs>(result, Fate::unknown);
  ASSERT_NE(unknown, nullptr);
  EXPECT_TRUE(unknown->detail.starts_with("502")) << unknown->detail;
}

TEST_F(Reconciled, FailsAndMayBeRunAgainWhenGitHubBreaksDown) {
  github.world.land("feat: one");
  github.trouble = [](const github::Request&) { return Trouble{}; };
  const Reconciliation result = github.run();
  EXPECT_EQ(result.end, End::failed);
  EXPECT_NE(result.reason, "");
  EXPECT_THAT(result.deeds, IsEmpty());

  github.trouble = nullptr;
  EXPECT_EQ(github.run().end, End::right);
}

TEST_F(Reconciled, FailsWithTheReasonWhenNobodyAnswers) {
  github.trouble = [](const github::Request&) {
    return Trouble{.kind = Trouble::Kind::lost_before};
  };
  const Reconciliation result = github.run();
  EXPECT_EQ(result.end, End::failed);
  EXPECT_TRUE(result.reason.ends_with(": the connection was closed")) << result.reason;
}

TEST_F(Reconciled, SaysWhenToComeBackWhenTheLimitIsExhausted) {
  github.trouble = [](const github::Request&) {
    return Trouble{.failure = fake::Failure::primary_limit_403};
  };
  const Reconciliation result = github.run();
  EXPECT_EQ(result.end, End::failed);
  EXPECT_GT(result.retry_after, 0s);
  EXPECT_LE(result.retry_after, 1h);
}

TEST_F(Reconciled, NeedsAPersonWhereThereIsNoSuchBranch) {
  const Reconciliation result = github.run(/*dry_run=*/false, "trunk");
  EXPECT_EQ(result.end, End::needs_a_person);
  EXPECT_EQ(result.reason, "there is no branch trunk");
  expect_no_write();
}

TEST_F(Reconciled, LeavesTheTimeBetweenWritesThatItIsTold) {
  github.world.land("feat: one");
  EXPECT_EQ(github.run(/*dry_run=*/false, "main", {.between_writes = 1s}).end, End::right);
  Time last{};
  for (const Reconciling::Sent& sent : github.sent) {
    if (!github::is_write(sent.request)) continue;
    EXPECT_GE(sent.at - last, 1s) << github::to_line(sent.request);
    last = sent.at;
  }
}

// A dry run.
class Plan : public Reconciled {
 protected:
  // The plan, which must leave GitHub as it is.
  Reconciliation plan() {
    const std::uint64_t before = github.world.repository.revision();
    Reconciliation result = github.plan();
    expect_no_write();
    EXPECT_EQ(github.world.repository.revision(), before);
    return result;
  }
  // The plan is what is then done.
  void expect_kept() {
    const Reconciliation planned = plan();
    EXPECT_EQ(planned.end, End::planned);
    EXPECT_THAT(fates(planned.deeds), Each(Fate::planned));
    const Reconciliation done = github.run();
    EXPECT_EQ(done.end, End::right);
    EXPECT_THAT(fates(done.deeds), Each(Fate::done));
    EXPECT_EQ(operations(planned.deeds), operations(done.deeds));
  }
};

TEST_F(Plan, IsEmptyWhereNothingAsksForARelease) {
  const Reconciliation result = plan();
  EXPECT_EQ(result.end, End::right);
  EXPECT_THAT(result.deeds, IsEmpty());
}

TEST_F(Plan, OfANewPullRequestIsWhatIsThenDone) {
  github.world.land("feat: one");
  expect_kept();
}

TEST_F(Plan, OfAChangedPullRequestIsWhatIsThenDone) {
  github.world.land("fix: one");
  static_cast<void>(github.run());
  github.world.land("fix: two");
  expect_kept();
}

TEST_F(Plan, OfAnotherVersionIsWhatIsThenDone) {
  github.world.land("fix: one");
  static_cast<void>(github.run());
  github.world.land("feat: two");
  expect_kept();
}

TEST_F(Plan, OfAReleaseIsWhatIsThenDone) {
  github.world.land("feat: one");
  static_cast<void>(github.run());
  github.merge(open_pull());
  github.world.pass(1min);
  expect_kept();
}

TEST_F(Plan, CanBeMadeAnyNumberOfTimes) {
  github.world.land("feat: one");
  const Reconciliation first = plan();
  const Reconciliation second = plan();
  EXPECT_EQ(operations(first.deeds), operations(second.deeds));
  EXPECT_EQ(second.end, End::planned);
}

TEST_F(Plan, IsNotMadeOfWhatCannotBeRead) {
  github.world.land("feat: one");
  github.trouble = [](const github::Request&) { return Trouble{}; };
  const Reconciliation result = plan();
  EXPECT_EQ(result.end, End::failed);
  EXPECT_THAT(result.deeds, IsEmpty());
}

}  // namespace
}  // namespace regent::runtime
