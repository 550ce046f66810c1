#include "sim/shrink.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <thread>
#include <utility>

#include "sim/call_fault.h"
#include "sim/delta_debugging.h"

namespace regent::sim {
namespace {

using Make = std::function<Case(std::size_t)>;

// Numbers a person reads at a glance, ascending.
constexpr std::array<std::uint64_t, 12> round_answers = {
    1, 10, 100, 1'000, 2'000, 5'000, 10'000, 20'000, 30'000, 60'000, 600'000, 3'600'000};

// What to try instead of an answer, the simplest first.
std::vector<std::uint64_t> simpler(const Choice& choice) {
  std::vector<std::uint64_t> answers;
  const What what = choice.question.what;
  if (what == What::fault) {
    if (const auto fault = decode_call_fault(choice.answer); fault && fault->variant > 0)
      answers.push_back(encode({fault->fault, 0}));
  } else if (form_of(what) == AnswerForm::milliseconds) {
    for (const std::uint64_t round : round_answers)
      if (round < choice.answer) answers.push_back(round);
    constexpr std::uint64_t second = 1'000;
    const std::uint64_t seconds = choice.answer / second;
    if (seconds > 0 && choice.answer % second != 0)
      answers.insert(answers.end(), {seconds * second, (seconds + 1) * second});
  }
  return answers;
}

bool is_about_merge(const Question& question) {
  return question.subject == Subject::merge || question.subject == Subject::merge_webhook;
}

// Renumbers what the choices say of merges. `numbers`: by old number from 1, the new one; 0: gone.
std::vector<Choice> renumbered(const std::vector<Choice>& choices,
                               const std::vector<std::uint32_t>& numbers) {
  std::vector<Choice> out;
  const auto number_of = [&](std::uint32_t old) { return old < numbers.size() ? numbers[old] : 0; };
  for (Choice choice : choices) {
    if (is_about_merge(choice.question)) {
      choice.question.index = number_of(choice.question.index);
      if (choice.question.index == 0) continue;
    }
    if (choice.anchor.merge != 0) {
      choice.anchor.merge = number_of(choice.anchor.merge);
      if (choice.anchor.merge == 0) continue;
    }
    out.push_back(std::move(choice));
  }
  return out;
}

Case with_merges(const Case& from, std::vector<std::uint32_t> merges) {
  Case out = from;
  std::vector<std::uint32_t> numbers(from.trace.merges.size() + 1, 0);
  for (std::size_t i = 0; i < from.trace.merges.size(); ++i) {
    const auto kept = std::ranges::find(merges, from.trace.merges[i]);
    if (kept != merges.end())
      numbers[i + 1] = static_cast<std::uint32_t>(kept - merges.begin()) + 1;
  }
  out.trace.choices = renumbered(from.trace.choices, numbers);
  out.trace.merges = std::move(merges);
  return out;
}

// Without the person's occasion of this number, and without the choice at `interruption`, if there
// is one. Where an occasion is left out, the next one comes when it would have come.
Case without_occasion(const Case& from, std::uint32_t number, std::size_t interruption) {
  Case out = from;
  auto& choices = out.trace.choices;
  const bool was_interruption = interruption < choices.size();
  if (was_interruption) choices.erase(choices.begin() + static_cast<std::ptrdiff_t>(interruption));
  std::uint64_t pause = 0;
  std::erase_if(choices, [&](const Choice& choice) {
    const Question& question = choice.question;
    const bool goes = question.subject == Subject::person && question.index == number;
    if (goes && question.what == What::pause) pause = choice.answer;
    return goes;
  });
  for (Choice& choice : choices) {
    Question& question = choice.question;
    if (question.subject != Subject::person || question.index < number) continue;
    if (question.index-- == number + 1 && question.what == What::pause && !was_interruption)
      choice.answer += pause;
  }
  return out;
}

class Shrinker {
 public:
  Shrinker(const Case& from, const ShrinkLimits& limits, const ShrinkProgress& progress)
      : best_(from),
        fingerprint_(fingerprint_of(from.trace.violation)),
        limits_(limits),
        progress_(progress) {}

  std::optional<Shrunk> run() {
    if (!try_one([&](std::size_t) { return best_; })) return std::nullopt;
    Shrunk out;
    out.before = size_of(best_);
    drop_what_never_happens();
    drop_kinds();
    (void)drop_choices(Tape::Lookup::name);
    // What one of them changes, the others may make use of; at the end no choice could go.
    while (make_smaller()) (void)drop_choices(Tape::Lookup::name);
    out.smallest = best_;
    out.after = size_of(best_);
    out.replays = replays_;
    out.steps = steps_;
    out.is_minimal = steps_ < limits_.steps_max;
    return out;
  }

