// The managed region of a PR body, and a person's text around it.
#include "core/pull_body.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text_generators.h"

namespace regent {
namespace {

const std::string begin = "<!-- release-regent:begin v1 -->";
const std::string end = "<!-- release-regent:end -->";
const std::string region = begin + "\nold\n" + end;
const std::string new_region = begin + "\nnew\n" + end;

void expect_split(const std::string& body, const std::string& before, const std::string& found,
                  const std::string& after) {
  EXPECT_EQ(split(body), (PullBody{before, found, after, true})) << body;
}

TEST(PullBody, IsCutAtItsMarkers) {
  expect_split("a\n" + region + "\nb", "a\n", region, "\nb");
  expect_split(region, "", region, "");
  expect_split("a\r\n" + begin + "\r\nx\r\n" + end + "\r\nb", "a\r\n", begin + "\r\nx\r\n" + end,
               "\r\nb");
  expect_split(begin + "  \n" + end + " \t\nb", "", begin + "  \n" + end, " \t\nb");
}

TEST(PullBody, HasNoRegionWithoutAWholePairOfMarkersOnTheirOwnLines) {
  for (const std::string& body :
       {std::string(), std::string("text"), begin, end, begin + "\ntext", "text\n" + end,
        end + "\n" + begin, begin + end, "`" + begin + "`\n" + end, " " + region,
        begin + " text\n" + end, begin + "\n" + end + " text", "> " + begin + "\n> " + end,
        "<!-- release-regent:begin v -->\n" + end, "<!-- release-regent:begin v1-->\n" + end}) {
    EXPECT_EQ(split(body), (PullBody{body, "", "", false})) << body;
    EXPECT_EQ(outside(body), body);
  }
}

TEST(PullBody, RecognisesTheRegionOfALaterSchema) {
  const std::string later = "<!-- release-regent:begin v12 -->\nx\n" + end;
  expect_split("a\n" + later, "a\n", later, "");
}

TEST(PullBody, TakesTheInnermostOfNestedAndTheFirstOfRepeatedRegions) {
  expect_split(begin + "\nmine\n" + region + "\n" + end, begin + "\nmine\n", region, "\n" + end);
  expect_split(region + "\nmine\n" + region, "", region, "\nmine\n" + region);
  expect_split(end + "\nmine\n" + region, end + "\nmine\n", region, "");
}

TEST(PullBody, GetsItsRegionReplacedInPlace) {
  EXPECT_EQ(with_region("a\n" + region + "\nb", new_region), "a\n" + new_region + "\nb");
}

TEST(PullBody, GetsARegionAppendedABlankLineApart) {
  EXPECT_EQ(with_region("", region), region);
  EXPECT_EQ(with_region("a", region), "a\n\n" + region);
  EXPECT_EQ(with_region("a\n", region), "a\n\n" + region);
  EXPECT_EQ(with_region("a\n\n", region), "a\n\n" + region);
}

TEST(PullBody, KeepsAllTextWhenAMarkerWasDamaged) {
  const std::string without_end = "a\n" + begin + "\nold\n\nmine";
  EXPECT_EQ(with_region(without_end, new_region), without_end + "\n\n" + new_region);
  EXPECT_EQ(with_region(with_region(without_end, region), new_region),
            with_region(without_end, new_region));
  const std::string without_begin = "a\nold\n" + end + "\nmine";
  EXPECT_EQ(with_region(with_region(without_begin, region), new_region),
            without_begin + "\n\n" + new_region);
}

TEST(PullBody, LetsAPersonsTextAndARegionComeFromTwoBodies) {
  const std::string theirs = "mine\n" + region + "\ntoo";
  const std::string ours = "other\n" + new_region;
  EXPECT_EQ(outside(with_region(theirs, split(ours).region)), outside(theirs));
}

TEST(PullBodyDeath, RefusesARegionThatIsNotBetweenItsMarkers) {
  EXPECT_DEATH(static_cast<void>(with_region("a", "new")), "between its markers");
  EXPECT_DEATH(static_cast<void>(with_region("a", "text\n" + region)), "between its markers");
}

// --- the region ---

Changelog sample() {
  Changelog log;
  log.add({Sha(), "Features", "api", "speak", {}, 12});
  return log;
}

TEST(PullRegion, SaysWhoseItIsAndHoldsTheNotes) {
  EXPECT_EQ(render_region(sample(), Version(1, 1, 0), "2026-01-31", {}),
            "<!-- release-regent:begin v1 -->\n"
            "_Merging this pull request releases what follows. Release Regent keeps this part up "
            "to date; "
            "text above or below it is yours and stays._\n"
            "\n"
            "## 1.1.0 (2026-01-31)\n"
            "\n"
            "### Features\n"
            "\n"
            "* **api:** speak (#12) (0000000000000000000000000000000000000000)\n"
            "\n"
            "<!-- release-regent:end -->");
}

TEST(PullRegion, IsReadBackFromABodyThatGitHubsEditorSaved) {
  const std::string body =
      test::with_crlf("a\n\n" + render_region(sample(), Version(1, 1, 0), "", {}) + "\n\nb\n");
  EXPECT_EQ(parse_region(split(body).region), (ReleaseNotes{Version(1, 1, 0), "", sample(), 0}));
}

TEST(PullRegion, IsRefusedWhereAPersonEditedIt) {
  const std::string ours = render_region(sample(), Version(1, 1, 0), "", {});
  const auto expect_refused = [](const std::string& edited, std::size_t position) {
    const auto result = parse_region(edited);
    ASSERT_FALSE(result.has_value()) << edited;
    EXPECT_EQ(result.error().position, position) << result.error().reason;
  };
  const auto edited_at = [&](std::string_view place) {
    std::string edited = ours;
    return edited.insert(edited.find(place), "edited\n");
  };
  expect_refused("", 0);
  expect_refused("a\n" + ours, 0);
  expect_refused(ours + "\nb", 0);
  expect_refused(edited_at("_Merging"), begin.size() + 1);
  expect_refused(edited_at("* **api"), ours.find("* **api"));
  expect_refused(edited_at(end), ours.find(end));
}

TEST(PullRegion, LeavesRoomForAPersonsText) {
  std::vector<Entry> entries;
  for (std::uint32_t i = 0; i < 2000; ++i) {
    std::array<std::uint8_t, Sha::size_bytes> bytes{};
    bytes[0] = static_cast<std::uint8_t>(i);
    bytes[1] = static_cast<std::uint8_t>(i >> 8);
    entries.push_back({Sha(bytes), "Bug Fixes", "", "repair number " + std::to_string(i), {}, {}});
  }
  const Changelog log(entries);
  const std::string text(30'000, 't');
  const std::string body = updated_body(text, log, Version(1, 0, 1), "", {});
  EXPECT_LE(body.size(), pull_body_bytes_max);
  EXPECT_GT(body.size(), pull_body_bytes_max - 200);
  EXPECT_TRUE(body.starts_with(text));
  const auto notes = parse_region(split(body).region).value();
  EXPECT_GT(notes.omitted, 0u);
  EXPECT_EQ(notes.changelog.size() + notes.omitted, log.size());
  EXPECT_EQ(updated_body(body, log, Version(1, 0, 1), "", {}), body);
}

// --- properties ---

RC_GTEST_PROP(PullBody, LosesNoByteWhenItIsCut, ()) {
  const std::string body = *test::hostile_text();
  const PullBody parts = split(body);
  RC_ASSERT(parts.before + parts.region + parts.after == body);
}

rc::Gen<std::string> any_body() {
  return rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
          rc::gen::element<std::string>(std::string(begin), std::string(end), begin + "\n",
                                        "\n" + end, "\n", "\r\n", "text", " "),
          test::hostile_text())),
      [](const std::vector<std::string>& pieces) {
        std::string body;
        for (const auto& piece : pieces) body += piece;
        return body;
      });
}

