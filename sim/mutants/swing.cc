// The rows of the one `updateRefs` that decides everything: guards that are missing, and rows.
#include <algorithm>
#include <array>

#include "sim/mutants/alter.h"
#include "sim/mutants/catalogue.h"

namespace regent::mutants {
namespace {

// Leaves out the rows of a swing that `chosen` names.
template <typename Chosen>
void leave_out(Plan& plan, Chosen chosen) {
  if (auto* const swing = request_in<github::UpdateRefs>(plan))
    std::erase_if(swing->updates, chosen);
}

constexpr std::array mutants = {
    Mutant{
        .name = "ledger-row-unguarded",
        .bug = "The ledger's row of a swing has no beforeOid.",
        .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
          unguard(plan, is_ledger);
          return std::nullopt;
        },
        .equivalent =
            "The row never forces and the new ledger's only parent is the one that was observed, "
            "so that GitHub's fast-forward rule refuses what beforeOid would have refused."},
    Mutant{.name = "ledger-row-forced",
           .bug = "The ledger's row has no beforeOid and forces, so that the last writer wins.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             overwrite(plan, is_ledger);
             return std::nullopt;
           }},
    Mutant{.name = "ledger-row-missing",
           .bug = "A swing moves the branches and does not move the ledger.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (auto* const swing = request_in<github::UpdateRefs>(plan);
                 swing != nullptr && swing->updates.size() > 1)
               swing->updates.erase(swing->updates.begin());
             return std::nullopt;
           }},
    Mutant{.name = "branch-create-unguarded",
           .bug = "A row that creates a branch has no beforeOid and forces.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             overwrite(plan, [](const auto& row) { return is_branch(row) && creates(row); });
             return std::nullopt;
           }},
    Mutant{.name = "branch-replace-unguarded",
           .bug = "A row that replaces a branch has no beforeOid.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             unguard(plan, [](const auto& row) { return is_branch(row) && replaces(row); });
             return std::nullopt;
           },
           .equivalent = "The guarded row of the ledger in the same swing keeps every other run "
                         "out, and what a person pushed to the release branch is replaced by the "
                         "next swing in any case."},
    Mutant{.name = "branch-remove-unguarded",
           .bug = "A row that removes a branch has no beforeOid.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             unguard(plan, [](const auto& row) { return is_branch(row) && removes(row); });
             return std::nullopt;
           },
           .equivalent = "The guarded row of the ledger in the same swing keeps every other run "
                         "out, and a superseded branch goes with whatever a person pushed to it."},
    Mutant{.name = "tag-row-unguarded",
           .bug = "A release's tag is set by force, without a look whether there is one.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const observation = found_in<github::Observation>(event);
                 const auto record =
                     observation != nullptr ? record_in(*observation) : std::nullopt;
                 if (record && record->proposal)
                   std::erase_if(observation->tags, [&](const github::Ref& tag) {
                     return tag.name == "refs/tags/" + stage.config.tag_prefix() +
                                            record->proposal->version.to_string();
                   });
                 return Reaction::deliver;
               },
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             overwrite(plan, is_tag);
             return std::nullopt;
           }},
    Mutant{.name = "all-rows-unguarded",
           .bug = "No row has a beforeOid, and each forces: an updateRefs that decides nothing.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             overwrite(plan, [](const auto&) { return true; });
             return std::nullopt;
           }},
    Mutant{.name = "branch-row-missing",
           .bug = "The ledger moves first, and the release branch is forgotten.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             leave_out(plan, [](const auto& row) { return is_branch(row) && !removes(row); });
             return std::nullopt;
           }},
    Mutant{.name = "superseded-branch-left",
           .bug = "A superseded branch is not removed by the swing that supersedes it.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             leave_out(plan, [](const auto& row) { return is_branch(row) && removes(row); });
             return std::nullopt;
           }},
};

}  // namespace

std::span<const Mutant> swing_mutants() { return mutants; }

}  // namespace regent::mutants
