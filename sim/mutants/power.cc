#include "sim/mutants/power.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "core/assert.h"
#include "sim/scenario.h"

namespace regent::mutants {
namespace {

// A seed that the protocol itself does not survive says nothing of the mutant.
std::optional<Kill> run_once(const sim::Mutant& mutant, const Arena& arena, std::uint64_t seed) {
  auto result = sim::run_campaign(campaign_in(arena, seed, &mutant));
  if (result.violations.empty()) return std::nullopt;
  const auto control = sim::run_campaign(campaign_in(arena, seed, nullptr));
  if (!control.violations.empty()) return std::nullopt;
  return Kill{std::move(result.violations.front()), &arena};
}

std::vector<std::string_view> lost_scenarios(const sim::Mutant& mutant) {
  std::vector<std::string_view> lost;
  for (const sim::ScenarioFile& file : sim::scenario_files()) {
    const auto scenario = sim::parse_scenario(file.text, file.name);
    REGENT_ASSERT(scenario.has_value(), "the scenarios that are built in can be read");
    if (!scenario->expectation(Protocol::ledger).survived) continue;
    if (!sim::run_scenario(*scenario, Protocol::ledger, &mutant).verdict.survived)
      lost.push_back(file.name);
  }
  return lost;
}

}  // namespace

Verdict judge(const sim::Mutant& mutant, std::uint64_t seeds_max, std::uint64_t states_max) {
  Verdict verdict{.mutant = &mutant,
                  .kill = std::nullopt,
                  .explored = explore_mutant(mutant, states_max),
                  .scenarios = lost_scenarios(mutant)};
  const auto places = arenas();
  while (verdict.seeds < seeds_max && !verdict.kill) {
    const std::uint64_t turn = verdict.seeds++;
    verdict.kill = run_once(mutant, places[turn % places.size()], turn / places.size() + 1);
  }
  return verdict;
}

std::vector<Verdict> measure_power(const PowerSpec& spec, const Progress& progress) {
  std::vector<Verdict> verdicts(spec.mutants.size());
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::uint64_t done = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < spec.mutants.size(); i = next++) {
      verdicts[i] = judge(*spec.mutants[i], spec.seeds_max, spec.states_max);
      const std::scoped_lock lock(mutex);
      if (progress) progress(++done);
    }
  };
  std::vector<std::jthread> threads;
  for (std::uint32_t i = 1; i < spec.jobs; ++i) threads.emplace_back(work);
  work();
  threads.clear();  // joins
  return verdicts;
}

Tally tally(std::span<const Verdict> verdicts) {
  Tally tally;
  std::vector<std::uint64_t> seeds;
  for (const Verdict& verdict : verdicts) {
    if (verdict.kill) {
      ++tally.killed;
      seeds.push_back(verdict.seeds);
    } else {
      ++(verdict.mutant->equivalent.empty() ? tally.survived : tally.equivalent);
    }
  }
  if (seeds.empty()) return tally;
  const auto middle = seeds.begin() + static_cast<std::ptrdiff_t>(seeds.size() / 2);
  std::ranges::nth_element(seeds, middle);
  tally.median_seeds = *middle;
  return tally;
}

}  // namespace regent::mutants
