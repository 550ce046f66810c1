// The client's small values: dates, base64, URLs, pace, what is remembered by ETag.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <chrono>

#include "effects/https/base64.h"
#include "effects/https/base_url.h"
#include "effects/https/dates.h"
#include "effects/https/decode.h"
#include "effects/https/etag_cache.h"
#include "effects/https/pacer.h"
#include "effects/https/secret.h"

namespace regent::https {
namespace {

using namespace std::chrono_literals;

RC_GTEST_PROP(Dates, ATimestampReadsBackAsItsSecond, ()) {
  const auto seconds = *rc::gen::inRange<std::int64_t>(-62'000'000'000, 250'000'000'000);
  const Time time{std::chrono::seconds(seconds)};
  RC_ASSERT(parse_timestamp(timestamp(time)) == time);
  RC_ASSERT(timestamp(time + 999ms) == timestamp(time));
}

TEST(Dates, AreReadAsGitHubWritesThem) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Time(784'111'777s));
  EXPECT_EQ(parse_timestamp("1994-11-06T08:49:37Z"), Time(784'111'777s));
  EXPECT_EQ(parse_timestamp("1994-11-06T10:49:37.5+02:00"), Time(784'111'777'500ms));
}

TEST(Dates, ThatAreNoneAreRefused) {
  for (const auto* text : {"", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 24:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"})
    EXPECT_FALSE(parse_http_date(text)) << text;
  for (const auto* text : {"", "1994-11-06", "1994-11-06T08:49:37", "1994-11-06T08:49:37.Z",
                           "1994-13-06T08:49:37Z", "1994-11-06T08:49:37Zx"})
    EXPECT_FALSE(parse_timestamp(text)) << text;
}

RC_GTEST_PROP(Base64, DecodesWhatItEncodesWhereverTheLinesBreak, (const std::string& bytes)) {
  std::string text = base64(bytes);
  RC_ASSERT(decode_base64(text) == bytes);
  const auto width = *rc::gen::inRange<std::size_t>(1, 80);
  for (std::size_t at = width; at < text.size(); at += width + 1) text.insert(at, "\n");
  RC_ASSERT(decode_base64(text + "\n") == bytes);
}

TEST(Base64, RefusesWhatIsNone) {
  for (const auto* text : {"A", "AB", "AB=", "AB===", "A=BC", "A*==", "ABCDE==="})
    EXPECT_FALSE(decode_base64(text)) << text;
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64url("\xff\xfe"), "__4");
}

TEST(BaseUrl, KnowsTheRootsOfGitHubAndOfAnEnterpriseServer) {
  const auto com = parse_base_url("https://api.github.com/").value();
  EXPECT_EQ(com.path_of(Api::rest, "/repos/o/r"), "/repos/o/r");
  EXPECT_EQ(com.path_of(Api::graphql, "/graphql"), "/graphql");
  const auto enterprise = parse_base_url("https://GHE.example:8443/api/v3").value();
  EXPECT_EQ(enterprise.origin.text(), "https://ghe.example:8443");
  EXPECT_EQ(enterprise.path_of(Api::rest, "/repos/o/r"), "/api/v3/repos/o/r");
  EXPECT_EQ(enterprise.path_of(Api::graphql, "/graphql"), "/api/graphql");
  EXPECT_EQ(parse_base_url("http://[::1]:80")->origin.text(), "http://[::1]");
}

TEST(BaseUrl, RefusesWhatWouldSendATokenAstray) {
  const auto refusal = [](std::string_view text) { return parse_base_url(text).error(); };
  EXPECT_EQ(refusal("http://ghe.example"),
            "must begin with https:// unless the server is this machine");
  EXPECT_TRUE(parse_base_url("http://ghe.example", true));
  EXPECT_EQ(refusal("https://github.com"),
            "is the site for people; its API is https://api.github.com");
  for (const auto* text : {"", "api.github.com", "https://", "https://user:pw@host", "https://h:0",
                           "https://h:99999", "ftp://h", "https://h o", "https://h\n"})
    EXPECT_EQ(refusal(text), "must be a URL such as https://api.github.com") << text;
  EXPECT_EQ(refusal("https://h/?x=1"), "must end with its path, without ? or #");
}

TEST(Headers, RetryAfterMayBeSecondsADateOrNothing) {
  const auto retry_after = [](std::string_view value) {
    return decode_headers(
               {403,
                {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"retry-after", std::string(value)}},
                {}})
        .retry_after;
  };
  EXPECT_EQ(retry_after("60"), Duration(60s));
  EXPECT_EQ(retry_after("Sun, 06 Nov 1994 08:50:07 GMT"), Duration(30s));
  EXPECT_EQ(retry_after("99999999999999999999"), std::nullopt);
  EXPECT_EQ(retry_after("18446744073709551615"), Duration(366 * 24h));
  EXPECT_EQ(retry_after(""), std::nullopt);
  EXPECT_EQ(retry_after("-1"), std::nullopt);
}

TEST(Headers, TheLimitOfASearchIsNotTheBudget) {
  HttpAnswer answer{200,
                    {{"X-RateLimit-Remaining", "29"},
                     {"X-RateLimit-Reset", "1700000000"},
                     {"X-RateLimit-Resource", "search"}},
                    {}};
  EXPECT_EQ(decode_headers(answer).rate_limit_reset, Time{});
  answer.headers.back().value = "core";
  EXPECT_EQ(decode_headers(answer).rate_limit_remaining, 29U);
  EXPECT_EQ(decode_headers(answer).rate_limit_reset, Time(1'700'000'000s));
}

TEST(Headers, ANextPageIsNamedByItsRelation) {
  const auto next = [](std::string_view link) {
    return next_page({200, {{"link", std::string(link)}}, {}});
  };
  EXPECT_EQ(next(R"(<https://h/a?page=1>; rel="prev", <https://h/a?page=3>; rel="next")"),
            "https://h/a?page=3");
  EXPECT_EQ(next(R"(<https://h/a?page=1>; rel="prev", <https://h/a?page=1>; rel="first")"),
            std::nullopt);
  EXPECT_EQ(next(""), std::nullopt);
  EXPECT_EQ(next("<"), std::nullopt);
}

TEST(Pacer, LetsSoManyCallsGoAtOnce) {
  const github::Request read = github::GetRef{"refs/heads/main"};
  Pacer pacer({.calls_max = 2});
  const Time now(1000s);
  pacer.began(read, now);
  EXPECT_EQ(pacer.earliest(read, now), now);
  pacer.began(read, now);
  EXPECT_EQ(pacer.earliest(read, now), std::nullopt);
  pacer.ended();
  EXPECT_EQ(pacer.earliest(read, now), now);
}

TEST(Pacer, KeepsWritesApartAndReadsNot) {
  const github::Request read = github::GetRef{"refs/heads/main"};
  const github::Request write = github::DeleteRef{"refs/heads/main"};
  Pacer pacer({.between_writes = 1s});
  const Time now(1000s);
  EXPECT_EQ(pacer.earliest(write, now), now);
  pacer.began(write, now);
  pacer.ended();
  EXPECT_EQ(pacer.earliest(read, now), now);
  EXPECT_EQ(pacer.earliest(write, now + 300ms), now + 1s);
  EXPECT_EQ(pacer.earliest(write, now + 2s), now + 2s);
}

HttpRequest get(const std::string& target) { return {Api::rest, "GET", target, {}, {}, true}; }
HttpAnswer tagged(const std::string& etag, const std::string& body) {
  return {200, {{"ETag", etag}, {"Date", "then"}, {"Link", "pages"}}, body};
}

TEST(EtagCache, TurnsA304IntoWhatWasAnsweredBefore) {
  EtagCache cache;
  HttpRequest first = get("/a");
  HttpAnswer answer = tagged("\"1\"", "body");
  cache.prepare(first);
  EXPECT_TRUE(first.headers.empty());
  EXPECT_FALSE(cache.settle(first, answer));
  HttpRequest second = get("/a");
  cache.prepare(second);
  EXPECT_EQ(find_header(second.headers, "If-None-Match"), "\"1\"");
  HttpAnswer unchanged{304, {{"Date", "now"}}, {}};
  EXPECT_TRUE(cache.settle(second, unchanged));
  EXPECT_EQ(unchanged.status, 200);
  EXPECT_EQ(unchanged.body, "body");
  EXPECT_EQ(find_header(unchanged.headers, "Date"), "now");
  EXPECT_EQ(find_header(unchanged.headers, "Link"), "pages");
}

TEST(EtagCache, LeavesACondition304AloneThatItDidNotMake) {
  EtagCache cache;
  HttpRequest request = get("/a");
  HttpAnswer answer = tagged("\"1\"", "body");
  cache.settle(request, answer);
  request.headers.push_back({"If-None-Match", "\"0\""});
  cache.prepare(request);
  EXPECT_EQ(request.headers.size(), 1U);
  HttpAnswer unchanged{304, {}, {}};
  EXPECT_FALSE(cache.settle(request, unchanged));
  EXPECT_EQ(unchanged.status, 304);
}

TEST(EtagCache, ForgetsWhatWasUsedLongestAgoAndEverythingOnDemand) {
  EtagCache cache(10);
  for (const std::string target : {"/a", "/b", "/c"}) {
    HttpAnswer answer = tagged("\"1\"", "12345");
    cache.settle(get(target), answer);
  }
  const auto is_known = [&](const std::string& target) {
    HttpRequest request = get(target);
    cache.prepare(request);
    return !request.headers.empty();
  };
  EXPECT_FALSE(is_known("/a"));
  EXPECT_TRUE(is_known("/b"));
  EXPECT_TRUE(is_known("/c"));
  cache.clear();
  EXPECT_FALSE(is_known("/c"));
}

TEST(Secret, TakesTheTextAndWipesIt) {
  std::string text = "short";
  const Secret secret(std::move(text));
  EXPECT_EQ(secret.reveal(), "short");
  EXPECT_TRUE(text.empty());  // NOLINT: that it is wiped is the point
  EXPECT_EQ(secret.copy().reveal(), "short");
}

}  // namespace
}  // namespace regent::https
