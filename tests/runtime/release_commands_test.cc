// `regent next`, `regent changelog` and `regent semver`, as processes.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/runtime/process.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

// One commit a message, ids 0000…01, 0000…02, …; a tag where `message` begins with `[v…]`.
std::string history(const TemporaryDirectory& directory, const std::vector<std::string>& messages) {
  std::string text;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    std::string sha = std::to_string(i + 1);
    sha.insert(0, 40 - sha.size(), '0');
    Json line{{"sha", sha},
              {"date", "2024-05-06T23:30:00-01:00"},
              {"message", messages[i]},
              {"tags", Json::array()}};
    if (messages[i].starts_with('['))
      line["tags"].push_back(messages[i].substr(1, messages[i].find(']') - 1));
    text += line.dump() + "\n";
  }
  return directory.file("octo-x.ndjson", text);
}

TEST(Next, NamesTheVersionAndTheCommitsThatDecideIt) {
  const TemporaryDirectory directory;
  const std::string file =
      history(directory, {"fix: a (#1)", "feat(ui): b", "docs: c", "feat: d \x1b[31m"});
  const Ended ended = regent({"next", "--from", "1.2.3", "--commits", file});
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out,
            "1.3.0\n\n"
            "a minor release, decided by 2 of 4 commits since 1.2.3:\n"
            "  0000000  feat(ui): b\n"
            "  0000000  feat: d ␛[31m\n");
  const Json json =
      Json::parse(regent({"next", "--from", "1.2.3", "--commits", file, "--json"}).out);
  EXPECT_EQ(json["schema"], "regent.next/1");
  EXPECT_EQ(json["version"], "1.3.0");
  EXPECT_EQ(json["bump"], "minor");
  EXPECT_EQ(json["deciding"].size(), 2U);
  EXPECT_EQ(json["deciding"][0]["subject"], "feat(ui): b");
}

TEST(Next, SaysThatThereIsNothingToRelease) {
  const TemporaryDirectory directory;
  const std::string file = history(directory, {"docs: a", "chore: b"});
  const Ended ended = regent({"next", "--from", "1.2.3", "--commits", file});
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out, "nothing to release: none of 2 commits since 1.2.3 asks for one\n");
  const Json json =
      Json::parse(regent({"next", "--from", "1.2.3", "--commits", file, "--json"}).out);
  EXPECT_TRUE(json["version"].is_null());
  EXPECT_EQ(json["bump"], "none");
}

TEST(Next, CountsOnlyWhatFollowsTheTagOfTheLastRelease) {
  const TemporaryDirectory directory;
  const std::string file =
      history(directory, {"feat!: a", "[v1.2.3] chore: release", "fix: b", "feat: c"});
  EXPECT_EQ(regent({"next", "--from", "1.2.3", "--commits", file}).out.substr(0, 6), "1.3.0\n");
  EXPECT_EQ(regent({"next", "--from", "1.2.2", "--commits", file}).out.substr(0, 6), "2.0.0\n");
}

TEST(Next, ObeysReleaseAsAndTheConfiguration) {
  const TemporaryDirectory directory;
  const std::string forced = history(directory, {"fix: a\n\nRelease-As: 4.0.0"});
  const Ended ended = regent({"next", "--from", "1.2.3", "--commits", forced});
  EXPECT_EQ(ended.out.substr(0, ended.out.find('\n')), "4.0.0");
  EXPECT_NE(ended.out.find("Release-As, in one of 1 commit since 1.2.3:"), std::string::npos);
  const std::string file = history(directory, {"docs: a"});
  const std::string config =
      directory.file("regent.yaml", "release_rules:\n  types:\n    - {type: docs, bump: minor}\n");
  const Ended ruled = regent({"next", "--from", "1.2.3", "--commits", file, "--config", config});
  EXPECT_EQ(ruled.out.substr(0, 6), "1.3.0\n") << ruled.err;
}

