// Stories: what is told, what is left out, and where they begin.
#include "runtime/story.h"

#include <gtest/gtest.h>

#include "runtime/story_text.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

// `at_s who|what`, one a line.
sim::Journal journal_of(const std::vector<std::pair<std::string, std::string>>& lines) {
  sim::Journal journal;
  std::uint64_t step = 0;
  for (const auto& [who, what] : lines) {
    journal.add(step, Time(std::chrono::seconds(100 + step)), who, what);
    ++step;
  }
  return journal;
}

std::vector<std::string> told(const Story& story) {
  std::vector<std::string> lines;
  for (const auto* part : {&story.before, &story.after})
    for (const StoryLine& line : *part)
      lines.push_back(line.who + ": " + line.what +
                      (line.answer.empty() ? "" : " = " + line.answer));
  return lines;
}

const sim::Violation violation{1, 9, "one-open-pr", "#2 \"a\" and #3 \"b\" are both open"};

TEST(Story, TellsARunThatChangesNothingInOneLine) {
  const auto journal = journal_of({{"receiver", "accepts delivery sweep-1"},
                                   {"worker 1", "takes delivery sweep-1, attempt 1"},
                                   {"worker 1", "GET /pulls open → 200 1 pulls #2"},
                                   {"worker 1", "GET /git/ref refs/heads/main → 200 x"},
                                   {"worker 1", "is done, and acknowledges"},
                                   {"person", "PATCH /pulls/{number} #2 closed → 200 #2 closed"},
                                   {"VIOLATION", "no-litter: refs/heads/release/v1 is left over"}});
  EXPECT_EQ(
      told(story_of(journal, {1, 6, "no-litter", "it is left over"})),
      (std::vector<std::string>{"worker 1: looks again (2 reads) and changes nothing",
                                "person: PATCH /pulls #2 closed = 200", "VIOLATION: no-litter"}));
}

TEST(Story, KeepsAReadThatWasStale) {
  const auto journal = journal_of({{"worker 1", "takes delivery 7, attempt 1"},
                                   {"worker 1", "GET /pulls open → 200 0 pulls (stale)"},
                                   {"worker 1", "is done, and acknowledges"},
                                   {"VIOLATION", "x: y"}});
  EXPECT_EQ(told(story_of(journal, violation)).size(), 4U);
}

TEST(Story, BeginsWithTheMergeThatLedToTheFirstPullRequestInTheMatter) {
  const auto journal = journal_of({{"developer", "merges #1 aaaaaaa \"docs: old\""},
                                   {"worker 2", "takes delivery 1, attempt 1"},
                                   {"worker 2", "POST /pulls a -> main → 201 #9 open a -> main"},
                                   {"developer", "merges #1 bbbbbbb \"feat: new\""},
                                   {"worker 1", "takes delivery 2, attempt 1"},
                                   {"worker 1", "POST /pulls b -> main → 201 #2 open b -> main"},
                                   {"worker 1", "CRASHES"},
                                   {"worker 2", "POST /pulls c -> main → 201 #3 open c -> main"},
                                   {"VIOLATION", "one-open-pr: both"}});
  const Story story = story_of(journal, violation);
  EXPECT_EQ(told(story).front(), "developer: merges #1 bbbbbbb \"feat: new\"");
  EXPECT_EQ(told(story)[2], "worker 1: POST /pulls b -> main = 201 #2 open");
  EXPECT_EQ(story.premise, "The last 5.000 s of it: 1 merge, workers 1 and 2 and 1 crash.");
}

TEST(Story, LeavesOutTheMiddleOfALongOne) {
  std::vector<std::pair<std::string, std::string>> lines = {
      {"developer", "merges #1 bbbbbbb \"feat: new\""},
      {"worker 1", "takes delivery 2, attempt 1"},
      {"worker 1", "POST /pulls b -> main → 201 #2 open b -> main"}};
  for (int i = 0; i < 200; ++i) lines.emplace_back("person", "PATCH /pulls/{number} #2 body → 200");
  lines.emplace_back("VIOLATION", "one-open-pr: both");
  const Story story = story_of(journal_of(lines), violation, 30);
  EXPECT_EQ(story.before.size() + story.after.size(), 30U);
  EXPECT_EQ(story.left_out, lines.size() - 30);
  EXPECT_EQ(told(story).front(), "developer: merges #1 bbbbbbb \"feat: new\"");
  EXPECT_EQ(told(story).back(), "VIOLATION: one-open-pr");
}

TEST(Story, AbbreviatesIdsAndObeysNoText) {
  const auto journal =
      journal_of({{"developer", "merges #1 " + std::string(40, 'a') + " \"\x1b[2J → \n\""},
                  {"receiver", "accepts delivery 12345678901234567890"},
                  {"VIOLATION", "x: y"}});
  EXPECT_EQ(told(story_of(journal, violation))[0], "developer: merges #1 aaaaaaa \"␛[2J → ␊\"");
  EXPECT_EQ(told(story_of(journal, violation))[1], "receiver: accepts delivery 12345…");
}

TEST(Story, StandsInColumnsThatFit) {
  const auto journal = journal_of(
      {{"worker 12", "takes delivery 2, attempt 1"},
       {"worker 12", "POST /pulls " + std::string(200, 'b') + " → 422 " + std::string(200, 'c')},
       {"VIOLATION", "x: y"}});
  const std::string text = story_text(story_of(journal, violation), Style(false), 80);
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    EXPECT_LE(columns_of(text.substr(begin, end - begin)), 80U);
    begin = end + 1;
  }
  EXPECT_EQ(text.substr(0, 26), "  +00:00.000  worker 12  t");
}

}  // namespace
}  // namespace regent::runtime
