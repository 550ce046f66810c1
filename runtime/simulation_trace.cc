#include "runtime/simulation_trace.h"

#include <fmt/format.h>

#include <utility>

#include "runtime/commits_file.h"
#include "runtime/mutants_report.h"
#include "runtime/replay_json.h"
#include "runtime/test_source.h"
#include "runtime/text.h"
#include "runtime/trace_json.h"
#include "sim/difference.h"
#include "sim/shrink.h"

namespace regent::runtime {
namespace {

std::expected<std::shared_ptr<const sim::Workload>, Problem> source_of(const sim::Trace& trace) {
  if (const auto* generated = std::get_if<sim::GeneratedWork>(&trace.work))
    return std::make_shared<const sim::Workload>(sim::generate(generated->merges, generated->seed));
  auto history = read_history(std::get<sim::HistoryFile>(trace.work).name);
  if (!history) return std::unexpected(history.error());
  return std::make_shared<const sim::Workload>(*std::move(history));
}

class SimulationTrace : public AnyTrace {
 public:
  explicit SimulationTrace(sim::Case the_case) : case_(std::move(the_case)) {}

  std::string about() const override {
    const sim::Trace& trace = case_.trace;
    std::string text =
        fmt::format("{} protocol, {}, {}, {}, seed {}", to_string(trace.config.protocol),
                    counted(trace.workers, "worker"), counted(trace.merges.size(), "merge"),
                    fake::to_string(trace.behaviour), trace.seed);
    return trace.mutant.empty() ? text : text + ", mutant " + trace.mutant;
  }
  const sim::Violation& violation() const override { return case_.trace.violation; }
  std::string json() const override { return trace_json(case_.trace); }

  Replayed replay(std::uint64_t until) const override {
    auto journal = sim::Journal::with_states(until);
    const sim::Replay run = sim::replay(case_, &journal);
    Replayed out;
    out.steps = run.report.steps;
    const auto* same = run.violation(fingerprint_of(violation()));
    out.is_the_traces = same != nullptr;
    if (same != nullptr) {
      out.violation = *same;
    } else if (!run.report.violations.empty()) {
      out.violation = run.report.violations.front();
    }
    if (run.divergence) out.divergence = to_string(*run.divergence);
    out.story = whole_story(journal, until);
    out.state = journal.state();
    return out;
  }

  std::string difference() const override { return sim::explanation(case_); }

  std::optional<ShrinkReport> shrink(const ShrinkBounds& bounds) const override {
    auto shrunk = sim::shrink(case_, {bounds.steps_max, bounds.jobs}, bounds.progress);
    if (!shrunk) return std::nullopt;
    const auto& [smallest, before, after, replays, steps, is_minimal] = *shrunk;
    return ShrinkReport{simulation_trace(smallest),
                        {{"choices", before.choices, after.choices},
                         {"steps", before.steps, after.steps},
                         {"merges", before.merges, after.merges},
                         {"workers", before.workers, after.workers}},
                        replays,
                        steps,
                        is_minimal};
  }

  std::string replay_json(const std::string& reproduce) const override {
    return runtime::replay_json(case_, about(), difference(), reproduce);
  }
  std::expected<std::string, std::string> test_source() const override {
    return runtime::test_source(case_);
  }

 private:
  sim::Case case_;
};

}  // namespace

std::unique_ptr<AnyTrace> simulation_trace(sim::Case the_case) {
  return std::make_unique<SimulationTrace>(std::move(the_case));
}

std::expected<std::unique_ptr<AnyTrace>, Problem> read_simulation_trace(const std::string& file,
                                                                        std::string_view text) {
  auto trace = parse_trace(text);
  if (!trace) return std::unexpected(problem_of(file, trace.error()));
  sim::Case out;
  auto source = source_of(*trace);
  if (!source) return std::unexpected(source.error());
  out.source = *std::move(source);
  if (!trace->merges.empty() && trace->merges.back() > out.source->merges.size())
    return std::unexpected(
        Problem{file, fmt::format("settings/merges: there are only {}, not a merge {}",
                                  out.source->merges.size(), trace->merges.back())});
  if (sim::hash_of(*out.source) != trace->work_hash)
    return std::unexpected(
        Problem{file, "settings/work_hash: the merges are not those that the trace was made with"});
  if (!trace->mutant.empty()) {
    auto mutant = mutant_named(trace->mutant);
    if (!mutant) return std::unexpected(Problem{file, "settings/mutant: " + mutant.error()});
    if (trace->config.protocol != Protocol::ledger)
      return std::unexpected(
          Problem{file, "settings/mutant: is a bug of the ledger protocol, no other's"});
    out.mutant = *mutant;
  }
  out.trace = *std::move(trace);
  return simulation_trace(std::move(out));
}

Problem problem_of(const std::string& file, const Damage& damage) {
  return {fmt::format("{}:{}:{}", file, damage.line, damage.column),
          damage.key.empty() ? damage.reason : damage.key + ": " + damage.reason};
}

}  // namespace regent::runtime
