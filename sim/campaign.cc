#include "sim/campaign.h"

#include <atomic>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "sim/digest.h"

namespace regent::sim {
namespace {

Report run_seed(const CampaignSpec& spec, std::uint64_t seed, Journal* journal) {
  Workload generated;
  Spec run = spec.run;
  run.seed = seed;
  if (spec.history) {
    run.workload = &*spec.history;
  } else {
    generated = generate(spec.generate_merges, seed);
    run.workload = &generated;
  }
  return Simulation(run, journal).run();
}

// Adds reports in the order of their seeds.
class Total {
 public:
  explicit Total(const CampaignSpec& spec) : spec_(spec) {}

  void add(Report report) {
    ++result_.seeds;
    result_.steps += report.steps;
    result_.api_calls += report.api_calls;
    result_.merges += report.merges;
    result_.releases += report.releases;
    result_.virtual_ms += report.virtual_ms;
    for (std::size_t i = 0; i < fault_count; ++i) result_.faults[i] += report.faults[i];
    for (std::size_t i = 0; i < note_count; ++i) result_.notes[i] += report.notes[i];
    digest_.mix(report.hash);
    result_.violation_count += report.violations.size();
    for (Violation& violation : report.violations)
      if (result_.violations.size() < spec_.violations_max)
        result_.violations.push_back(std::move(violation));
    if (report.seed == spec_.first_seed) result_.tally = std::move(report.tally);
  }
  CampaignResult finish() {
    result_.hash = digest_.hex();
    return std::move(result_);
  }

 private:
  const CampaignSpec& spec_;
  CampaignResult result_;
  Digest128 digest_;
};

}  // namespace

std::uint64_t CampaignResult::conflicts() const {
  const auto count = [&](Note note) { return notes[static_cast<std::size_t>(note)]; };
  return count(Note::conflict_lost) + count(Note::lock_failure) + count(Note::branch_fallback);
}

CampaignResult run_campaign(const CampaignSpec& spec, const Progress& progress) {
  // Reports wait here until all seeds before them are in; at most a few, since seeds are handed out
  // in order.
  std::map<std::uint64_t, Report> waiting;
  std::atomic<std::uint64_t> next{0};
  std::mutex mutex;
  Total total(spec);
  std::uint64_t added = 0;
  const auto work = [&] {
    for (std::uint64_t i = next++; i < spec.seed_count; i = next++) {
      Report report = run_seed(spec, spec.first_seed + i, nullptr);
      const std::scoped_lock lock(mutex);
      waiting.emplace(i, std::move(report));
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
