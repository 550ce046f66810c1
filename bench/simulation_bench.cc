// What the simulator makes of a core: calls of GitHub, and schedules of one race, per second.
#include <benchmark/benchmark.h>

#include "sim/campaign.h"

namespace {

using namespace regent;
using sim::CampaignSpec;

CampaignSpec spec_of(Protocol protocol, std::uint32_t merges) {
  CampaignSpec spec;
  spec.run.config.protocol = protocol;
  spec.run.workers = 3;
  spec.run.faults = *sim::parse_faults("all");
  spec.generate_merges = merges;
  return spec;
}

// A random campaign with 3 workers on a small repository, every check on. The bar is a million
// calls a second on one core.
void BM_Campaign(benchmark::State& state) {
  CampaignSpec spec = spec_of(Protocol::ledger, 30);
  std::uint64_t calls = 0;
  std::uint64_t steps = 0;
  for (auto _ : state) {
    ++spec.first_seed;
    const auto result = run_campaign(spec);
    calls += result.api_calls;
    steps += result.steps;
  }
  state.counters["calls"] =
      benchmark::Counter(static_cast<double>(calls), benchmark::Counter::kIsRate);
  state.counters["steps"] =
      benchmark::Counter(static_cast<double>(steps), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Campaign)->Unit(benchmark::kMicrosecond);

// The race of bench/peers/race.mjs with the whole product in it: two merges, three workers,
// the published protocol, to the first duplicate or to rest. One iteration is one schedule.
void BM_Race(benchmark::State& state) {
  CampaignSpec spec = spec_of(Protocol::optimistic, 2);
  std::uint64_t schedules = 0;
  for (auto _ : state) {
    ++spec.first_seed;
    benchmark::DoNotOptimize(run_campaign(spec));
    ++schedules;
  }
  state.counters["schedules"] =
      benchmark::Counter(static_cast<double>(schedules), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Race)->Unit(benchmark::kMicrosecond);

// A real project's whole history, one seed an iteration.
void BM_History(benchmark::State& state) {
  CampaignSpec spec = spec_of(Protocol::ledger, 0);
  spec.run.workers = 4;
  auto history = sim::load_history("tests/data/histories/octokit-webhooks.js.ndjson");
  if (!history) return state.SkipWithError("run from the repository's root");
  spec.history = std::move(*history);
  for (auto _ : state) {
    ++spec.first_seed;
    benchmark::DoNotOptimize(run_campaign(spec));
  }
}
BENCHMARK(BM_History)->Unit(benchmark::kMillisecond);

}  // namespace
