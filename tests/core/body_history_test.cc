// People's text on a release PR survives the bot's writes, whatever their order.
#include "core/body_history.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/pull_body.h"

namespace regent {
namespace {

constexpr std::string_view region =
    "<!-- release-regent:begin v1 -->\nnotes\n<!-- release-regent:end -->";

std::string body(std::string_view before, std::string_view after = "\n") {
  return std::string(before).append(region).append(after);
}

class History {
 public:
  History& bot(std::string text) { return write(std::move(text), true); }
  History& person(std::string text) { return write(std::move(text), false); }

  [[nodiscard]] std::string kept() const { return outside(body_of_people(view_)); }
  [[nodiscard]] const github::PullView& view() const { return view_; }

 private:
  History& write(std::string text, bool by_us) {
    view_.pull.body = text;
    view_.edits.push_back({Time{}, by_us, std::move(text)});
    return *this;
  }

  github::PullView view_;
};

TEST(BodyOfPeople, IsTheBodyWhereNobodyButTheBotWrote) {
  EXPECT_EQ(body_of_people(History().bot(body("")).bot(body("carried\n\n")).view()),
            body("carried\n\n"));
}

TEST(BodyOfPeople, IsThePersonsEditToTheByte) {
  const std::string edited = body("  tabs\tand\r\nspaces  \n\n", "\n\nbelow\n");
  EXPECT_EQ(body_of_people(History().bot(body("")).person(edited).view()), edited);
}

TEST(BodyOfPeople, IsThePersonsEditThoughTheBotWroteOverIt) {
  const std::string edited = body("mine\n\n");
  EXPECT_EQ(body_of_people(History().bot(body("")).person(edited).bot(body("")).view()), edited);
}

TEST(BodyOfPeople, KeepsWhatWasCoveredWhenTheNextPersonEditedWhatWasShown) {
  const History history = std::move(
      History().bot(body("")).person(body("first\n\n")).bot(body("")).person(body("second\n\n")));
  EXPECT_NE(history.kept().find("first\n"), std::string::npos);
  EXPECT_NE(history.kept().find("second\n"), std::string::npos);
}

TEST(BodyOfPeople, DoesNotReviveWhatAPersonTookAway) {
  const History history = std::move(History()
                                        .bot(body(""))
                                        .person(body("old\n\n"))
                                        .person(body(""))
                                        .bot(body("old\n\n"))
                                        .person(body("old\nnew\n\n")));
  EXPECT_EQ(history.kept().find("old"), std::string::npos);
  EXPECT_NE(history.kept().find("new"), std::string::npos);
}

TEST(BodyOfPeople, DoesNotRepeatALineThatAPersonBroughtBackHimself) {
  const History history = std::move(
      History().bot(body("")).person(body("mine\n\n")).bot(body("")).person(body("mine\n\n")));
  const std::string kept = history.kept();
  EXPECT_EQ(kept.find("mine"), kept.rfind("mine"));
}

// A person adds a line to what is shown; in between, the bot writes what it believed at any earlier
// time. Every line is there in the end, once.
RC_GTEST_PROP(BodyOfPeople, KeepsEveryLineThatAnybodyAdded, ()) {
  History history;
  std::vector<std::string> written = {body("")};
  history.bot(written.front());
  std::string shown = written.front();
  const auto people = *rc::gen::inRange(1, 8);
  for (int i = 0; i < people; ++i) {
    if (*rc::gen::arbitrary<bool>()) {
      shown = *rc::gen::elementOf(written);
      history.bot(shown);
    }
    const std::string line = "line " + std::to_string(i) + " of a person\n";
    shown = *rc::gen::arbitrary<bool>() ? line + "\n" + shown : shown + "\n" + line;
    written.push_back(shown);
    history.person(shown);
  }
  const std::string kept = history.kept();
  for (int i = 0; i < people; ++i) {
    const std::string line = "line " + std::to_string(i) + " of a person\n";
    RC_ASSERT(kept.find(line) != std::string::npos);
    RC_ASSERT(kept.find(line) == kept.rfind(line));
  }
}

// Whatever the bot makes of it, the next reading comes to the same: a projection settles.
RC_GTEST_PROP(BodyOfPeople, DoesNotChangeWhenTheBotWritesIt, ()) {
  History history;
  history.bot(body(""));
  const auto edits = *rc::gen::inRange(1, 6);
  for (int i = 0; i < edits; ++i) {
    const auto words = *rc::gen::element<std::string>("a\n", "b\nc\n", "c\n\nc\n", "d", "");
    if (*rc::gen::arbitrary<bool>()) {
      history.bot(body(words));
    } else {
      history.person(body(words));
    }
  }
  const std::string kept = history.kept();
  history.bot(with_region(body_of_people(history.view()), region));
  if (!std::ranges::all_of(history.view().edits, &github::BodyEdit::by_us))
    RC_ASSERT(history.kept() == kept);
}

}  // namespace
}  // namespace regent
