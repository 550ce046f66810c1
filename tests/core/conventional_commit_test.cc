// Conventional Commits 1.0.0 (conventionalcommits.org) and the forms that GitHub gives messages.
#include "core/conventional_commit.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text_generators.h"

namespace regent {
namespace {

ConventionalCommit commit(std::string_view message) {
  auto parsed = parse_conventional(message);
  if (!parsed) ADD_FAILURE() << message << ": " << parsed.error().reason;
  return parsed.value_or(ConventionalCommit{});
}

void expect_refused(std::string_view message, std::size_t position, std::string_view reason) {
  const auto result = parse_conventional(message);
  ASSERT_FALSE(result.has_value()) << message;
  EXPECT_EQ(result.error().position, position) << message;
  EXPECT_EQ(result.error().reason, reason) << message;
}

// --- the examples of the specification, in its order -------------------------------------------

TEST(ConventionalCommits, ReadsADescriptionWithABreakingChangeFooter) {
  const auto c = commit(
      "feat: allow provided config object to extend other configs\n\n"
      "BREAKING CHANGE: `extends` key in config file is now used for extending other config files");
  EXPECT_EQ(c.type, "feat");
  EXPECT_EQ(c.description, "allow provided config object to extend other configs");
  EXPECT_TRUE(c.breaking);
  EXPECT_EQ(c.breaking_notes,
            std::vector<std::string>{"`extends` key in config file is now used for "
                                     "extending other config files"});
  EXPECT_EQ(c.body, "");
}

TEST(ConventionalCommits, ReadsAnExclamationMarkAsBreaking) {
  EXPECT_TRUE(commit("feat!: send an email to the customer when a product is shipped").breaking);
  const auto c = commit("feat(api)!: send an email to the customer when a product is shipped");
  EXPECT_TRUE(c.breaking);
  EXPECT_EQ(c.scope, "api");
  EXPECT_TRUE(c.breaking_notes.empty());
}

TEST(ConventionalCommits, ReadsAnExclamationMarkTogetherWithAFooter) {
  const auto c = commit(
      "chore!: drop support for Node 6\n\nBREAKING CHANGE: use JavaScript features "
      "not available in Node 6.");
  EXPECT_EQ(c.type, "chore");
  EXPECT_TRUE(c.breaking);
  EXPECT_EQ(c.breaking_notes.size(), 1u);
}

TEST(ConventionalCommits, ReadsAMessageWithoutBodyAndOneWithAScope) {
  EXPECT_EQ(commit("docs: correct spelling of CHANGELOG").description,
            "correct spelling of CHANGELOG");
  EXPECT_EQ(commit("feat(lang): add Polish language").scope, "lang");
}

TEST(ConventionalCommits, ReadsABodyOfSeveralParagraphsAndSeveralFooters) {
  const auto c = commit(
      "fix: prevent racing of requests\n\n"
      "Introduce a request id and a reference to latest request. Dismiss\n"
      "incoming responses other than from latest request.\n\n"
      "Remove timeouts which were used to mitigate the racing issue but are\n"
      "obsolete now.\n\n"
      "Reviewed-by: Z\nRefs: #123");
  EXPECT_EQ(c.body.substr(0, 9), "Introduce");
  EXPECT_EQ(c.body.substr(c.body.size() - 13), "obsolete now.");
  EXPECT_EQ(c.footers, (std::vector<Footer>{{"Reviewed-by", "Z"}, {"Refs", "#123"}}));
  EXPECT_FALSE(c.breaking);
}

TEST(ConventionalCommits, ReadsARevertThatNamesCommitsInItsFooter) {
  const auto c = commit(
      "revert: let us never again speak of the noodle incident\n\n"
      "Refs: 676104e, a215868");
  EXPECT_TRUE(c.is_revert);
  EXPECT_EQ(c.reverted_shas, (std::vector<std::string>{"676104e", "a215868"}));
}

// --- the rules that have no example ------------------------------------------------------------

TEST(ConventionalCommits, ReadsFootersWithANumberSignAsSeparator) {
  const auto c = commit("fix: x\n\nbody\n\nCloses #12\nAcked-by: Y");
  EXPECT_EQ(c.footers, (std::vector<Footer>{{"Closes", "12"}, {"Acked-by", "Y"}}));
}

TEST(ConventionalCommits, ReadsFooterValuesOverSeveralLines) {
  const auto c = commit("feat: x\n\nBREAKING CHANGE: first\nsecond\n\nthird\nSigned-off-by: A");
  EXPECT_EQ(c.footers, (std::vector<Footer>{{"BREAKING CHANGE", "first\nsecond\n\nthird"},
                                            {"Signed-off-by", "A"}}));
}

TEST(ConventionalCommits, ReadsABreakingChangeWhoseTextStartsOnTheNextLine) {
  EXPECT_EQ(commit("feat: x\n\nBREAKING CHANGE:\n\nthe text").breaking_notes,
            std::vector<std::string>{"the text"});
  EXPECT_EQ(commit("feat: x\r\n\r\nBREAKING CHANGE:\r\nthe text").breaking_notes,
            std::vector<std::string>{"the text"});
}

TEST(ConventionalCommits, ReadsBreakingChangeWithAHyphenAndOnlyInCapitals) {
  EXPECT_TRUE(commit("feat: x\n\nBREAKING-CHANGE: y").breaking);
  EXPECT_FALSE(commit("feat: x\n\nbreaking change: y").breaking);
  EXPECT_FALSE(commit("feat: x\n\nbreaking-change: y").breaking);
  EXPECT_FALSE(commit("feat: x\n\n### BREAKING CHANGES\n\n* y").breaking);
}

TEST(ConventionalCommits, SeesABreakingChangeWithoutABlankLineBeforeIt) {
  const auto c = commit("feat: x\n\nsome body\nBREAKING CHANGE: y\n");
  EXPECT_TRUE(c.breaking);
  EXPECT_EQ(c.body, "some body");
}

TEST(ConventionalCommits, ReadsAWordAndAColonInAParagraphAsBody) {
  const auto c = commit("feat: x\n\nThe reason\nNote: this is prose.\n\nRefs: #1");
  EXPECT_EQ(c.body, "The reason\nNote: this is prose.");
  EXPECT_EQ(c.footers, (std::vector<Footer>{{"Refs", "#1"}}));
}

TEST(ConventionalCommits, ComparesTypesWithoutRegardToCase) {
  EXPECT_EQ(commit("FEAT: x").type, "feat");
  EXPECT_TRUE(same_type("Fix", "fIX"));
  EXPECT_FALSE(same_type("fix", "fi"));
}

TEST(ConventionalCommits, ReadsCrlfLineEndsLikeLf) {
  const auto c = commit("feat(a): x (#7)\r\n\r\nbody\r\n\r\nRefs: #1\r\nBREAKING CHANGE: y\r\n");
  EXPECT_EQ(c.description, "x");
  EXPECT_EQ(c.pull, 7u);
  EXPECT_EQ(c.body, "body");
  EXPECT_EQ(c.footers, (std::vector<Footer>{{"Refs", "#1"}, {"BREAKING CHANGE", "y"}}));
}

TEST(ConventionalCommits, ReadsReleaseAs) {
  EXPECT_EQ(commit("chore: release 2.0.0\n\nRelease-As: 2.0.0").release_as, Version(2, 0, 0));
  EXPECT_EQ(commit("chore: x\n\nrelease-as: v2.0.0 please").release_as, Version(2, 0, 0));
  EXPECT_EQ(commit("chore: x\n\nRelease-As: 2.0.0\nRelease-As: 3.0.0").release_as,
            Version(3, 0, 0));
  EXPECT_EQ(commit("chore: x\n\nRelease-As: two").release_as, std::nullopt);
  EXPECT_EQ(commit("feat: Release-As: 2.0.0").release_as, std::nullopt);
}

TEST(ConventionalCommits, RefusesAHeaderThatIsNotConventionalAndSaysWhere) {
  expect_refused("", 0, "expected a type");
  expect_refused(": x", 0, "expected a type");
  expect_refused("update readme", 6, "expected ':' after type and scope");
  expect_refused("feat", 4, "expected ':' after type and scope");
  expect_refused("feat :x", 4, "expected ':' after type and scope");
  expect_refused("feat(x: y", 9, "expected ')' after the scope");
  expect_refused("feat(x(y)): z", 6, "expected ')' after the scope");
  expect_refused("feat(): x", 5, "empty scope");
  expect_refused("feat!(x): y", 5, "expected ':' after type and scope");
  expect_refused("feat:x", 5, "expected a space after ':'");
  expect_refused("feat:", 5, "expected a space after ':'");
  expect_refused("\n\n feat!:x", 9, "expected a space after ':'");
  expect_refused("Merge pull request #1 from o/b\n\nupdate readme", 38,
                 "expected ':' after type and scope");
}

// --- GitHub's forms ----------------------------------------------------------------------------

TEST(ConventionalCommits, ReadsGitHubsSquashForm) {
  const auto c = commit("feat(api): add x (#123)\n\n* feat!: add x\n\n* fix: typo\n");
  EXPECT_EQ(c.description, "add x");
  EXPECT_EQ(c.pull, 123u);
  EXPECT_FALSE(c.breaking);
  EXPECT_EQ(c.body, "* feat!: add x\n\n* fix: typo");
}

TEST(ConventionalCommits, TakesOnlyTheLastNumberAtTheEndForThePulls) {
  const auto c = commit("build!: drop node 12 (#1563) (#1577)");
  EXPECT_EQ(c.description, "drop node 12 (#1563)");
  EXPECT_EQ(c.pull, 1577u);
  EXPECT_EQ(commit("fix: (#12)").description, "(#12)");
  EXPECT_EQ(commit("fix: see (#12) there").pull, std::nullopt);
  EXPECT_EQ(commit("fix: x (#0)").pull, std::nullopt);
  EXPECT_EQ(commit("fix: x (#4294967296)").pull, std::nullopt);
  EXPECT_EQ(commit("fix: x (#12a)").pull, std::nullopt);
}

TEST(ConventionalCommits, ReadsGitHubsMergeFormByThePullsTitle) {
  const auto c = commit("Merge pull request #12 from owner/branch\n\nfix(ui): align\n\nRefs: #3");
  EXPECT_EQ(c.type, "fix");
  EXPECT_EQ(c.scope, "ui");
  EXPECT_EQ(c.description, "align");
  EXPECT_EQ(c.pull, 12u);
  EXPECT_EQ(c.footers, (std::vector<Footer>{{"Refs", "#3"}}));
}

TEST(ConventionalCommits, ReadsGitsRevert) {
  const auto c =
      commit("Revert \"feat: x\"\n\nThis reverts commit 0123456789abcdef0123456789ABCDEF01234567.");
  EXPECT_EQ(c.type, "revert");
  EXPECT_EQ(c.description, "feat: x");
  EXPECT_EQ(c.reverted_shas, std::vector<std::string>{"0123456789abcdef0123456789ABCDEF01234567"});
  EXPECT_EQ(c.reverted_header, "feat: x");
}

TEST(ConventionalCommits, ReadsGitHubsRevertButton) {
  const auto c = commit("Revert \"feat: x (#12)\" (#13)\n\nReverts owner/repo#12");
  EXPECT_EQ(c.pull, 13u);
  EXPECT_EQ(c.reverted_pull, 12u);
  EXPECT_EQ(c.reverted_header, "feat: x (#12)");
}

TEST(ConventionalCommits, ReadsARevertWithARemark) {
  EXPECT_EQ(commit("Revert \"feat: say \"hi\"\" for now (#3)").reverted_header, "feat: say \"hi\"");
  expect_refused("Revert \"feat: x", 6, "expected ':' after type and scope");
}

TEST(ConventionalCommits, ReadsGitsReapplyAsTheRevertOfARevert) {
  const auto c = commit("Reapply \"feat: x\"\n\nThis reverts commit 0123456.");
  EXPECT_TRUE(c.is_revert);
  EXPECT_EQ(c.description, "Reapply \"feat: x\"");
  EXPECT_EQ(c.reverted_shas, std::vector<std::string>{"0123456"});
  EXPECT_EQ(c.reverted_header, "");
}

TEST(ConventionalCommits, TakesOnlyPlausibleIdsForCommits) {
  EXPECT_TRUE(commit("revert: x\n\nRefs: 012345, #12, PR-1234567, abcdefg1, 0123456x")
                  .reverted_shas.empty());
  EXPECT_TRUE(commit("Revert \"x\"\n\nThis reverts commit 012345.").reverted_shas.empty());
  EXPECT_TRUE(
      commit("Revert \"x\"\n\nThis reverts commit 0123456789abcdef0123456789abcdef012345678.")
          .reverted_shas.empty());
  EXPECT_TRUE(commit("Revert \"x\"\n\nThis reverts commit 0123456x.").reverted_shas.empty());
  EXPECT_TRUE(commit("fix: x\n\nThis reverts commit 0123456.").reverted_shas.empty());
}

TEST(ConventionalCommits, RecognisesReleaseCommits) {
  const auto is_release = [](std::string_view message) {
    return is_release_commit(CommitMessageView::of(message));
  };
  EXPECT_TRUE(is_release("chore(release): 1.2.3"));
  EXPECT_TRUE(is_release("chore(release): 1.2.3-rc.1 (#12)"));
  EXPECT_TRUE(is_release("chore(main): release 1.2.3"));
  EXPECT_TRUE(is_release("chore: release v1.2.3-rc.1 (#12)"));
  EXPECT_TRUE(is_release("chore(main): release component 1.2.3"));
  EXPECT_FALSE(is_release("chore(deps): 1.2.3"));
  EXPECT_FALSE(is_release("chore(release): notes"));
  EXPECT_FALSE(is_release("chore: release"));
  EXPECT_FALSE(is_release("chore: release notes"));
  EXPECT_FALSE(is_release("feat: release 1.2.3"));
  EXPECT_FALSE(is_release("chore: prepare 1.2.3"));
}

TEST(ConventionalCommits, SeesABreakingChangeUnderAHeaderOfAnyForm) {
  const auto view = CommitMessageView::of("`x` was renamed\n\nBREAKING CHANGE: `x` is now `y`");
  EXPECT_FALSE(view.is_conventional());
  EXPECT_TRUE(view.breaking);
  EXPECT_EQ(view.description, "`x` was renamed");
}

// --- any bytes ---------------------------------------------------------------------------------

bool lies_within(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

RC_GTEST_PROP(ConventionalCommits, AnyBytesAreReadAndErrorsLieWithin, ()) {
  const std::string header =
      *rc::gen::element<std::string>("", "feat: x", "fix(a)!: b (#1)", "revert: c\n",
                                     "Merge pull request #12 from a/b\n\n", "Revert \"x\"\n");
  const std::string message = header + *test::hostile_text();
  const auto view = CommitMessageView::of(message);
  const auto parsed = parse_conventional(message);
  RC_ASSERT(parsed.has_value() == view.is_conventional());
  if (!parsed) RC_ASSERT(parsed.error().position <= message.size());
  for (const auto part : {view.header, view.subject, view.scope, view.description, view.body}) {
    RC_ASSERT(lies_within(part, message));
  }
  for (const auto& footer : view.footers) {
    RC_ASSERT(lies_within(footer.token, message));
    RC_ASSERT(lies_within(footer.value, message));
  }
}

RC_GTEST_PROP(ConventionalCommits, WhatIsPutInComesOut, ()) {
  const auto word = [] {
    return rc::gen::nonEmpty(
        rc::gen::resize(8, rc::gen::container<std::string>(rc::gen::inRange('a', 'z'))));
  };
  const auto line = [&] {
    return rc::gen::map(
        rc::gen::pair(word(), rc::gen::container<std::string>(rc::gen::inRange('$', '~'))),
        [](const auto& parts) { return parts.first + ' ' + parts.second + '.'; });
  };
  ConventionalCommit expected;
  expected.type = *word();
  expected.scope = *rc::gen::oneOf(rc::gen::just(std::string()), word());
  expected.breaking = *rc::gen::arbitrary<bool>();
  expected.description = *line();
  expected.body = *rc::gen::oneOf(rc::gen::just(std::string()), line());
  expected.footers = *rc::gen::resize(4, rc::gen::container<std::vector<Footer>>(rc::gen::map(
                                             rc::gen::pair(word(), line()), [](const auto& parts) {
                                               return Footer{"t-" + parts.first, parts.second};
                                             })));
  std::string message = expected.type;
  if (!expected.scope.empty()) message += "(" + expected.scope + ")";
  message += (expected.breaking ? "!: " : ": ") + expected.description + "\n";
  if (!expected.body.empty()) message += "\n" + expected.body + "\n";
  if (!expected.footers.empty()) message += "\n";
  for (const Footer& footer : expected.footers)
    message += footer.token + ": " + footer.value + "\n";
  RC_ASSERT(parse_conventional(message).value() == expected);
}

// A reader whose time were quadratic would need hours for these.
TEST(ConventionalCommits, ReadsAMegabyteOfAnything) {
  constexpr std::size_t repetitions = 1 << 18;
  for (const std::string_view piece : {"a",
                                       "\n",
                                       "\r\n",
                                       " ",
                                       "(",
                                       ")",
                                       "(#",
                                       " (#1)",
                                       "#",
                                       ":",
                                       "\"",
                                       "Refs: ",
                                       "Refs: 1234567,",
                                       "a: b\n",
                                       "a: b\n\n",
                                       "BREAKING CHANGE: x\n",
                                       "BREAKING CHANGE",
                                       "\n\nRelease-As: 1.0.0",
                                       "This reverts commit 0123456.\n",
                                       "Reverts a/b",
                                       "Reverts #1\n",
                                       "-",
                                       "\xff",
                                       "\xe2\x80\xae"}) {
    for (const std::string header :
         {"", "feat: ", "feat(", "revert: x\n\nRefs: ", "Revert \"", "Revert \"x\"\n",
          "Merge pull request #1 from ", "Merge pull request #1 from a/b\n"}) {
      std::string message = header;
      while (message.size() < repetitions * 4) message += piece;
      const auto view = CommitMessageView::of(message);
      EXPECT_LE(view.description.size(), message.size());
    }
  }
}

TEST(ConventionalCommits, ReadsNulBytesLikeAnyOther) {
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(commit("feat: a\0b\n\n\0"sv).description, "a\0b"sv);
}

}  // namespace
}  // namespace regent
