#include "sim/strategy.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/assert.h"

namespace regent::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, strategy_count> names = {"uniform", "pct", "swarm",
                                                                "portfolio"};

// Of a hundred seeds of a portfolio; the rest is `pct`.
constexpr std::uint32_t uniform_share = 40;
constexpr std::uint32_t swarm_share = 40;

// A call of the first worker takes this long; each doubling brings the next ones nearer to GitHub's
// cut-off of 10 s. A whole run of a worker fits into one call of the next but one.
constexpr std::uint64_t full_speed_ms = 4;
constexpr std::uint32_t doublings = 11;

constexpr std::uint64_t call_min_ms = 20;  // otherwise

// A worker loses its place about once in so many calls, which is a few runs.
constexpr std::uint64_t calls_per_change = 40;

Strategy resolved(Strategy strategy, Prng& prng) {
  if (strategy != Strategy::portfolio) return strategy;
  const auto chosen = prng.below(100);
  if (chosen < uniform_share) return Strategy::uniform;
  return chosen < uniform_share + swarm_share ? Strategy::swarm : Strategy::pct;
}

template <typename T, std::size_t N>
T one_of(const std::array<T, N>& values, Prng& prng) {
  return values[prng.below(N)];
}

}  // namespace

std::string_view to_string(Strategy strategy) { return names[static_cast<std::size_t>(strategy)]; }

std::optional<Strategy> parse_strategy(std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Strategy>(found - names.begin());
}

std::array<std::uint32_t, fault_count> Odds::default_weights() {
  std::array<std::uint32_t, fault_count> weights{};
  const auto set = [&](Fault fault, std::uint32_t weight) {
    weights[static_cast<std::size_t>(fault)] = weight;
  };
  set(Fault::stale_read, 30);
  set(Fault::crash, 10);
  set(Fault::answer_lost, 10);
  set(Fault::request_lost, 6);
  set(Fault::late_effect, 6);
  set(Fault::slow_call, 8);
  set(Fault::pause, 5);
  set(Fault::lease_lost, 4);
  set(Fault::server_error, 5);
  set(Fault::unprocessable_422, 5);
  set(Fault::conflict_409, 2);
  set(Fault::precondition_412, 2);
  set(Fault::not_found_404, 4);
  set(Fault::rate_limit_primary, 1);
  set(Fault::rate_limit_secondary, 2);
  set(Fault::token_expired, 2);
  set(Fault::twin_create, 8);
  for (const Fault act : people) set(act, 1);
  return weights;
}

Tactics::Tactics(Strategy strategy, const FaultSet& faults, std::uint32_t workers,
                 std::uint64_t calls, Prng& prng)
    : strategy_(resolved(strategy, prng)) {
  odds_.faults = faults;
  if (strategy_ == Strategy::pct) prioritise(workers, calls, prng);
  if (strategy_ == Strategy::swarm) skew(prng);
}

void Tactics::prioritise(std::uint32_t workers, std::uint64_t calls, Prng& prng) {
  odds_.exclusive_queue = 0;  // one worker at a time needs no order
  ranks_.resize(workers);
  std::iota(ranks_.begin(), ranks_.end(), 0U);
  for (std::uint32_t left = workers; left > 1; --left)
    std::swap(ranks_[left - 1], ranks_[prng.below(left)]);
  change_points_.resize(prng.below(calls / calls_per_change + 1));
  for (auto& point : change_points_) point = 1 + prng.below(calls);
  std::ranges::sort(change_points_);
}

void Tactics::skew(Prng& prng) {
  for (std::size_t i = 0; i < fault_count; ++i) {
    if (prng.chance(500)) odds_.faults.reset(i);
    odds_.weights[i] <<= prng.below(4);
  }
  odds_.dropped = static_cast<std::uint32_t>(prng.below(101));
  odds_.delayed = static_cast<std::uint32_t>(prng.below(401));
  odds_.duplicated = static_cast<std::uint32_t>(prng.below(501));
  odds_.bursts = one_of(std::array{200U, 650U, 950U}, prng);
  odds_.person_pause_max = one_of(std::array<Duration, 4>{1min, 5min, 20min, 1h}, prng);
  odds_.interruptions = one_of(std::array{0U, 20U, 100U}, prng);
  odds_.focus = one_of(std::array{1U, 8U}, prng);
  odds_.background_max = one_of(std::array<Duration, 3>{1s, 20s, 10min}, prng);
  odds_.call_max = one_of(std::array<Duration, 4>{50ms, 400ms, 2s, 9s}, prng);
  for (std::uint32_t* const setting :
       {&odds_.exclusive_queue, &odds_.deletes_branch_on_merge, &odds_.drops_merge_commit_sha,
        &odds_.weak_etags, &odds_.ignores_head_filter, &odds_.closes_pulls_of_recreated_branches})
    *setting = one_of(std::array{0U, *setting, 800U}, prng);
}

std::uint32_t Tactics::draw_fault_rate(Prng& prng) const {
  switch (strategy_) {
    case Strategy::uniform:  // from one fault in five hundred calls to one in twenty
      return one_of(std::array{200U, 1'000U, 2'500U, 5'000U}, prng);
    case Strategy::pct:
      return one_of(std::array{0U, 200U, 1'000U}, prng);
    case Strategy::swarm:
      return one_of(std::array{500U, 2'500U, 5'000U, 10'000U, 20'000U}, prng);
    case Strategy::portfolio:
      break;
  }
  REGENT_ASSERT(false, "a seed follows one strategy");
  return 0;
}

std::uint64_t Tactics::draw_latency(std::uint32_t worker, Prng& prng) {
  if (strategy_ != Strategy::pct)
    return call_min_ms +
           prng.below(static_cast<std::uint64_t>(odds_.call_max.count()) - call_min_ms);
  if (const auto due = std::ranges::lower_bound(change_points_, ++calls_);
      due != change_points_.end() && *due == calls_)
    drop_to_last(worker);
  const auto others = static_cast<std::uint32_t>(ranks_.size()) - 1;
  const std::uint32_t doubled = others == 0 ? 0 : ranks_[worker] * doublings / others;
  return (full_speed_ms << doubled) + prng.below(full_speed_ms);
}

std::uint64_t Tactics::draw_interruption(Duration latency, Prng& prng) const {
  if (!prng.chance(odds_.interruptions)) return 0;
  return 1 + prng.below(static_cast<std::uint64_t>(latency.count()) + 1);
}

void Tactics::drop_to_last(std::uint32_t worker) {
  const std::uint32_t old = ranks_[worker];
  for (std::uint32_t& rank : ranks_)
    if (rank > old) --rank;
  ranks_[worker] = static_cast<std::uint32_t>(ranks_.size()) - 1;
}

}  // namespace regent::sim
