// The merged PR becomes a tag and a release: of what, where, and with which notes.
#include <algorithm>
#include <array>

#include "core/pull_body.h"
#include "sim/mutants/alter.h"
#include "sim/mutants/catalogue.h"

namespace regent::mutants {
namespace {

// The tag's row of a swing that releases; nullptr: it does not.
github::RefUpdate* tag_row(Plan& plan) {
  auto* const swing = request_in<github::UpdateRefs>(plan);
  if (swing == nullptr) return nullptr;
  const auto found = std::ranges::find_if(swing->updates, is_tag);
  return found == swing->updates.end() ? nullptr : &*found;
}

constexpr std::array mutants = {
    Mutant{.name = "stale-sha-tagged",
           .bug = "The tag is put on the release branch's commit instead of on its merge.",
           .on_plan = [](const Stage& stage, Plan& plan) -> std::optional<Event> {
             if (auto* const row = tag_row(plan); row != nullptr && stage.ledger().seen.pull)
               row->after = stage.ledger().seen.pull->pull.head_sha;
             return std::nullopt;
           }},
    Mutant{.name = "head-tagged",
           .bug = "The tag is put on the base's head, whatever landed since the merge.",
           .on_plan = [](const Stage& stage, Plan& plan) -> std::optional<Event> {
             if (auto* const row = tag_row(plan)) row->after = stage.ledger().seen.github.base->oid;
             return std::nullopt;
           }},
    Mutant{.name = "notes-from-body",
           .bug = "The release's notes are the merged PR's body.",
           .on_plan = [](const Stage& stage, Plan& plan) -> std::optional<Event> {
             auto* const release = request_in<github::CreateRelease>(plan);
             if (release != nullptr && stage.ledger().seen.pull)
               release->body = stage.ledger().seen.pull->pull.body;
             return std::nullopt;
           }},
    Mutant{.name = "notes-from-the-beginning",
           .bug = "The notes list every commit there ever was, released before or not.",
           .on_plan = [](const Stage& stage, Plan& plan) -> std::optional<Event> {
             const auto* const compare = request_in<github::CompareCommits>(plan);
             if (compare != nullptr && stage.ledger().phase == LedgerPhase::collecting_notes)
               plan = github::ListCommits{compare->head, compare->page};
             return std::nullopt;
           }},
    Mutant{.name = "release-left-half-done",
           .bug = "A tag without a release, which somebody left behind, is not finished.",
           .on_event =
               [](const Stage&, Event& event) {
                 edit_record(event, [](LedgerRecord& record) { record.publishing.reset(); });
                 return Reaction::deliver;
               }},
    Mutant{.name = "release-published-as-draft",
           .bug = "The release is made as a draft, which nobody publishes.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (auto* const release = request_in<github::CreateRelease>(plan))
               release->draft = true;
             return std::nullopt;
           }},
    Mutant{.name = "merge-commit-guessed",
           .bug = "The merge of a release PR is taken to be the base's head.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const view = found_in<github::PullView>(event);
                 if (view != nullptr && view->pull.merged && stage.ledger().seen.github.base)
                   view->pull.merge_commit_sha = stage.ledger().seen.github.base->oid;
                 return Reaction::deliver;
               }},
    Mutant{.name = "published-before-the-tag",
           .bug = "The tag is left to the release, which may never be made.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (auto* const swing = request_in<github::UpdateRefs>(plan))
               std::erase_if(swing->updates, is_tag);
             return std::nullopt;
           }},
};

}  // namespace

std::span<const Mutant> release_mutants() { return mutants; }

}  // namespace regent::mutants
