#include "runtime/test_source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cctype>

#include "runtime/cpp_literals.h"
#include "runtime/text.h"
#include "sim/difference.h"

namespace regent::runtime {
namespace {

// `one-pr-per-version` as a part of a test's name: `OnePrPerVersion`.
std::string camel_case(std::string_view words) {
  std::string out;
  bool begins = true;
  for (const char c : words) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) out += static_cast<char>(begins ? std::toupper(byte) : c);
    begins = std::isalnum(byte) == 0;
  }
  return out;
}

std::string merge_source(const sim::Merge& merge) {
  const std::string reverts = merge.reverts ? std::to_string(*merge.reverts) : "std::nullopt";
  return fmt::format(
      "{{.source = {},\n"
      "       .message = {},\n"
      "       .date = Time(Duration({})),\n"
      "       .reverts = {},\n"
      "       .release = {},\n"
      "       .expected_version = {}}},\n",
      string_literal(merge.source), string_literal(merge.message),
      merge.date.time_since_epoch().count(), reverts, merge.release,
      string_literal(merge.expected_version));
}

std::string merges_source(const std::vector<sim::Merge>& merges) {
  if (merges.empty()) return "{};\n";
  std::string out = "{\n";
  for (const sim::Merge& merge : merges) out += "      " + merge_source(merge);
  return out + "  };\n";
}

std::string workload_source(const sim::Workload& work) {
  return fmt::format(
      "Workload workload() {{\n"
      "  Workload work;\n"
      "  work.repository = {};\n"
      "  work.tag = {};\n"
      "  work.real = {};\n"
      "  work.before = {}"
      "  work.merges = {}"
      "  return work;\n"
      "}}\n\n",
      string_literal(work.repository), string_literal(work.tag), work.real,
      merges_source(work.before), merges_source(work.merges));
}

std::string choices_source(const std::vector<sim::Choice>& choices) {
  std::string out = "std::vector<Choice> choices() {\n  return {\n";
  for (const sim::Choice& choice : choices)
    out += fmt::format(
        "      // {}\n"
        "      {{parse_question({}).value(), {}U, {}, {}, {{}}}},\n",
        printable(to_clause(choice)), string_literal(to_string(choice.question)), choice.answer,
        string_literal(choice.operation), choice.step);
  return out + "  };\n}\n\n";
}

std::string spec_source(const sim::Trace& trace) {
  std::string faults;
  for (std::size_t i = 0; i < sim::fault_count; ++i)
    if (trace.faults[i])
      faults.append(faults.empty() ? "" : ",").append(to_string(static_cast<sim::Fault>(i)));
  std::string out = "  Spec spec;\n" + config_statements(trace.config, "spec.config", "  ");
  out += fmt::format(
      "  spec.behaviour = fake::parse_behaviour({}).value();\n"
      "  spec.workers = {};\n"
      "  spec.faults = parse_faults({}).value();\n"
      "  spec.strategy = parse_strategy({}).value();\n"
      "  spec.seed = {}U;\n",
      string_literal(fake::to_string(trace.behaviour)), trace.workers,
      string_literal(faults.empty() ? "none" : faults), string_literal(to_string(trace.strategy)),
      trace.seed);
  if (!trace.mutant.empty())
    out += "  spec.mutant = mutants::find(" + string_literal(trace.mutant) + ");\n";
  return out;
}

}  // namespace

std::expected<std::string, std::string> test_source(const sim::Case& the_case) {
  const sim::Trace& trace = the_case.trace;
  const sim::Workload work = sim::selected(*the_case.source, trace.merges);
  for (const auto* merges : {&work.before, &work.merges})
    for (const sim::Merge& merge : *merges)
      if (merge.message.find('\0') != std::string::npos)
        return std::unexpected("a commit's message holds a NUL");
  const std::string& invariant = trace.violation.invariant;
  return fmt::format(
             "// Fails for as long as a run breaks `{}`:\n"
             "// {}\n"
             "// Made by `regent replay --test`. Keep it when the failure is gone.\n"
             "#include <gtest/gtest.h>\n\n"
             "#include <optional>\n"
             "#include <vector>\n\n",
             invariant, cut(printable(trace.violation.message), 94)) +
         (trace.mutant.empty() ? "" : "#include \"sim/mutants/catalogue.h\"\n") +
         "#include \"sim/simulation.h\"\n"
         "#include \"sim/tape.h\"\n"
         "#include \"sim/workload.h\"\n\n"
         "namespace regent::sim {\n"
         "namespace {\n\n" +
         workload_source(work) + choices_source(trace.choices) +
         fmt::format("TEST(Trace, OfSeed{}Keeps{}) {{\n", trace.seed, camel_case(invariant)) +
         "  const Workload work = workload();\n"
         "  Tape tape(choices());\n" +
         spec_source(trace) +
         "  spec.workload = &work;\n"
         "  spec.tape = &tape;\n"
         "  const Report report = Simulation(spec).run();\n"
         "  for (const Violation& violation : report.violations)\n"
         "    ADD_FAILURE() << violation.invariant << \" is violated at step \" << violation.step\n"
         "                  << \": \" << violation.message;\n"
         "}\n\n"
         "}  // namespace\n"
         "}  // namespace regent::sim\n";
}

std::string test_source(const ExploredCase& explored) {
  const auto& world = explored.arguments;
  const std::string& invariant = explored.violation.invariant;
  std::string out = fmt::format(
      "// Fails for as long as this path, or what is left of it, breaks `{}`:\n"
      "// {}\n"
      "// Made by `regent replay --test`. Keep it when the failure is gone.\n"
      "#include <gtest/gtest.h>\n\n"
      "#include <vector>\n\n"
      "#include \"sim/explore/nearest.h\"\n\n"
      "namespace regent::sim::explore {{\n"
      "namespace {{\n\n"
      "std::vector<NamedStep> steps() {{\n"
      "  return {{\n",
      invariant, cut(printable(explored.violation.message), 94));
  for (const auto& step : explored.steps)
    out += fmt::format("      {{{}, {}, {}}},\n", string_literal(step.who), step.turn,
                       string_literal(step.move));
  out += fmt::format(
      "  }};\n"
      "}}\n\n"
      "TEST(Trace, OfAnExplorationKeeps{}) {{\n"
      "  Arguments arguments;\n",
      camel_case(invariant));
  out += config_statements(world.config, "arguments.config", "  ");
  out += fmt::format(
      "  arguments.behaviour = fake::parse_behaviour({}).value();\n"
      "  arguments.workers = {};\n"
      "  arguments.merges = {};\n"
      "  arguments.budgets = {{{}}};\n"
      "  arguments.tells_workers_apart = true;\n"
      "  Model model(arguments);\n"
      "  if (const auto breach = outcome_of(model, steps()))\n"
      "    ADD_FAILURE() << breach->invariant << \" is violated: \" << breach->message;\n"
      "}}\n\n"
      "}}  // namespace\n"
      "}}  // namespace regent::sim::explore\n",
      string_literal(fake::to_string(world.behaviour)), world.workers, world.merges,
      fmt::join(world.budgets, ", "));
  return out;
}

}  // namespace regent::runtime
