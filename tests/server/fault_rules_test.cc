// Which calls a rule is about, which of them it hits, and what a file may say.
#include "fakes/github/server/fault_rules.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace regent::fake::server {
namespace {

FaultRules rules_of(std::string_view text, std::uint64_t seed = 1) {
  FaultRules rules(seed);
  auto parsed = parse_faults(text);
  EXPECT_TRUE(parsed) << (parsed ? "" : parsed.error().reason);
  if (parsed) rules.add(*std::move(parsed));
  return rules;
}

std::string refusal_of(std::string_view text) {
  const auto parsed = parse_faults(text);
  return parsed ? "accepted" : to_string(parsed.error(), "f");
}

// Which of the calls 1 to `count` have a fault.
std::vector<int> hits_of(FaultRules rules, int count) {
  std::vector<int> hits;
  for (int i = 1; i <= count; ++i)
    if (!rules.meet({.method = "GET", .target = "/", .graphql = {}}).names.empty())
      hits.push_back(i);
  return hits;
}

TEST(FaultRoute, IsMatchedSegmentBySegment) {
  const auto matches = [](std::string_view route, std::string_view method,
                          std::string_view target) {
    return is_route_of(route, {.method = method, .target = target, .graphql = {}});
  };
  constexpr std::string_view pulls = "POST /repos/{owner}/{repo}/pulls";
  EXPECT_TRUE(matches(pulls, "POST", "/repos/octo/repo/pulls"));
  EXPECT_TRUE(matches(pulls, "POST", "/api/v3/repos/octo/repo/pulls?x=1"));
  EXPECT_FALSE(matches(pulls, "GET", "/repos/octo/repo/pulls"));
  EXPECT_FALSE(matches(pulls, "POST", "/repos/octo/repo/pulls/7"));
  EXPECT_FALSE(matches(pulls, "POST", "/repos/octo/pulls"));
  EXPECT_TRUE(matches("* /repos/octo/repo/pulls", "PATCH", "/repos/octo/repo/pulls"));
  EXPECT_FALSE(matches("* /repos/octo/other/pulls", "PATCH", "/repos/octo/repo/pulls"));
  EXPECT_TRUE(matches("GET *", "GET", "/anything"));
  EXPECT_TRUE(matches("GET /repos/{owner}/{repo}/git/ref/{ref}", "GET",
                      "/repos/octo/repo/git/ref/heads/a/b"));
}

TEST(FaultRoute, OfGraphqlIsAWordOfTheDocument) {
  const auto matches = [](std::string_view route) {
    return is_route_of(route, {.method = "POST",
                               .target = "/graphql",
                               .graphql = "Swing mutation Swing { updateRefs(input: $i) { x } }"});
  };
  EXPECT_TRUE(matches("graphql updateRefs"));
  EXPECT_TRUE(matches("graphql Swing"));
  EXPECT_TRUE(matches("graphql *"));
  EXPECT_FALSE(matches("graphql updateRef"));
  EXPECT_FALSE(is_route_of("graphql *", {.method = "GET", .target = "/", .graphql = {}}));
}

TEST(FaultSelection, CountsTheCallsThatARuleMatches) {
  EXPECT_EQ(hits_of(rules_of("[{route: '*', nth: 3, delay_ms: 1}]"), 6), std::vector({3}));
  EXPECT_EQ(hits_of(rules_of("[{route: '*', every: 2, delay_ms: 1}]"), 6), std::vector({2, 4, 6}));
  EXPECT_EQ(hits_of(rules_of("[{route: '*', times: 2, delay_ms: 1}]"), 6), std::vector({1, 2}));
  EXPECT_EQ(hits_of(rules_of("[{route: '*', every: 2, times: 2, delay_ms: 1}]"), 9),
            std::vector({2, 4}));
}

TEST(FaultSelection, DrawsFromTheSeed) {
  constexpr std::string_view text = "[{route: '*', probability: 0.25, delay_ms: 1}]";
  const auto hits = hits_of(rules_of(text, 7), 4000);
  EXPECT_EQ(hits, hits_of(rules_of(text, 7), 4000));
  EXPECT_NE(hits, hits_of(rules_of(text, 8), 4000));
  EXPECT_NEAR(static_cast<double>(hits.size()), 1000, 120);
  EXPECT_TRUE(hits_of(rules_of("[{route: '*', probability: 0, delay_ms: 1}]"), 100).empty());
}

TEST(FaultRules, CombineWhatSeveralOfThemDo) {
  FaultRules rules = rules_of(R"(faults:
- {route: "*", delay_ms: 10, truncate: true}
- {route: "GET *", delay_ms: 5, hold_ms: 3, stale_ms: 20, twin: true}
- {route: "*", lost_answer: {effect: false}, failure: bad_gateway_502}
)");
  const RequestFaults faults = rules.meet({.method = "GET", .target = "/", .graphql = {}});
  EXPECT_EQ(faults.delay, Duration(15));
  EXPECT_EQ(faults.hold, Duration(3));
  EXPECT_EQ(faults.staleness, Duration(20));
  EXPECT_TRUE(faults.twin);
  EXPECT_EQ(faults.loss, Loss::request) << "what never arrived cannot be half answered";
  EXPECT_EQ(faults.failure, Failure::bad_gateway_502);
}

TEST(FaultFile, GivesAnAnswerOfItsOwn) {
  FaultRules rules = rules_of(
      R"([{"route": "*", "status": 503, "body": {"message": "é", "n": 1, "s": "1", "t": true},
           "headers": {"Retry-After": "7", "content-type": "text/plain"}}])");
  const auto answer = rules.meet({.method = "GET", .target = "/", .graphql = {}}).answer;
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503);
  EXPECT_EQ(answer->body, R"({"message":"é","n":1,"s":"1","t":true})");
  EXPECT_EQ(site::find_header(answer->headers, "Retry-After"), "7");
  EXPECT_EQ(site::find_header(answer->headers, "Content-Type"), "text/plain");
}

