// Text for people: safe to show, whatever it holds.
#include "runtime/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/runtime/process.h"

namespace regent::runtime {
namespace {

RC_GTEST_PROP(Text, PrintableIsOneLineOfUtf8WithoutControls, (const std::string& bytes)) {
  const std::string text = printable(bytes);
  RC_ASSERT(is_utf8(text));
  for (const char c : text) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  RC_ASSERT(printable(text) == text);
}

TEST(Text, PrintableKeepsWhatIsReadable) {
  EXPECT_EQ(printable("größe 日本 🐛 → …"), "größe 日本 🐛 → …");
  EXPECT_EQ(printable("a\nb\x1b[0m\x7f"), "a␊b␛[0m␡");
  EXPECT_EQ(printable("\xff\xc0\xaf|\xed\xa0\x80|\xe2\x80\xae"), "���|���|�");
}

RC_GTEST_PROP(Text, CutFits, (const std::string& bytes)) {
  const std::string text = printable(bytes);
  const auto columns = *rc::gen::inRange<std::size_t>(1, 20);
  const std::string shorter = cut(text, columns);
  RC_ASSERT(columns_of(shorter) <= columns);
  if (columns_of(text) <= columns) RC_ASSERT(shorter == text);
}

RC_GTEST_PROP(Text, AShellReadsBackWhatWasQuoted, ()) {
  const auto word = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
  RC_ASSERT(shell("printf %s " + shell_quoted(word)).out == word);
}

TEST(Text, QuotesForAShellOnlyWhatNeedsIt) {
  EXPECT_EQ(shell_quoted("build/dev/bin/regent"), "build/dev/bin/regent");
  EXPECT_EQ(shell_quoted("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("$x"), "'$x'");
}

TEST(Text, GroupsAndCounts) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(12'345'678), "12,345,678");
  EXPECT_EQ(counted(1, "crash"), "1 crash");
  EXPECT_EQ(counted(2'000, "crash"), "2,000 crashes");
  EXPECT_EQ(counted(0, "seed"), "0 seeds");
}

TEST(Text, SaysDurationsInTheirTwoLargestUnits) {
  using namespace std::chrono_literals;
  EXPECT_EQ(humanised(0ms), "0 ms");
  EXPECT_EQ(humanised(1'250ms), "1.250 s");
  EXPECT_EQ(humanised(125s), "2 min 5 s");
  EXPECT_EQ(humanised(2h), "2 h");
  EXPECT_EQ(humanised(75h + 59min), "3 d 3 h");
}

}  // namespace
}  // namespace regent::runtime
