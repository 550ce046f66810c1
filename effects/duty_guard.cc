#include "effects/duty_guard.h"

#include <algorithm>

namespace regent::effects {
namespace {

constexpr std::string_view one_call_at_a_time = "a call must be settled before the next action";
constexpr std::string_view nothing_after_finish = "a finished run does nothing";
constexpr std::string_view ledger_first = "a swing moves the ledger in its first row";
constexpr std::string_view guarded_rows = "every row of a swing says what it replaces";
constexpr std::string_view stored_first = "what a ref will point to must have been stored or read";
constexpr std::string_view one_post = "one POST /pulls may be under way for a head";
constexpr std::string_view claim_first = "a PR is opened under a claim that was read or swung";
constexpr std::string_view tag_first = "a release is published after its tag was read or swung";
constexpr std::string_view read_back = "an acknowledgement follows a read, not a write";

constexpr std::string_view ledger_prefix = "refs/release-regent/";

std::unexpected<DutyViolation> refuse(std::string_view rule, std::string subject = {}) {
  return std::unexpected(DutyViolation{rule, std::move(subject)});
}

// What other runs may write as well, so that an accepted write does not mean that it still stands.
// Refs are guarded, and a release is unique by its tag.
bool is_unguarded_text(Duty duty) { return duty == Duty::open_pull || duty == Duty::edit_pull; }

}  // namespace

std::expected<void, DutyViolation> DutyGuard::admit(const Action& action) {
  if (finished_) return refuse(nothing_after_finish);
  if (call_pending_) return refuse(one_call_at_a_time);
  if (const auto* call = std::get_if<Call>(&action)) return admit_call(*call);
  if (const auto* finish = std::get_if<Finish>(&action)) {
    finished_ = true;
    return admit_finish(*finish);
  }
  return {};
}

std::expected<void, DutyViolation> DutyGuard::admit_call(const Call& call) {
  if (call.duty() == Duty::swing) {
    if (auto admitted = admit_swing(std::get<github::UpdateRefs>(call.request())); !admitted)
      return admitted;
  }
  if (call.duty() == Duty::open_pull) {
    const auto& head = std::get<github::CreatePull>(call.request()).head;
    if (!swung_ && !ledger_read_) return refuse(claim_first, head);
    if (std::ranges::find(posted_, head) != posted_.end()) return refuse(one_post, head);
    posted_.push_back(head);
  }
  if (call.duty() == Duty::publish && !swung_ && !ledger_read_)
    return refuse(tag_first, std::get<github::CreateRelease>(call.request()).tag_name);
  if (call.duty() == Duty::unguarded) guarded_ = false;
  call_pending_ = true;
  return {};
}

std::expected<void, DutyViolation> DutyGuard::admit_swing(const github::UpdateRefs& request) {
  if (request.updates.empty() || !request.updates.front().name.starts_with(ledger_prefix))
    return refuse(ledger_first);
  for (const github::RefUpdate& row : request.updates) {
    if (!row.before) return refuse(guarded_rows, row.name);
    if (!row.after.is_zero() && !exists(row.after)) return refuse(stored_first, row.name);
  }
  return {};
}

// The optimistic protocol does not read back what it wrote; that is the published design.
std::expected<void, DutyViolation> DutyGuard::admit_finish(const Finish& finish) const {
  if (guarded_ && finish.outcome() == Outcome::acknowledged && written_since_read_)
    return refuse(read_back);
  return {};
}

void DutyGuard::settle(const Call& call, const github::Response* response) {
  call_pending_ = false;
  if (is_unguarded_text(call.duty())) written_since_read_ = true;
  // The answer to an edit shows the pull request after it.
  const bool reads =
      call.duty() == Duty::read || std::holds_alternative<github::EditPull>(call.request());
  if (reads && response != nullptr && response->ok()) written_since_read_ = false;
  if (const auto* create = std::get_if<github::CreatePull>(&call.request())) {
    // Settled by an answer that is certain; a server error to a write is not (facts, "Limits").
    const bool certain = response != nullptr && response->status < 500;
    if (certain) std::erase(posted_, create->head);
  }
  if (response == nullptr || !response->ok()) return;
  if (call.duty() == Duty::swing) swung_ = true;
  learn(*response);
}

void DutyGuard::learn(const github::Response& response) {
  const auto add = [&](const Sha& object) { objects_.push_back(object); };
  if (const auto* created = response.as<github::ObjectId>()) return add(created->sha);
  if (const auto* ref = response.as<github::Ref>()) return add(ref->target);
  if (const auto* refs = response.as<github::Refs>()) {
    for (const github::Ref& ref : refs->refs) add(ref.target);
    return;
  }
  if (const auto* observation = response.as<github::Observation>()) {
    objects_.clear();  // a new round starts from what it sees
    ledger_read_ = true;
    if (observation->base) add(observation->base->oid);
    for (const auto& head : observation->heads) add(head.target);
    return;
  }
  if (const auto* view = response.as<github::PullView>()) {
    if (view->pull.merge_commit_sha) add(*view->pull.merge_commit_sha);
    return;
  }
  if (const auto* pulls = response.as<github::Pulls>()) {
    for (const auto& pull : pulls->pulls)
      if (pull.merge_commit_sha) add(*pull.merge_commit_sha);
    return;
  }
  if (const auto* commits = response.as<github::Commits>()) {
    for (const auto& commit : commits->commits) add(commit.sha);
    return;
  }
  if (const auto* comparison = response.as<github::Comparison>())
    for (const auto& commit : comparison->commits) add(commit.sha);
}

bool DutyGuard::exists(const Sha& object) const {
  return std::ranges::find(objects_, object) != objects_.end();
}

}  // namespace regent::effects
