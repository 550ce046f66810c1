// What the first read is taken for: old for new, absent for gone, a foreign thing for one's own.
#include <algorithm>
#include <array>

#include "sim/mutants/alter.h"
#include "sim/mutants/catalogue.h"

namespace regent::mutants {
namespace {

constexpr std::array mutants = {
    Mutant{.name = "freshness-bound-ignored",
           .bug = "An observation need not contain the merge that the trigger names.",
           .on_event =
               [](const Stage&, Event& event) {
                 if (auto* const begin = std::get_if<Begin>(&event))
                   begin->trigger.must_contain.reset();
                 return Reaction::deliver;
               }},
    Mutant{.name = "older-base-accepted",
           .bug = "A base that is older than the proposal's is not looked at twice.",
           .on_event =
               [](const Stage&, Event& event) {
                 auto* const observation = found_in<github::Observation>(event);
                 if (observation == nullptr || !observation->base) return Reaction::deliver;
                 edit_record(event, [&](LedgerRecord& record) {
                   if (record.proposal) record.proposal->base_sha = observation->base->oid;
                 });
                 return Reaction::deliver;
               }},
    // The run's clock jumps over the time in which reads settle, each time it waits for that.
    Mutant{.name = "suspicion-believed",
           .bug = "A read that contradicts the ledger is believed at the second look.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 if (auto* const answer = answer_in(event))
                   answer->headers.date += Duration(stage.memory.number);
                 return Reaction::deliver;
               },
           .on_plan = [](const Stage& stage, Plan& plan) -> std::optional<Event> {
             if (std::holds_alternative<Wait>(plan) && stage.ledger().suspicion)
               stage.memory.number +=
                   static_cast<std::uint64_t>(stage.config.ledger.settle_ms.count());
             return std::nullopt;
           }},
    Mutant{.name = "tags-overlooked",
           .bug = "The last release is the ledger's; tags by hand are overlooked.",
           .on_event =
               [](const Stage&, Event& event) {
                 if (auto* const observation = found_in<github::Observation>(event))
                   observation->tags.clear();
                 return Reaction::deliver;
               }},
    Mutant{.name = "last-release-from-tags-alone",
           .bug = "The last release is the highest tag that is shown; the ledger's is overlooked.",
           .on_event =
               [](const Stage&, Event& event) {
                 edit_record(event, [](LedgerRecord& record) { record.last.reset(); });
                 return Reaction::deliver;
               }},
    Mutant{.name = "predecessors-forgotten",
           .bug = "A superseded PR is forgotten at once, although it may still be merged.",
           .on_event =
               [](const Stage&, Event& event) {
                 edit_record(event, [](LedgerRecord& record) { record.predecessors.clear(); });
                 return Reaction::deliver;
               }},
    Mutant{.name = "pull-number-forgotten",
           .bug = "The recorded number of the PR is not used; it is looked for by its head.",
           .on_event =
               [](const Stage&, Event& event) {
                 edit_record(event, [](LedgerRecord& record) {
                   if (record.proposal && record.proposal->claim) record.proposal->pull.reset();
                 });
                 return Reaction::deliver;
               }},
    Mutant{.name = "branch-believed-in-place",
           .bug = "The release branch is believed to be where the ledger says, without a look.",
           .on_event =
               [](const Stage&, Event& event) {
                 auto* const observation = found_in<github::Observation>(event);
                 if (observation == nullptr) return Reaction::deliver;
                 const auto record = record_in(*observation);
                 if (!record || !record->proposal) return Reaction::deliver;
                 const std::string name = "refs/heads/" + record->proposal->branch;
                 std::erase_if(observation->heads,
                               [&](const auto& ref) { return ref.name == name; });
                 observation->heads.push_back({name, record->proposal->commit});
                 return Reaction::deliver;
               }},
    // Branches that the ledger does not know are not seen, and creating one overwrites it.
    Mutant{.name = "foreign-branch-adopted",
           .bug = "A branch that has the wanted name already is taken for one's own.",
           .on_event =
               [](const Stage&, Event& event) {
                 auto* const observation = found_in<github::Observation>(event);
                 if (observation == nullptr) return Reaction::deliver;
                 const auto record = record_in(*observation);
                 std::erase_if(observation->heads, [&](const github::Ref& ref) {
                   return !record || !record->proposal ||
                          ref.name != "refs/heads/" + record->proposal->branch;
                 });
                 return Reaction::deliver;
               },
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             overwrite(plan, [](const auto& row) { return is_branch(row) && creates(row); });
             return std::nullopt;
           }},
    Mutant{.name = "merge-lost-in-join",
           .bug = "Of several merges since the last release the second never gets an entry.",
           .on_event =
               [](const Stage&, Event& event) {
                 auto* const comparison = found_in<github::Comparison>(event);
                 if (comparison != nullptr && comparison->commits.size() > 1) {
                   comparison->commits.erase(comparison->commits.begin() + 1);
                   --comparison->total_commits;
                 }
                 return Reaction::deliver;
               }},
    Mutant{.name = "newest-merge-not-listed",
           .bug = "The entry of the base's newest commit is left to the next run.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const comparison = found_in<github::Comparison>(event);
                 if (comparison != nullptr && !comparison->commits.empty() &&
                     stage.ledger().phase == LedgerPhase::comparing) {
                   comparison->commits.back().message = "chore: later";
                 }
                 return Reaction::deliver;
               }},
};

}  // namespace

std::span<const Mutant> observation_mutants() { return mutants; }

}  // namespace regent::mutants
