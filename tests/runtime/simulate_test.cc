// `regent simulate`, as a process.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/runtime/process.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

const std::vector<std::string> caught = {"simulate", "--protocol", "optimistic", "--generate", "20",
                                         "--seeds",  "10",         "--workers",  "4"};

std::vector<std::string> with(std::vector<std::string> words, std::vector<std::string> more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Json json_of(const std::vector<std::string>& arguments) {
  return Json::parse(regent(with(arguments, {"--json"})).out);
}

std::vector<std::string> keys_of(const Json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  return keys;
}

// A small history in a directory whose name needs quotes.
std::string history_in(const TemporaryDirectory& directory) {
  std::filesystem::create_directory(directory.path("it's a dir"));
  std::string text;
  for (int i = 10; i < 22; ++i) {
    const std::string message =
        (i % 3 == 0 ? "feat!: change " : "fix: change ") + std::to_string(i);
    std::string sha = std::to_string(i);
    sha.insert(0, 40 - sha.size(), 'a');
    const Json line{{"sha", sha},
                    {"date", "2024-01-01T00:00:00Z"},
                    {"message", message},
                    {"tags", i == 10 ? Json{"v1.0.0"} : Json::array()}};
    text += line.dump() + "\n";
  }
  return directory.file("it's a dir/octo-tools.ndjson", text);
}

TEST(Simulate, ExitsZeroWhenNothingIsViolated) {
  const Ended ended = regent({"simulate", "--generate", "5", "--seeds", "3", "--faults", "none"});
  EXPECT_EQ(ended.status, 0) << ended.out;
  EXPECT_NE(ended.out.find("violations"), std::string::npos);
  EXPECT_EQ(ended.err, "");
}

TEST(Simulate, ComesToRestWhereNothingIsMerged) {
  TemporaryDirectory directory;
  const auto only_the_start = directory.file(
      "a-b.ndjson", R"({"sha":"0123456789012345678901234567890123456789","message":"fix: a",)"
                    R"("date":"2024-01-01T00:00:00Z","tags":["v1.0.0"]})");
  EXPECT_EQ(regent({"simulate", "--generate", "0", "--seeds", "20"}).status, 0);
  EXPECT_EQ(regent({"simulate", "--history", only_the_start}).status, 0);
}

TEST(Simulate, DoesNotTakeATagForAReleaseThatIsNoVersion) {
  TemporaryDirectory directory;
  const auto history = directory.file(
      "a-b.ndjson", R"({"sha":"0123456789012345678901234567890123456789","message":"fix: a",)"
                    R"("date":"2024-01-01T00:00:00Z","tags":["v1.0.0"]})"
                    "\n"
                    R"({"sha":"0123456789012345678901234567890123456788","message":"fix: b",)"
                    R"("date":"2024-01-01T00:00:00Z","tags":["vNext","v01.0.1"]})");
  const Json json = json_of({"simulate", "--history", history});
  EXPECT_EQ(json["releases"]["expected"], 0);
  EXPECT_EQ(json["violation_count"], 0);
}

TEST(Simulate, PrintsTheDocumentedObject) {
  const Json json = json_of({"simulate", "--generate", "5", "--seeds", "3", "--seed", "7"});
  EXPECT_EQ(keys_of(json),
            (std::vector<std::string>{"schema",       "protocol",         "github",
                                      "strategy",     "workers",          "seeds",
                                      "steps",        "api_calls",        "virtual_seconds",
                                      "wall_seconds", "steps_per_second", "faults",
                                      "conflicts",    "sometimes",        "never",
                                      "hash",         "violations",       "violation_count",
                                      "deviations",   "releases",         "api_calls_per_merge"}));
  EXPECT_EQ(json["schema"], "regent.simulate/1");
  EXPECT_EQ(json["protocol"], "ledger");
  EXPECT_EQ(json["github"], "github.com");
  EXPECT_EQ(json["workers"], 4);
  EXPECT_EQ(json["seeds"], (Json{{"first", 7}, {"count", 3}}));
  EXPECT_EQ(json["faults"].size(), 31U);
  EXPECT_EQ(keys_of(json["releases"]),
            (std::vector<std::string>{"expected", "matched", "mismatched"}));
  EXPECT_GT(json["steps"], 0);
}

TEST(Simulate, ListsEachViolationWithACommandThatShowsItAgain) {
  const Ended ended = regent(with(caught, {"--json"}));
  EXPECT_EQ(ended.status, 1);
  const Json json = Json::parse(ended.out);
  ASSERT_FALSE(json["violations"].empty());
  EXPECT_EQ(json["violation_count"], json["violations"].size());
  for (const Json& violation : json["violations"]) {
    const std::string command = violation["reproduce"];
    const Ended again = shell(command + " --json");
    EXPECT_EQ(again.status, 1) << command;
    EXPECT_EQ(Json::parse(again.out)["violations"][0], violation);
  }
}

TEST(Simulate, ReproducesFromFilesWhoseNamesNeedQuotes) {
  const TemporaryDirectory directory;
  const std::string history = history_in(directory);
  const std::string config = directory.file("a $config.yaml", "protocol: optimistic\n");
  const Ended ended = regent({"simulate", "--history", history, "--config", config, "--seeds", "50",
                              "--workers", "3", "--github", "conditional", "--json"});
  const Json json = Json::parse(ended.out);
  EXPECT_EQ(json["protocol"], "optimistic");
  ASSERT_EQ(ended.status, 1) << "no seed was caught: the test needs another history";
  const Json violation = json["violations"][0];
  const Ended again = shell(violation["reproduce"].get<std::string>());
  EXPECT_EQ(again.status, 1) << violation["reproduce"];
  EXPECT_NE(again.out.find(violation["invariant"].get<std::string>()), std::string::npos);
}

TEST(Simulate, HasTheSameHashForAnyNumberOfJobs) {
  const std::vector<std::string> run = {"simulate", "--generate", "10", "--seeds", "12"};
  const Json one = json_of(with(run, {"--jobs", "1"}));
  const Json two = json_of(with(run, {"--jobs", "2"}));
  const Json many = json_of(with(run, {"--jobs", "7"}));
  EXPECT_EQ(one["hash"], two["hash"]);
  EXPECT_EQ(one["hash"], many["hash"]);
  EXPECT_NE(one["hash"], json_of(with(run, {"--seed", "2"}))["hash"]);
}

TEST(Simulate, TellsTheFirstCounterexample) {
  const Ended ended = regent(with(caught, {}));
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.out.find("How seed "), std::string::npos);
  EXPECT_NE(ended.out.find("+00:00.000  "), std::string::npos);
  EXPECT_NE(ended.out.find("is violated: "), std::string::npos);
  EXPECT_NE(ended.out.find("To see it again:"), std::string::npos);
}

