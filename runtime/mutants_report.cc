#include "runtime/mutants_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "runtime/closest.h"
#include "runtime/json_text.h"
#include "runtime/options.h"
#include "runtime/simulate_options.h"
#include "runtime/text.h"
#include "sim/mutants/catalogue.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;
using mutants::Verdict;

constexpr std::size_t invariant_columns = 22;
constexpr std::size_t seeds_columns = 7;

bool has_survived(const Verdict& verdict) {
  return !verdict.kill && verdict.mutant->equivalent.empty();
}

std::string outcome_of(const Verdict& verdict) {
  if (verdict.kill) return verdict.kill->violation.invariant;
  return has_survived(verdict) ? "SURVIVED" : "equivalent";
}

Colour colour_of(const Verdict& verdict) {
  if (verdict.kill) return Colour::green;
  return has_survived(verdict) ? Colour::red : Colour::yellow;
}

Json explored_json(const mutants::Explored& explored) {
  Json json{{"killed", explored.killed},
            {"by", nullptr},
            {"world", nullptr},
            {"states", explored.states}};
  if (!explored.killed) return json;
  json["by"] = explored.invariant;
  json["world"] = explored.world;
  return json;
}

Json mutant_json(const Verdict& verdict, const std::string& program) {
  Json json{{"name", verdict.mutant->name},
            {"description", verdict.mutant->bug},
            {"killed", verdict.kill.has_value()},
            {"by", nullptr},
            {"message", nullptr},
            {"seeds", verdict.seeds},
            {"seed", nullptr},
            {"reproduce", nullptr},
            {"scenarios", verdict.scenarios},
            {"explored", explored_json(verdict.explored)},
            {"equivalent", nullptr}};
  if (!verdict.mutant->equivalent.empty()) json["equivalent"] = verdict.mutant->equivalent;
  if (!verdict.kill) return json;
  json["by"] = verdict.kill->violation.invariant;
  json["message"] = verdict.kill->violation.message;
  json["seed"] = verdict.kill->violation.seed;
  json["reproduce"] = command_line(program, verdict);
  return json;
}

}  // namespace

std::expected<const sim::Mutant*, std::string> mutant_named(std::string_view name) {
  if (const sim::Mutant* const mutant = mutants::find(name)) return mutant;
  std::vector<std::string_view> names;
  for (const sim::Mutant& mutant : mutants::catalogue()) names.push_back(mutant.name);
  return std::unexpected("there is no mutant " + in_quotes(name) +
                         "; the closest: " + closest(name, names));
}

std::string command_line(const std::string& program, const Verdict& verdict) {
  const auto& [violation, arena] = *verdict.kill;
  SimulateOptions options;
  options.faults = arena->faults;
  options.strategy = arena->strategy;
  options.mutant = std::string(verdict.mutant->name);
  return command_line(program, options,
                      mutants::campaign_in(*arena, violation.seed, verdict.mutant), violation.seed);
}

std::string mutants_text(std::span<const Verdict> verdicts, const Page& page) {
  std::size_t name_columns = 0;
  for (const Verdict& verdict : verdicts)
    name_columns = std::max(name_columns, columns_of(verdict.mutant->name));
  std::string out;
  for (const Verdict& verdict : verdicts) {
    const auto& mutant = *verdict.mutant;
    const std::string left = "  " + padded(mutant.name, name_columns + 2);
    const std::string seeds = right_aligned(grouped(verdict.seeds), seeds_columns) + "  ";
    const std::size_t used = columns_of(left) + invariant_columns + columns_of(seeds);
    const std::size_t room = page.columns > used + 20 ? page.columns - used : 20;
    out += left +
           page.style.paint(colour_of(verdict), padded(outcome_of(verdict), invariant_columns)) +
           seeds + page.style.paint(Colour::dim, cut(mutant.bug, room)) + "\n";
  }
  return out;
}

std::string mutants_summary(std::span<const Verdict> verdicts, const Page& page) {
  const mutants::Tally tally = mutants::tally(verdicts);
  std::string out =
      fmt::format("\n  {} of {} killed, after {} in the median", tally.killed,
                  counted(verdicts.size(), "mutant"), counted(tally.median_seeds, "seed"));
  if (tally.equivalent > 0) out += fmt::format("; {} equivalent", tally.equivalent);
  const auto explored = std::ranges::count_if(
      verdicts, [](const Verdict& verdict) { return verdict.explored.killed; });
  out += fmt::format("; {} by exploring small worlds as well\n", explored);
  for (const Verdict& verdict : verdicts) {
    if (has_survived(verdict))
      out += "  " + page.style.paint(Colour::red, std::string(verdict.mutant->name) + " survived") +
             fmt::format(" {}: {}\n", counted(verdict.seeds, "seed"), verdict.mutant->bug);
    if (!verdict.kill && !has_survived(verdict))
      out += "  " + page.style.paint(Colour::yellow, verdict.mutant->name) +
             " is equivalent: " + std::string(verdict.mutant->equivalent) + "\n";
  }
  return out;
}

std::string mutants_markdown(std::span<const Verdict> verdicts) {
  std::string out =
      "| mutant | the bug | killed by | seeds | by exploration |\n| --- | --- | --- | ---: | --- "
      "|\n";
  for (const Verdict& verdict : verdicts) {
    const auto& mutant = *verdict.mutant;
    const std::string outcome = verdict.kill ? "`" + outcome_of(verdict) + "`"
                                : has_survived(verdict)
                                    ? "**nothing**"
                                    : "nothing can: " + std::string(mutant.equivalent);
    const auto& explored = verdict.explored;
    out += fmt::format("| `{}` | {} | {} | {} | {} |\n", mutant.name, mutant.bug, outcome,
                       grouped(verdict.seeds),
                       explored.killed ? "`" + explored.invariant + "`, " + explored.world
                                       : "not in these worlds");
  }
  const mutants::Tally tally = mutants::tally(verdicts);
  return out + fmt::format("\n{} of {} killed, {} equivalent; {} in the median.\n", tally.killed,
                           counted(verdicts.size(), "mutant"), tally.equivalent,
                           counted(tally.median_seeds, "seed"));
}

std::string mutants_json(std::span<const Verdict> verdicts, const std::string& program) {
  Json list = Json::array();
  for (const Verdict& verdict : verdicts) list.push_back(mutant_json(verdict, program));
  const mutants::Tally tally = mutants::tally(verdicts);
  return json_text(Json{{"schema", "regent.mutants/1"},
                        {"mutants", std::move(list)},
                        {"killed", tally.killed},
                        {"survived", tally.survived},
                        {"equivalent", tally.equivalent},
                        {"median_seeds", tally.median_seeds}});
}

}  // namespace regent::runtime
