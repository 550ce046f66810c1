// What a list or a view of a PR is taken for.
#include <array>

#include "sim/mutants/alter.h"
#include "sim/mutants/catalogue.h"

namespace regent::mutants {
namespace {

bool is_predecessor(const Stage& stage) {
  const LedgerPhase phase = stage.ledger().phase;
  return phase == LedgerPhase::viewing_predecessor || phase == LedgerPhase::listing_predecessor;
}

constexpr std::array mutants = {
    Mutant{.name = "merged-pull-taken-for-closed",
           .bug = "A release PR that was merged is taken for one that a person closed.",
           .on_event =
               [](const Stage&, Event& event) {
                 edit_pulls(event, [](github::Pull& pull) { pull.merged = false; });
                 return Reaction::deliver;
               }},
    Mutant{.name = "merged-predecessor-overlooked",
           .bug = "A superseded PR that was merged at the last moment is taken for closed.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 if (is_predecessor(stage))
                   edit_pulls(event, [](github::Pull& pull) { pull.merged = false; });
                 return Reaction::deliver;
               }},
    Mutant{.name = "closed-pull-taken-for-open",
           .bug = "A closed release PR is still kept up to date, and none is opened instead.",
           .on_event =
               [](const Stage&, Event& event) {
                 edit_pulls(event, [](github::Pull& pull) {
                   if (!pull.merged) pull.state = github::PullState::open;
                 });
                 return Reaction::deliver;
               }},
    Mutant{.name = "closed-pull-overlooked",
           .bug = "A list of PRs leaves out the closed ones.",
           .on_event =
               [](const Stage&, Event& event) {
                 const auto is_closed = [](const github::Pull& pull) {
                   return pull.state == github::PullState::closed;
                 };
                 if (auto* const list = found_in<github::Pulls>(event))
                   std::erase_if(list->pulls, is_closed);
                 if (auto* const views = found_in<github::PullViews>(event))
                   std::erase_if(views->pulls,
                                 [&](const auto& entry) { return is_closed(entry.pull); });
                 return Reaction::deliver;
               }},
    Mutant{.name = "foreign-pull-adopted",
           .bug = "The PRs of a list are believed to be of the head that was asked for.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 const auto* const listed = stage.asked_for<github::ListPulls>();
                 const auto* const viewed = stage.asked_for<github::ObservePulls>();
                 const std::string head = listed != nullptr   ? listed->head
                                          : viewed != nullptr ? viewed->head
                                                              : std::string();
                 if (!head.empty())
                   edit_pulls(event, [&](github::Pull& pull) { pull.head = head; });
                 return Reaction::deliver;
               }},
    Mutant{.name = "superseded-pull-left-open",
           .bug = "An open PR of a superseded branch is left to GitHub, which closes it some time.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 if (is_predecessor(stage))
                   edit_pulls(event,
                              [](github::Pull& pull) { pull.state = github::PullState::closed; });
                 return Reaction::deliver;
               }},
    Mutant{.name = "missing-pull-gives-up",
           .bug = "A PR that GitHub does not show yet is an error that a person has to look at.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const answer = answer_in(event);
                 if (answer != nullptr && answer->status == 200 && !answer->ok() &&
                     stage.asked_for<github::ObservePull>())
                   *answer = forbidden(stage);
                 return Reaction::deliver;
               }},
};

}  // namespace

std::span<const Mutant> pull_mutants() { return mutants; }

}  // namespace regent::mutants
