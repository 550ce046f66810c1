// A mutant stands between a run and its world, and leaves both what they are.
#include "sim/actor.h"

#include <gtest/gtest.h>

#include "sim/campaign.h"

namespace regent::sim {
namespace {

CampaignSpec campaign(const Mutant* mutant) {
  CampaignSpec spec;
  spec.run.workers = 4;
  spec.run.faults = *parse_faults("all");
  spec.run.mutant = mutant;
  spec.seed_count = 20;
  return spec;
}

constexpr Mutant harmless{
    .name = "harmless",
    .bug = "None.",
    .on_event = [](const Stage&, Event&) { return Reaction::deliver; },
    .on_plan = [](const Stage&, Plan&) -> std::optional<Event> { return std::nullopt; }};

TEST(Mutant, ThatChangesNothingLeavesTheCampaignAsItIs) {
  EXPECT_EQ(run_campaign(campaign(&harmless)).hash, run_campaign(campaign(nullptr)).hash);
}

Actor begun(const Mutant* mutant) {
  const Config config;
  Actor actor(config, mutant);
  EXPECT_TRUE(actor.advance(config, Begin{.trigger = {.base = "main"}, .entropy = {1, 2}}));
  return actor;
}

TEST(Actor, AsksForWhatItsMutantMakesOfThePlan) {
  static constexpr Mutant idle{
      .name = "idle", .bug = "It waits.", .on_plan = [](const Stage&, Plan& plan) {
        plan = Wait{Duration(7)};
        return std::optional<Event>();
      }};
  const Actor actor = begun(&idle);
  ASSERT_NE(actor.wait(), nullptr);
  EXPECT_EQ(actor.wait()->duration, Duration(7));
  EXPECT_EQ(actor.request(), nullptr);
  EXPECT_FALSE(actor.ending());
}

TEST(Actor, CarriesAPlanOutAgainWhenTheMutantKeepsTheEventToItself) {
  static constexpr Mutant stubborn{
      .name = "stubborn", .bug = "It repeats.", .on_event = [](const Stage&, Event& event) {
        return std::holds_alternative<Unanswered>(event) ? Reaction::repeat : Reaction::deliver;
      }};
  Actor actor = begun(&stubborn);
  const Actor before = actor;
  ASSERT_TRUE(actor.advance(Config{}, Unanswered{}));
  EXPECT_EQ(actor, before);
}

TEST(Actor, DiffersFromOneWhoseMutantRemembersSomethingElse) {
  static constexpr Mutant counting{
      .name = "counting", .bug = "It counts.", .on_event = [](const Stage& stage, Event& event) {
        if (std::holds_alternative<Begin>(event)) return Reaction::deliver;
        ++stage.memory.number;
        return Reaction::repeat;
      }};
  Actor actor = begun(&counting);
  const Actor before = actor;
  ASSERT_TRUE(actor.advance(Config{}, Unanswered{}));
  EXPECT_NE(actor, before);
}

}  // namespace
}  // namespace regent::sim
