// When a run ends, what becomes of its message, and the waits on the way there.
#include <array>

#include "sim/mutants/alter.h"
#include "sim/mutants/catalogue.h"

namespace regent::mutants {
namespace {

Ending acknowledged() { return {}; }

constexpr std::array mutants = {
    Mutant{.name = "acknowledged-before-the-pull",
           .bug = "The message is acknowledged when the ledger has moved, before the PR is opened.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (request_in<github::CreatePull>(plan)) plan = acknowledged();
             return std::nullopt;
           }},
    Mutant{.name = "acknowledged-before-the-text",
           .bug = "The message is acknowledged when the branch is right, before the PR's text is.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (request_in<github::EditPull>(plan)) plan = acknowledged();
             return std::nullopt;
           }},
    Mutant{.name = "acknowledged-before-the-release",
           .bug = "The message is acknowledged when the tag is made, before the release is.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (request_in<github::CreateRelease>(plan)) plan = acknowledged();
             return std::nullopt;
           }},
    Mutant{.name = "acknowledged-before-the-re-read",
           .bug = "The message is acknowledged after the last write, whatever came of it.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 const auto* const answer = answer_in(event);
                 const bool written =
                     answer != nullptr && answer->ok() &&
                     (stage.asked_for<github::EditPull>() || stage.asked_for<github::CreatePull>());
                 stage.memory.number = written ? 1 : 0;
                 return Reaction::deliver;
               },
           .on_plan = [](const Stage& stage, Plan& plan) -> std::optional<Event> {
             if (stage.memory.number != 0) plan = acknowledged();
             return std::nullopt;
           }},
    Mutant{.name = "acknowledged-when-refused",
           .bug = "A run that loses a swing leaves the work to the winner and acknowledges.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 const auto* const answer = answer_in(event);
                 const bool refused = answer != nullptr && answer->status == 200 && !answer->ok() &&
                                      stage.asked_for<github::UpdateRefs>();
                 stage.memory.number = refused ? 1 : 0;
                 return Reaction::deliver;
               },
           .on_plan = [](const Stage& stage, Plan& plan) -> std::optional<Event> {
             if (stage.memory.number != 0) plan = acknowledged();
             return std::nullopt;
           }},
    Mutant{.name = "acknowledged-when-abandoned",
           .bug = "A run that gives up for now acknowledges its message all the same.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             auto* const ending = std::get_if<Ending>(&plan);
             if (ending != nullptr && ending->outcome == Outcome::abandoned) plan = acknowledged();
             return std::nullopt;
           }},
    Mutant{.name = "abandoned-for-good",
           .bug = "A run that gives up for now gives up for good.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             auto* const ending = std::get_if<Ending>(&plan);
             if (ending != nullptr && ending->outcome == Outcome::abandoned)
               ending->outcome = Outcome::dead_lettered;
             return std::nullopt;
           }},
    Mutant{.name = "waits-skipped",
           .bug = "A run never waits: it looks again at once.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (auto* const wait = std::get_if<Wait>(&plan)) wait->duration = {};
             return std::nullopt;
           }},
    Mutant{.name = "reserve-used-up",
           .bug = "The reserve of the rate limit is not kept: a run asks while anything is left.",
           .on_event =
               [](const Stage&, Event& event) {
                 if (auto* const answer = answer_in(event); answer != nullptr && answer->ok())
                   answer->headers.rate_limit_remaining = 5'000;
                 if (auto* const begin = std::get_if<Begin>(&event))
                   begin->rate_limit_remaining.reset();
                 return Reaction::deliver;
               }},
};

}  // namespace

std::span<const Mutant> ending_mutants() { return mutants; }

}  // namespace regent::mutants
