// Changing what passes between a run and its world: the verbs that mutants are written in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/ledger_record.h"
#include "sim/mutant.h"

namespace regent::mutants {

using sim::Ending;
using sim::Memory;
using sim::Mutant;
using sim::Plan;
using sim::Reaction;
using sim::Stage;

// The answer that an event brings; nullptr: it brings none.
[[nodiscard]] inline github::Response* answer_in(Event& event) {
  auto* const answered = std::get_if<Answered>(&event);
  return answered == nullptr ? nullptr : &answered->response;
}

// What a successful answer holds; nullptr: the event brings nothing of this kind.
template <typename T>
[[nodiscard]] T* found_in(Event& event) {
  auto* const answer = answer_in(event);
  return answer == nullptr || !answer->ok() ? nullptr : std::get_if<T>(&answer->payload);
}

[[nodiscard]] inline bool is_unanswered(const Event& event) {
  return std::holds_alternative<Unanswered>(event);
}

template <typename T>
[[nodiscard]] T* request_in(Plan& plan) {
  auto* const request = std::get_if<github::Request>(&plan);
  return request == nullptr ? nullptr : std::get_if<T>(request);
}

// An answer that GitHub never gave, at the time and with the limits that the run knows of.
[[nodiscard]] github::Response made_up(const Stage& stage, github::Payload payload,
                                       int status = 200);

// The view that a run would read if nobody else wrote: its own write, and the ledger and the base
// that it knows.
[[nodiscard]] github::PullView believed_view(const Stage& stage, const github::Pull& written);

// The PR that the run edits, as it would be after the edit.
[[nodiscard]] github::Pull written_pull(const Stage& stage, const github::EditPull& edit);

// What a run that calls it a day would do with any refusal.
[[nodiscard]] github::Response forbidden(const Stage& stage);

// The record in an observation's ledger; nullopt: there is no ledger.
[[nodiscard]] std::optional<LedgerRecord> record_in(const github::Observation& observation);

// Lets the reducer see another record than the ledger holds. The ledger's own id stays.
template <typename Edit>
void edit_record(Event& event, Edit edit) {
  auto* const observation = found_in<github::Observation>(event);
  if (observation == nullptr) return;
  auto record = record_in(*observation);
  if (!record) return;
  edit(*record);
  observation->ledger->message = encode(*record);
}

// Lets the reducer see another claim than the ledger holds, if one is open.
template <typename Edit>
void edit_claim(Event& event, Edit edit) {
  edit_record(event, [&](LedgerRecord& record) {
    if (record.proposal && record.proposal->claim && !record.proposal->pull)
      edit(*record.proposal->claim);
  });
}

// Each PR that an answer shows, in a view or in a list.
template <typename Edit>
void edit_pulls(Event& event, Edit edit) {
  if (auto* const view = found_in<github::PullView>(event)) edit(view->pull);
  if (auto* const list = found_in<github::Pulls>(event))
    for (github::Pull& pull : list->pulls) edit(pull);
  if (auto* const views = found_in<github::PullViews>(event))
    for (github::PullViews::Entry& entry : views->pulls) edit(entry.pull);
}

[[nodiscard]] inline bool is_branch(const github::RefUpdate& row) {
  return row.name.starts_with("refs/heads/");
}
[[nodiscard]] inline bool is_ledger(const github::RefUpdate& row) {
  return row.name.starts_with("refs/release-regent/");
}
[[nodiscard]] inline bool is_tag(const github::RefUpdate& row) {
  return row.name.starts_with("refs/tags/");
}
// What a row does, told by its commits as the reducer writes them.
[[nodiscard]] inline bool creates(const github::RefUpdate& row) {
  return row.before && row.before->is_zero();
}
[[nodiscard]] inline bool removes(const github::RefUpdate& row) { return row.after.is_zero(); }
[[nodiscard]] inline bool replaces(const github::RefUpdate& row) {
  return !creates(row) && !removes(row);
}

// Takes the guard from the rows of a swing that `chosen` names.
template <typename Chosen>
void unguard(Plan& plan, Chosen chosen) {
  if (auto* const swing = request_in<github::UpdateRefs>(plan))
    for (github::RefUpdate& row : swing->updates)
      if (chosen(row)) row.before.reset();
}

// The same, and the row needs no fast-forward either: whatever was there is overwritten.
template <typename Chosen>
void overwrite(Plan& plan, Chosen chosen) {
  if (auto* const swing = request_in<github::UpdateRefs>(plan))
    for (github::RefUpdate& row : swing->updates)
      if (chosen(row)) {
        row.before.reset();
        row.force = true;
      }
}

}  // namespace regent::mutants