TEST(Simulate, ReplaysAHistoryAndListsWhatWasReleasedOtherwise) {
  const Json json =
      json_of({"simulate", "--history", "tests/data/histories/octokit-webhooks.js.ndjson",
               "--faults", "none"});
  EXPECT_EQ(json["seeds"]["count"], 1);
  EXPECT_EQ(json["releases"]["expected"], 246);
  EXPECT_GE(json["releases"]["matched"], 243);
  EXPECT_EQ(json["releases"]["mismatched"].size(),
            246 - json["releases"]["matched"].get<std::size_t>());
}

TEST(Simulate, ShowsNeitherProgressNorColoursInAPipe) {
  const Ended ended = regent({"simulate", "--generate", "40", "--seeds", "200"});
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(ended.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(ended.out.find('\r'), std::string::npos);
}

TEST(Simulate, ShowsProgressOnATerminalAndClearsIt) {
  const Ended ended = regent_on_a_terminal({"simulate", "--generate", "60", "--seeds", "400"});
  const auto bar = ended.out.find("of 400 seeds");
  ASSERT_NE(bar, std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("\r\x1b[K", bar), std::string::npos);
  EXPECT_NE(ended.out.find("\x1b[1m"), std::string::npos) << "colours";
}

TEST(Simulate, ShowsNoColoursWhenNoColorIsSet) {
  setenv("NO_COLOR", "1", 1);
  const Ended ended = regent_on_a_terminal({"simulate", "--generate", "2", "--seeds", "1"});
  unsetenv("NO_COLOR");
  EXPECT_EQ(ended.out.find("\x1b["), std::string::npos);
}

TEST(Simulate, LeavesATraceOfEachViolationAndTheFirstOneShrunk) {
  const TemporaryDirectory directory;
  const Ended ended =
      regent(with(caught, {"--json", "--trace-dir", directory.path("deep/traces")}));
  const Json json = Json::parse(ended.out);
  const auto files = directory.list("deep/traces");
  ASSERT_EQ(files.size(), json["violation_count"].get<std::size_t>() + 1);
  const auto trace_of = [&](const Json& violation, const std::string& suffix) {
    return directory.path("deep/traces/seed-" +
                          std::to_string(violation["seed"].get<std::uint64_t>()) + "-" +
                          violation["invariant"].get<std::string>() + suffix + ".json");
  };
  for (const Json& violation : json["violations"]) {
    std::ifstream in(trace_of(violation, ""));
    const Json trace = Json::parse(in);
    EXPECT_EQ(trace["schema"], "regent.trace/2");
    EXPECT_EQ(trace["settings"]["seed"], violation["seed"]);
    EXPECT_EQ(trace["violation"]["message"], violation["message"]);
    EXPECT_EQ(trace["settings"]["generate"], 20);
    EXPECT_EQ(regent({"replay", trace_of(violation, "")}).status, 1);
  }
  EXPECT_EQ(regent({"replay", trace_of(json["violations"][0], "-shrunk")}).status, 1);
}

TEST(Simulate, ShrinksTheCounterexampleUnlessToldNotTo) {
  const std::string shrunk = regent(with(caught, {})).out;
  EXPECT_NE(shrunk.find("\nReduced from "), std::string::npos);
  const std::string whole = regent(with(caught, {"--no-shrink"})).out;
  EXPECT_EQ(whole.find("\nReduced from "), std::string::npos);
  EXPECT_LT(shrunk.size(), whole.size());
}

// A limit on the size of files stands for a full disk.
TEST(Simulate, LeavesNoHalfWrittenTraceWhenTheDiskIsFull) {
  const TemporaryDirectory directory;
  const Ended ended = shell(
      "ulimit -f 1; \"$regent\" simulate --protocol optimistic --generate 20 --seeds 5 "
      "--trace-dir " +
      directory.path("traces"));
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
  EXPECT_NE(ended.err.find("seed-"), std::string::npos) << ended.err;
  EXPECT_TRUE(directory.list("traces").empty());
}

TEST(Simulate, SurvivesAReaderWhoLeaves) {
  const Ended ended =
      shell("{ \"$regent\" simulate --generate 20 --seeds 20; echo \"status $?\" >&2; } | true");
  EXPECT_EQ(ended.err, "status 0\n");
}

struct BadInput {
  std::string name;
  std::vector<std::string> arguments;
  std::string message;  // begins so
};

class SimulateRefuses : public testing::TestWithParam<BadInput> {};

TEST_P(SimulateRefuses, InOneLine) {
  const Ended ended = regent(with({"simulate"}, GetParam().arguments));
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err.substr(0, GetParam().message.size()), GetParam().message);
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
}

