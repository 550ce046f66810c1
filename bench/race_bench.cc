// The race of bench/peers/race.mjs, call for call, under our source of choice: workers list pull
// requests, create a branch and open a pull request on the same little model of GitHub. What is
// compared with fast-check's scheduler is the cost of drawing, recording and running schedules.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/choices.h"
#include "sim/tape.h"

namespace {

using namespace regent;

class GitHub {
 public:
  [[nodiscard]] bool any_open() const { return !pulls_.empty(); }
  [[nodiscard]] std::size_t open() const { return pulls_.size(); }
  int create_ref(const std::string& name) {
    if (std::ranges::find(refs_, name) != refs_.end()) return 422;
    refs_.push_back(name);
    return 201;
  }
  int create_pull(const std::string& head, const std::string& version) {
    if (std::ranges::find(refs_, head) == refs_.end()) return 422;
    if (std::ranges::find(pulls_, head, &Pull::head) != pulls_.end()) return 422;
    pulls_.push_back({head, version});
    return 201;
  }

 private:
  struct Pull {
    std::string head;
    std::string version;
  };
  std::vector<std::string> refs_;
  std::vector<Pull> pulls_;
};

// The published protocol in three calls: list, create the branch (another name when it is taken),
// open.
class Worker {
 public:
  Worker(std::uint32_t id, std::uint32_t merges)
      : id_(id), version_("1.2." + std::to_string(3 + id % merges)) {}

  [[nodiscard]] bool done() const { return next_ == Call::none; }
  void step(GitHub& github) {
    switch (next_) {
      case Call::list:
        if (github.any_open()) return finish();
        head_ = "release/v" + version_;
        next_ = Call::ref;
        return;
      case Call::ref:
        next_ = Call::pull;
        if (github.create_ref(head_) != 422) return;
        head_ += "-" + std::to_string(id_);
        next_ = Call::ref_again;
        return;
      case Call::ref_again:
        github.create_ref(head_);
        next_ = Call::pull;
        return;
      case Call::pull:
        github.create_pull(head_, version_);
        return finish();
      case Call::none:
        return;
    }
  }

 private:
  enum class Call : std::uint8_t { list, ref, ref_again, pull, none };
  void finish() { next_ = Call::none; }

  std::uint32_t id_;
  std::string version_;
  std::string head_;
  Call next_ = Call::list;
};

void BM_RaceModel(benchmark::State& state) {
  constexpr std::uint32_t workers = 3;
  constexpr std::uint32_t merges = 2;
  std::uint64_t seed = 0;
  std::uint64_t duplicates = 0;
  for (auto _ : state) {
    sim::Tape tape;
    sim::Choices choices(++seed, &tape);
    GitHub github;
    std::vector<Worker> all;
    for (std::uint32_t id = 0; id < workers; ++id) all.emplace_back(id, merges);
    std::array<std::uint32_t, workers> ready{};
    for (std::uint32_t step = 1;; ++step) {
      std::size_t count = 0;
      for (std::uint32_t id = 0; id < workers; ++id)
        if (!all[id].done()) ready[count++] = id;
      if (count == 0) break;
      const auto chosen = choices.below({sim::Subject::job, step, 0, sim::What::which}, 0, count);
      all[ready[chosen]].step(github);
    }
    if (github.open() > 1) ++duplicates;
    benchmark::DoNotOptimize(tape.recorded().size());
  }
  state.counters["schedules"] =
      benchmark::Counter(static_cast<double>(seed), benchmark::Counter::kIsRate);
  state.counters["duplicates"] = static_cast<double>(duplicates) / static_cast<double>(seed);
}
BENCHMARK(BM_RaceModel);

}  // namespace
