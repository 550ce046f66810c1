// The guard refuses, at run time and from its own notes, what a plan's order forbids.
#include "effects/duty_guard.h"

#include <gtest/gtest.h>

namespace regent::effects {
namespace {

Sha sha_of(std::uint8_t byte) {
  std::array<std::uint8_t, Sha::size_bytes> bytes{};
  bytes.fill(byte);
  return Sha(bytes);
}

github::Response stored(std::uint8_t byte) {
  github::Response response;
  response.status = 201;
  response.payload = github::ObjectId{sha_of(byte)};
  return response;
}

github::Response observed() {
  github::Observation observation;
  observation.base = github::Observation::BaseHead{sha_of(1), sha_of(2), {}};
  github::Response response;
  response.payload = std::move(observation);
  return response;
}

LedgerRecord claimed() {
  LedgerRecord record;
  record.proposal.emplace().branch = "release/v1.2.3";
  record.proposal->claim = Claim{"me", {}, {}};
  return record;
}

Call open_call() {
  return Call::open_pull(*PostingRight::granted(claimed(), "me"),
                         {"title", "release/v1.2.3", "main", "body"});
}

Call observe_call() { return Call::read(github::Observe{"refs/release-regent/main", "main", ""}); }

Call swing_call(std::uint8_t target) {
  return Call::swing(Swing("main", nullptr, *Stored::created(stored(target))));
}

void settle(DutyGuard& guard, const Call& call, const github::Response* response) {
  ASSERT_TRUE(guard.admit(call).has_value());
  guard.settle(call, response);
}

TEST(DutyGuard, RefusesASecondCallWhileOneIsUnderWay) {
  DutyGuard guard;
  ASSERT_TRUE(guard.admit(observe_call()).has_value());
  EXPECT_FALSE(guard.admit(observe_call()).has_value());
}

TEST(DutyGuard, RefusesASwingToAnObjectThatGitHubNeverConfirmed) {
  DutyGuard guard;
  const auto refused = guard.admit(swing_call(9));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().subject, "refs/release-regent/main");
}

TEST(DutyGuard, AdmitsASwingToAnObjectThatWasStoredInThisRun) {
  DutyGuard guard;
  const auto store = Call::store(github::CreateCommit{});
  const auto answer = stored(9);
  settle(guard, store, &answer);
  EXPECT_TRUE(guard.admit(swing_call(9)).has_value());
}

TEST(DutyGuard, RefusesToOpenAPullBeforeTheLedgerWasReadOrSwung) {
  DutyGuard guard;
  EXPECT_FALSE(guard.admit(open_call()).has_value());
}

TEST(DutyGuard, RefusesASecondCreateWhileTheFirstMayStillTakeEffect) {
  DutyGuard guard;
  const auto answer = observed();
  settle(guard, observe_call(), &answer);
  settle(guard, open_call(), nullptr);  // the answer was lost
  EXPECT_FALSE(guard.admit(open_call()).has_value());
}

TEST(DutyGuard, AdmitsASecondCreateAfterACertainRefusal) {
  DutyGuard guard;
  const auto answer = observed();
  settle(guard, observe_call(), &answer);
  github::Response refusal;
  refusal.status = 422;
  refusal.payload = github::ApiError{"Validation Failed", {}, {}};
  settle(guard, open_call(), &refusal);
  EXPECT_TRUE(guard.admit(open_call()).has_value());
}

TEST(DutyGuard, RefusesAnAcknowledgementRightAfterATextWasWritten) {
  DutyGuard guard;
  github::Response edited;
  edited.payload = github::Pull{};
  settle(guard, Call::edit_pull(github::UpdatePull{.number = github::PullNumber{1}}), &edited);
  const auto verified = Verified::nothing_wanted(LedgerRecord{}, false);
  EXPECT_FALSE(guard.admit(Finish::acknowledge(*verified)).has_value());
}

TEST(DutyGuard, AllowsAnAcknowledgementAfterAnEditThatShowedWhatCameOfIt) {
  DutyGuard guard;
  github::Response edited;
  edited.payload = github::PullView{};
  settle(guard, Call::edit_pull(github::EditPull{.number = github::PullNumber{1}}), &edited);
  const auto verified = Verified::nothing_wanted(LedgerRecord{}, false);
  EXPECT_TRUE(guard.admit(Finish::acknowledge(*verified)).has_value());
}

TEST(DutyGuard, RefusesAnAcknowledgementAfterAnEditWithoutAnAnswer) {
  DutyGuard guard;
  settle(guard, Call::edit_pull(github::EditPull{.number = github::PullNumber{1}}), nullptr);
  const auto verified = Verified::nothing_wanted(LedgerRecord{}, false);
  EXPECT_FALSE(guard.admit(Finish::acknowledge(*verified)).has_value());
}

TEST(DutyGuard, RefusesEverythingAfterTheEnd) {
  DutyGuard guard;
  ASSERT_TRUE(guard.admit(Finish::abandon(Duration{}, "enough")).has_value());
  EXPECT_FALSE(guard.admit(observe_call()).has_value());
}

}  // namespace
}  // namespace regent::effects
