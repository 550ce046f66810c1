#include "sim/mutants/arena.h"

#include <array>

namespace regent::mutants {
namespace {

// Most bugs show under everything at once. Some need two rare things to come together, which the
// first arena spreads too thin: the others know few kinds of trouble, and have more of each.
constexpr std::array fixed = {
    Arena{.faults = "all"},
    Arena{.faults = "crash,answer-lost,request-lost,late-effect,pause,lease-lost,5xx,twin-create",
          .workers = 6},
    Arena{.faults = "stale-read,404", .strategy = sim::Strategy::uniform, .merges = 90},
    Arena{.faults = "pause,lease-lost,5xx,twin-create",
          .strategy = sim::Strategy::swarm,
          .workers = 6,
          .merges = 60},
    Arena{.faults = "config-changed,person-takes-branch,person-tags",
          .strategy = sim::Strategy::swarm},
    Arena{.faults = "crash,answer-lost,late-effect,stale-read,person-merges",
          .strategy = sim::Strategy::swarm},
    Arena{.faults = "409,422", .strategy = sim::Strategy::swarm},
};

}  // namespace

std::span<const Arena> arenas() { return fixed; }

sim::CampaignSpec campaign_in(const Arena& arena, std::uint64_t seed, const sim::Mutant* mutant) {
  sim::CampaignSpec spec;
  spec.run.workers = arena.workers;
  spec.run.strategy = arena.strategy;
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
