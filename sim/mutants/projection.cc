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

constexpr std::array mutants = {
    Mutant{.name = "re-read-skipped",
           .bug = "What was written is not read again: the write's own answer is believed.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 if (found_in<github::Pull>(event) != nullptr)
                   stage.memory.response = *answer_in(event);
                 if (auto* const view = found_in<github::PullView>(event);
                     view != nullptr && stage.asked_for<github::EditPull>())
                   *view = believed_view(stage, view->pull);
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
             const auto* const edit = request_in<github::EditPull>(plan);
             if (edit == nullptr) return std::nullopt;
             return Answered{made_up(stage, believed_view(stage, written_pull(stage, *edit)))};
           }},
    Mutant{.name = "title-not-updated",
           .bug = "An update writes the body and leaves the title.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (auto* const edit = request_in<github::EditPull>(plan)) edit->title.reset();
             return std::nullopt;
           }},
    Mutant{.name = "words-of-people-dropped",
           .bug = "A body is written whole: what a person wrote around the region is gone.",
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (auto* const edit = request_in<github::EditPull>(plan))
               edit->body = std::string(split_view(edit->body).region);
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
    Mutant{.name = "missing-file-trusted",
           .bug = "404 for the changelog file means that there is none: it is begun anew.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const answer = answer_in(event);
                 if (answer == nullptr || !stage.asked_for<github::ObserveFile>())
                   return Reaction::deliver;
                 if (answer->status == 404) *answer = made_up(stage, github::FileView{});
                 if (const auto* const file = answer->as<github::FileContents>())
                   answer->payload = github::FileView{true, *file};
                 return Reaction::deliver;
               },
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (const auto* const observe = request_in<github::ObserveFile>(plan))
               plan = github::Request(observe->file);
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