 private:
  // Each of the ways, once.
  bool make_smaller() {
    bool changed = drop_merges();
    changed |= drop_workers();
    changed |= drop_choices(Tape::Lookup::anchor);
    changed |= drop_occasions();
    changed |= gather_delays();
    changed |= simplify_answers();
    return changed;
  }

  struct Trial {
    Case made;
    Replay replay;
  };

  Trial attempt(Case made, Tape::Lookup lookup) const {
    Replay replayed = replay(made, nullptr, lookup);
    return {std::move(made), std::move(replayed)};
  }

  // Each in a thread of its own; what is too much is thrown away.
  std::vector<Trial> attempt_some(std::size_t from, std::size_t to, const Make& make,
                                  Tape::Lookup lookup) const {
    std::vector<Trial> trials(to - from);
    const auto work = [&](std::size_t i) { trials[i] = attempt(make(from + i), lookup); };
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < trials.size(); ++i) threads.emplace_back(work, i);
    work(0);
    threads.clear();  // joins
    return trials;
  }

  // The first of `count` cases that fails alike becomes the best one.
  std::optional<std::size_t> adopt_first(std::size_t count, const Make& make,
                                         Tape::Lookup lookup = Tape::Lookup::name) {
    for (std::size_t from = 0; from < count && steps_ < limits_.steps_max;) {
      const std::size_t to = std::min<std::size_t>(from + std::max(limits_.jobs, 1U), count);
      std::vector<Trial> trials = attempt_some(from, to, make, lookup);
      for (std::size_t i = 0; i < trials.size() && steps_ < limits_.steps_max; ++i) {
        count_in(trials[i].replay);
        if (adopt(std::move(trials[i]))) return from + i;
      }
      from = to;
    }
    return std::nullopt;
  }
  bool try_one(const Make& make, Tape::Lookup lookup = Tape::Lookup::name) {
    return adopt_first(1, make, lookup).has_value();
  }

  void count_in(const Replay& replayed) {
    ++replays_;
    steps_ += replayed.report.steps;
    if (progress_) progress_(std::min(steps_, limits_.steps_max));
  }

  bool adopt(Trial trial) {
    const Violation* const violation = trial.replay.violation(fingerprint_);
    if (violation == nullptr) return false;
    // One anchor may name several calls; what grows is not adopted.
    if (trial.replay.choices.size() > trial.made.trace.choices.size()) return false;
    best_ = std::move(trial.made);
    best_.trace.violation = *violation;
    best_.trace.choices = std::move(trial.replay.choices);
    played_ = trial.replay.report.merges;
    suffered_ = trial.replay.report.faults;
    return true;
  }

  // Merges after the failure, kinds of faults and acts that did not occur, the strategy.
  void drop_what_never_happens() {
    std::vector<std::uint32_t> merges = best_.trace.merges;
    merges.resize(std::min<std::size_t>(merges.size(), played_));
    if (merges.size() < best_.trace.merges.size())
      (void)try_one([&](std::size_t) { return with_merges(best_, merges); });
  }

  bool use_fewer_faults() {
    Case fewer = best_;
    fewer.trace.strategy = Strategy::uniform;
    fewer.trace.faults.reset();
    for (std::size_t i = 0; i < fault_count; ++i) fewer.trace.faults[i] = suffered_[i] > 0;
    if (fewer.trace.strategy == best_.trace.strategy && fewer.trace.faults == best_.trace.faults)
      return false;
    return try_one([&](std::size_t) { return fewer; });
  }

  // Whole kinds of choices, of which latencies are the most by far.
  void drop_kinds() {
    for (std::size_t what = 0; what < what_count; ++what) {
      const auto is_it = [what](const Choice& choice) {
        return choice.question.what == static_cast<What>(what);
      };
      if (std::ranges::none_of(best_.trace.choices, is_it)) continue;
      Case without = best_;
      std::erase_if(without.trace.choices, is_it);
      (void)try_one([&](std::size_t) { return without; });
    }
  }

  // By anchor, a choice that goes does not rename those that come after it.
  bool drop_choices(Tape::Lookup lookup) {
    const std::size_t before = best_.trace.choices.size();
    (void)use_fewer_faults();
    const auto first = [this, lookup](std::size_t count, const auto& candidate) {
      return this->first<Choice>(
          count,
          [&](std::size_t i) {
            Case made = best_;
            made.trace.choices = candidate(i);
            return made;
          },
          [&] { return best_.trace.choices; }, lookup);
    };
    (void)ddmin(best_.trace.choices, first);
    return best_.trace.choices.size() < before;
  }

