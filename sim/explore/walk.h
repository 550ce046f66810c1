// A walk along a path of a model, told as it goes; who chooses the next step is its caller.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/explore/model.h"
#include "sim/explore/result.h"
#include "sim/explore/story.h"

namespace regent::sim::explore {

// `worker 2`, `GitHub`, `time`…
[[nodiscard]] std::string actor_name(Process process, std::uint32_t worker);

// Copies go on by themselves. The model must outlive them.
class Walk {
 public:
  explicit Walk(Model& model);

  // Valid until the next step.
  [[nodiscard]] const std::vector<Option>& options();
  [[nodiscard]] bool is_affordable(const Move& move) const {
    return Model::is_affordable(state_, move);
  }
  void make(Process process, const Move& move);
  // The step of that name; why it cannot be made, otherwise. Workers are told apart.
  [[nodiscard]] std::optional<std::string> make(const NamedStep& step);

  // What is broken here: by the last step, or by the rest that it led to; 0: nothing is.
  [[nodiscard]] std::uint32_t breach();

  [[nodiscard]] const std::vector<Telling>& told() const { return told_; }
  [[nodiscard]] std::vector<Telling> take() { return std::move(told_); }

 private:
  [[nodiscard]] std::uint32_t number_of(Process process) const {
    return is_worker(process) ? numbers_[static_cast<std::size_t>(process)] : 0;
  }
  // Of the process's next step, from 1.
  [[nodiscard]] std::uint32_t next_turn(Process process) const {
    const std::uint32_t number = number_of(process);
    return turns_[number != 0 ? number - 1 : static_cast<std::size_t>(process)] + 1;
  }
  [[nodiscard]] std::string name(const Move& move) const;
  void sort();

  Model* model_;
  bool symmetric_;
  State state_;
  Time beginning_;
  std::array<std::uint32_t, workers_max> numbers_{};
  std::array<std::uint32_t, process_count> turns_{};
  std::vector<Option> options_;
  Model::Scratch scratch_;
  std::vector<Telling> told_;
};

}  // namespace regent::sim::explore
