// The executable grammar (GraphQL specification, October 2021, section 2). Examples are the
// specification's.
#include <gtest/gtest.h>

#include "fakes/github/graphql/parser.h"

namespace regent::fake::graphql {
namespace {

Document must_parse(std::string_view text) {
  auto document = parse(text);
  EXPECT_TRUE(document.has_value()) << text << "\n" << document.error().message;
  return document ? *std::move(document) : Document{};
}

std::string error_of(std::string_view text) {
  const auto document = parse(text);
  return document ? "parsed" : document.error().message;
}

// The value of the only argument of the only field.
Value value_of(std::string_view literal) {
  const Document document = must_parse("{ f(a: " + std::string(literal) + ") }");
  if (document.operations.empty()) return {};
  return document.operations[0].selections[0].arguments[0].value;
}

TEST(Grammar, ReadsTheSpecificationsExamples) {
  for (const std::string_view text :
       {"mutation { likeStory(storyID: 12345) { story { likeCount } } }", "{ field }",
        "{ me { id, firstName, lastName, birthday { month day } friends { name } } }",
        "{ user(id: 4) { id name smallPic: profilePic(size: 64) bigPic: profilePic(size: 1024) } }",
        "query withFragments { user(id: 4) { friends(first: 10) { ...friendFields } } } "
        "fragment friendFields on User { id name profilePic(size: 50) }",
        "query inlineFragmentTyping { profiles(handles: [\"zuck\", \"coca-cola\"]) { handle "
        "... on User { friends { count } } ... on Page { likers { count } } } }",
        "query inlineFragmentNoType($expandedInfo: Boolean) { user(handle: \"zuck\") { id name "
        "... @include(if: $expandedInfo) { firstName lastName birthday } } }",
        "query getZuckProfile($devicePicSize: Int = 60) { user(id: 4) { id "
        "profilePic(size: $devicePicSize) } }",
        "{ nearestThing(location: { lon: 12.43, lat: -53.211 }) }",
        "subscription S($a: [[Int!]!]! = [[1]] @d) @e(f: {}) { a: on fragment query true null }"}) {
    must_parse(text);
  }
}

TEST(Grammar, CommasCommentsAndAByteOrderMarkMeanNothing) {
  EXPECT_EQ(print(must_parse("\xEF\xBB\xBF{a(x:1,,y:2),# {\r\n b}")),
            print(must_parse("{a(x:1 y:2) b}")));
}

TEST(Grammar, NumbersAreReadAsTheyAreWritten) {
  EXPECT_EQ(value_of("0"), Value(0));
  EXPECT_EQ(value_of("-42"), Value(-42));
  EXPECT_EQ(value_of("6.0221413e23"), Value(6.0221413e23));
  EXPECT_EQ(value_of("1e3"), Value(1e3));
  EXPECT_EQ(value_of("99999999999999999999"), Value(HugeNumber{"99999999999999999999"}));
  for (const char* wrong : {"00", "01", "-", "1.", "1.e3", "0x1", "123abc", "1.5.2", "+1"}) {
    EXPECT_NE(error_of("{ f(a: " + std::string(wrong) + ") }"), "parsed") << wrong;
  }
}

TEST(Grammar, StringsHaveTheirEscapes) {
  EXPECT_EQ(value_of(R"("\"\\\/\b\f\n\r\t")"), Value("\"\\/\b\f\n\r\t"));
  EXPECT_EQ(value_of(R"("\u00e9 \u20AC")"), Value("\u00e9 \u20AC"));
  EXPECT_EQ(value_of(R"("\uD83D\uDE00 \u{1F600}")"), Value("\U0001F600 \U0001F600"));
  EXPECT_EQ(value_of("\"#, {\""), Value("#, {"));
  for (const char* wrong :
       {R"("\uD83D")", R"("\uDE00")", R"("\u{110000}")", R"("\u{}")", R"("\x")", R"("\u12G4")"}) {
    EXPECT_NE(error_of("{ f(a: " + std::string(wrong) + ") }"), "parsed") << wrong;
  }
}

TEST(Grammar, BlockStringsLoseTheirCommonIndent) {
  EXPECT_EQ(value_of("\"\"\"\n      Hello,\n        World!\n\n      Yours,\n        GraphQL.\n"
                     "    \"\"\""),
            Value("Hello,\n  World!\n\nYours,\n  GraphQL."));
  EXPECT_EQ(value_of("\"\"\"a \\\"\"\" \\n b\"\"\""), Value("a \"\"\" \\n b"));
  EXPECT_EQ(value_of("\"\"\"\"\"\""), Value(""));
}

TEST(Grammar, FaultsAreWordedAndPlacedAsGitHubDoes) {
  EXPECT_EQ(error_of("{viewer}}"), "Parse error on \"}\" (RCURLY) at [1, 9]");
  EXPECT_EQ(error_of("{\n  a(\n}"), "Parse error on \"}\" (RCURLY) at [3, 1]");
  EXPECT_EQ(error_of("{ \u00e9 }"), "Parse error on \"\u00e9\" (UNKNOWN_CHAR) at [1, 3]");
  EXPECT_EQ(error_of("{ a \"s\" }"), "Parse error on \"s\" (STRING) at [1, 5]");
  EXPECT_EQ(error_of("# \u00e9\u00e9\n{ a : }"), "Parse error on \"}\" (RCURLY) at [2, 7]");
  EXPECT_EQ(error_of("{}"), "Parse error on \"}\" (RCURLY) at [1, 2]");
  EXPECT_EQ(error_of("fragment on on T { a }"), "Parse error on \"on\" (ON) at [1, 10]");
  EXPECT_EQ(error_of("query Q($a: Int = $b) { a }"), "Parse error on \"$\" (VAR_SIGN) at [1, 19]");
  EXPECT_EQ(error_of("type T { a: Int }"), "Parse error on \"type\" (TYPE) at [1, 1]");
  EXPECT_EQ(error_of("{ a"), "Unexpected end of document");
  EXPECT_EQ(error_of(""), "Unexpected end of document");
}

TEST(Grammar, DepthAndSizeAreBounded) {
  const auto nested = [](std::string_view open, std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    return text;
  };
  EXPECT_EQ(error_of(nested("{a", 100'000)), "This document nests too deeply: over 64 levels");
  EXPECT_EQ(error_of("{a(b:" + nested("[", 100'000)),
            "This document nests too deeply: over 64 levels");
  EXPECT_EQ(error_of("{a(b:" + nested("{c:", 100'000)),
            "This document nests too deeply: over 64 levels");
  EXPECT_NE(error_of("query($a:" + nested("[", 100'000)), "parsed");
  EXPECT_EQ(error_of("{a(b:[" + nested("1 ", 100'000) + "])}"),
            "This document is too large: over 50000 tokens");
  EXPECT_EQ(error_of("{a}" + nested("fragment f on T{a}", 501)),
            "This document is too large: over 500 fragments");
}

}  // namespace
}  // namespace regent::fake::graphql
