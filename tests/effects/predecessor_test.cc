// A superseded release is watched until reads have settled since its branch was seen to be gone.
#include <gtest/gtest.h>

#include <string>

#include "core/driving_loop.h"
#include "core/ledger_record.h"
#include "fakes/github/repository.h"

namespace regent {
namespace {

using std::chrono::seconds;

constexpr Time noon{Duration{1'700'000'000'000}};

// A repository with version 1.0.0, on which the bot runs one run after the other.
class PredecessorTest : public testing::Test {
 protected:
  PredecessorTest() : repository_(fake::Settings{}, "octo", "repo") {
    repository_.set_tag("v1.0.0", repository_.initialize("chore: start", noon));
  }

  // A merge, and the run that follows it.
  void merge(const std::string& message) {
    now_ += seconds(1);
    repository_.land("main", message, now_, now_);
    run();
  }
  void run() {
    Begin begin;
    begin.trigger.base = "main";
    begin.trigger.delivery = "delivery " + std::to_string(++runs_);
    begin.now = now_;
    const Finish finish =
        drive(config_, begin,
              {.send = [this](const Call& call) -> std::optional<github::Response> {
                 return repository_.handle(call.request(), {.now = now_});
               },
               .wait = [this](Duration duration) { now_ += duration; }});
    EXPECT_EQ(finish.outcome(), Outcome::acknowledged);
    while (!repository_.background().empty()) repository_.run_background(0, now_);
  }
  LedgerRecord ledger() const {
    const auto head = repository_.ref("refs/release-regent/main");
    return decode(repository_.commit(*head)->message).value();
  }

  Config config_;
  fake::Repository repository_;
  Time now_ = noon;
  int runs_ = 0;
};

TEST_F(PredecessorTest, IsNotSaidToBeGoneByTheSwingThatRetiresIt) {
  merge("fix: one");
  merge("feat: two");
  ASSERT_EQ(ledger().predecessors.size(), 1U);
  EXPECT_EQ(ledger().predecessors[0].version, Version(1, 0, 1));
  EXPECT_EQ(ledger().predecessors[0].gone_at, std::nullopt);
}

TEST_F(PredecessorTest, IsSaidToBeGoneSinceTheNextRunSawTheLedgerWithoutIt) {
  merge("fix: one");
  merge("feat: two");
  now_ += seconds(10);
  const Time seen = now_ + seconds(1);  // the merge's own second
  merge("fix: three");
  ASSERT_EQ(ledger().predecessors.size(), 1U);
  EXPECT_EQ(ledger().predecessors[0].gone_at, seen);
  now_ += seconds(10);
  merge("fix: four");
  ASSERT_EQ(ledger().predecessors.size(), 1U);
  EXPECT_EQ(ledger().predecessors[0].gone_at, seen) << "what was said once stays";
}

TEST_F(PredecessorTest, IsForgottenOnceReadsHaveSettledSinceItWasGone) {
  merge("fix: one");
  merge("feat: two");
  merge("fix: three");
  const Time gone = ledger().predecessors.at(0).gone_at.value();
  now_ = gone + config_.ledger.settle_ms - seconds(2);
  merge("fix: four");
  EXPECT_EQ(ledger().predecessors.size(), 1U) << "a read may still be behind";
  now_ = gone + config_.ledger.settle_ms + seconds(1);
  merge("fix: five");
  EXPECT_TRUE(ledger().predecessors.empty());
}

}  // namespace
}  // namespace regent