const std::vector<BadInput> bad_inputs = {
    {"UnknownOption", {"--speed", "9"}, "regent: \"--speed\": is not an option"},
    {"Argument", {"fast"}, "regent: \"fast\": is not expected"},
    {"MissingValue", {"--seeds"}, "regent: --seeds: needs a value"},
    {"RepeatedOption",
     {"--seeds", "1", "--seeds", "2"},
     "regent: --seeds: is given more than once"},
    {"NegativeNumber",
     {"--workers", "-1"},
     "regent: --workers: must be a whole number from 1 to 64, not \"-1\""},
    {"NoWorkers", {"--workers", "0"}, "regent: --workers: must be a whole number from 1 to 64"},
    {"TooManyWorkers", {"--workers", "65"}, "regent: --workers: must be a whole number from 1 to"},
    {"NoSeeds", {"--seeds", "0"}, "regent: --seeds: must be a whole number from 1 to 1000000000"},
    {"Fraction", {"--seeds", "1.5"}, "regent: --seeds: must be a whole number"},
    {"Exponent", {"--seeds", "1e3"}, "regent: --seeds: must be a whole number"},
    {"EmptyNumber", {"--seeds="}, "regent: --seeds: needs a value"},
    {"SeedBeyond64Bits",
     {"--seed", "18446744073709551616"},
     "regent: --seed: must be a whole number from 0 to 18446744073709551615"},
    {"SeedsBeyond64Bits",
     {"--seed", "18446744073709551615", "--seeds", "2"},
     "regent: --seeds: the last seed would be above 18446744073709551615"},
    {"TooManyJobs", {"--jobs", "257"}, "regent: --jobs: must be a whole number from 1 to 256"},
    {"UnknownFault",
     {"--faults", "crash,gremlin"},
     "regent: --faults: there is no fault \"gremlin\"; all, none, or of crash, answer-lost,"},
    {"EmptyFaults", {"--faults", ""}, "regent: --faults: there is no fault \"\""},
    {"UnknownProtocol",
     {"--protocol", "paxos"},
     "regent: --protocol: must be ledger or optimistic, not \"paxos\""},
    {"UnknownGitHub", {"--github", "gitlab"}, "regent: --github: must be github.com, conditional"},
    {"HistoryAndGenerate",
     {"--history", "x", "--generate", "3"},
     "regent: --generate: cannot be combined with --history"},
    {"MissingHistory",
     {"--history", "no/such.ndjson"},
     "regent: no/such.ndjson: there is no such file"},
    {"DirectoryAsHistory", {"--history", "tests"}, "regent: tests: is a directory"},
    {"MissingConfig", {"--config", "no.yaml"}, "regent: no.yaml: there is no such file"},
    {"DirectoryAsConfig", {"--config", "tests"}, "regent: tests: is a directory"},
    {"TraceDirectoryUnderAFile",
     {"--trace-dir", "LICENSE/traces"},
     "regent: --trace-dir: LICENSE/traces: not a directory"},
    {"FileAsTraceDirectory",
     {"--trace-dir", "LICENSE"},
     "regent: --trace-dir: LICENSE: not a directory"},
    {"ControlCharacters", {"--protocol", "a\nb\x1b[31m\xff"}, "regent: --protocol: must be ledger"},
};

