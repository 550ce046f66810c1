#include "sim/campaign.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "sim/digest.h"

namespace regent::sim {
namespace {

// A situation that the rarest seeds come to is missed in so many by one campaign in a billion.
constexpr std::uint64_t full_seeds_min = 2'000;
constexpr std::uint32_t full_merges_min = 30;
constexpr std::uint32_t full_workers_min = 3;

Report run_seed(const CampaignSpec& spec, std::uint64_t seed, Journal* journal,
                Listener* listener = nullptr) {
  Workload generated;
  Spec run = spec.run;
  run.seed = seed;
  if (spec.history) {
    run.workload = &*spec.history;
  } else {
    generated = generate(spec.generate_merges, seed);
    run.workload = &generated;
  }
  return Simulation(run, journal, listener).run();
}

struct SeedResult {
  Report report;
  std::vector<Deviation> deviations;  // one at most
};

SeedResult run_as_asked(const CampaignSpec& spec, std::uint64_t seed) {
  if (!spec.check_determinism) return {run_seed(spec, seed, nullptr), {}};
  SeedResult outcome;
  const auto run = [&](Listener& listener) {
    outcome.report = run_seed(spec, seed, nullptr, &listener);
  };
  if (auto deviation = first_deviation(seed, run)) outcome.deviations.push_back(*deviation);
  return outcome;
}

bool must_meet(const CampaignSpec& spec) {
  return spec.sometimes == Sometimes::always ||
         (spec.sometimes == Sometimes::in_full_campaigns && spec.is_full());
}

// Adds reports in the order of their seeds.
class Total {
 public:
  explicit Total(const CampaignSpec& spec) : spec_(spec) {}

  void add(SeedResult outcome) {
    Report& report = outcome.report;
    std::ranges::move(outcome.deviations, std::back_inserter(result_.deviations));
    ++result_.seeds;
    ++result_.strategies[static_cast<std::size_t>(report.strategy)];
    result_.steps += report.steps;
    result_.api_calls += report.api_calls;
    result_.merges += report.merges;
    result_.releases += report.releases;
    result_.virtual_ms += report.virtual_ms;
    for (std::size_t i = 0; i < fault_count; ++i) result_.faults[i] += report.faults[i];
    for (std::size_t i = 0; i < note_count; ++i) result_.notes[i] += report.notes[i];
    for (std::size_t i = 0; i < situation_count; ++i) result_.situations[i] += report.situations[i];
    digest_.mix(report.hash);
    result_.violation_count += report.violations.size();
    for (Violation& violation : report.violations)
      if (result_.violations.size() < spec_.violations_max)
        result_.violations.push_back(std::move(violation));
    if (report.seed == spec_.first_seed) result_.tally = std::move(report.tally);
  }
  CampaignResult finish() {
    result_.hash = digest_.hex();
    if (must_meet(spec_))
      result_.never = never_met(result_.situations, spec_.run.config.protocol, spec_.run.behaviour);
    return std::move(result_);
  }

 private:
  const CampaignSpec& spec_;
  CampaignResult result_;
  Digest128 digest_;
};

}  // namespace

// What the optimistic protocol comes to before its first violation says little of a campaign, and
// another configuration than the default one may exclude a situation.
bool CampaignSpec::is_full() const {
  static const Config usual;
  return run.config == usual && run.faults.all() && run.strategy == Strategy::portfolio &&
         run.workers >= full_workers_min && !history && generate_merges >= full_merges_min &&
         seed_count >= full_seeds_min;
}

std::uint64_t CampaignResult::conflicts() const {
  const auto count = [&](Note note) { return notes[static_cast<std::size_t>(note)]; };
  return count(Note::conflict_lost) + count(Note::lock_failure) + count(Note::branch_fallback);
}

CampaignResult run_campaign(const CampaignSpec& spec, const Progress& progress) {
  // Reports wait here until all seeds before them are in; at most a few, since seeds are handed out
  // in order.
  std::map<std::uint64_t, SeedResult> waiting;
  std::atomic<std::uint64_t> next{0};
  std::mutex mutex;
  Total total(spec);
  std::uint64_t added = 0;
  const auto work = [&] {
    for (std::uint64_t i = next++; i < spec.seed_count; i = next++) {
      SeedResult outcome = run_as_asked(spec, spec.first_seed + i);
      const std::scoped_lock lock(mutex);
      waiting.emplace(i, std::move(outcome));
      for (auto next_one = waiting.begin(); next_one != waiting.end() && next_one->first == added;
           next_one = waiting.erase(next_one), ++added)
        total.add(std::move(next_one->second));
      if (progress) progress(added);
    }
  };
  std::vector<std::jthread> threads;
  for (std::uint32_t i = 1; i < spec.jobs; ++i) threads.emplace_back(work);
  work();
  threads.clear();  // joins
  return total.finish();
}

Report tell(const CampaignSpec& spec, std::uint64_t seed, Journal& journal) {
  return run_seed(spec, seed, &journal);
}

}  // namespace regent::sim