  bool drop_merges() {
    const std::size_t before = best_.trace.merges.size();
    const auto first = [this](std::size_t count, const auto& candidate) {
      return this->first<std::uint32_t>(
          count, [&](std::size_t i) { return with_merges(best_, candidate(i)); },
          [&] { return best_.trace.merges; }, Tape::Lookup::anchor);
    };
    (void)ddmin(best_.trace.merges, first);
    return best_.trace.merges.size() < before;
  }

  // The fewest that do.
  bool drop_workers() {
    const auto make = [&](std::size_t i) {
      Case fewer = best_;
      fewer.trace.workers = static_cast<std::uint32_t>(i) + 1;
      return fewer;
    };
    return adopt_first(best_.trace.workers - 1, make, Tape::Lookup::anchor).has_value();
  }

  // People's occasions are numbered as they come, so one that goes renames those after it. It goes
  // with the interruption of a call that it may have been.
  bool drop_occasions() {
    bool changed = false;
    for (;;) {
      std::uint32_t occasions = 0;
      std::vector<std::size_t> interruptions = {best_.trace.choices.size()};  // or none
      for (std::size_t i = 0; i < best_.trace.choices.size(); ++i) {
        const Question& question = best_.trace.choices[i].question;
        if (question.subject == Subject::person) occasions = std::max(occasions, question.index);
        if (question.what == What::interrupted_after) interruptions.push_back(i);
      }
      const auto make = [&](std::size_t i) {
        return without_occasion(best_, static_cast<std::uint32_t>(i % occasions) + 1,
                                interruptions[i / occasions]);
      };
      if (!adopt_first(occasions * interruptions.size(), make, Tape::Lookup::anchor))
        return changed;
      changed = true;
    }
  }

  // A worker that is late because of several slow calls may as well make one that is slower.
  bool gather_delays() {
    bool changed = false;
    const auto is_delay = [&](std::size_t i) {
      return best_.trace.choices[i].question.what == What::latency;
    };
    for (std::size_t at = 1; at < best_.trace.choices.size(); ++at) {
      const std::size_t count = is_delay(at) ? at : 0;  // the ones before it, the nearest first
      const auto make = [&](std::size_t i) {
        Case made = best_;
        auto& choices = made.trace.choices;
        const std::size_t other = at - 1 - i;
        if (!is_delay(other) || choices[other].question.index != choices[at].question.index)
          return made;
        choices[at].answer += choices[other].answer;
        choices.erase(choices.begin() + static_cast<std::ptrdiff_t>(other));
        return made;
      };
      const std::size_t before = best_.trace.choices.size();
      if (adopt_first(count, make).has_value()) changed |= best_.trace.choices.size() < before;
    }
    return changed;
  }

  bool simplify_answers() {
    bool changed = false;
    for (std::size_t at = 0; at < best_.trace.choices.size(); ++at) {
      const auto answers = simpler(best_.trace.choices[at]);
      const auto make = [&](std::size_t i) {
        Case made = best_;
        made.trace.choices[at].answer = answers[i];
        return made;
      };
      changed |= adopt_first(answers.size(), make).has_value();
    }
    return changed;
  }

  template <typename T, typename Items>
  std::optional<Found<T>> first(std::size_t count, const Make& make, Items items,
                                Tape::Lookup lookup = Tape::Lookup::name) {
    const auto index = adopt_first(count, make, lookup);
    if (!index) return std::nullopt;
    return Found<T>{*index, items()};
  }

  Case best_;
  Fingerprint fingerprint_;
  ShrinkLimits limits_;
  const ShrinkProgress& progress_;
  std::uint64_t replays_ = 0;
  std::uint64_t steps_ = 0;
  std::uint64_t played_ = 0;  // merges of the best one
  FaultCounts suffered_{};
};

}  // namespace

CaseSize size_of(const Case& the_case) {
  const Trace& trace = the_case.trace;
  return {trace.choices.size(), trace.merges.size(), trace.workers, trace.violation.step};
}

std::optional<Shrunk> shrink(const Case& the_case, const ShrinkLimits& limits,
                             const ShrinkProgress& progress) {
  return Shrinker(the_case, limits, progress).run();
}

}  // namespace regent::sim
