#include "sim/trace.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/assert.h"
#include "sim/digest.h"

namespace regent::sim {
namespace {

void mix(Digest128& digest, const Merge& merge) {
  digest.mix(merge.source);
  digest.mix(merge.message);
  digest.mix(static_cast<std::uint64_t>(merge.date.time_since_epoch().count()));
  digest.mix(merge.reverts ? *merge.reverts + 1 : 0);
  digest.mix(std::uint64_t{merge.release});
  digest.mix(merge.expected_version);
}

Spec spec_of(const Case& the_case, const Workload& workload, Tape& tape) {
  const Trace& trace = the_case.trace;
  return {.config = trace.config,
          .behaviour = trace.behaviour,
          .workers = trace.workers,
          .faults = trace.faults,
          .strategy = trace.strategy,
          .workload = &workload,
          .seed = trace.seed,
          .script = {},
          .tape = &tape,
          .mutant = the_case.mutant};
}

}  // namespace

std::string hash_of(const Workload& workload) {
  Digest128 digest;
  digest.mix(workload.repository);
  digest.mix(workload.tag);
  digest.mix(std::uint64_t{workload.real});
  for (const auto* merges : {&workload.before, &workload.merges}) {
    digest.mix(merges->size());
    for (const Merge& merge : *merges) mix(digest, merge);
  }
  return digest.hex();
}

Workload selected(const Workload& source, const std::vector<std::uint32_t>& merges) {
  Workload workload = source;
  workload.merges.clear();
  for (const std::uint32_t number : merges) {
    REGENT_ASSERT(number >= 1 && number <= source.merges.size(), "a merge is one of its source");
    Merge merge = source.merges[number - 1];
    if (merge.reverts) {
      const auto reverted = std::ranges::find(merges, *merge.reverts + 1);
      merge.reverts = reverted == merges.end()
                          ? std::nullopt
                          : std::optional<std::size_t>(reverted - merges.begin());
    }
    workload.merges.push_back(std::move(merge));
  }
  return workload;
}

Case record(const CampaignSpec& campaign, const Violation& violation, const std::string& history) {
  const Spec& run = campaign.run;
  Case out;
  out.source = std::make_shared<const Workload>(
      campaign.history ? *campaign.history : generate(campaign.generate_merges, violation.seed));
  out.mutant = run.mutant;
  Trace& trace = out.trace;
  trace.config = run.config;
  trace.behaviour = run.behaviour;
  trace.workers = run.workers;
  trace.faults = run.faults;
  trace.strategy = run.strategy;
  trace.seed = violation.seed;
  if (run.mutant != nullptr) trace.mutant = run.mutant->name;
  if (campaign.history) {
    trace.work = HistoryFile{history};
  } else {
    trace.work = GeneratedWork{campaign.generate_merges, violation.seed};
  }
  trace.work_hash = hash_of(*out.source);
  trace.merges.resize(out.source->merges.size());
  std::iota(trace.merges.begin(), trace.merges.end(), 1U);
  trace.violation = violation;
  Tape tape;
  const Spec spec = spec_of(out, *out.source, tape);
  (void)Simulation(spec).run();
  trace.choices = tape.recorded();
  return out;
}

const Violation* Replay::violation(const Fingerprint& fingerprint) const {
  const auto found = std::ranges::find(report.violations, fingerprint, fingerprint_of);
  return found != report.violations.end() ? &*found : nullptr;
}

Replay replay(const Case& the_case, Journal* journal, Tape::Lookup lookup) {
  const Workload workload = selected(*the_case.source, the_case.trace.merges);
  Tape tape(the_case.trace.choices, lookup);
  Replay out;
  out.report = Simulation(spec_of(the_case, workload, tape), journal).run();
  out.choices = tape.recorded();
  out.divergence = tape.divergence();
  return out;
}

std::string to_string(const Divergence& divergence) {
  const Choice& choice = divergence.choice;
  const std::string name = "\"" + to_string(choice.question) + "\"";
  const std::string of = choice.operation.empty() ? "" : " (" + choice.operation + ")";
  const std::string at = "step " + std::to_string(divergence.step);
  if (divergence.befell.empty())
    return "the choice " + name + of + " of step " + std::to_string(choice.step) +
           " is never asked for; the run ends at " + at;
  return "the choice " + name + " was about " + choice.operation + ", and at " + at +
         " it is about " + divergence.befell;
}

}  // namespace regent::sim
