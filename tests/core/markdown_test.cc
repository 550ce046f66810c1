// Foreign text inside our Markdown: it shows what it holds and does nothing.
#include "core/markdown.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text_generators.h"

namespace regent::markdown {
namespace {

using test::hostile_text;

TEST(Sanitize, MakesOneLineOfAnyWhiteSpace) {
  EXPECT_EQ(sanitize_line(" a\r\n\tb \xC2\xA0\xE2\x80\xA8 c\v"), "a b c");
  EXPECT_EQ(sanitize_line(" \n "), "");
}

TEST(Sanitize, DropsControlAndInvisibleCharacters) {
  EXPECT_EQ(sanitize_line(std::string_view("a\0b\x1b[31mc\x7f", 9)), "ab[31mc");
  EXPECT_EQ(sanitize_line("a\xE2\x80\xAE"  // right-to-left override
                          "b\xE2\x80\x8B"  // zero-width space
                          "c\xEF\xBB\xBF"  // byte order mark
                          "d\xE2\x81\xA6"  // left-to-right isolate
                          "e\xF3\xA0\x81\xBF"
                          "f"),  // a tag character
            "abcdef");
}

TEST(Sanitize, KeepsLettersOfAnyScriptAndJoinedEmoji) {
  for (const std::string_view text :
       {"na\xC3\xAFve", "\xE6\x97\xA5\xE6\x9C\xAC", "\xF0\x9F\x8E\x89",
        "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB", "\xE2\x9A\xA0"}) {
    EXPECT_EQ(sanitize_line(text), text);
  }
}

TEST(Sanitize, ReplacesBytesThatAreNotUtf8) {
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(sanitize_line("a\xFF"), "a" + r);
  EXPECT_EQ(sanitize_line("\xC3"), r);                          // cut off
  EXPECT_EQ(sanitize_line("\xC0\xAF"), r + r);                  // overlong
  EXPECT_EQ(sanitize_line("\xE0\x80\xAF"), r + r + r);          // overlong
  EXPECT_EQ(sanitize_line("\xED\xA0\x80"), r + r + r);          // a surrogate
  EXPECT_EQ(sanitize_line("\xF4\x90\x80\x80"), r + r + r + r);  // beyond U+10FFFF
}

TEST(Escape, StopsMentionsReferencesAndLinks) {
  EXPECT_EQ(escape("thanks @user and @org/team"), "thanks @&#8203;user and @&#8203;org/team");
  EXPECT_EQ(escape("closes #12, o/r#3, GH-4"), "closes #&#8203;12, o/r#&#8203;3, GH-&#8203;4");
  EXPECT_EQ(escape("see https://github.com/o/r/issues/1"),
            "see https:&#8203;//github.com/o/r/issues/1");
  EXPECT_EQ(escape("WWW.example.com"), "WWW&#8203;.example.com");
}

TEST(Escape, StopsMarkupAndMarkers) {
  EXPECT_EQ(escape("<script>"), "&lt;script&gt;");
  EXPECT_EQ(escape("<!-- release-regent:end -->"), "&lt;!-- release-regent:end --&gt;");
  EXPECT_EQ(escape("**b** _i_ ~~s~~ [l](u) ![i](u) a|b"),
            "\\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~ \\[l\\](u) !\\[i\\](u) a\\|b");
  EXPECT_EQ(escape("$x$ &amp; \\"), "&#36;x&#36; &amp;amp; \\\\");
}

TEST(Escape, StopsListsHeadingsAndRulesAtTheStart) {
  EXPECT_EQ(escape("- a"), "\\- a");
  EXPECT_EQ(escape("+ a"), "\\+ a");
  EXPECT_EQ(escape("# a"), "\\# a");
  EXPECT_EQ(escape("> a"), "&gt; a");
  EXPECT_EQ(escape("12. a"), "12\\. a");
  EXPECT_EQ(escape("1) a"), "1\\) a");
  EXPECT_EQ(escape("a - b + 1. c"), "a - b + 1. c");
}

TEST(Escape, KeepsPlainCodeSpans) {
  EXPECT_EQ(escape("use `a_b[0]` and `--flag`"), "use `a_b[0]` and `--flag`");
}

TEST(Escape, TakesTheBackticksOfOtherCodeSpansLiterally) {
  EXPECT_EQ(escape("`@user`"), "\\`@&#8203;user\\`");
  EXPECT_EQ(escape("`<!--`"), "\\`&lt;!--\\`");
  EXPECT_EQ(escape("``a``"), "\\`\\`a\\`\\`");
  EXPECT_EQ(escape("`a"), "\\`a");
  EXPECT_EQ(escape("`a``b`"), "\\`a\\`\\`b\\`");
  EXPECT_EQ(escape("``b`"), "\\`\\`b\\`");
  EXPECT_EQ(escape("```"), "\\`\\`\\`");
}

TEST(Shorten, CutsBetweenCharactersAndShowsIt) {
  EXPECT_EQ(shorten("abcdef", 6), "abcdef");
  EXPECT_EQ(shorten("abcdefg", 6), "abc\xE2\x80\xA6");
  EXPECT_EQ(shorten("ab cdefg", 6), "ab\xE2\x80\xA6");
  EXPECT_EQ(shorten("ab\xC3\xA9xxxx", 6), "ab\xE2\x80\xA6");
}

// What GitHub would act on, wherever it stands outside of a code span.
bool is_inert(std::string_view markdown) {
  constexpr std::string_view zero_width_space = "&#8203;";
  bool in_code = false;
  for (std::size_t i = 0; i < markdown.size(); ++i) {
    const std::string_view rest = markdown.substr(i);
    if (rest[0] == '`') in_code = !in_code;
    if (rest[0] == '<' || rest[0] == '>' || rest[0] == '\n' || rest[0] == '\r') return false;
    if (rest[0] == '@' && !rest.substr(1).starts_with(zero_width_space)) return false;
    if (rest[0] == '#' && rest.size() > 1 && rest[1] >= '0' && rest[1] <= '9') {
      if (!(i > 0 && markdown[i - 1] == '&')) return false;  // the entities' own
    }
    if (rest.starts_with("://")) return false;
    if (in_code) continue;
    if (rest[0] == '\\') {
      ++i;
    } else if (std::string_view("*_[]|~$").find(rest[0]) != std::string_view::npos) {
      return false;
    }
  }
  return !in_code;
}

RC_GTEST_PROP(Markdown, SanitizedTextIsAFixedPoint, ()) {
  const std::string line = sanitize_line(*hostile_text());
  RC_ASSERT(sanitize_line(line) == line);
  RC_ASSERT(is_sanitized(line));
}

RC_GTEST_PROP(Markdown, TextIsSanitizedExactlyIfSanitizingChangesNothing, ()) {
  const std::string bytes =
      *rc::gen::oneOf(hostile_text(), rc::gen::map(hostile_text(), sanitize_line));
  RC_ASSERT(is_sanitized(bytes) == (sanitize_line(bytes) == bytes));
}

RC_GTEST_PROP(Markdown, UnescapeIsTheInverseOfEscape, ()) {
  const std::string line = sanitize_line(*hostile_text());
  RC_ASSERT(unescape(escape(line)) == line);
}

RC_GTEST_PROP(Markdown, EscapedTextDoesNothing, ()) {
  const std::string markdown = escape(sanitize_line(*hostile_text()));
  RC_ASSERT(is_inert(markdown));
  RC_ASSERT(is_sanitized(markdown));
}

RC_GTEST_PROP(Markdown, UnescapeReadsAnything, ()) {
  const std::string bytes = *hostile_text();
  RC_ASSERT(unescape(bytes).size() <= bytes.size());
}

RC_GTEST_PROP(Markdown, ShortenedTextFitsAndStaysSanitized, ()) {
  const std::string line = sanitize_line(*hostile_text());
  const auto bytes_max = *rc::gen::inRange<std::size_t>(0, 64);
  const std::string shortened = shorten(line, bytes_max);
  RC_ASSERT(shortened.size() <= bytes_max);
  RC_ASSERT(is_sanitized(shortened));
}

TEST(Markdown, TakesAMegabyteOfAnything) {
  for (const std::string_view piece :
       {"`", "`a", "``a", "a`b`", "@", "#1", "www.", "gh-", ":/", "&", "&#", "\\", "<", " ", "1",
        "-", "\xff", "\xe2\x80", "\xe2\x80\xae"}) {
    std::string text;
    while (text.size() < (1u << 20)) text += piece;
    const std::string line = sanitize_line(text);
    EXPECT_EQ(unescape(escape(line)), line);
    EXPECT_LE(unescape(text).size(), text.size());
  }
}

}  // namespace
}  // namespace regent::markdown
