// `regent explore` as a user sees it.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/runtime/process.h"

namespace regent::runtime {
namespace {
using Json = nlohmann::json;

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(ExploreCommand, CoversASmallWorldAndFindsNothing) {
  const Ended ended = regent({"explore", "--workers", "2", "--merges", "1", "--crashes", "1"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(holds(ended.out, "2 workers, 1 merge, 1 crash")) << ended.out;
  EXPECT_TRUE(holds(ended.out, "everything")) << ended.out;
  EXPECT_TRUE(ended.err.empty()) << ended.err;
}

TEST(ExploreCommand, PrintsTheDocumentedObject) {
  const Ended ended = regent({"explore", "--workers", "2", "--merges", "1", "--json"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  const Json json = Json::parse(ended.out);
  EXPECT_EQ(json.at("schema"), "regent.explore/1");
  for (const char* key : {"protocol",
                          "github",
                          "workers",
                          "merges",
                          "crashes",
                          "lost",
                          "stale",
                          "conflicts",
                          "human",
                          "method",
                          "jobs",
                          "complete",
                          "states",
                          "transitions",
                          "terminal_states",
                          "terminal_hash",
                          "depth_max",
                          "wall_seconds",
                          "states_per_second",
                          "peak_memory_bytes",
                          "violations",
                          "violation_count"})
    EXPECT_TRUE(json.contains(key)) << key;
  EXPECT_EQ(json.at("complete"), true);
  EXPECT_EQ(json.at("terminal_hash").get<std::string>().size(), 32U);
  EXPECT_GT(json.at("peak_memory_bytes"), 1'000'000);
}

TEST(ExploreCommand, TellsHowTheOptimisticProtocolLosesAndTheSameCommandShowsItAgain) {
  const Ended ended =
      regent({"explore", "--protocol", "optimistic", "--merges", "1", "--shortest", "--json"});
  EXPECT_EQ(ended.status, 1) << ended.err;
  const Json violation = Json::parse(ended.out).at("violations").at(0);
  EXPECT_EQ(violation.at("invariant"), "one-pr-per-version");
  const Ended again = shell(violation.at("reproduce").get<std::string>());
  EXPECT_EQ(again.status, 1);
  EXPECT_TRUE(holds(again.out, "one-pr-per-version is violated")) << again.out;
}

TEST(ExploreCommand, ShrinksTheFirstViolationUnlessToldNotTo) {
  const std::vector<std::string> words = {"explore", "--protocol", "optimistic", "--merges",
                                          "1",       "--workers",  "3",          "--jobs",
                                          "1",       "--json"};
  const auto length_with = [&](const char* option) {
    auto all = words;
    if (option != nullptr) all.emplace_back(option);
    return Json::parse(regent(all).out).at("violations").at(0).at("length").get<int>();
  };
  EXPECT_LT(length_with(nullptr), length_with("--no-shrink"));
  EXPECT_EQ(length_with(nullptr), length_with("--shortest"));
}

TEST(ExploreCommand, TracesCanBeReplayedAndShrunk) {
  const auto directory =
      std::filesystem::temp_directory_path() / ("regent-replayed-" + std::to_string(getpid()));
  (void)regent({"explore", "--protocol", "optimistic", "--merges", "1", "--jobs", "1", "--json",
                "--trace-dir", directory.string()});
  const std::string trace = (directory / "explore-1-one-pr-per-version.json").string();
  const Ended replayed = regent({"replay", trace});
  EXPECT_EQ(replayed.status, 1) << replayed.err;
  EXPECT_TRUE(holds(replayed.out, "one-pr-per-version is violated")) << replayed.out;
  const std::string small = (directory / "small.json").string();
  EXPECT_EQ(regent({"shrink", trace, "--out", small}).status, 0);
  const std::string page = (directory / "page.html").string();
  EXPECT_EQ(regent({"replay", small, "--html", page}).status, 1);
  EXPECT_TRUE(std::filesystem::exists(page));
  const std::string test = (directory / "explored_test.cc").string();
  EXPECT_EQ(regent({"replay", small, "--test", test}).status, 1);
  EXPECT_TRUE(std::filesystem::exists(test));

  std::ifstream in(small);
  Json changed = Json::parse(in);
  changed["steps"][2]["move"] = "refused teapot";
  std::ofstream(small) << changed.dump();
  const Ended diverged = regent({"replay", small});
  EXPECT_EQ(diverged.status, 2);
  EXPECT_TRUE(holds(diverged.err, "does not apply any more: steps/2: ")) << diverged.err;
  changed["world"]["workers"] = 99;
  std::ofstream(small) << changed.dump();
  const Ended damaged = regent({"replay", small});
  EXPECT_EQ(damaged.status, 2);
  EXPECT_TRUE(holds(damaged.err, "world/workers: must be a whole number from 1 to 8"))
      << damaged.err;
  std::filesystem::remove_all(directory);
}

TEST(ExploreCommand, IsNotCompleteAtItsBound) {
  const Ended ended = regent({"explore", "--workers", "3", "--crashes", "1", "--lost", "1",
                              "--states-max", "5000", "--json"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  const Json json = Json::parse(ended.out);
  EXPECT_EQ(json.at("complete"), false);
  EXPECT_EQ(json.at("stopped"), "states-max is reached");
}

TEST(ExploreCommand, IsNotCompleteWhereItsMemoryEnds) {
  const Ended ended = regent({"explore", "--workers", "4", "--merges", "2", "--crashes", "2",
                              "--lost", "2", "--stale", "2", "--memory-max", "1", "--json"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  const Json json = Json::parse(ended.out);
  EXPECT_EQ(json.at("complete"), false);
  EXPECT_EQ(json.at("stopped"), "memory-max is reached");
  EXPECT_LT(json.at("peak_memory_bytes"), 2'000'000'000U);
}

TEST(ExploreCommand, RefusesWhatIsImpossibleInOneLine) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"explore", "--workers", "0"},
                                             {"explore", "--workers", "9"},
                                             {"explore", "--merges", "13"},
                                             {"explore", "--crashes", "-1"},
                                             {"explore", "--merges", "12", "--human", "1"},
                                             {"explore", "--crashes", "3", "--lost", "2"},
                                             {"explore", "--method", "fast"},
                                             {"explore", "--method", "dpor", "--shortest"}}) {
    const Ended ended = regent(words);
    EXPECT_EQ(ended.status, 2) << words[1] << words[2];
    EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1) << ended.err;
    EXPECT_TRUE(ended.out.empty()) << ended.out;
  }
}

TEST(ExploreCommand, LeavesATraceOfEachViolation) {
  const auto directory =
      std::filesystem::temp_directory_path() / ("regent-explore-" + std::to_string(getpid()));
  const Ended ended = regent({"explore", "--protocol", "optimistic", "--merges", "1", "--trace-dir",
                              directory.string(), "--json"});
  EXPECT_EQ(ended.status, 1) << ended.err;
  const Json json = Json::parse(ended.out);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    ++files;
    std::ifstream in(entry.path());
    const Json trace = Json::parse(in);
    EXPECT_EQ(trace.at("schema"), "regent.trace/2");
    EXPECT_EQ(trace.at("kind"), "exploration");
    EXPECT_FALSE(trace.at("steps").empty());
  }
  EXPECT_EQ(files, json.at("violations").size());
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace regent::runtime
