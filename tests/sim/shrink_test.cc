// What shrinking promises: the same failure, and nothing in it that could go.
#include "sim/shrink.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/call_fault.h"
#include "sim/delta_debugging.h"
#include "sim/difference.h"
#include "tests/sim/failing_cases.h"

namespace regent::sim {
namespace {

// Of lists of numbers, those that still have all of `needed`.
std::vector<int> minimal_part(std::vector<int> items, const std::vector<int>& needed,
                              std::size_t& tried) {
  return ddmin(std::move(items),
               [&](std::size_t count, const auto& candidate) -> std::optional<Found<int>> {
                 for (std::size_t i = 0; i < count; ++i) {
                   std::vector<int> rest = candidate(i);
                   ++tried;
                   const auto has = [&](int item) { return std::ranges::count(rest, item) > 0; };
                   if (std::ranges::all_of(needed, has)) return Found<int>{i, std::move(rest)};
                 }
                 return std::nullopt;
               });
}

RC_GTEST_PROP(DeltaDebugging, LeavesExactlyWhatIsNeeded, ()) {
  std::vector<int> items(*rc::gen::inRange<std::size_t>(0, 200));
  for (std::size_t i = 0; i < items.size(); ++i) items[i] = static_cast<int>(i);
  std::vector<int> needed;
  for (const int item : items)
    if (*rc::gen::inRange(0, 30) == 0) needed.push_back(item);
  std::size_t tried = 0;
  RC_ASSERT(minimal_part(items, needed, tried) == needed);
}

TEST(DeltaDebugging, FindsOneOfAThousandInAFewTries) {
  std::vector<int> items(1'000);
  for (int i = 0; i < 1'000; ++i) items[static_cast<std::size_t>(i)] = i;
  std::size_t tried = 0;
  EXPECT_EQ(minimal_part(items, {613}, tried), std::vector<int>{613});
  EXPECT_LT(tried, 60U);
}

RC_GTEST_PROP(Shrink, KeepsTheFingerprintAndLeavesNoSingleChoiceThatCouldGo, ()) {
  const auto seed = *rc::gen::inRange<std::uint64_t>(1, 100'000);
  const Case recorded = failing_cases(seed, 1).front();
  const auto shrunk = shrink(recorded, {});
  RC_ASSERT(shrunk.has_value());
  RC_ASSERT(shrunk->is_minimal);
  const Case& smallest = shrunk->smallest;
  RC_ASSERT(fingerprint_of(smallest.trace.violation) == fingerprint_of(recorded.trace.violation));
  const Replay replayed = replay(smallest);
  RC_ASSERT(fails_alike(replayed, recorded));
  RC_ASSERT(!replayed.divergence.has_value());
  for (std::size_t i = 0; i < smallest.trace.choices.size(); ++i) {
    Case without = smallest;
    without.trace.choices.erase(without.trace.choices.begin() + static_cast<std::ptrdiff_t>(i));
    RC_ASSERT(!fails_alike(replay(without), recorded));
  }
}

TEST(Shrink, MakesRunsSmallerByFar) {
  std::size_t before = 0;
  std::size_t after = 0;
  for (const Case& recorded : failing_cases(1, 20)) {
    const auto shrunk = shrink(recorded, {});
    ASSERT_TRUE(shrunk.has_value());
    EXPECT_LE(shrunk->after.choices, shrunk->before.choices);
    EXPECT_LE(shrunk->after.merges, shrunk->before.merges);
    EXPECT_LE(shrunk->after.workers, shrunk->before.workers);
    before += shrunk->before.choices;
    after += shrunk->after.choices;
  }
  EXPECT_LT(after * 5, before);
}

TEST(Shrink, GivesTheSameForAnyNumberOfThreads) {
  for (const Case& recorded : failing_cases(40, 4)) {
    const auto one = shrink(recorded, {.steps_max = 100'000, .jobs = 1});
    const auto three = shrink(recorded, {.steps_max = 100'000, .jobs = 3});
    ASSERT_TRUE(one && three);
    EXPECT_EQ(one->smallest.trace, three->smallest.trace);
    EXPECT_EQ(one->steps, three->steps);
    EXPECT_EQ(one->replays, three->replays);
  }
}

TEST(Shrink, StopsAtItsLimitWithAFailureAllTheSame) {
  const Case recorded = failing_cases(1, 5).back();
  const auto shrunk = shrink(recorded, {.steps_max = 3 * recorded.trace.violation.step, .jobs = 1});
  ASSERT_TRUE(shrunk.has_value());
  EXPECT_FALSE(shrunk->is_minimal);
  EXPECT_TRUE(fails_alike(replay(shrunk->smallest), recorded));
}

TEST(Shrink, RefusesACaseThatDoesNotFailAsItSays) {
  Case recorded = failing_cases(1, 1).front();
  recorded.trace.violation.invariant = "no-litter";
  EXPECT_FALSE(shrink(recorded, {}).has_value());
}

TEST(Difference, NamesChoicesWithWhoseUsualAnswersTheRunPasses) {
  std::size_t found = 0;
  for (const Case& recorded : failing_cases(1, 12)) {
    const auto shrunk = shrink(recorded, {});
    ASSERT_TRUE(shrunk.has_value());
    const auto difference = nearest_passing(shrunk->smallest);
    if (!difference) continue;
    ++found;
    Case without = shrunk->smallest;
    for (const Choice& choice : difference->choices) std::erase(without.trace.choices, choice);
    EXPECT_TRUE(replay(without).report.violations.empty()) << to_sentence(*difference);
  }
  EXPECT_GT(found, 0U);
}

TEST(Difference, IsOneSentence) {
  const Choice lost{
      {Subject::call, 2, 3, What::fault}, encode({Fault::answer_lost, 0}), "POST /pulls", 41, {}};
  const Choice slow{{Subject::call, 1, 4, What::latency}, 700, "GET /pulls", 40, {}};
  EXPECT_EQ(to_sentence({{lost}}),
            "worker 2's call 3 (POST /pulls) loses its answer; if that went as usual, the run "
            "would pass");
  EXPECT_EQ(to_sentence({{slow, lost}}),
            "worker 1's call 4 (GET /pulls) takes 700 ms, and worker 2's call 3 (POST /pulls) "
            "loses its answer; if both went as usual, the run would pass");
}

TEST(Difference, SaysSoWhenNothingUnusualIsNeeded) {
  Case recorded = failing_cases(1, 1).front();
  recorded.trace.choices.clear();
  EXPECT_EQ(explanation(recorded).substr(0, 28), "nothing out of the ordinary;");
}

// Whatever is asked, the clause says more than the question's name.
TEST(Difference, HasWordsForEveryFault) {
  for (std::uint64_t answer = 1; answer <= fault_count * 4; ++answer) {
    if (!decode_call_fault(answer)) continue;
    const Choice choice{{Subject::call, 1, 1, What::fault}, answer, "PATCH /pulls", 1, {}};
    EXPECT_EQ(to_clause(choice).find("worker 1's call 1 (PATCH /pulls) "), 0U);
    EXPECT_EQ(to_clause(choice).find("suffers nothing"), std::string::npos);
  }
}

}  // namespace
}  // namespace regent::sim