RC_GTEST_PROP(PullBody, KeepsThePersonsTextAndHasTheNewRegion, ()) {
  const std::string body = *any_body();
  const PullBody before = split(body);
  const std::string ours = render_region(*test::any_changelog(), *test::any_version(), "", {});
  const PullBody after = split(with_region(body, ours));
  RC_ASSERT(after.found);
  RC_ASSERT(after.region == ours);
  RC_ASSERT(after.after == before.after);
  RC_ASSERT(after.before.starts_with(before.before));
  const std::string separator = after.before.substr(before.before.size());
  RC_ASSERT(separator.empty() ||
            (!before.found && separator.find_first_not_of('\n') == std::string::npos));
}

RC_GTEST_PROP(PullBody, TakesTheLastOfTwoRegions, ()) {
  const std::string body = *any_body();
  const std::string first = render_region(*test::any_changelog(), *test::any_version(), "", {});
  const std::string second = render_region(*test::any_changelog(), *test::any_version(), "", {});
  RC_ASSERT(with_region(with_region(body, first), second) == with_region(body, second));
}

RC_GTEST_PROP(PullRegion, IsReadBackAsItWas, ()) {
  const Changelog log = *test::any_changelog();
  const Version version = *test::any_version();
  const std::string ours = render_region(log, version, "2026-01-31", *test::any_changelog_config());
  RC_ASSERT(parse_region(ours).value() == (ReleaseNotes{version, "2026-01-31", log, 0}));
}

RC_GTEST_PROP(PullRegion, ReadsAnyBytes, ()) {
  const std::string body = *any_body();
  const auto notes = parse_region(body);
  if (!notes) RC_ASSERT(notes.error().position <= body.size());
}

}  // namespace
}  // namespace regent
