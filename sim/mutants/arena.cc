#include "sim/mutants/arena.h"

#include <array>

namespace regent::mutants {
namespace {

// Most bugs show under everything at once. Some need one rare thing to come together with another,
// which the first arena spreads too thin.
constexpr std::array fixed = {
    Arena{.faults = "all"},
    Arena{.faults = "crash,answer-lost,request-lost,late-effect,slow-call,pause,lease-lost,"
                    "5xx,twin-create,webhook-duplicated",
          .workers = 6},
};

}  // namespace

std::span<const Arena> arenas() { return fixed; }

sim::CampaignSpec campaign_in(const Arena& arena, std::uint64_t seed, const sim::Mutant* mutant) {
  sim::CampaignSpec spec;
  spec.run.workers = arena.workers;
  spec.run.faults = sim::parse_faults(arena.faults).value();
  spec.run.mutant = mutant;
  spec.generate_merges = arena.merges;
  spec.first_seed = seed;
  spec.seed_count = 1;
  spec.jobs = 1;
  spec.violations_max = 1;
  return spec;
}

}  // namespace regent::mutants
