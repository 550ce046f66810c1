// The replay page: whatever the data holds, it stays data.
#include "runtime/replay_page.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "runtime/replay_template.h"

namespace regent::runtime {
namespace {

// What the page's data block holds; the template around it is checked on the way.
std::string data_of(const std::string& page) {
  const auto [before, after] = replay_template();
  EXPECT_TRUE(page.starts_with(before));
  EXPECT_TRUE(page.ends_with(after));
  return page.substr(before.size(), page.size() - before.size() - after.size());
}

RC_GTEST_PROP(ReplayPage, KeepsEveryTextAndLetsNoneOutOfTheDataBlock, ()) {
  const auto hostile = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "</script", "<!--", "<script", "-->", "]]>", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80", "\\",
      "\"", "<", "\\u003c", "&lt;", "größe", "@SCRIPTS@"));
  std::string text;
  for (const std::string& part : hostile) text += part;
  const std::string json = nlohmann::json{{"title", text}}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);

  const std::string data = data_of(replay_page(json));
  RC_ASSERT(nlohmann::json::parse(data) == nlohmann::json::parse(json));
  for (const char* const out : {"<", "\xe2\x80\xa8", "\xe2\x80\xa9"}) {
    RC_ASSERT(data.find(out) == std::string::npos);
  }
}

TEST(ReplayPage, EscapesOnlyWhatItMust) {
  EXPECT_EQ(data_of(replay_page(R"({"a":"</script>"})")), R"({"a":"\u003c/script>"})");
  EXPECT_EQ(data_of(replay_page("\"\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xa6\"")),
            "\"\\u2028\\u2029\xe2\x80\xa6\"");
}

RC_GTEST_PROP(ReplayPage, HoldsAnyBytesWithoutAnAngleBracket, (const std::string& bytes)) {
  RC_ASSERT(data_of(replay_page(bytes)).find('<') == std::string::npos);
}

TEST(ReplayPage, IsAssembledCompletelyAndForbidsTheNetwork) {
  const auto [before, after] = replay_template();
  for (const char* const mark : {"@POLICY@", "@STYLES@", "@SCRIPTS@", "@REPLAY@"}) {
    EXPECT_EQ(before.find(mark), std::string_view::npos) << mark;
    EXPECT_EQ(after.find(mark), std::string_view::npos) << mark;
  }
  EXPECT_NE(before.find("content=\"default-src 'none'; script-src 'sha256-"),
            std::string_view::npos);
  EXPECT_EQ(before.find("unsafe"), std::string_view::npos);
  EXPECT_TRUE(before.ends_with("<script type=\"application/json\" id=\"replay\">"));
}

}  // namespace
}  // namespace regent::runtime
