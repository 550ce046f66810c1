// Refusals and lost answers, and what they are taken for.
#include <array>

#include "sim/mutants/alter.h"
#include "sim/mutants/catalogue.h"

namespace regent::mutants {
namespace {

bool is_limit(const github::Response* answer) {
  return answer != nullptr && (answer->status == 403 || answer->status == 429);
}

constexpr std::array mutants = {
    Mutant{.name = "lost-create-repeated",
           .bug = "A POST /pulls without an answer is sent again at once.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 const bool lost = stage.asked_for<github::CreatePull>() && is_unanswered(event);
                 return lost ? Reaction::repeat : Reaction::deliver;
               }},
    Mutant{.name = "lost-create-taken-for-refused",
           .bug = "A POST /pulls without an answer is taken for one that did not happen.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 if (stage.asked_for<github::CreatePull>() && is_unanswered(event))
                   event = Answered{made_up(
                       stage,
                       github::ApiError{
                           "Validation Failed", {{"PullRequest", "head", "invalid", ""}}, {}},
                       422)};
                 return Reaction::deliver;
               }},
    Mutant{.name = "lost-swing-taken-for-done",
           .bug = "An updateRefs without an answer is taken for one that happened, to the end.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 if (stage.asked_for<github::UpdateRefs>() && is_unanswered(event)) {
                   event = Answered{made_up(stage, github::Done{})};
                   stage.memory.text = stage.ledger().seen.github.ledger->oid.hex();
                 }
                 auto* const view = found_in<github::PullView>(event);
                 if (view != nullptr && !stage.memory.text.empty())
                   view->ledger = Sha::parse(stage.memory.text);
                 return Reaction::deliver;
               }},
    Mutant{.name = "server-error-create-repeated",
           .bug = "A POST /pulls that GitHub answers with 5xx is sent again at once.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 const auto* const answer = answer_in(event);
                 const bool failed = stage.asked_for<github::CreatePull>() && answer != nullptr &&
                                     answer->status >= 500;
                 return failed ? Reaction::repeat : Reaction::deliver;
               }},
    Mutant{.name = "refused-swing-taken-for-done",
           .bug = "HTTP 200 is success: the errors in an updateRefs' answer are not read.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const answer = answer_in(event);
                 if (answer != nullptr && stage.asked_for<github::UpdateRefs>() &&
                     answer->status == 200)
                   answer->payload = github::Done{};
                 return Reaction::deliver;
               }},
    Mutant{.name = "409-gives-up",
           .bug = "409 is an error that a person has to look at.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const answer = answer_in(event);
                 if (answer != nullptr && answer->status == 409) *answer = forbidden(stage);
                 return Reaction::deliver;
               }},
    Mutant{.name = "409-taken-for-stored",
           .bug = "409 to a new commit means that it is there already, as the base's head.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const answer = answer_in(event);
                 if (answer != nullptr && answer->status == 409 &&
                     stage.asked_for<github::CreateCommit>())
                   *answer =
                       made_up(stage, github::ObjectId{stage.ledger().seen.github.base->oid}, 201);
                 return Reaction::deliver;
               }},
    Mutant{.name = "412-taken-for-success",
           .bug = "Text is written under If-Match, and the refusal is taken for success.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const answer = answer_in(event);
                 const auto* const edit = stage.asked_for<github::EditPull>();
                 if (answer != nullptr && edit != nullptr &&
                     (answer->status == 400 || answer->status == 412))
                   *answer = made_up(stage, believed_view(stage, written_pull(stage, *edit)));
                 return Reaction::deliver;
               },
           .on_plan = [](const Stage&, Plan& plan) -> std::optional<Event> {
             if (const auto* const edit = request_in<github::EditPull>(plan)) {
               github::UpdatePull update{.number = edit->number};
               update.title = edit->title;
               update.body = edit->body;
               update.if_match = "\"as-it-was\"";
               plan = std::move(update);
             }
             return std::nullopt;
           }},
    Mutant{.name = "422-create-gives-up",
           .bug = "422 to POST /pulls is final, also when the branch is only too new to be seen.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const answer = answer_in(event);
                 if (answer != nullptr && answer->status == 422 &&
                     stage.asked_for<github::CreatePull>())
                   *answer = forbidden(stage);
                 return Reaction::deliver;
               }},
    Mutant{.name = "422-release-gives-up",
           .bug = "422 to POST /releases is final, also when another run was faster.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const answer = answer_in(event);
                 if (answer != nullptr && answer->status == 422 &&
                     stage.asked_for<github::CreateRelease>())
                   *answer = forbidden(stage);
                 return Reaction::deliver;
               }},
    Mutant{.name = "403-gives-up",
           .bug = "Every 403 is a missing permission, also a rate limit's.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const answer = answer_in(event);
                 if (is_limit(answer) && answer->status == 403) *answer = forbidden(stage);
                 return Reaction::deliver;
               }},
    Mutant{.name = "limited-request-repeated",
           .bug = "A request that met a rate limit, 403 or 429, is sent again at once.",
           .on_event =
               [](const Stage&, Event& event) {
                 return is_limit(answer_in(event)) ? Reaction::repeat : Reaction::deliver;
               }},
    Mutant{.name = "401-gives-up",
           .bug = "401 is final, also when only the token has run out.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 auto* const answer = answer_in(event);
                 if (answer != nullptr && answer->status == 401) *answer = forbidden(stage);
                 return Reaction::deliver;
               }},
};

}  // namespace

std::span<const Mutant> error_mutants() { return mutants; }

}  // namespace regent::mutants
