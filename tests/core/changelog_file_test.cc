// CHANGELOG.md: our section goes on top and nothing else changes.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "core/changelog.h"
#include "text_generators.h"

namespace regent {
namespace {

std::string section(const Version& version, std::string_view description) {
  Changelog log;
  if (!description.empty()) log.add({Sha(), "Features", "", std::string(description), {}, {}});
  return render(log, version, "2026-01-31", {});
}

TEST(ChangelogFile, GetsATitleWhenItIsEmpty) {
  EXPECT_EQ(prepend_to_changelog_file("", "## 1.0.0\n\nx\n"), "# Changelog\n\n## 1.0.0\n\nx\n");
}

TEST(ChangelogFile, GetsTheSectionBelowItsTitleAndAboveOlderReleases) {
  EXPECT_EQ(prepend_to_changelog_file("# Changelog\n\nAll changes.\n\n## 1.0.0\n\nx\n",
                                      "## 1.1.0\n\ny\n"),
            "# Changelog\n\nAll changes.\n\n## 1.1.0\n\ny\n\n## 1.0.0\n\nx\n");
}

TEST(ChangelogFile, FindsTheHeadingsOfOtherTools) {
  for (const std::string heading : {"# 1.0.0", "### [1.0.0](https://x/compare) (2020-01-01)",
                                    "## v1.0.0", "## [1.0.0] - 2020-01-01\r"}) {
    EXPECT_EQ(prepend_to_changelog_file("# Changelog\n\n## [Unreleased]\n\n" + heading + "\nx\n",
                                        "## 1.1.0\n"),
              "# Changelog\n\n## [Unreleased]\n\n## 1.1.0\n\n" + heading + "\nx\n");
  }
}

TEST(ChangelogFile, IsExtendedAtItsEndWhenItHasNoRelease) {
  EXPECT_EQ(prepend_to_changelog_file("notes", "## 1.0.0\n"), "notes\n\n## 1.0.0\n");
  EXPECT_EQ(prepend_to_changelog_file("notes\n", "## 1.0.0\n"), "notes\n\n## 1.0.0\n");
}

TEST(ChangelogFile, HasTheSectionOfAVersionOnTopReplaced) {
  const std::string old_file = "# Changelog\n\n## 1.0.0\n\n* x\n";
  const std::string first = prepend_to_changelog_file(old_file, section({1, 1, 0}, "a"));
  EXPECT_EQ(prepend_to_changelog_file(first, section({1, 1, 0}, "b")),
            prepend_to_changelog_file(old_file, section({1, 1, 0}, "b")));
}

TEST(ChangelogFile, AddsNoBlankLineWhereASectionIsReplaced) {
  const std::string text = section({1, 1, 0}, "a");
  EXPECT_EQ(prepend_to_changelog_file("# Changelog\n## 1.1.0\n", text), "# Changelog\n" + text);
}

TEST(ChangelogFile, KeepsWhatAPersonWroteBelowTheSectionThatIsReplaced) {
  const std::string file =
      prepend_to_changelog_file("", section({1, 1, 0}, "a")) + "\n[1.1.0]: https://x\n";
  EXPECT_EQ(prepend_to_changelog_file(file, section({1, 1, 0}, "b")),
            prepend_to_changelog_file("", section({1, 1, 0}, "b")) + "\n[1.1.0]: https://x\n");
}

TEST(ChangelogFile, KeepsASectionOfTheSameVersionFromAnotherTool) {
  const std::string file =
      "# Changelog\n\n## [1.0.0](https://x/compare/a...b) (2020-01-01)\n\n- x\n";
  const std::string once = prepend_to_changelog_file(file, section({1, 0, 0}, "a"));
  EXPECT_TRUE(once.ends_with(file.substr(13)));
  EXPECT_EQ(prepend_to_changelog_file(once, section({1, 0, 0}, "a")), once);
}

RC_GTEST_PROP(ChangelogFile, KeepsAnyFileAroundTheSectionAndIsIdempotent, ()) {
  const std::string file = *test::hostile_text();
  const std::string text = render(*test::any_changelog(), Version(1, 2, 3), "", {});
  const std::string once = prepend_to_changelog_file(file, text);
  RC_ASSERT(prepend_to_changelog_file(once, text) == once);
  const std::size_t place = once.find(text.substr(0, text.size() - 1));
  RC_ASSERT(place != std::string::npos);
  const std::string head = once.substr(0, place);
  const std::string before = head.substr(0, head.find_last_not_of('\n') + 1);
  const std::string after = once.substr(place + text.size() - 1);
  RC_ASSERT(file.empty() || file.starts_with(before));
  RC_ASSERT(file.ends_with(after.substr(std::min(after.find_first_not_of('\n'), after.size()))));
}

RC_GTEST_PROP(ChangelogFile, ReplacingASectionIsPuttingTheNewOneInItsPlace, ()) {
  const std::string file =
      *rc::gen::element<std::string>("", "# Changelog\n", "# C\n\n## 1.0.0\n\n* x\n");
  const std::string first = render(*test::any_changelog(), Version(1, 2, 3), "", {});
  const std::string second = render(*test::any_changelog(), Version(1, 2, 3), "2026-01-31", {});
  RC_ASSERT(prepend_to_changelog_file(prepend_to_changelog_file(file, first), second) ==
            prepend_to_changelog_file(file, second));
}

}  // namespace
}  // namespace regent
