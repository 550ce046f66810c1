// `regent replay` and `regent shrink`, as processes.
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/runtime/process.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

const std::string stored = "tests/data/traces/optimistic-two-pulls.json";

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

bool is_one_line(const std::string& text) {
  return std::count(text.begin(), text.end(), '\n') == 1 && text.ends_with('\n');
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// Changes the stored trace as a person would, with the digest that it is told.
std::string edited(const TemporaryDirectory& directory, const std::string& from,
                   const std::string& to) {
  const std::string text = replaced(text_of(stored), from, to);
  const std::string file = directory.file("edited.json", text);
  const Ended ended = regent({"replay", file});
  const auto digest = ended.err.rfind(' ') + 1;
  const auto old = text.rfind("\"digest\": \"") + 11;
  return directory.file("edited.json",
                        replaced(text, text.substr(old, 32), ended.err.substr(digest, 32)));
}

TEST(Replay, TellsTheRunStepByStepUpToItsViolation) {
  const Ended ended = regent({"replay", stored});
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(ended.err, "");
  EXPECT_TRUE(holds(ended.out, "optimistic protocol, 2 workers, 2 merges, github.com, seed 7"));
  EXPECT_TRUE(holds(ended.out, "  1   +00:00.000  developer  merges #1 "));
  EXPECT_TRUE(holds(ended.out, "one-pr-per-version is violated at step "));
  EXPECT_TRUE(holds(ended.out, "; if that went as usual, the run would pass.\n"));
}

TEST(Replay, OfAnExploredPathSaysWhatTheNearestPassingRunHasOtherwise) {
  const std::string explored = "tests/data/traces/explored-two-pulls.json";
  const std::string sentence =
      "worker 2's GET /search/issues head release/ comes before worker 1's POST /pulls "
      "release/v1.0.1 -> main; the other way round the run would pass";
  const Ended ended = regent({"replay", explored});
  EXPECT_EQ(ended.status, 1);
  EXPECT_TRUE(holds(ended.out, "What it takes: " + sentence + ".\n")) << ended.out;
  EXPECT_EQ(Json::parse(regent({"replay", explored, "--json"}).out)["difference"], sentence);
}

TEST(Replay, StopsTellingAtAStep) {
  const Ended ended = regent({"replay", stored, "--until", "3"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_TRUE(holds(ended.out, "\n  3  +"));
  EXPECT_FALSE(holds(ended.out, "\n  4  +"));
  EXPECT_FALSE(holds(ended.out, "VIOLATION"));
}

TEST(Replay, PrintsTheWorldAsSortedLines) {
  const Ended early = regent({"replay", stored, "--until", "3", "--state"});
  EXPECT_TRUE(holds(early.out, "\nref refs/heads/main "));
  EXPECT_TRUE(holds(early.out, "\nworker 1: sends GET /search/issues"));
  EXPECT_TRUE(holds(early.out, "\nworker 2: idle"));
  EXPECT_TRUE(holds(early.out, "\nqueue: delivery "));
  EXPECT_FALSE(holds(early.out, "\npull #"));
  const Ended late = regent({"replay", stored, "--state"});
  EXPECT_TRUE(holds(late.out, "\npull #3 open \"chore(release): 1.3.0\" release/v1.3.0 at "));
  const auto begin = late.out.find("\n\npull") + 2;
  std::vector<std::string> lines;
  std::istringstream in(late.out.substr(begin, late.out.find("\n\n", begin) - begin));
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  EXPECT_GT(lines.size(), 4U);
  EXPECT_TRUE(std::is_sorted(lines.begin(), lines.end()));
}

// Refs, pull requests and releases that one step after the other leaves.
Json state_after(const Json& replay) {
  Json state = replay["initial"];
  for (const Json& step : replay["steps"])
    for (const auto& [kind, changes] : step["changes"].items())
      for (const auto& [name, value] : changes.items()) {
        if (value.is_null()) {
          state[kind].erase(name);
        } else {
          state[kind][name] = value;
        }
      }
  return state;
}

TEST(Replay, IsAlsoOneJsonObjectWhoseStepsBuildTheWorld) {
  const Ended ended = regent({"replay", stored, "--json"});
  EXPECT_EQ(ended.status, 1);
  const Json replay = Json::parse(ended.out);
  EXPECT_EQ(replay["schema"], "regent.replay/1");
  EXPECT_EQ(replay["violation"]["invariant"], "one-pr-per-version");
  EXPECT_EQ(replay["time_unit"], "ms");
  EXPECT_EQ(replay["lanes"].size(), 5U);
  std::uint64_t number = 0;
  for (const Json& step : replay["steps"]) {
    EXPECT_EQ(step["step"], ++number);
    EXPECT_EQ(step.size(), 11U);
    if (step["kind"] == "delivery") {
      EXPECT_EQ(step["lane"], "queue");
      EXPECT_TRUE(step["peer"].get<std::string>().starts_with("worker-"));
    }
    if (step["of"].is_null()) continue;
    const Json& call = replay["steps"][step["of"].get<std::size_t>() - 1];
    EXPECT_EQ(call["kind"], "call");
    EXPECT_TRUE(step["peer"].is_null() || step["peer"] == call["lane"]);
    EXPECT_LE(call["at"], step["at"]);
  }
  const Json state = state_after(replay);
  EXPECT_EQ(state["pulls"].size(), 2U);
  for (const auto& [name, pull] : state["pulls"].items()) EXPECT_EQ(pull["state"], "open");
  EXPECT_TRUE(state["refs"].contains("refs/heads/release/v1.3.0"));
}

TEST(Replay, ShowsRequestsAsOnTheWire) {
  const Json replay = Json::parse(regent({"replay", stored, "--json"}).out);
  const auto& steps = replay["steps"];
  const auto create = std::find_if(steps.begin(), steps.end(), [](const Json& step) {
    return !step["request"].is_null() && step["request"]["operation"] == "POST /pulls";
  });
  ASSERT_NE(create, steps.end());
  const std::string text = (*create)["request"]["text"];
  EXPECT_TRUE(
      text.starts_with("POST /repos/octo/repo/pulls\n{\n  \"title\": \"chore(release): 1.3.0\""))
      << text;
}

TEST(Replay, OfARunThatPassesNowSucceeds) {
  const TemporaryDirectory directory;
  std::string text = text_of(stored);
  const auto begin = text.find("\"choices\": [") + 12;
  text.erase(begin, text.find("  ],\n  \"violation\"") + 2 - begin);
  const Ended first = regent({"replay", directory.file("all-is-usual.json", text)});
  const std::string digest = first.err.substr(first.err.rfind(' ') + 1, 32);
  const auto old = text.rfind("\"digest\": \"") + 11;
  const std::string file =
      directory.file("all-is-usual.json", replaced(text, text.substr(old, 32), digest));
  const Ended ended = regent({"replay", file});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(holds(ended.out, "The run passes"));
}

TEST(Replay, OfATraceThatDoesNotApplyAnyMoreSaysWhereItIsLeft) {
  const TemporaryDirectory directory;
  const std::string file = edited(directory, "\"operation\":\"GET /git/matching-refs\"",
                                  "\"operation\":\"GET /teapot\"");
  const Ended ended = regent({"replay", file});
  EXPECT_EQ(ended.status, 2);
  EXPECT_TRUE(is_one_line(ended.err)) << ended.err;
  EXPECT_TRUE(holds(ended.err,
                    "does not apply any more: the choice \"worker 1, call 2: fault\" was about "
                    "GET /teapot, and at step 4 it is about GET /git/matching-refs"))
      << ended.err;
}

TEST(Replay, OfOtherMergesThanTheTracesIsRefused) {
  const TemporaryDirectory directory;
  const Ended ended = regent({"replay", edited(directory, "\"generate\": 20", "\"generate\": 21")});
  EXPECT_EQ(ended.status, 2);
  EXPECT_TRUE(holds(ended.err, "work_hash: the merges are not those")) << ended.err;
}

TEST(Replay, RefusesWhatIsNoTraceInOneLine) {
  const TemporaryDirectory directory;
  const auto refused = [](const std::string& file) {
    const Ended ended = regent({"replay", file});
    EXPECT_EQ(ended.status, 2);
    EXPECT_TRUE(is_one_line(ended.err)) << ended.err;
    return ended.err;
  };
  EXPECT_EQ(refused("no/such.json"), "regent: no/such.json: there is no such file\n");
  EXPECT_EQ(refused("tests"), "regent: tests: is a directory\n");
  const std::string cut = directory.file("cut.json", text_of(stored).substr(0, 700));
  EXPECT_TRUE(refused(cut).starts_with("regent: " + cut + ":")) << refused(cut);
  const std::string other =
      directory.file("other.json", R"({"schema":"regent.trace/2","kind":"dream"})");
  EXPECT_TRUE(holds(refused(other), "kind: must be simulation")) << refused(other);
  EXPECT_EQ(regent({"replay"}).status, 2);
}

TEST(Replay, LeavesNoHalfWrittenTestOnAFullDisk) {
  const TemporaryDirectory directory;
  const std::string test = directory.path("out/x_test.cc");
  std::filesystem::create_directory(directory.path("out"));
  const Ended ended =
      shell("ulimit -f 1; \"$regent\" replay " + stored + " --test " + test + " > /dev/null");
  EXPECT_EQ(ended.status, 2);
  EXPECT_TRUE(is_one_line(ended.err)) << ended.err;
  EXPECT_TRUE(directory.list("out").empty());
  const Ended under_a_file = regent({"replay", stored, "--test", "LICENSE/x.cc"});
  EXPECT_EQ(under_a_file.status, 2);
  EXPECT_TRUE(holds(under_a_file.err, "LICENSE/x.cc: not a directory")) << under_a_file.err;
}

std::vector<std::string> found_in(const TemporaryDirectory& directory) {
  const std::string traces = directory.path("traces");
  const Ended ended = regent({"simulate", "--protocol", "optimistic", "--generate", "20", "--seed",
                              "7", "--seeds", "1", "--no-shrink", "--trace-dir", traces});
  EXPECT_EQ(ended.status, 1);
  return directory.list("traces");
}

TEST(Shrink, KeepsTheFailureAndSaysHowMuchWent) {
  const TemporaryDirectory directory;
  const auto traces = found_in(directory);
  ASSERT_EQ(traces, std::vector<std::string>{"seed-7-one-pr-per-version.json"});
  const std::string trace = directory.path("traces/" + traces.front());
  const Ended ended = regent({"shrink", trace, "--out", directory.path("small.json")});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(
      ended.out.starts_with("choices 105 → 2, steps 102 → 32, merges 20 → 2, workers 4 → 2"))
      << ended.out;
  EXPECT_EQ(text_of(directory.path("small.json")), text_of(stored));
  EXPECT_EQ(regent({"replay", directory.path("small.json")}).status, 1);
}

TEST(Shrink, PrintsTheDocumentedObjectForAnyNumberOfJobs) {
  const TemporaryDirectory directory;
  const std::string trace = directory.path("traces/" + found_in(directory).front());
  const std::string out = directory.path("small.json");
  const Json one =
      Json::parse(regent({"shrink", trace, "--out", out, "--json", "--jobs", "1"}).out);
  const Json four =
      Json::parse(regent({"shrink", trace, "--out", out, "--json", "--jobs", "4"}).out);
  EXPECT_EQ(one, four);
  EXPECT_EQ(one["schema"], "regent.shrink/1");
  EXPECT_EQ(one["trace"], out);
  EXPECT_EQ(one["after"]["workers"], 2);
  EXPECT_EQ(one["minimal"], true);
}

TEST(Shrink, WritesBesideTheTraceUnlessToldWhere) {
  const TemporaryDirectory directory;
  const std::string trace = directory.file("found.json", text_of(stored));
  EXPECT_EQ(regent({"shrink", trace}).status, 0);
  EXPECT_EQ(directory.list("."), (std::vector<std::string>{"found-shrunk.json", "found.json"}));
}

TEST(Shrink, RefusesATraceThatDoesNotFailAsItSays) {
  const TemporaryDirectory directory;
  const std::string file =
      edited(directory, "\"invariant\":\"one-pr-per-version\"", "\"invariant\":\"no-litter\"");
  const Ended ended = regent({"shrink", file, "--out", directory.path("small.json")});
  EXPECT_EQ(ended.status, 2);
  EXPECT_TRUE(holds(ended.err, "the run breaks one-pr-per-version, not no-litter")) << ended.err;
  EXPECT_FALSE(std::filesystem::exists(directory.path("small.json")));
}

TEST(Shrink, ThatIsKilledLeavesNoHalfWrittenFile) {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory.path("out"));
  for (int i = 0; i < 8; ++i) {
    const std::string line = "timeout -s KILL 0.0" + std::to_string(i + 1) +
                             " \"$regent\" shrink " + stored + " --out " +
                             directory.path("out/small.json") + " > /dev/null 2>&1; true";
    (void)shell(line);
    const std::string file = directory.path("out/small.json");
    if (!std::filesystem::exists(file)) continue;
    EXPECT_EQ(regent({"replay", file}).status, 1);
    std::filesystem::remove(file);
  }
}

TEST(Shrink, ShowsProgressOnATerminalAndClearsIt) {
  const TemporaryDirectory directory;
  const std::string traces = directory.path("traces");
  // One that takes seconds.
  (void)regent({"simulate", "--generate", "400", "--mutant", "claim-lease-ignored", "--seeds", "12",
                "--no-shrink", "--trace-dir", traces});
  const auto names = directory.list("traces");
  ASSERT_FALSE(names.empty()) << "the test needs other seeds";
  const Ended ended =
      regent_on_a_terminal({"shrink", directory.path("traces/" + names.front()), "--steps-max",
                            "20000", "--jobs", "1", "--out", directory.path("small.json")});
  EXPECT_EQ(ended.status, 0);
  const auto bar = ended.out.find(" of 20,000 steps");
  ASSERT_NE(bar, std::string::npos) << ended.out;
  EXPECT_TRUE(holds(ended.out.substr(bar), "\r\x1b[K"));
}

}  // namespace
}  // namespace regent::runtime
