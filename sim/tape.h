// Answers that are recorded while a simulation runs, or that it is to be given again.
//
// Only what differs from a question's usual answer is kept. A replay records as well: what it was
// given and used, so that a trace can be cleared of what no longer matters. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/question.h"

namespace regent::sim {

// Where in its run a call stands: a name that survives it when other merges are left out.
struct Anchor {
  std::uint32_t merge = 0;    // that set the run in motion, from 1; 0: something else did
  std::uint32_t attempt = 0;  // of its message
  std::uint32_t nth = 0;      // call of the run, from 1
  friend bool operator==(const Anchor&, const Anchor&) = default;
};

// An answer that differs from the usual one.
struct Choice {
  Question question;
  std::uint64_t answer = 0;
  std::string operation{};  // of a call: which one it befell, as github::operation names it
  std::uint64_t step = 0;   // at which it was asked
  Anchor anchor{};          // of a call; not part of a trace, and of no weight in a comparison
  friend bool operator==(const Choice& a, const Choice& b) {
    return a.question == b.question && a.answer == b.answer && a.operation == b.operation &&
           a.step == b.step;
  }
};

// Why recorded answers do not fit the run that they are given to.
struct Divergence {
  Choice choice;
  std::string befell{};    // the operation that it would befall now; empty: it was never asked
  std::uint64_t step = 0;  // where that was seen: of the question, or the run's last one
};

class Tape {
 public:
  // By which name a call's answer is found.
  enum class Lookup : std::uint8_t { name, anchor };

  // Records what is drawn.
  Tape() = default;
  // Gives these answers, and the usual one to every other question. Of two with one name the first
  // counts.
  explicit Tape(std::vector<Choice> choices, Lookup lookup = Lookup::name);

  [[nodiscard]] bool replays() const { return replays_; }

  // ---- The simulation's side --------------------------------------------------------------------

  void begin_step(std::uint64_t step) { step_ = step; }
  // What the next questions about a call are about.
  void begin_call(std::string_view operation, const Anchor& anchor) {
    operation_ = operation;
    anchor_ = anchor;
  }
  // While replaying.
  [[nodiscard]] std::uint64_t answer(const Question& question, std::uint64_t usual);
  void record(const Question& question, std::uint64_t answer, std::uint64_t usual);

  // ---- Afterwards -------------------------------------------------------------------------------

  // In the order in which they were asked.
  [[nodiscard]] const std::vector<Choice>& recorded() const { return recorded_; }

  // The first disagreement; a choice that was never asked comes after one that befell something
  // else. Of a replay by name.
  [[nodiscard]] std::optional<Divergence> divergence() const;

 private:
  struct Entry {
    Choice choice;
    std::size_t place = 0;  // among those that were given
    bool asked = false;
  };
  Entry* find(const Question& question);

  bool replays_ = false;
  Lookup lookup_ = Lookup::name;
  std::vector<Entry> given_;  // by question
  std::vector<Choice> recorded_;
  std::optional<Divergence> befell_another_;
  std::uint64_t step_ = 0;
  std::string operation_;
  Anchor anchor_;
};

}  // namespace regent::sim
