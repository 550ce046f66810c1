// The one source of choice of a simulation.
//
// Everything that may go one way or another is asked here, each question by a name
// (sim/question.h). In a campaign the answers are drawn from a seed; with a tape they are recorded
// as well, or the tape gives them. Each answer is mixed into the run's digest, so two runs that
// agree in their digests made the same choices, whether those were drawn or replayed. A value.
#pragma once

#include <cstdint>

#include "core/entropy.h"
#include "core/time.h"
#include "sim/digest.h"
#include "sim/listener.h"
#include "sim/prng.h"
#include "sim/question.h"
#include "sim/tape.h"

namespace regent::sim {

// Uniform in [from, to], to the millisecond.
inline std::uint64_t draw_between(Prng& prng, Duration from, Duration to) {
  return static_cast<std::uint64_t>(from.count()) +
         prng.below(static_cast<std::uint64_t>((to - from).count()) + 1);
}

class Choices {
 public:
  // `tape` and `listener` may be null, and must outlive this.
  explicit Choices(std::uint64_t seed, Tape* tape = nullptr, Listener* listener = nullptr)
      : prng_(seed), tape_(tape), listener_(listener) {}

  // The answer to `question`, drawn by `draw(Prng&)` unless a tape gives it.
  template <typename Draw>
  std::uint64_t ask(const Question& question, std::uint64_t usual, Draw draw) {
    const bool replays = tape_ != nullptr && tape_->replays();
    const std::uint64_t answer = replays ? tape_->answer(question, usual) : draw(prng_);
    if (tape_ != nullptr) [[unlikely]]
      tape_->record(question, answer, usual);
    if (listener_ != nullptr) [[unlikely]]
      listener_->hear(to_string(question), answer);
    digest_.mix(answer);
    return answer;
  }
  std::uint64_t below(const Question& question, std::uint64_t usual, std::uint64_t bound) {
    return ask(question, usual, [bound](Prng& prng) { return prng.below(bound); });
  }
  // Drawn true `permille` times in a thousand.
  bool chance(const Question& question, bool usual, std::uint32_t permille) {
    return ask(question, usual, [permille](Prng& prng) { return prng.chance(permille); }) != 0;
  }
  Duration between(const Question& question, Duration usual, Duration from, Duration to) {
    return wait(question, usual, [=](Prng& prng) { return draw_between(prng, from, to); });
  }
  // In milliseconds.
  template <typename Draw>
  Duration wait(const Question& question, Duration usual, Draw draw) {
    return Duration(
        static_cast<std::int64_t>(ask(question, static_cast<std::uint64_t>(usual.count()), draw)));
  }
  // Usually made from the name of the run that it is for.
  Entropy entropy(std::uint32_t worker, std::uint32_t run) {
    const Entropy usual{draw(Entropy{worker, run}, 0), draw(Entropy{worker, run}, 1)};
    const auto next = [](Prng& prng) { return prng.next(); };
    const auto high = ask({Subject::run, worker, run, What::entropy_high}, usual.high, next);
    return {high, ask({Subject::run, worker, run, What::entropy_low}, usual.low, next)};
  }

  // For what only shapes later draws; not a choice, and without effect on a replay.
  [[nodiscard]] Prng& prng() { return prng_; }

  // Null in a plain campaign.
  [[nodiscard]] Tape* tape() const { return tape_; }

  // What happened, as far as it is no choice: goes into the digest as well.
  template <typename T>
  void observe(std::string_view what, const T& value) {
    if (listener_ != nullptr) [[unlikely]]
      listener_->hear(what, heard(value));
    digest_.mix(value);
  }
  // Null unless two runs are compared.
  [[nodiscard]] Listener* listener() const { return listener_; }
  [[nodiscard]] const Digest128& digest() const { return digest_; }

 private:
  static std::uint64_t heard(std::uint64_t value) { return value; }
  static std::uint64_t heard(const fake::Digest& digest) { return digest.high ^ digest.low; }

  Prng prng_;
  Tape* tape_;
  Listener* listener_;
  Digest128 digest_;
};

}  // namespace regent::sim
