// Title, body and changelog file: what is written, and whether it is read again.
#include <array>

#include "core/pull_body.h"
#include "sim/mutants/alter.h"
#include "sim/mutants/catalogue.h"

namespace regent::mutants {
namespace {

bool is_verification(const Stage& stage) {
  return stage.ledger().phase == LedgerPhase::verifying &&
         stage.asked_for<github::ObservePull>() != nullptr;
}

// The view that a run would read if nobody else wrote: its own write, and the ledger and the base
// that it knows.
github::PullView believed_view(const Stage& stage, const github::Pull& written) {
  const LedgerRun& run = stage.ledger();
  github::PullView view{written, {{run.now, true, written.body}}, std::nullopt, std::nullopt};
  if (run.seen.github.ledger) view.ledger = run.seen.github.ledger->oid;
  if (run.seen.github.base) view.base = run.seen.github.base->oid;
  return view;
}

constexpr std::array mutants = {
    Mutant{.name = "re-read-skipped",
           .bug = "What was written is not read again: the write's own answer is believed.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 if (found_in<github::Pull>(event) != nullptr)
                   stage.memory.response = *answer_in(event);
                 return Reaction::deliver;
               },
           .on_plan = [](const Stage& stage, Plan&) -> std::optional<Event> {
             if (!is_verification(stage) || !stage.memory.response) return std::nullopt;
             const auto& written = std::get<github::Pull>(stage.memory.response->payload);
             return Answered{made_up(stage, believed_view(stage, written))};
           }},
    Mutant{.name = "ledger-not-read-again",
           .bug = "After a write the PR is read again, the ledger is not.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const view = found_in<github::PullView>(event);
                 if (view != nullptr && stage.ledger().seen.github.ledger)
                   view->ledger = stage.ledger().seen.github.ledger->oid;
                 return Reaction::deliver;
               }},
    Mutant{.name = "text-not-updated",
           .bug = "The PR keeps the text that it was opened with.",
           .on_plan = [](const Stage& stage, Plan& plan) -> std::optional<Event> {
             const auto* const update = request_in<github::UpdatePull>(plan);
             if (update != nullptr && update->body) return Answered{made_up(stage, github::Pull{})};
             if (!is_verification(stage) || !stage.ledger().seen.pull) return std::nullopt;
             github::Pull written = stage.ledger().seen.pull->pull;
             written.body = stage.ledger().written_body;
             if (stage.ledger().seen.record.proposal)
               written.title =
                   "chore(release): " + stage.ledger().seen.record.proposal->version.to_string();
             return Answered{made_up(stage, believed_view(stage, written))};
           }},
    Mutant{.name = "title-not-updated",
           .bug = "An update writes the body and leaves the title.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (auto* const update = request_in<github::UpdatePull>(plan)) update->title.reset();
             return std::nullopt;
           }},
    Mutant{.name = "words-of-people-dropped",
           .bug = "A body is written whole: what a person wrote around the region is gone.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             auto* const update = request_in<github::UpdatePull>(plan);
             if (update != nullptr && update->body)
               update->body = std::string(split_view(*update->body).region);
             return std::nullopt;
           }},
    Mutant{.name = "edit-history-ignored",
           .bug = "The text around the region is the current body's, not the last person's.",
           .on_event =
               [](const Stage&, Event& event) {
                 if (auto* const view = found_in<github::PullView>(event))
                   for (github::BodyEdit& edit : view->edits) edit.by_us = true;
                 return Reaction::deliver;
               }},
    Mutant{.name = "changelog-file-not-written",
           .bug = "The release commit leaves the changelog file as it is.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (auto* const tree = request_in<github::CreateTree>(plan)) tree->files.clear();
             return std::nullopt;
           }},
    Mutant{.name = "branch-not-rebuilt",
           .bug = "The ledger's new content is proposed on the branch's old commit.",
           .on_plan = [](const Stage& stage, Plan&) -> std::optional<Event> {
             const LedgerRun& run = stage.ledger();
             if (run.phase != LedgerPhase::storing_commit || !run.seen.record.proposal)
               return std::nullopt;
             return Answered{
                 made_up(stage, github::ObjectId{run.seen.record.proposal->commit}, 201)};
           }},
};

}  // namespace

std::span<const Mutant> projection_mutants() { return mutants; }

}  // namespace regent::mutants