TEST(Next, RefusesBadInputInOneLine) {
  const TemporaryDirectory directory;
  const std::string file = history(directory, {"fix: a"});
  const Ended version = regent({"next", "--from", "1.02.3", "--commits", file});
  EXPECT_EQ(version.status, 2);
  EXPECT_EQ(version.err.substr(0, 55), "regent: --from: \"1.02.3\" is not a version: position 3: ");
  const Ended nothing = regent({"next", "--commits", file});
  EXPECT_EQ(nothing.status, 2);
  EXPECT_EQ(nothing.err, "regent: --from: is required\n");
  EXPECT_EQ(regent({"next", "--from", "1.2.3", "--commits", "no/file"}).err,
            "regent: no/file: there is no such file\n");
}

TEST(Changelog, IsMarkdownDatedByTheLastCommit) {
  const TemporaryDirectory directory;
  const std::string file = history(directory, {"fix: a", "feat(ui): b"});
  const Ended ended = regent({"changelog", "--from", "1.2.3", "--commits", file});
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out.substr(0, ended.out.find('\n')), "## 1.3.0 (2024-05-07)");
  EXPECT_NE(ended.out.find("### Features\n"), std::string::npos);
  EXPECT_NE(ended.out.find("### Bug Fixes\n"), std::string::npos);
}

TEST(Changelog, IsEmptyWhenNothingIsReleased) {
  const TemporaryDirectory directory;
  const std::string file = history(directory, {"docs: a"});
  const Ended ended = regent({"changelog", "--from", "1.2.3", "--commits", file});
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err, "regent: nothing to release since 1.2.3\n");
}

TEST(SemverCommand, PointsAtTheFaultOfAnInvalidVersion) {
  const Ended ended = regent({"semver", "valid", "1.2.3-rc.1+x", "1.02.3", "1.0.0"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(ended.out.substr(0, 49), "1.2.3-rc.1+x: valid\n1.02.3: invalid, position 3: ");
  EXPECT_NE(ended.out.find("\n  ^\n1.0.0: valid\n"), std::string::npos) << ended.out;
  EXPECT_EQ(regent({"semver", "valid", "1.2.3"}).status, 0);
}

// The library that reads the command line takes some of these for lists, options or nothing.
TEST(SemverCommand, TakesEveryWordForAVersionAsItIsWritten) {
  for (const std::string word :
       {"[1.0.0]", "", "-1.0.0", " 1.0.0", "1.0.0,1.0.0", "v1.0.0", "\"1.0.0\"", "1.0.0\n", "\xff"})
    EXPECT_EQ(regent({"semver", "valid", word}).status, 1) << word;
  EXPECT_EQ(regent({"semver", "valid", "--", "--help"}).status, 1);
  EXPECT_EQ(regent({"semver", "valid"}).status, 2);
  EXPECT_EQ(regent({"semver", "valid", "--strict"}).status, 2);
}

TEST(SemverCommand, SortsByPrecedence) {
  const TemporaryDirectory directory;
  const std::string file = directory.file(
      "versions", "1.10.0\n1.2.0\n1.2.0-rc.1\n1.2.0+b\n1.2.0-rc.1.1\n1.2.0+a\n1.2.0-2");
  const Ended ended = regent({"semver", "sort"}, file);
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out, "1.2.0-2\n1.2.0-rc.1\n1.2.0-rc.1.1\n1.2.0\n1.2.0+a\n1.2.0+b\n1.10.0\n");
}

TEST(SemverCommand, NamesTheLineThatIsNoVersionAndSortsNothing) {
  const TemporaryDirectory directory;
  const Ended ended = regent({"semver", "sort"}, directory.file("versions", "1.0.0\n\n2.0.0\n"));
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err.substr(0, 28), "regent: line 2: position 1: ");
  EXPECT_EQ(regent({"semver", "sort"}, "/").status, 2) << "a directory";
}

}  // namespace
}  // namespace regent::runtime
