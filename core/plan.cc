#include "core/plan.h"

#include <array>

namespace regent {

std::optional<Stored> Stored::created(const github::Response& answer) {
  const auto* object = answer.as<github::ObjectId>();
  if (!answer.ok() || object == nullptr) return std::nullopt;
  return Stored(object->sha);
}

Swing::Swing(std::string_view base, const github::Observation::LedgerHead* before, Stored after) {
  request_.updates.reserve(3);
  request_.updates.push_back(
      {ledger_ref(base), before == nullptr ? Sha{} : before->oid, after.sha(), false});
}

Swing& Swing::create(std::string name, Stored after) {
  request_.updates.push_back({std::move(name), Sha{}, after.sha(), false});
  return *this;
}

Swing& Swing::replace(std::string name, const Sha& before, Stored after) {
  // A release branch is rebuilt on each new base, so its new commit rarely descends from the old.
  request_.updates.push_back({std::move(name), before, after.sha(), true});
  return *this;
}

Swing& Swing::remove(std::string name, const Sha& before) {
  request_.updates.push_back({std::move(name), before, Sha{}, true});
  return *this;
}

std::optional<PostingRight> PostingRight::granted(const LedgerRecord& record,
                                                  std::string_view holder) {
  const auto& proposal = record.proposal;
  if (!proposal || proposal->pull || !proposal->claim || proposal->claim->holder != holder)
    return std::nullopt;
  return PostingRight{};
}

std::optional<Tagged> Tagged::by(const LedgerRecord& record) {
  if (!record.publishing) return std::nullopt;
  return Tagged{};
}

std::optional<Verified> Verified::projection(const github::PullView& view, const Sha& ledger,
                                             std::string_view title, std::string_view body) {
  const bool right = view.pull.state == github::PullState::open && view.pull.title == title &&
                     view.pull.body == body && view.ledger == ledger;
  if (!right) return std::nullopt;
  return Verified{};
}

std::optional<Verified> Verified::nothing_wanted(const LedgerRecord& record,
                                                 bool something_is_wanted) {
  if (record.proposal || something_is_wanted) return std::nullopt;
  return Verified{};
}

std::string_view to_string(Note note) {
  static constexpr std::array<std::string_view, note_count> names = {"conflict lost and retried",
                                                                     "stale read read again",
                                                                     "answer lost",
                                                                     "claim awaited",
                                                                     "claim taken over",
                                                                     "PR adopted",
                                                                     "twin closed",
                                                                     "closed PR proposed again",
                                                                     "half-done release finished",
                                                                     "person's text restored",
                                                                     "branch name fallback",
                                                                     "rate limited",
                                                                     "version conflict",
                                                                     "lock failure"};
  return names[static_cast<std::size_t>(note)];
}

}  // namespace regent
