#include "sim/mutants/catalogue.h"

#include <algorithm>
#include <vector>

namespace regent::mutants {
namespace {

std::vector<sim::Mutant> all() {
  std::vector<sim::Mutant> mutants;
  for (const auto family :
       {swing_mutants(), claim_mutants(), observation_mutants(), pull_mutants(),
        projection_mutants(), release_mutants(), error_mutants(), ending_mutants()})
    mutants.insert(mutants.end(), family.begin(), family.end());
  return mutants;
}

}  // namespace

std::span<const sim::Mutant> catalogue() {
  static const std::vector<sim::Mutant> mutants = all();
  return mutants;
}

const sim::Mutant* find(std::string_view name) {
  const auto found = std::ranges::find(catalogue(), name, &sim::Mutant::name);
  return found == catalogue().end() ? nullptr : &*found;
}

}  // namespace regent::mutants
