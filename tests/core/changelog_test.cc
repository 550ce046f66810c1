// The changelog: a join semilattice of entries, and Markdown that is read back as it was.
#include "core/changelog.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "core/markdown.h"
#include "text_generators.h"

namespace regent {
namespace {

using test::any_changelog;
using test::any_changelog_config;
using test::any_entry;
using test::any_version;

Sha sha(char digit) { return Sha::parse(std::string(40, digit)).value(); }

Entry entry(char digit, std::string_view message, const ChangelogConfig& config = {}) {
  return entry_of(sha(digit), CommitMessageView::of(message), config).value();
}

Changelog changelog_of(std::initializer_list<Entry> entries) {
  return Changelog(std::vector<Entry>(entries));
}

TEST(ChangelogEntry, ComesFromACommitWhoseTypeHasASection) {
  EXPECT_EQ(entry('a', "feat(api): b (#12)"), (Entry{sha('a'), "Features", "api", "b", {}, 12}));
  EXPECT_EQ(entry('a', "FIX: b").section, "Bug Fixes");
  EXPECT_EQ(entry_of(sha('a'), CommitMessageView::of("chore: b"), {}), std::nullopt);
  EXPECT_EQ(entry_of(sha('a'), CommitMessageView::of("Update"), {}), std::nullopt);
}

TEST(ChangelogEntry, ComesFromEveryBreakingChangeWithItsNotes) {
  const Entry e =
      entry('a', "chore!: b\n\nBREAKING CHANGE: one\nline\n\nmore\nBREAKING-CHANGE: two");
  EXPECT_TRUE(e.is_breaking());
  EXPECT_EQ(Changelog({e}).entries()[0].notes, (std::vector<std::string>{"one line", "two"}));
}

TEST(ChangelogEntry, DoesNotComeFromAReleaseCommit) {
  ChangelogConfig config;
  config.sections = {{"chore", "Chores"}};
  EXPECT_EQ(entry_of(sha('a'), CommitMessageView::of("chore(main): release 1.0.0"), config),
            std::nullopt);
  EXPECT_EQ(entry('a', "chore: b", config).section, "Chores");
}

TEST(Changelog, KeepsOneEntryForEachCommitAndBoundsItsTexts) {
  Changelog log;
  log.add({sha('b'), "Features", "", "x", {}, {}});
  log.add({sha('a'), "", "", std::string(5000, 'y'), std::vector<std::string>(50, "n"), 0});
  log.add({sha('b'), "Features", "", "w", {}, {}});
  ASSERT_EQ(log.size(), 2u);
  EXPECT_EQ(log.find(sha('b'))->description, "x");
  EXPECT_EQ(log.find(sha('c')), nullptr);
  const Entry& bounded = log.entries()[0];
  EXPECT_EQ(bounded.section, "Other Changes");
  EXPECT_LE(bounded.description.size(), Changelog::text_bytes_max);
  EXPECT_EQ(bounded.notes.size(), Changelog::notes_max);
  EXPECT_EQ(bounded.pull, std::nullopt);
}

// --- the document ---

const std::string a40(40, 'a');

TEST(ChangelogMarkdown, ListsSectionsInTheOrderOfTheConfiguration) {
  const Changelog log = changelog_of({entry('a', "fix: repair"),
                                      entry('b', "feat(ui): shine (#7)"),
                                      entry('c', "feat(api): speak"),
                                      entry('d', "docs!: drop\n\nBREAKING CHANGE: it is gone"),
                                      {sha('e'), "Zoo", "", "lion", {}, {}}});
  EXPECT_EQ(render(log, Version(1, 2, 0), "2026-01-31", {}),
            "## 1.2.0 (2026-01-31)\n"
            "\n"
            "### ⚠ BREAKING CHANGES\n"
            "\n"
            "* drop (" +
                std::string(40, 'd') +
                ")\n"
                "  + it is gone\n"
                "\n"
                "### Features\n"
                "\n"
                "* **api:** speak (" +
                std::string(40, 'c') +
                ")\n"
                "* **ui:** shine (#7) (" +
                std::string(40, 'b') +
                ")\n"
                "\n"
                "### Bug Fixes\n"
                "\n"
                "* repair (" +
                a40 +
                ")\n"
                "\n"
                "### Zoo\n"
                "\n"
                "* lion (" +
                std::string(40, 'e') + ")\n");
}

TEST(ChangelogMarkdown, LinksWhenItKnowsTheRepository) {
  ChangelogConfig config;
  for (const std::string url : {"https://github.com/o/r", "https://github.com/o/r/"}) {
    config.repository_url = url;
    EXPECT_EQ(
        render(changelog_of({entry('a', "fix: b (#7)")}), Version(1, 0, 1), "", config),
        "## [1.0.1](https://github.com/o/r/releases/tag/v1.0.1)\n"
        "\n"
        "### Bug Fixes\n"
        "\n"
        "* b ([#7](https://github.com/o/r/pull/7)) ([aaaaaaa](https://github.com/o/r/commit/" +
            a40 + "))\n");
  }
}

TEST(ChangelogMarkdown, SaysSoWhenThereIsNothingToList) {
  EXPECT_EQ(render({}, Version(1, 0, 1), "", {}),
            "## 1.0.1\n\n_No changes that users would notice._\n");
}

TEST(ChangelogMarkdown, CannotBeUsedToPingOrToBreakOut) {
  const std::string markdown = render(
      changelog_of({entry(
          'a', "fix(*x*): @octocat closes #1 <!-- release-regent:end --> **b** (" + a40 + ")")}),
      Version(1, 0, 1), "", {});
  EXPECT_EQ(markdown,
            "## 1.0.1\n\n### Bug Fixes\n\n"
            "* **\\*x\\*:** @&#8203;octocat closes #&#8203;1 &lt;!-- release-regent:end --&gt; "
            "\\*\\*b\\*\\* (" +
                a40 + ") (" + a40 + ")\n");
  EXPECT_TRUE(parse_changelog(markdown).has_value());
}

TEST(ChangelogMarkdown, IsReadBackWithCrlfLineEnds) {
  const Changelog log =
      changelog_of({entry('a', "fix: b"), entry('b', "feat!: c\n\nBREAKING CHANGE: d")});
  const std::string markdown = test::with_crlf(render(log, Version(1, 0, 0), "2026-01-31", {}));
  EXPECT_EQ(parse_release_notes(markdown), (ReleaseNotes{Version(1, 0, 0), "2026-01-31", log, 0}));
}

TEST(ChangelogMarkdown, IsRefusedWhereItIsNotOurs) {
  const auto expect_refused = [](const std::string& markdown, std::size_t position) {
    const auto result = parse_release_notes(markdown);
    ASSERT_FALSE(result.has_value()) << markdown;
    EXPECT_EQ(result.error().position, position) << result.error().reason;
  };
  const std::string start = "## 1.0.0\n\n### Features\n\n";
  expect_refused("", 0);
  expect_refused("hello\n", 0);
  expect_refused("\n## one\n", 1);
  expect_refused("## 1.0.0 (yesterday)\n", 0);
  expect_refused("## 1.0.0\n\n* a (" + a40 + ")\n", 10);
  expect_refused(start + "* a\n", start.size());
  expect_refused(start + "* a (1234567)\n", start.size());
  expect_refused(start + "* a (#012) (" + a40 + ")\n", start.size());
  expect_refused(start + "* @user (" + a40 + ")\n", start.size());
  expect_refused(start + "* a *b* (" + a40 + ")\n", start.size());
  expect_refused(start + "* a ([bbbbbbb](https://github.com/o/r/commit/" + a40 + "))\n",
                 start.size());
  expect_refused(start + "  + a note\n", start.size());
  expect_refused(start + "prose\n", start.size());
  expect_refused(start + "_Not listed, for want of space: many._\n", start.size());
}

TEST(ChangelogMarkdown, LeavesOutWholeEntriesFromTheEndWhenItIsTooLong) {
  std::vector<Entry> entries;
  for (std::uint8_t i = 1; i <= 200; ++i) {
    std::array<std::uint8_t, Sha::size_bytes> bytes{};
    bytes.fill(i);
    entries.push_back({Sha(bytes), "Features", "", "change " + std::to_string(i), {}, {}});
  }
  const Changelog log(entries);
  const std::string markdown = render_within(log, Version(1, 0, 0), "", {}, 2000);
  EXPECT_LE(markdown.size(), 2000u);
  EXPECT_GT(markdown.size(), 1850u);
  const auto notes = parse_release_notes(markdown).value();
  EXPECT_EQ(notes.changelog.size() + notes.omitted, 200u);
  EXPECT_TRUE(markdown.ends_with(
      "\n\n_Not listed, for want of space: " + std::to_string(notes.omitted) + "._\n"));
  EXPECT_EQ(merge(notes.changelog, log), log);
}

// --- properties ---

RC_GTEST_PROP(ChangelogMarkdown, IsReadBackAsItWas, ()) {
  const Changelog log = *any_changelog();
  const Version version = *any_version();
  const std::string date = *rc::gen::element<std::string>("", "2026-01-31");
  const std::string markdown = render(log, version, date, *any_changelog_config());
  RC_ASSERT(parse_release_notes(markdown).value() == (ReleaseNotes{version, date, log, 0}));
}

RC_GTEST_PROP(ChangelogMarkdown, IsReadBackAsTheEntriesThatWereListed, ()) {
  const Changelog log = *any_changelog();
  const auto config = *any_changelog_config();
  const auto bytes_max = *rc::gen::inRange<std::size_t>(200, 4000);
  const std::string markdown = render_within(log, Version(1, 0, 0), "", config, bytes_max);
  RC_ASSERT(markdown.size() <= bytes_max);
  const auto notes = parse_release_notes(markdown).value();
  RC_ASSERT(notes.changelog.size() + notes.omitted == log.size());
  RC_ASSERT(merge(notes.changelog, log) == log);
}

RC_GTEST_PROP(ChangelogMarkdown, IsNotMisledByAnyBytes, ()) {
  const std::string text = *test::hostile_text();
  const std::string start =
      *rc::gen::element<std::string>("", "## 1.0.0\n\n### A\n\n* ", "## 1.0.0\n### ");
  const std::string end = *rc::gen::element<std::string>("", " (" + a40 + ")\n", "\n");
  const auto notes = parse_release_notes(start + text + end);
  if (notes) {
    const std::string again = render(notes->changelog, notes->version, notes->date, {});
    RC_ASSERT(parse_release_notes(again).value().changelog == notes->changelog);
  } else {
    RC_ASSERT(notes.error().position <= (start + text + end).size());
  }
}

RC_GTEST_PROP(ChangelogMerge, IsIdempotentCommutativeAndAssociative, ()) {
  const Changelog a = *any_changelog();
  const Changelog b = *any_changelog();
  const Changelog c = *any_changelog();
  RC_ASSERT(merge(a, a) == a);
  RC_ASSERT(merge(a, b) == merge(b, a));
  RC_ASSERT(merge(merge(a, b), c) == merge(a, merge(b, c)));
}

RC_GTEST_PROP(ChangelogMerge, HasTheEmptyChangelogAsItsIdentity, ()) {
  const Changelog a = *any_changelog();
  RC_ASSERT(merge(a, Changelog()) == a);
  RC_ASSERT(merge(Changelog(), a) == a);
}

RC_GTEST_PROP(ChangelogMerge, HasEveryCommitOfBothOnceAndNoOther, ()) {
  const Changelog a = *any_changelog();
  const Changelog b = *any_changelog();
  const Changelog both = merge(a, b);
  for (const Entry& e : both.entries())
    RC_ASSERT(a.find(e.commit) != nullptr || b.find(e.commit) != nullptr);
  for (const Changelog& part : {a, b}) {
    for (const Entry& e : part.entries()) RC_ASSERT(both.find(e.commit) != nullptr);
  }
  RC_ASSERT(std::ranges::adjacent_find(both.entries(), {}, &Entry::commit) == both.entries().end());
}

RC_GTEST_PROP(Changelog, DoesNotDependOnTheOrderOfAdding, ()) {
  auto entries = *rc::gen::scale(0.2, rc::gen::container<std::vector<Entry>>(any_entry()));
  Changelog one_by_one;
  for (const Entry& e : entries) one_by_one.add(e);
  Changelog backwards;
  for (auto e = entries.rbegin(); e != entries.rend(); ++e) backwards.add(*e);
  RC_ASSERT(one_by_one == backwards);
  RC_ASSERT(one_by_one == Changelog(entries));
}

}  // namespace
}  // namespace regent
