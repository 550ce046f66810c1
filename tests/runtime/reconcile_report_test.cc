// What `regent reconcile` says of a run: to people, and as JSON.
#include "runtime/reconcile_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/runtime/reconciling.h"

namespace regent::runtime {
namespace {

using namespace std::chrono_literals;
using testing::Reconciling;
using testing::Trouble;
using End = Reconciliation::End;
using Fate = Deed::Fate;

class ReconcileReport : public ::testing::Test {
 protected:
  ReconcileReport() { github.world.repository.set_tag("v1.2.3", github.world.root); }
  std::string text(const Reconciliation& result, https::PortUsage usage = {}) const {
    return reconcile_text(subject, result, usage, Style());
  }
  nlohmann::json json(const Reconciliation& result, https::PortUsage usage = {}) const {
    return nlohmann::json::parse(reconcile_json(subject, result, usage));
  }
  github::PullNumber open_pull() { return github.world.repository.open_pulls().front(); }

  ReconcileSubject subject{"octo/repo", "main", false};
  Reconciling github;
};

TEST_F(ReconcileReport, SaysThatNothingAsksForARelease) {
  EXPECT_EQ(text(github.run(), {2, 0, 0}),
            "octo/repo main: nothing to release: none of 0 commits since 1.2.3 asks for one\n"
            "nothing to do\n"
            "2 reads, 0 writes\n");
}

TEST_F(ReconcileReport, OfAPlanSaysWhatItWould) {
  github.world.land("feat: one\n\nwords");
  github.world.land("chore: two");
  EXPECT_EQ(text(github.plan(), {3, 0, 0}),
            "octo/repo main: 1.3.0, a minor release, decided by 1 of 2 commits since 1.2.3\n"
            "  6273085  feat: one\n"
            "would:\n"
            "  create ledger refs/release-regent/main\n"
            "  create branch release/v1.3.0\n"
            "  open pull request from release/v1.3.0 to main: chore(release): 1.3.0\n"
            "3 reads, 0 writes\n");
}

TEST_F(ReconcileReport, SaysWhatWasDoneAndThenThatNothingIsLeft) {
  github.world.land("fix: one");
  EXPECT_EQ(text(github.run(), {5, 1, 0}),
            "octo/repo main: 1.2.4, a patch release, decided by 1 of 1 commit since 1.2.3\n"
            "  3499433  fix: one\n"
            "release pull request #2, open: chore(release): 1.2.4\n"
            "done:\n"
            "  created ledger refs/release-regent/main\n"
            "  created branch release/v1.2.4\n"
            "  opened pull request #2 from release/v1.2.4 to main: chore(release): 1.2.4\n"
            "5 reads, 1 write\n");
  EXPECT_EQ(text(github.run(), {1, 0, 3}),
            "octo/repo main: 1.2.4, a patch release, decided by 1 of 1 commit since 1.2.3\n"
            "  3499433  fix: one\n"
            "release pull request #2, open: chore(release): 1.2.4\n"
            "nothing to do\n"
            "1 read, 0 writes, 3 not modified\n");
}

TEST_F(ReconcileReport, OfAnotherVersionNamesTheBranchThatGoes) {
  github.world.land("fix: one");
  static_cast<void>(github.run());
  github.world.land("feat!: two");
  EXPECT_TRUE(text(github.plan())
                  .contains("would:\n"
                            "  move ledger refs/release-regent/main\n"
                            "  delete branch release/v1.2.4\n"
                            "  create branch release/v2.0.0\n"
                            "  open pull request from release/v2.0.0 to main: chore(release): "
                            "2.0.0\n"));
}

TEST_F(ReconcileReport, OfAReleaseNamesItsTag) {
  github.world.land("fix: one");
  static_cast<void>(github.run());
  github.merge(open_pull());
  github.world.pass(1min);
  EXPECT_TRUE(text(github.plan()).contains("  create tag v1.2.4\n"));
  EXPECT_TRUE(text(github.run()).contains("  published release v1.2.4\n"));
}

TEST_F(ReconcileReport, SaysOfAForcedVersionWhatForcedIt) {
  github.world.land("fix: one\n\nRelease-As: 3.0.0");
  EXPECT_TRUE(text(github.plan())
                  .starts_with("octo/repo main: 3.0.0, a Release-As, decided by 1 of 1 commit"));
}

TEST_F(ReconcileReport, SaysWhyARequestWasRefused) {
  github.world.land("fix: one");
  github.once<github::UpdateRefs>({.failure = fake::Failure::update_refs_rejected});
  EXPECT_TRUE(
      text(github.run())
          .contains("done:\n"
                    "  create ledger refs/release-regent/main (refused: 200 UNPROCESSABLE "
                    "Reference update failed)\n"
                    "  create branch release/v1.2.4 (refused: 200 UNPROCESSABLE Reference update "
                    "failed)\n"
                    "  created ledger refs/release-regent/main\n"));
}

TEST_F(ReconcileReport, SaysOfALostAnswerThatItIsUnknown) {
  github.world.land("fix: one");
  static_cast<void>(github.run());
  github.world.land("fix: two");
  github.once<github::EditPull>({.kind = Trouble::Kind::lost_after});
  const std::string told = text(github.run());
  EXPECT_TRUE(told.contains(
      "  update pull request #2 (title, body) (unknown: the connection was closed)\n"))
      << told;
}

TEST_F(ReconcileReport, SaysThatAnotherRunWasFaster) {
  Reconciliation result;
  result.end = End::right;
  result.deeds = {{github::CreatePull{.title = "t", .head = "h", .base = "main", .body = ""},
                   Fate::refused, "422 A pull request already exists", std::nullopt}};
  EXPECT_EQ(text(result),
            "octo/repo main:\n"
            "made right by another run, after:\n"
            "  open pull request from h to main: t (refused: 422 A pull request already exists)\n"
            "0 reads, 0 writes\n");
}

TEST_F(ReconcileReport, SaysWhenItIsSafeToRunAgain) {
  Reconciliation result;
  result.reason = "GitHub asks to wait";
  EXPECT_EQ(text(result),
            "octo/repo main:\n"
            "failed: GitHub asks to wait; safe to run again at any time\n"
            "0 reads, 0 writes\n");
  result.retry_after = 2min + 5s;
  EXPECT_TRUE(text(result).contains("; safe to run again in 2 min 5 s\n"));
}

TEST_F(ReconcileReport, AsksForAPersonWhereNoRepetitionHelps) {
  subject.base = "trunk";
  EXPECT_EQ(text(github.run(/*dry_run=*/false, "trunk"), {1, 0, 0}),
            "octo/repo trunk:\n"
            "failed: there is no branch trunk; a person has to look\n"
            "1 read, 0 writes\n");
}

TEST_F(ReconcileReport, SaysOfADefectThatTheGuardStoppedIt) {
  Reconciliation result;
  result.end = End::broken;
  result.reason = "a swing moves the ledger refs/heads/main";
  EXPECT_TRUE(text(result).contains(
      "stopped by its own guard: a swing moves the ledger refs/heads/main\n"));
}

TEST_F(ReconcileReport, DoesNotLetACommitWriteToTheTerminal) {
  github.world.land("feat: \x1b[31mred\x07");
  const std::string told = text(github.plan());
  EXPECT_FALSE(told.contains('\x1b'));
  EXPECT_FALSE(told.contains('\x07'));
  EXPECT_TRUE(told.contains("red"));
}

TEST_F(ReconcileReport, IsColouredWhenAsked) {
  github.world.land("feat: one");
  const std::string told = reconcile_text(subject, github.plan(), {}, Style(/*enabled=*/true));
  EXPECT_TRUE(told.contains("\x1b["));
}

TEST_F(ReconcileReport, AsJsonHasAllOfIt) {
  github.world.land("feat: one");
  EXPECT_EQ(json(github.run(), {5, 6, 2}),
            nlohmann::json::parse(R"({
    "schema": "regent.reconcile/1",
    "repository": "octo/repo",
    "base": "main",
    "dry_run": false,
    "end": "right",
    "reason": "",
    "retry_after_ms": 0,
    "last": "1.2.3",
    "release": {
      "version": "1.3.0", "bump": "minor", "forced": false,
      "deciding": [{"sha": "cbe76f83209fe6a1d2e0a7840fb42124f153615a", "subject": "feat: one"}]
    },
    "pull": {"number": 2, "state": "open", "merged": false, "title": "chore(release): 1.3.0",
             "head": "release/v1.3.0"},
    "writes": [
      {"operation": "POST /git/trees", "line": "POST /git/trees on 853694a: CHANGELOG.md",
       "fate": "done"},
      {"operation": "POST /git/commits", "line": "POST /git/commits tree e29b81c on cbe76f8",
       "fate": "done"},
      {"operation": "POST /git/commits", "line": "POST /git/commits tree 853694a on",
       "fate": "done"},
      {"operation": "updateRefs",
       "line": "updateRefs refs/release-regent/main none -> 42128c8, )"
                                  R"(refs/heads/release/v1.3.0 none -> cc57683",
       "fate": "done"},
      {"operation": "POST /pulls", "line": "POST /pulls release/v1.3.0 -> main", "fate": "done",
       "pull": 2}
    ],
    "notes": [],
    "requests": {"reads": 5, "writes": 6, "not_modified": 2}
  })"));
}

TEST_F(ReconcileReport, AsJsonNamesEachWriteAndItsFate) {
  github.world.land("feat: one");
  const auto writes_of = [&](const Reconciliation& result) {
    std::string lines;
    const nlohmann::json told = json(result);
    for (const auto& write : told["writes"])
      lines += write["fate"].get<std::string>() + ' ' + write["line"].get<std::string>() + '\n';
    return lines;
  };
  EXPECT_TRUE(writes_of(github.plan()).ends_with("planned POST /pulls release/v1.3.0 -> main\n"));
  github.once<github::UpdateRefs>({.failure = fake::Failure::update_refs_rejected});
  const Reconciliation result = github.run();
  EXPECT_EQ(json(result)["writes"].back()["pull"], 2);
  EXPECT_TRUE(writes_of(result).contains("refused updateRefs refs/release-regent/main none -> "));
  EXPECT_TRUE(writes_of(result).contains("done updateRefs refs/release-regent/main none -> "));
}

TEST_F(ReconcileReport, AsJsonNamesEveryEnd) {
  Reconciliation result;
  const auto end_of = [&](End end) {
    result.end = end;
    return json(result)["end"];
  };
  EXPECT_EQ(end_of(End::right), "right");
  EXPECT_EQ(end_of(End::failed), "failed");
  EXPECT_EQ(end_of(End::needs_a_person), "needs-a-person");
  EXPECT_EQ(end_of(End::planned), "planned");
  EXPECT_EQ(end_of(End::broken), "broken");
}

TEST_F(ReconcileReport, AsJsonSaysWhyItFailedAndWhenToComeBack) {
  github.trouble = [](const github::Request&) {
    return Trouble{.failure = fake::Failure::primary_limit_403};
  };
  const nlohmann::json told = json(github.run());
  EXPECT_EQ(told["end"], "failed");
  EXPECT_EQ(told["reason"], "GitHub asks to wait");
  EXPECT_GT(told["retry_after_ms"], 0);
  EXPECT_EQ(told["notes"], nlohmann::json::array({"rate limited"}));
  for (const char* unknown : {"last", "release", "pull"}) EXPECT_TRUE(told[unknown].is_null());
}

TEST_F(ReconcileReport, AsJsonIsTextWhateverTheBytesOfACommit) {
  github.world.land("feat: \xff\xfe");
  EXPECT_EQ(json(github.plan())["release"]["version"], "1.3.0");
}

}  // namespace
}  // namespace regent::runtime
