// `regent mutants`: deliberate bugs of the protocol, and which check notices each of them.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "runtime/command.h"
#include "runtime/console.h"
#include "runtime/mutants_report.h"
#include "runtime/options.h"
#include "runtime/progress_bar.h"
#include "sim/mutants/catalogue.h"
#include "sim/mutants/power.h"

namespace regent::runtime {
namespace {

constexpr WholeNumbers jobs_range{1, 256};
constexpr WholeNumbers seeds_range{1, 1'000'000};
constexpr std::uint64_t default_seeds_max = 4'000;

struct MutantsOptions {
  std::vector<std::string> names;
  std::optional<std::uint64_t> seeds_max;
  std::optional<std::uint64_t> jobs;
  bool json = false;
  bool markdown = false;
};

std::expected<std::vector<const sim::Mutant*>, Problem> chosen_mutants(
    const std::vector<std::string>& names) {
  std::vector<const sim::Mutant*> chosen;
  if (names.empty())
    for (const sim::Mutant& mutant : mutants::catalogue()) chosen.push_back(&mutant);
  for (const std::string& name : names) {
    const auto mutant = mutant_named(name);
    if (!mutant) return std::unexpected(Problem{"NAME", mutant.error()});
    chosen.push_back(*mutant);
  }
  return chosen;
}

std::uint32_t jobs_of(const MutantsOptions& options) {
  const std::uint64_t cores = std::thread::hardware_concurrency();
  return static_cast<std::uint32_t>(
      options.jobs.value_or(std::clamp<std::uint64_t>(cores, 1, jobs_range.max)));
}

Outcome run_mutants(const MutantsOptions& options, const Program& program) {
  Console& console = program.console;
  const auto chosen = chosen_mutants(options.names);
  if (!chosen) return std::unexpected(chosen.error());
  if (options.json && options.markdown)
    return std::unexpected(Problem{"--markdown", "is another form of output than --json"});
  std::vector<mutants::Verdict> verdicts;
  {
    ProgressBar bar(chosen->size(), console.is_watched(), "mutant");
    verdicts = mutants::measure_power(
        {*chosen, options.seeds_max.value_or(default_seeds_max), jobs_of(options)},
        [&](std::uint64_t done) { bar.show(done); });
  }
  if (options.json) {
    console.print(mutants_json(verdicts, program.name));
  } else if (options.markdown) {
    console.print(mutants_markdown(verdicts));
  } else {
    const Page page{console.style(), console.columns()};
    console.print(mutants_text(verdicts, page) + mutants_summary(verdicts, page));
    if (chosen->size() == 1 && verdicts.front().kill)
      console.print("  " + command_line(program.name, verdicts.front()) + "\n");
  }
  return mutants::tally(verdicts).survived == 0 ? Status::ok : Status::refuted;
}

}  // namespace

void add_mutants(CLI::App& app, Program& program) {
  auto* const command = app.add_subcommand(
      "mutants", "Put bugs into the protocol on purpose, and see which check notices");
  const auto options = std::make_shared<MutantsOptions>();
  MutantsOptions* const o = options.get();
  command->add_option("NAME", o->names, "Which ones (all)")->option_text(" ");
  add_number(*command, "--seeds-max", "COUNT",
             "Seeds after which a mutant has survived (" + std::to_string(default_seeds_max) + ")",
             seeds_range, o->seeds_max);
  add_number(*command, "--jobs", "N", "Threads; the result is the same for any number (all cores)",
             jobs_range, o->jobs);
  add_switch(*command, "--json", "Print one JSON object instead of the table", o->json);
  add_switch(*command, "--markdown", "Print the table in Markdown", o->markdown);
  command->footer(
      "Each mutant is the protocol with one bug between its reducer and the world. It is run in a\n"
      "few fixed campaigns, which take turns seed by seed, until an invariant breaks that the\n"
      "protocol itself keeps in the same seed.\n\n"
      "The object of --json, \"schema\": \"regent.mutants/1\":\n"
      "  mutants            one object each, in the order of the catalogue:\n"
      "    name, description  which one, and what it does wrong\n"
      "    killed, by         whether an invariant broke, and which; null: none did\n"
      "    message            what broke it\n"
      "    seeds              how many were run, the last one killed it\n"
      "    seed, reproduce    which one, and the command that shows it again\n"
      "    scenarios          those of `regent scenario` that it loses and the protocol survives\n"
      "    explored           {killed, by, world, states} by exploring small worlds exhaustively\n"
      "    equivalent         why nothing can tell it from the protocol; null: something must\n"
      "  killed, survived, equivalent, median_seeds   over all of them\n\n"
      "Exit status: 0 every mutant is killed, or argued to be equivalent; 1 one survived; 2 "
      "usage.\n\n"
      "Examples:\n"
      "  regent mutants\n"
      "  regent mutants claim-ignored\n"
      "  regent mutants --markdown\n"
      "  regent mutants --json | jq -r '.mutants[] | [.name, .by, .seeds] | @tsv'");
  command->callback([options, &program] {
    program.chosen = [options, &program] { return run_mutants(*options, program); };
  });
}

}  // namespace regent::runtime
