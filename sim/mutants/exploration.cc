#include "sim/mutants/exploration.h"

#include <array>

#include "sim/explore/result.h"

namespace regent::mutants {
namespace {

struct World {
  std::string_view name;
  sim::explore::Budgets budgets{};
};

constexpr std::array worlds = {
    World{"2 workers, 2 merges"},
    World{"2 workers, 2 merges, 1 crash", {1}},
    World{"2 workers, 2 merges, 1 lost answer", {0, 1}},
    World{"2 workers, 2 merges, 1 stale read", {0, 0, 1}},
    World{"2 workers, 2 merges, 1 conflict", {0, 0, 0, 1}},
    World{"2 workers, 2 merges, 1 crash, 1 lost answer", {1, 1}},
};

}  // namespace

Explored explore_mutant(const sim::Mutant& mutant, std::uint64_t states_max) {
  Explored out;
  if (states_max == 0) return out;
  for (const World& world : worlds) {
    sim::explore::Arguments arguments;
    arguments.merges = 2;
    arguments.budgets = world.budgets;
    arguments.states_max = states_max;
    arguments.violations_max = 1;
    arguments.mutant = &mutant;
    const auto result = sim::explore::explore(
        arguments, [](const sim::explore::Progress& progress) { return progress.violations == 0; });
    out.states += result.states;
    if (result.violations.empty()) continue;
    out.killed = true;
    out.invariant = result.violations.front().invariant;
    out.world = world.name;
    return out;
  }
  return out;
}

}  // namespace regent::mutants
