// Dead letters: a store whose copies join, and which loses nothing silently.
#include "core/dead_letter.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace regent {
namespace {

Time at(int second) { return Time(std::chrono::seconds(second)); }

DeadLetter letter(std::string id, int first = 10, int last = 20) {
  DeadLetter l;
  l.id = std::move(id);
  l.original_event = "payload";
  l.repository = "owner/name";
  l.correlation_id = "c";
  l.failure_reason = "no answer";
  l.attempt_count = 3;
  l.first_attempt = at(first);
  l.last_attempt = at(last);
  return l;
}

std::vector<std::string> ids(const std::vector<DeadLetter>& letters) {
  std::vector<std::string> out;
  for (const DeadLetter& l : letters) out.push_back(l.id);
  return out;
}

// Few values, so that ids and instants meet.
rc::Gen<DeadLetter> any_letter() {
  return rc::gen::map(
      rc::gen::tuple(rc::gen::element<std::string>("a", "b", "c"), rc::gen::inRange(0, 5),
                     rc::gen::inRange(0, 5), rc::gen::inRange<std::uint32_t>(0, 4),
                     rc::gen::element<std::string>("x", "y"),
                     rc::gen::element<std::optional<Time>>(std::nullopt, at(0), at(3), at(9))),
      [](const auto& t) {
        DeadLetter l = letter(std::get<0>(t), std::get<1>(t), std::get<1>(t) + std::get<2>(t));
        l.attempt_count = std::get<3>(t);
        l.failure_reason = std::get<4>(t);
        l.resolved_at = std::get<5>(t);
        return l;
      });
}

DeadLetters stored(const std::vector<DeadLetter>& letters) {
  DeadLetters all;
  for (const DeadLetter& l : letters) all.store(l);
  return all;
}

RC_GTEST_PROP(DeadLetters, AreTheSameInWhateverOrderAndHoweverOftenTheyAreStored, ()) {
  const auto letters = *rc::gen::container<std::vector<DeadLetter>>(any_letter());
  std::vector<DeadLetter> reversed(letters.rbegin(), letters.rend());
  RC_ASSERT(stored(reversed) == stored(letters));
  reversed.insert(reversed.end(), letters.begin(), letters.end());
  RC_ASSERT(stored(reversed) == stored(letters));
}

RC_GTEST_PROP(DeadLetters, AreEitherKeptOrHandedBackOnExpiry, ()) {
  DeadLetters all = stored(*rc::gen::container<std::vector<DeadLetter>>(any_letter()));
  const DeadLetterFilter everything{{}, {}, {}, true};
  auto before = ids(all.list(everything));
  auto after = ids(all.expire(at(*rc::gen::inRange(0, 7'210)), 1));
  for (const std::string& id : ids(all.list(everything))) after.push_back(id);
  std::ranges::sort(before);
  std::ranges::sort(after);
  RC_ASSERT(before == after);
}

TEST(DeadLetters, KeepTheEarliestAndTheLatestAttemptOfOneDelivery) {
  DeadLetter later = letter("a", 15, 30);
  later.failure_reason = "refused";
  later.attempt_count = 5;
  const DeadLetters all = stored({later, letter("a", 10, 20)});
  const auto listed = all.list({});
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].first_attempt, at(10));
  EXPECT_EQ(listed[0].last_attempt, at(30));
  EXPECT_EQ(listed[0].failure_reason, "refused");
  EXPECT_EQ(listed[0].attempt_count, 5u);
}

TEST(DeadLetters, ListTheOldestFirstUpToALimit) {
  const DeadLetters all = stored({letter("a", 3), letter("b", 1), letter("c", 2)});
  EXPECT_EQ(ids(all.list({})), (std::vector<std::string>{"b", "c", "a"}));
  EXPECT_EQ(ids(all.list({}, 2)), (std::vector<std::string>{"b", "c"}));
}

TEST(DeadLetters, ListWhatTheFilterMeans) {
  DeadLetter other = letter("b", 10, 40);
  other.repository = "owner/other";
  other.correlation_id = "d";
  const DeadLetters all = stored({letter("a"), other});
  EXPECT_EQ(ids(all.list({.repository = "owner/other"})), std::vector<std::string>{"b"});
  EXPECT_EQ(ids(all.list({.correlation_id = "c"})), std::vector<std::string>{"a"});
  EXPECT_EQ(ids(all.list({.last_attempt_before = at(40)})), std::vector<std::string>{"a"});
}

TEST(DeadLetters, LeaveTheListWhenTheyAreResolved) {
  DeadLetters all = stored({letter("a"), letter("b")});
  EXPECT_TRUE(all.mark_resolved("a", at(50)));
  EXPECT_FALSE(all.mark_resolved("unknown", at(50)));
  EXPECT_EQ(ids(all.list({})), std::vector<std::string>{"b"});
  EXPECT_EQ(ids(all.list({.include_resolved = true})), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(all.unresolved(), 1u);
}

TEST(DeadLetters, AreUnresolvedAgainWhenTheyFailAgain) {
  DeadLetters all = stored({letter("a")});
  all.mark_resolved("a", at(50));
  all.store(letter("a", 10, 60));
  EXPECT_EQ(all.unresolved(), 1u);
}

TEST(DeadLetters, CountWhatARoundOfRetriesAchieved) {
  DeadLetters all = stored({letter("a"), letter("b")});
  const RetryResult result = all.record(
      {{"a", std::nullopt, at(50)}, {"b", "still refused", at(51)}, {"gone", "x", at(52)}});
  EXPECT_EQ(result, (RetryResult{1, 2}));
  const auto left = all.list({});
  ASSERT_EQ(ids(left), std::vector<std::string>{"b"});
  EXPECT_EQ(left[0].failure_reason, "still refused");
  EXPECT_EQ(left[0].attempt_count, 4u);
  EXPECT_EQ(left[0].last_attempt, at(51));
}

TEST(DeadLetters, ExpireOnlyAfterTheWholeRetentionTime) {
  DeadLetters all = stored({letter("a", 0, 0)});
  EXPECT_TRUE(all.expire(at(7'200), 2).empty());
  EXPECT_EQ(ids(all.expire(at(7'201), 2)), std::vector<std::string>{"a"});
  EXPECT_EQ(all.unresolved(), 0u);
}

}  // namespace
}  // namespace regent