TEST(FaultFile, IsRefusedWithPlaceAndReason) {
  EXPECT_EQ(refusal_of("- {route: '*', nth: 0}"),
            "f:1:21: nth: must be a whole number from 1 to 1000000000");
  EXPECT_EQ(refusal_of("- route: '*'\n  probability: 2"),
            "f:2:16: probability: must be a number from 0 to 1");
  EXPECT_EQ(refusal_of("- {delay_ms: 3}"),
            "f:1:3: a rule has one of the keys route, webhook and background");
  EXPECT_EQ(refusal_of("- {webhook: push, twin: true}"),
            "f:1:19: twin: is no key of such a rule, its keys are nth, every, times, probability, "
            "delay_ms, twice, drop, reorder");
  EXPECT_EQ(refusal_of("- {route: '*', nth: 1, nth: 2}"), "f:1:24: nth: is given twice");
  EXPECT_EQ(refusal_of("- {route: '*', body: x}"),
            "f:1:3: a rule with a body or headers needs a status");
  EXPECT_EQ(refusal_of("- {route: '*', lost_answer: true}"),
            "f:1:29: lost_answer: must be {effect: true} or {effect: false}");
  EXPECT_EQ(refusal_of("- {route: '*', failure: x}").substr(0, 46),
            "f:1:25: failure: must be one of error_500, bad");
  EXPECT_EQ(refusal_of("{a: 1}"), "f:1:1: must be a list of rules, or {faults: [...]}");
  EXPECT_EQ(refusal_of("- {route: pulls}").substr(0, 23), "f:1:11: route: must be ");
  EXPECT_EQ(refusal_of("- {route: *}").substr(0, 4), "f:1:");
}

TEST(FaultFile, MayBeEmpty) {
  EXPECT_TRUE(rules_of("").empty());
  EXPECT_TRUE(rules_of("faults: []").empty());
}

}  // namespace
}  // namespace regent::fake::server