INSTANTIATE_TEST_SUITE_P(BadInput, SimulateRefuses, testing::ValuesIn(bad_inputs),
                         [](const auto& test_info) { return test_info.param.name; });

TEST(Simulate, SaysWhereAHistoryIsWrong) {
  const TemporaryDirectory directory;
  const std::string good =
      R"({"sha":"0123456789012345678901234567890123456789","date":"2024-01-01T00:00:00Z",)"
      R"("message":"fix: x","tags":[]})"
      "\n";
  const auto refusal = [&](const std::string& text) {
    const std::string file = directory.file("octo-x.ndjson", text);
    const Ended ended = regent({"simulate", "--history", file});
    EXPECT_EQ(ended.status, 2);
    EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
    const auto name = ended.err.find("octo-x.ndjson:");
    return name == std::string::npos ? ended.err : ended.err.substr(name);
  };
  EXPECT_EQ(refusal(""), "octo-x.ndjson: holds no commit\n");
  EXPECT_EQ(refusal(good + "{\n").substr(0, 16), "octo-x.ndjson:2:");
  EXPECT_EQ(refusal(good + "[]\n").substr(0, 16), "octo-x.ndjson:2:");
  EXPECT_EQ(refusal(good + good + "{\"message\":\"\xff\"}\n").substr(0, 16), "octo-x.ndjson:3:");
  EXPECT_EQ(refusal(R"({"sha":"xyz","date":"2024-01-01T00:00:00Z","message":""})"
                    "\n"),
            "octo-x.ndjson:1: \"sha\" is not a commit id\n");
}

TEST(Simulate, SaysWhereAConfigurationIsWrong) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("regent.yaml", "protocol: ledger\nworkerz: 3\n");
  const Ended ended = regent({"simulate", "--config", file});
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.err.substr(0, 8 + file.size() + 6), "regent: " + file + ":2:1: ");
}

}  // namespace
}  // namespace regent::runtime
