#include "sim/determinism.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "sim/digest.h"

namespace regent::sim {
namespace {

constexpr std::uint64_t entries_per_checkpoint = 1024;

struct Checkpoint {
  std::uint64_t step = 0;
  std::string digest;
};

// The first pass: a checkpoint after each so many entries, and one at the end.
class Checkpoints : public Listener {
 public:
  void begin_step(std::uint64_t step) override { step_ = step; }
  void hear(std::string_view what, std::uint64_t value) override {
    digest_.mix(step_);
    digest_.mix(what);
    digest_.mix(value);
    if (++entries_ % entries_per_checkpoint == 0) keep();
  }
  [[nodiscard]] std::vector<Checkpoint> finish() {
    keep();
    return std::move(kept_);
  }

 private:
  void keep() { kept_.push_back({step_, digest_.hex()}); }

  Digest128 digest_;
  std::uint64_t entries_ = 0;
  std::uint64_t step_ = 0;
  std::vector<Checkpoint> kept_;
};

// The second pass: the entries between two checkpoints.
class Excerpt : public Listener {
 public:
  explicit Excerpt(std::uint64_t checkpoint) : begin_(checkpoint * entries_per_checkpoint) {}

  void begin_step(std::uint64_t step) override { step_ = step; }
  void hear(std::string_view what, std::uint64_t value) override {
    const std::uint64_t entry = entries_++;
    if (entry >= begin_ && entry < begin_ + entries_per_checkpoint)
      kept_.push_back({step_, std::string(what), value});
  }
  [[nodiscard]] const std::vector<Heard>& kept() const { return kept_; }

 private:
  std::uint64_t begin_;
  std::uint64_t entries_ = 0;
  std::uint64_t step_ = 0;
  std::vector<Heard> kept_;
};

std::vector<Checkpoint> checkpoints_of(const std::function<void(Listener&)>& run) {
  Checkpoints checkpoints;
  run(checkpoints);
  return checkpoints.finish();
}

Deviation look_closely(std::uint64_t seed, std::uint64_t checkpoint, std::uint64_t step,
                       const std::function<void(Listener&)>& run) {
  Excerpt first(checkpoint);
  Excerpt second(checkpoint);
  run(first);
  run(second);
  const auto [a, b] = std::ranges::mismatch(first.kept(), second.kept());
  Deviation deviation{seed, step, {}, {}};
  if (a != first.kept().end()) deviation.first = *a;
  if (b != second.kept().end()) deviation.second = *b;
  if (b != second.kept().end()) deviation.step = b->step;
  if (a != first.kept().end()) deviation.step = a->step;
  return deviation;
}

std::string told(const Heard& heard) {
  if (heard.what.empty()) return "it had ended";
  return "\"" + heard.what + "\" was " + std::to_string(heard.value);
}

}  // namespace

std::string to_string(const Deviation& deviation) {
  const auto& [seed, step, first, second] = deviation;
  std::string out = "seed " + std::to_string(seed) + ", ";
  if (first.what.empty() && second.what.empty())
    return out + "up to step " + std::to_string(step) +
           ": two runs differed, but not when they were made again";
  out += "step " + std::to_string(step) + ": ";
  if (first.what == second.what)
    return out + told(first) + ", then " + std::to_string(second.value);
  return out + told(first) + "; then " + told(second);
}

std::optional<Deviation> first_deviation(std::uint64_t seed,
                                         const std::function<void(Listener&)>& run) {
  const auto first = checkpoints_of(run);
  const auto second = checkpoints_of(run);
  const auto [a, b] =
      std::ranges::mismatch(first, second, {}, &Checkpoint::digest, &Checkpoint::digest);
  if (a == first.end() && b == second.end()) return std::nullopt;
  const auto checkpoint = static_cast<std::uint64_t>(a - first.begin());
  const std::uint64_t step = a != first.end() ? a->step : b->step;
  return look_closely(seed, checkpoint, step, run);
}

}  // namespace regent::sim
