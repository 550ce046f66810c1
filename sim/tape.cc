#include "sim/tape.h"

#include <algorithm>
#include <utility>

namespace regent::sim {
namespace {

const Question& question_of(const auto& entry) { return entry.choice.question; }

}  // namespace

Tape::Tape(std::vector<Choice> choices, Lookup lookup) : replays_(true), lookup_(lookup) {
  given_.reserve(choices.size());
  for (Choice& choice : choices) given_.push_back({std::move(choice), given_.size(), false});
  // Not std::stable_sort: with GCC 12's library clang 19 warns of what it uses.
  std::ranges::sort(given_, {},
                    [](const Entry& entry) { return std::pair(question_of(entry), entry.place); });
}

Tape::Entry* Tape::find(const Question& question) {
  if (lookup_ == Lookup::anchor && question.subject == Subject::call && anchor_.merge != 0) {
    const auto found = std::ranges::find_if(given_, [&](const Entry& entry) {
      return entry.choice.question.what == question.what && entry.choice.anchor == anchor_;
    });
    return found != given_.end() ? &*found : nullptr;
  }
  const auto found = std::ranges::lower_bound(
      given_, question, {}, [](const Entry& entry) { return question_of(entry); });
  return found != given_.end() && question_of(*found) == question ? &*found : nullptr;
}

std::uint64_t Tape::answer(const Question& question, std::uint64_t usual) {
  Entry* const entry = find(question);
  if (entry == nullptr) return usual;
  entry->asked = true;
  const bool is_call = question.subject == Subject::call;
  if (is_call && entry->choice.operation != operation_ && !befell_another_)
    befell_another_ = Divergence{entry->choice, operation_, step_};
  return entry->choice.answer;
}

void Tape::record(const Question& question, std::uint64_t answer, std::uint64_t usual) {
  if (answer == usual) return;
  Choice choice{question, answer, {}, step_, {}};
  if (question.subject == Subject::call) {
    choice.operation = operation_;
    choice.anchor = anchor_;
  }
  recorded_.push_back(std::move(choice));
}

std::optional<Divergence> Tape::divergence() const {
  if (befell_another_) return befell_another_;
  const Entry* first = nullptr;
  for (const Entry& entry : given_)
    if (!entry.asked && (first == nullptr || entry.choice.step < first->choice.step))
      first = &entry;
  if (first == nullptr) return std::nullopt;
  return Divergence{first->choice, {}, step_};
}

}  // namespace regent::sim
