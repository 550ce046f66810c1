// A process's own clock may be off by minutes; GitHub's `Date` is what counts.
#include <gtest/gtest.h>

#include "core/reducer.h"

namespace regent {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time noon{Duration{1'700'000'000'000}};

Begin begin_at(Time own, std::uint32_t remaining) {
  Begin begin;
  begin.trigger.base = "main";
  begin.rate_limit_remaining = remaining;
  begin.rate_limit_reset = noon;
  begin.now = own;
  return begin;
}

github::Response dated(Time date) {
  github::Response response;
  response.status = 500;
  response.headers.date = date;
  response.headers.rate_limit_remaining = 5'000;
  response.payload = github::ApiError{"Server Error", {}, {}};
  return response;
}

class OwnClock : public testing::TestWithParam<Protocol> {
 protected:
  OwnClock() { config_.protocol = GetParam(); }
  [[nodiscard]] Time now() const {
    return std::visit([](const auto& run) { return run.now; }, run_);
  }
  Config config_;
  regent::Run run_ = new_run({});
};

TEST_P(OwnClock, IsForgottenAtTheFirstAnswerAlthoughItIsAhead) {
  run_ = new_run(config_);
  (void)step(config_, run_, begin_at(noon + minutes(10), 5'000));
  (void)step(config_, run_, Answered{dated(noon)});
  EXPECT_EQ(now(), noon);
}

TEST_P(OwnClock, TellsWhetherTheRememberedLimitHasBeenReset) {
  run_ = new_run(config_);
  const Step early = step(config_, run_, begin_at(noon - seconds(5), 3));
  ASSERT_TRUE(std::holds_alternative<Finish>(early.action));
  EXPECT_EQ(std::get<Finish>(early.action).delay(), seconds(6));
  run_ = new_run(config_);
  EXPECT_TRUE(std::holds_alternative<Call>(step(config_, run_, begin_at(noon, 3)).action));
}

INSTANTIATE_TEST_SUITE_P(EachProtocol, OwnClock,
                         testing::Values(Protocol::ledger, Protocol::optimistic));

}  // namespace
}  // namespace regent
