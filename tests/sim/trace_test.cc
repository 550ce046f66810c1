// Failing runs as values: recorded, replayed by the names of their choices, and left.
#include "sim/trace.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <utility>

#include "tests/sim/failing_cases.h"

namespace regent::sim {
namespace {

RC_GTEST_PROP(Trace, ReplaysTheVeryViolationThatItWasRecordedFrom, ()) {
  const auto seed = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
  for (const Case& recorded : failing_cases(seed, 3)) {
    const Replay replayed = replay(recorded);
    RC_ASSERT(std::ranges::count(replayed.report.violations, recorded.trace.violation) == 1);
    RC_ASSERT(!replayed.divergence.has_value());
    RC_ASSERT(replayed.choices == recorded.trace.choices);
  }
}

TEST(Trace, ThatNoLongerAppliesNamesTheChoiceWhoseCallIsAnotherOne) {
  Case recorded = failing_cases(1, 3).front();
  const auto call = std::ranges::find(recorded.trace.choices, Subject::call,
                                      [](const Choice& choice) { return choice.question.subject; });
  ASSERT_NE(call, recorded.trace.choices.end());
  const std::string now = std::exchange(call->operation, "GET /teapot");
  const auto divergence = replay(recorded).divergence;
  ASSERT_TRUE(divergence.has_value());
  EXPECT_EQ(divergence->choice.question, call->question);
  EXPECT_EQ(divergence->befell, now);
  EXPECT_EQ(divergence->step, call->step);
  EXPECT_EQ(to_string(*divergence), "the choice \"" + to_string(call->question) +
                                        "\" was about GET /teapot, and at step " +
                                        std::to_string(call->step) + " it is about " + now);
}

TEST(Trace, ThatNoLongerAppliesNamesTheChoiceThatIsNeverAskedFor) {
  Case recorded = failing_cases(1, 3).front();
  recorded.trace.choices.push_back(
      {{Subject::call, 3, 999, What::fault}, 1, "POST /pulls", 4'000, {}});
  const Replay replayed = replay(recorded);
  ASSERT_TRUE(replayed.divergence.has_value());
  EXPECT_EQ(to_string(*replayed.divergence),
            "the choice \"worker 3, call 999: fault\" (POST /pulls) of step 4000 is never asked "
            "for; the run ends at step " +
                std::to_string(replayed.report.steps));
}

TEST(Trace, OfARunThatPassesNowFitsAndShowsNoViolation) {
  Case recorded = failing_cases(1, 1).front();
  recorded.trace.choices.clear();
  recorded.trace.config.protocol = Protocol::ledger;
  const Replay replayed = replay(recorded);
  EXPECT_TRUE(replayed.report.violations.empty());
  EXPECT_FALSE(replayed.divergence.has_value());
}

TEST(Trace, LeavesOutMergesAndWhatTheyRevert) {
  Workload source;
  source.merges.resize(4);
  source.merges[0].message = "feat: a";
  source.merges[2].reverts = 0;
  source.merges[3].reverts = 2;
  const Workload without = selected(source, {3, 4});
  ASSERT_EQ(without.merges.size(), 2U);
  EXPECT_EQ(without.merges[0].reverts, std::nullopt);
  EXPECT_EQ(without.merges[1].reverts, 0U);
  EXPECT_EQ(selected(source, {1, 3}).merges[1].reverts, 0U);
}

TEST(Trace, HashesEverythingThatAWorkloadSays) {
  const Workload work = generate(5, 7);
  Workload other = work;
  EXPECT_EQ(hash_of(other), hash_of(work));
  other.merges[2].release = !other.merges[2].release;
  EXPECT_NE(hash_of(other), hash_of(work));
  EXPECT_NE(hash_of(generate(5, 8)), hash_of(work));
}

TEST(Fingerprint, LeavesOutWhatDiffersBetweenRuns) {
  EXPECT_EQ(normalised("the webhook of fc60957 is acknowledged"),
            "the webhook of N is acknowledged");
  EXPECT_EQ(normalised("#4 (release/v1.1.4-1750004276) and #5 (release/v1.1.4) are both open for "
                       "\"chore(release): 1.1.4\""),
            "#N (…) are both open for \"…\"");
  EXPECT_EQ(normalised("misses 1234567, 89abcde, 0000000"), "misses N, N");
  EXPECT_EQ(normalised("v1.2.3 is tagged, but never published"),
            "vN.N.N is tagged, but never published");
  EXPECT_EQ(normalised("the added faded decade"), "the added faded decade");
}

TEST(Fingerprint, TellsInvariantsAndFormsApart) {
  const Violation one{1, 10, "no-litter", "refs/heads/release/v1.0.0 is left over"};
  const Violation again{2, 99, "no-litter", "refs/heads/release/v2.3.0 is left over"};
  const Violation other{1, 10, "projection", "refs/heads/release/v1.0.0 is left over"};
  EXPECT_EQ(fingerprint_of(one), fingerprint_of(again));
  EXPECT_NE(fingerprint_of(one), fingerprint_of(other));
}

}  // namespace
}  // namespace regent::sim
