// `regent mutants` and `regent simulate --mutant`, as they are started from a shell.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sim/mutants/catalogue.h"
#include "tests/runtime/process.h"

namespace regent::runtime {
namespace {

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(MutantsCommand, SaysByWhatAndAfterHowManySeedsAMutantIsKilled) {
  const Ended ended = regent({"mutants", "merge-lost-in-join"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(holds(ended.out, "merge-lost-in-join  no-lost-merge ")) << ended.out;
  EXPECT_TRUE(holds(ended.out, "1 of 1 mutant killed")) << ended.out;
  EXPECT_TRUE(holds(ended.out, " simulate ")) << ended.out;
}

TEST(MutantsCommand, PrintsOneJsonObjectWhoseCommandsShowTheKillAgain) {
  const Ended ended = regent(
      {"mutants", "merge-lost-in-join", "ledger-row-unguarded", "--json", "--seeds-max", "3"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  const auto json = nlohmann::json::parse(ended.out);
  EXPECT_EQ(json.at("schema"), "regent.mutants/1");
  EXPECT_EQ(json.at("killed"), 1);
  EXPECT_EQ(json.at("survived"), 0);
  EXPECT_EQ(json.at("equivalent"), 1);
  const auto& killed = json.at("mutants").at(0);
  EXPECT_EQ(killed.at("name"), "merge-lost-in-join");
  EXPECT_EQ(killed.at("killed"), true);
  EXPECT_EQ(killed.at("by"), "no-lost-merge");
  EXPECT_GE(killed.at("seeds"), 1);
  EXPECT_TRUE(killed.at("equivalent").is_null());
  EXPECT_EQ(killed.at("explored").at("killed"), true);
  EXPECT_GT(killed.at("explored").at("states"), 0);
  const auto& equivalent = json.at("mutants").at(1);
  EXPECT_EQ(equivalent.at("killed"), false);
  EXPECT_EQ(equivalent.at("seeds"), 3);
  EXPECT_TRUE(equivalent.at("reproduce").is_null());
  EXPECT_FALSE(equivalent.at("equivalent").get<std::string>().empty());

  const Ended again = shell(killed.at("reproduce").get<std::string>() + " --json");
  EXPECT_EQ(again.status, 1) << again.err;
  EXPECT_EQ(nlohmann::json::parse(again.out).at("violations").at(0).at("message"),
            killed.at("message"));
}

TEST(MutantsCommand, ExitsWithOneAndNamesTheSurvivor) {
  const Ended ended = regent({"mutants", "claim-never-expires", "--seeds-max", "1"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_TRUE(holds(ended.out, "claim-never-expires survived 1 seed: ")) << ended.out;
}

TEST(MutantsCommand, PrintsTheTableInMarkdown) {
  const Ended ended = regent(
      {"mutants", "merge-lost-in-join", "ledger-row-unguarded", "--markdown", "--seeds-max", "3"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(ended.out.starts_with("| mutant | the bug | killed by | seeds | by exploration |\n"))
      << ended.out;
  EXPECT_TRUE(holds(ended.out, "\n| `merge-lost-in-join` | ")) << ended.out;
  EXPECT_TRUE(holds(ended.out, " | `no-lost-merge` | ")) << ended.out;
  EXPECT_TRUE(holds(ended.out, " | nothing can: ")) << ended.out;
}

TEST(MutantsCommand, PrintsInOneForm) {
  const Ended ended = regent({"mutants", "merge-lost-in-join", "--markdown", "--json"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.err, "regent: --markdown: is another form of output than --json\n");
}

TEST(MutantsCommand, DocumentsEachFieldOfItsJsonInItsHelp) {
  const std::string help = regent({"mutants", "--help"}).out;
  const Ended ended = regent({"mutants", "merge-lost-in-join", "--json"});
  const auto json = nlohmann::json::parse(ended.out);
  EXPECT_TRUE(holds(help, json.at("schema").get<std::string>())) << help;
  for (const auto& [field, value] : json.items()) EXPECT_TRUE(holds(help, field)) << field;
  for (const auto& [field, value] : json.at("mutants").at(0).items())
    EXPECT_TRUE(holds(help, field)) << field;
}

TEST(MutantsCommand, NamesTheClosestMutantsForOneThatIsNone) {
  const Ended ended = regent({"mutants", "claim-ignore"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_TRUE(ended.out.empty());
  EXPECT_EQ(ended.err.find("regent: NAME: there is no mutant \"claim-ignore\"; the closest: "
                           "claim-ignored, "),
            0U)
      << ended.err;
}

TEST(SimulateCommand, RefusesAMutantOfAnotherProtocol) {
  const Ended ended =
      regent({"simulate", "--mutant", "claim-ignored", "--protocol", "optimistic", "--seeds", "1"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.err, "regent: --mutant: is a bug of the ledger protocol, no other's\n");
}

}  // namespace
}  // namespace regent::runtime
