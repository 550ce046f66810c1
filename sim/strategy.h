// How a seed uses its freedom: which schedules and faults it tends to.
//
// One way of drawing finds one kind of defect. A campaign therefore is a portfolio:
//
// - `uniform`: every kind of fault that is permitted, with fixed weights; workers are equally fast.
// - `pct`: probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS
//   2010). Each worker has a random priority; the first of them runs at full speed while the last
//   is held back as long as a call may take. At a few random calls the caller drops to the last
//   place. Few faults: what is looked for is the order in which workers act.
// - `swarm`: swarm testing (Groce, Zhang, Eide, Chen, Regehr, ISSTA 2012), as FoundationDB's
// BUGGIFY
//   and TigerBeetle's VOPR practise it. Each kind of fault is switched off with probability 1/2,
//   and the weights of the rest, people, webhooks, speed and GitHub's settings are skewed: what a
//   common fault would hide comes to the fore.
//
// A strategy only shapes what is drawn, from the run's own generator. Values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "sim/fault.h"
#include "sim/prng.h"

namespace regent::sim {

enum class Strategy : std::uint8_t { uniform, pct, swarm, portfolio };
inline constexpr std::size_t strategy_count = 4;

[[nodiscard]] std::string_view to_string(Strategy strategy);
[[nodiscard]] std::optional<Strategy> parse_strategy(std::string_view text);

// What a seed leaves to chance, and how likely. The initial values are those of `uniform`.
struct Odds {
  FaultSet faults;  // the kinds that can occur

  // Relative to each other: the faults of one call, and the acts of people.
  std::array<std::uint32_t, fault_count> weights = default_weights();
  [[nodiscard]] std::uint32_t weight(Fault fault) const {
    return weights[static_cast<std::size_t>(fault)];
  }

  // Of a thousand webhooks; at most 100, 400 and 500.
  std::uint32_t dropped = 20;
  std::uint32_t delayed = 80;
  std::uint32_t duplicated = 100;

  // Of a thousand merges: the next one follows within seconds.
  std::uint32_t bursts = 650;
  Duration person_pause_max = std::chrono::minutes(20);  // between two acts of a person
  // Of a thousand writes: a person acts while it is under way.
  std::uint32_t interruptions = 0;
  // Calls that change a ref, a PR or a release suffer faults so many times as often as others.
  std::uint32_t focus = 1;
  Duration background_max = std::chrono::seconds(20);  // until GitHub does what it has put off
  Duration call_max = std::chrono::milliseconds(400);  // of a call that suffers nothing

  // Of a thousand seeds.
  std::uint32_t exclusive_queue = 300;
  std::uint32_t deletes_branch_on_merge = 300;
  std::uint32_t drops_merge_commit_sha = 100;
  std::uint32_t weak_etags = 500;
  std::uint32_t ignores_head_filter = 100;
  std::uint32_t closes_pulls_of_recreated_branches = 300;

 private:
  static std::array<std::uint32_t, fault_count> default_weights();
};

// The strategy of one seed, with its odds drawn.
class Tactics {
 public:
  // `portfolio` becomes one of the others. `calls` is about how many calls the run will make.
  // `uniform` draws nothing.
  Tactics(Strategy strategy, const FaultSet& faults, std::uint32_t workers, std::uint64_t calls,
          Prng& prng);

  [[nodiscard]] Strategy strategy() const { return strategy_; }
  [[nodiscard]] const Odds& odds() const { return odds_; }

  // How eventful the seed is: of 100,000 calls, so many suffer a fault.
  [[nodiscard]] std::uint32_t draw_fault_rate(Prng& prng) const;
  // One of `kinds`, by their weights. It may be one that cannot occur; then nothing does.
  template <std::size_t N>
  [[nodiscard]] Fault draw(const std::array<Fault, N>& kinds, Prng& prng) const {
    std::uint64_t total = 0;
    const auto weight = [&](Fault kind) -> std::uint64_t {
      return contains(odds_.faults, kind) ? odds_.weight(kind) : 0;
    };
    for (const Fault kind : kinds) total += weight(kind);
    if (total == 0) return kinds.front();
    auto chosen = prng.below(total);
    const Fault* kind = kinds.data();
    while (chosen >= weight(*kind)) chosen -= weight(*kind++);
    return *kind;
  }
  // How long the next call of `worker` takes if nothing befalls it, in milliseconds. To be drawn
  // once for each call.
  [[nodiscard]] std::uint64_t draw_latency(std::uint32_t worker, Prng& prng);
  // When a person interrupts a write that takes `latency`: 0 never, n: n - 1 ms after it was sent.
  [[nodiscard]] std::uint64_t draw_interruption(Duration latency, Prng& prng) const;

  // Of `pct`: 0 runs at full speed, the last one is held back.
  [[nodiscard]] std::uint32_t rank(std::uint32_t worker) const { return ranks_[worker]; }

 private:
  void prioritise(std::uint32_t workers, std::uint64_t calls, Prng& prng);
  void skew(Prng& prng);
  void drop_to_last(std::uint32_t worker);

  Strategy strategy_;
  Odds odds_;
  std::vector<std::uint32_t> ranks_;  // by worker
  std::vector<std::uint64_t>
      change_points_;  // calls at which the caller loses its place, ascending
  std::uint64_t calls_ = 0;
};

}  // namespace regent::sim
