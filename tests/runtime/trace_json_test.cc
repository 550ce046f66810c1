// Traces as text: one text for a trace, and nothing but a trace is read.
#include "runtime/trace_json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <iterator>

#include "runtime/number_ranges.h"

namespace regent::runtime {
namespace {

std::string stored_text() {
  std::ifstream in("tests/data/traces/optimistic-two-pulls.json", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

sim::Trace stored() {
  auto trace = parse_trace(stored_text());
  EXPECT_TRUE(trace.has_value()) << (trace ? "" : to_string(trace.error()));
  return *std::move(trace);
}

// What is said of the stored trace when `from` reads `to`; empty: it is read.
std::string refusal(const std::string& from, const std::string& to) {
  std::string text = stored_text();
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  const auto trace = parse_trace(text);
  return trace ? "" : to_string(trace.error());
}

TEST(TraceJson, IsReadAndWrittenAsTheSameText) { EXPECT_EQ(trace_json(stored()), stored_text()); }

sim::Question arbitrary_question() {
  static const std::vector<std::string> names = {
      "setting: weak-etags",           "merge 3: pause",
      "merge 2's webhook: delivery",   "webhook 4: copy-delay",
      "person, occasion 2: act",       "operator, occasion 1: naming",
      "worker 2, call 5: fault",       "worker 1, call 9: latency",
      "worker 3, run 2: entropy-high", "GitHub, job 7: which"};
  return *sim::parse_question(*rc::gen::elementOf(names));
}

std::uint64_t arbitrary_answer(sim::What what) {
  if (what == sim::What::fault) return sim::parse_answer(what, "answer-lost").value();
  if (what == sim::What::act) return sim::parse_answer(what, "person-edits").value();
  return *rc::gen::inRange<std::uint64_t>(
      1, std::max<std::uint64_t>(sim::answer_max(what) / 2, 1) + 1);
}

RC_GTEST_PROP(TraceJson, RoundTripsAnyTrace, ()) {
  sim::Trace trace = stored();
  trace.seed = *rc::gen::arbitrary<std::uint64_t>();
  trace.violation.seed = trace.seed;
  trace.violation.message = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
  trace.workers = *rc::gen::inRange(1U, 65U);
  trace.faults = sim::FaultSet(*rc::gen::arbitrary<std::uint32_t>());
  trace.config.ledger.max_rounds = *rc::gen::inRange(1U, 1'001U);
  trace.mutant = *rc::gen::element(std::string(), std::string("claim-ignored"));
  trace.work = sim::GeneratedWork{*rc::gen::inRange(0U, 100'001U), trace.seed};
  if (*rc::gen::arbitrary<bool>()) trace.work = sim::HistoryFile{"a \"b\"/ü.ndjson"};
  trace.choices.clear();
  const auto count = *rc::gen::inRange(0, 20);
  for (int i = 0; i < count; ++i) {
    sim::Choice choice{arbitrary_question(), 0, {}, *rc::gen::inRange<std::uint64_t>(0, 9'999), {}};
    choice.answer = arbitrary_answer(choice.question.what);
    if (choice.question.subject == sim::Subject::call) choice.operation = "POST /pulls";
    trace.choices.push_back(choice);
  }
  const auto read = parse_trace(trace_json(trace));
  if (!read) RC_FAIL(to_string(read.error()));
  RC_ASSERT(*read == trace);
}

// Equal: blanks between values say nothing.
TEST(TraceJson, DamagedInAnyByteIsRefusedOrEqual) {
  const sim::Trace original = stored();
  const std::string text = stored_text();
  for (std::size_t at = 0; at < text.size(); ++at)
    for (const char damage : {' ', '"', '\xff', static_cast<char>(text[at] ^ 1)}) {
      if (text[at] == damage) continue;
      std::string damaged = text;
      damaged[at] = damage;
      const auto trace = parse_trace(damaged);
      if (trace) {
        ASSERT_EQ(*trace, original) << "byte " << at << " as " << int{damage};
      } else {
        ASSERT_FALSE(trace.error().reason.empty());
        ASSERT_GE(trace.error().line, 1U);
        ASSERT_GE(trace.error().column, 1U);
      }
    }
}

TEST(TraceJson, CutOffAnywhereIsRefused) {
  const std::string text = stored_text();
  for (std::size_t size = 0; size + 2 < text.size(); ++size)
    ASSERT_FALSE(parse_trace(std::string_view(text).substr(0, size)).has_value()) << size;
}

TEST(TraceJson, RefusesWithThePlaceAndTheReason) {
  EXPECT_EQ(refusal("regent.trace/2", "regent.trace/1"),
            "2:13: schema: must be regent.trace/2, not \"regent.trace/1\"");
  EXPECT_EQ(refusal("\"workers\": 2", "\"workers\": 0"),
            "7:16: settings/workers: must be a whole number from 1 to 64");
  EXPECT_EQ(refusal("\"workers\": 2", "\"workers\": 2.0"),
            "7:16: settings/workers: must be a whole number from 1 to 64");
  EXPECT_EQ(refusal("\"workers\": 2", "\"workerz\": 2"), "4:15: settings/workers: is missing");
  EXPECT_EQ(refusal("\"workers\": 2", "\"workers\": 2, \"speed\": 1"),
            "7:28: settings/speed: is not a key of a trace");
  EXPECT_EQ(refusal("\"workers\": 2", "\"workers\": 2, \"workers\": 2"),
            "7:19: settings/workers: stands there a second time");
  EXPECT_EQ(refusal("\"protocol\": \"optimistic\"", "\"protocol\": \"ledger\""),
            "5:17: settings/protocol: is not the configuration's");
  EXPECT_EQ(refusal("max_rounds: 12", "max_rounds: 0").substr(0, 40),
            "45:7: settings/config/26: ledger.max_rou");
  EXPECT_EQ(refusal("\"answer\":\"request-lost\"", "\"answer\":\"gremlin\""),
            "113:50: choices/1/answer: must be an answer to its question, not \"gremlin\"");
  EXPECT_EQ(refusal("worker 1, call 3: fault", "worker 1, call 03: fault"),
            "113:15: choices/1/choice: must be the name of a choice, not \"worker 1, call 03: "
            "fault\"");
  EXPECT_NE(refusal("\"step\":", "\"step\":-").find("step: must be a whole number"),
            std::string::npos);
  EXPECT_NE(refusal("both open", "both shut").find("fingerprint: is not the message's"),
            std::string::npos);
  EXPECT_NE(refusal("\"seed\": 7", "\"seed\": 8").find("digest: does not fit the trace"),
            std::string::npos);
}

TEST(TraceJson, ThatIsNoJsonIsRefusedWhereItCeasesToBe) {
  EXPECT_EQ(refusal("\"kind\"", "kind").substr(0, 19), "3:3: is no JSON: sy");
  const std::string deep(100'000, '[');
  const auto nested = parse_trace(deep + std::string(100'000, ']'));
  ASSERT_FALSE(nested.has_value());
  EXPECT_EQ(nested.error().reason, "is nested too deeply");
  EXPECT_FALSE(parse_trace("").has_value());
  EXPECT_FALSE(parse_trace("[]").has_value());
  EXPECT_FALSE(parse_trace("null").has_value());
}

RC_GTEST_PROP(TraceJson, SurvivesAnyBytes, (const std::string& bytes)) {
  const auto trace = parse_trace(bytes);
  RC_ASSERT(!trace.has_value());
}

TEST(NumberRanges, HaveOneSpelling) {
  EXPECT_EQ(print_ranges({1, 2, 3, 4, 9, 11, 12}), "1-4,9,11-12");
  EXPECT_EQ(print_ranges({}), "");
  EXPECT_EQ(parse_ranges("1-4,9", 9), (std::vector<std::uint32_t>{1, 2, 3, 4, 9}));
  for (const char* other :
       {"0", "1,2", "2,1", "1-1", "4-1", "1-4,4", "1,,3", ",1", "1,", "1-10", "x"})
    EXPECT_EQ(parse_ranges(other, 9), std::nullopt) << other;
}

}  // namespace
}  // namespace regent::runtime
