// `regent explore`: every interleaving of a small world, every invariant checked.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <thread>

#include "runtime/command.h"
#include "runtime/commits_file.h"
#include "runtime/console.h"
#include "runtime/exploration_replay.h"
#include "runtime/exploration_report.h"
#include "runtime/exploration_trace.h"
#include "runtime/options.h"
#include "runtime/progress_bar.h"
#include "runtime/protocol_options.h"
#include "runtime/text.h"
#include "runtime/trace_files.h"

namespace regent::runtime {
namespace {

using Clock = std::chrono::steady_clock;
using sim::explore::Arguments;
using sim::explore::Budget;
using sim::explore::budget_count;
using sim::explore::Method;

constexpr WholeNumbers workers_range{1, sim::explore::workers_max};
constexpr WholeNumbers merges_range{1, sim::explore::messages_max};
constexpr WholeNumbers budget_range{0, 9};
constexpr WholeNumbers jobs_range{1, 256};
constexpr WholeNumbers states_range{1, 4'000'000'000};
constexpr WholeNumbers memory_range{1, 4'096};  // GiB
constexpr std::uint64_t default_memory = 16;
constexpr std::uint64_t default_workers = 2;
constexpr std::uint64_t default_merges = 2;
constexpr std::uint64_t shrink_states_max = 200'000;  // a second or two

constexpr std::array<std::string_view, budget_count> budget_help = {
    "Workers that die beside a write: before it, after it, or while it is under way (0)",
    "Writes whose answer is lost: with effect, without, or with a late one (0)",
    "Reads that show the past (0)",
    "Writes that GitHub refuses with 409, 412 or 422, or creates that meet (0)",
    "Acts of a person on the release PR or its branch (0)"};

struct ExploreOptions {
  std::optional<Protocol> protocol;
  fake::Behaviour github = fake::Behaviour::github_com;
  std::optional<std::uint64_t> workers;
  std::optional<std::uint64_t> merges;
  std::array<std::optional<std::uint64_t>, budget_count> budgets;
  Method method = Method::reduced;
  bool shortest = false;
  std::optional<std::uint64_t> jobs;
  std::optional<std::uint64_t> states_max;
  std::optional<std::uint64_t> memory_max;
  std::optional<std::string> config;
  std::optional<std::string> trace_dir;
  bool no_shrink = false;
  bool json = false;
};

std::string read_method(const std::string& text, Method& method) {
  const auto parsed = sim::explore::parse_method(text);
  if (!parsed) return "must be naive, hashed, sleep, reduced or dpor, not " + in_quotes(text);
  method = *parsed;
  return {};
}

std::expected<Arguments, Problem> arguments_of(const ExploreOptions& options) {
  auto config = read_config(options.config);
  if (!config) return std::unexpected(config.error());
  Arguments arguments;
  arguments.config = *std::move(config);
  if (options.protocol) arguments.config.protocol = *options.protocol;
  arguments.behaviour = options.github;
  arguments.workers = static_cast<std::uint32_t>(options.workers.value_or(default_workers));
  arguments.merges = static_cast<std::uint32_t>(options.merges.value_or(default_merges));
  for (std::size_t i = 0; i < budget_count; ++i)
    arguments.budgets[i] = static_cast<std::uint8_t>(options.budgets[i].value_or(0));
  arguments.method = options.method;
  arguments.shortest = options.shortest;
  arguments.jobs = static_cast<std::uint32_t>(options.jobs.value_or(
      std::clamp<std::uint64_t>(std::thread::hardware_concurrency(), 1, jobs_range.max)));
  arguments.states_max = options.states_max.value_or(arguments.states_max);
  if (const auto reason = reason_not_to_explore(arguments))
    return std::unexpected(Problem{"--" + reason->first, reason->second});
  if (options.shortest && options.method == Method::dpor)
    return std::unexpected(Problem{"--shortest", "cannot be combined with --method dpor"});
  return arguments;
}

// The command that explores the same world; `jobs` and where it reports to make no difference.
std::string command_line(const std::string& program, const ExploreOptions& options,
                         const Arguments& arguments) {
  std::string line = shell_quoted(program) + " explore --protocol " +
                     std::string(to_string(arguments.config.protocol)) + " --github " +
                     std::string(fake::to_string(arguments.behaviour)) + " --workers " +
                     std::to_string(arguments.workers) + " --merges " +
                     std::to_string(arguments.merges);
  for (std::size_t i = 0; i < budget_count; ++i)
    if (arguments.budgets[i] > 0)
      line += " --" + std::string(name_of(static_cast<Budget>(i))) + " " +
              std::to_string(arguments.budgets[i]);
  line += " --method " + std::string(to_string(arguments.method));
  if (arguments.shortest) line += " --shortest";
  if (options.states_max) line += " --states-max " + std::to_string(*options.states_max);
  if (options.memory_max) line += " --memory-max " + std::to_string(*options.memory_max);
  if (options.config) line += " --config " + shell_quoted(*options.config);
  return line;
}

// Ctrl-C asks the search to stop; what was covered is reported. A second one kills.
class Interrupt {
 public:
  Interrupt() {
    asked_ = 0;
    previous_ = std::signal(SIGINT, [](int) {
      asked_ = 1;
      std::signal(SIGINT, SIG_DFL);
    });
  }
  ~Interrupt() { std::signal(SIGINT, previous_); }
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] static bool asked() { return asked_ != 0; }

 private:
  static inline volatile std::sig_atomic_t asked_ = 0;
  void (*previous_)(int) = nullptr;
};

std::uint64_t peak_memory_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

std::string progress_text(const sim::explore::Progress& progress, Clock::duration elapsed) {
  const double seconds = std::chrono::duration<double>(elapsed).count();
  const auto rate =
      static_cast<std::uint64_t>(static_cast<double>(progress.states) / std::max(seconds, 0.001));
  std::string text = counted(progress.states, "state") + ", depth " + grouped(progress.depth) +
                     ", " + grouped(rate) + " a second, frontier " + grouped(progress.frontier);
  if (progress.violations > 0) text += ", " + counted(progress.violations, "violation");
  return text;
}

// A shortest path in place of the first violation's, if one is found within the bound.
void shrink_first(const Arguments& arguments, sim::explore::Result& result) {
  if (result.violations.empty()) return;
  sim::explore::Found& first = result.violations.front();
  const auto shortest = shortest_of(
      {arguments, {0, 0, first.invariant, first.message}, first.steps}, {shrink_states_max, 1, {}});
  if (!shortest || shortest->smallest.steps.size() >= first.steps.size()) return;
  first.steps = shortest->smallest.steps;
  first.message = shortest->smallest.violation.message;
}

Outcome run_explore(const ExploreOptions& options, const Program& program) {
  Console& console = program.console;
  const auto arguments = arguments_of(options);
  if (!arguments) return std::unexpected(arguments.error());
  if (options.trace_dir)
    if (const auto made = make_trace_directory(*options.trace_dir); !made)
      return std::unexpected(made.error());
  if (!options.json) {
    console.print("Exploring the " + std::string(to_string(arguments->config.protocol)) +
                  " protocol on " + std::string(fake::to_string(arguments->behaviour)) + ": " +
                  world_text(*arguments) + "\nmethod " + std::string(to_string(arguments->method)) +
                  ", " + counted(arguments->jobs, "thread") + "\n\n");
    if (const auto shown = console.flush(); !shown) return std::unexpected(shown.error());
  }
  sim::explore::Result result;
  const std::uint64_t memory_max = options.memory_max.value_or(default_memory) << 30;
  bool is_full = false;
  const auto started = Clock::now();
  {
    const Interrupt interrupt;
    ProgressLine line(console.is_watched());
    result = sim::explore::explore(*arguments, [&](const sim::explore::Progress& progress) {
      line.show([&] { return progress_text(progress, Clock::now() - started); });
      is_full = is_full || peak_memory_bytes() >= memory_max;
      return !is_full && !Interrupt::asked();
    });
  }
  if (is_full && !result.complete) result.stopped = "memory-max is reached";
  if (!options.no_shrink && !options.shortest) shrink_first(*arguments, result);
  const Exploration exploration{*arguments, result, Clock::now() - started, peak_memory_bytes(),
                                command_line(program.name, options, *arguments)};
  if (options.json) {
    console.print(exploration_json(exploration));
  } else {
    console.print(exploration_text(exploration, {console.style(), console.columns()}));
  }
  if (options.trace_dir)
    if (const auto written = write_exploration_traces(exploration, *options.trace_dir); !written)
      return std::unexpected(written.error());
  return result.violation_count == 0 ? Status::ok : Status::refuted;
}

constexpr const char* footer =
    "The first merge is there at the beginning; the others come at any time. Each has its "
    "webhook,\n"
    "and each further worker is told to look by a timer. Every interleaving of the workers' API\n"
    "calls is explored, with the faults that the budgets permit, and every invariant is checked\n"
    "after each step and at rest.\n\n"
    "Methods: naive (every interleaving), hashed (every state once), sleep (and no two orders of\n"
    "independent steps), reduced (the default: and persistent sets, and workers in any order), "
    "dpor\n"
    "(stateless source-DPOR). All find the same states at rest: terminal_hash.\n\n"
    "At --states-max, at --memory-max and at Ctrl-C the search ends and reports what it covered:\n"
    "it is not complete then. A state needs about 35 bytes, each distinct piece of one (a "
    "worker's\n"
    "run, a repository) some kilobytes.\n\n"
    "The path to the first violation is replaced by a shortest one if that is found quickly.\n\n"
    "Exit status: 0 no violation in what was explored; 1 violations; 2 usage or bad input.\n\n"
    "Examples:\n"
    "  regent explore --workers 3 --merges 2 --crashes 1\n"
    "  regent explore --protocol optimistic --shortest\n"
    "  regent explore --workers 2 --merges 2 --lost 1 --method sleep --json | jq .terminal_hash";

}  // namespace

void add_explore(CLI::App& app, Program& program) {
  auto* const command = app.add_subcommand(
      "explore", "Explore every interleaving of a small world, and check every invariant");
  const auto options = std::make_shared<ExploreOptions>();
  ExploreOptions* const o = options.get();
  add_protocol_options(*command, o->protocol, o->github);
  add_number(*command, "--workers", "N", "Racing workers, 1 to 8 (2)", workers_range, o->workers);
  add_number(*command, "--merges", "M", "Merged pull requests, 1 to 12 (2)", merges_range,
             o->merges);
  constexpr std::array<const char*, budget_count> letters = {"C", "L", "S", "K", "H"};
  for (std::size_t i = 0; i < budget_count; ++i)
    add_number(*command, "--" + std::string(name_of(static_cast<Budget>(i))), letters[i],
               std::string(budget_help[i]), budget_range, o->budgets[i]);
  add_value(*command, "--method", "NAME", "naive, hashed, sleep, reduced (the default) or dpor",
            [o](const std::string& text) { return read_method(text, o->method); });
  add_switch(*command, "--shortest", "Breadth first: stop at a shortest violation", o->shortest);
  add_number(*command, "--jobs", "N",
             "Threads; what is found is the same for any number (all cores)", jobs_range, o->jobs);
  add_number(*command, "--states-max", "N", "States to remember at most (200,000,000)",
             states_range, o->states_max);
  add_number(*command, "--memory-max", "GIB", "Memory to use at most, or little more (16)",
             memory_range, o->memory_max);
  add_text(*command, "--config", "FILE", "Configuration (YAML); what it leaves out is the default",
           o->config);
  add_text(*command, "--trace-dir", "DIR", "Leave each violation there, as JSON", o->trace_dir);
  add_switch(*command, "--no-shrink", "Leave the first violation's path as it was found",
             o->no_shrink);
  add_switch(*command, "--json", "Print one JSON object instead of the table", o->json);
  command->footer(footer);
  command->callback([options, &program] {
    program.chosen = [options, &program] { return run_explore(*options, program); };
  });
}

}  // namespace regent::runtime
