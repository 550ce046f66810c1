// The stateful search, and the plain walk over every interleaving.
#pragma once

#include "sim/explore/findings.h"
#include "sim/explore/model.h"
#include "sim/explore/result.h"

namespace regent::sim::explore {

// Depth first on `arguments.jobs` threads, by the methods naive, hashed, sleep and reduced. Fills
// in all of `result` but what `findings` reports.
void search_depth_first(Model& model, Findings& findings, const Watch& watch, Result& result);

// Breadth first on one thread, every state once: the first violation has a shortest path.
void search_breadth_first(Model& model, Findings& findings, const Watch& watch, Result& result);

// Stateless, by source sets (Abdulla, Aronis, Jonsson, Sagonas, "Optimal dynamic partial order
// reduction", POPL 2014) with sleep sets.
void search_dpor(Model& model, Findings& findings, const Watch& watch, Result& result);

// In place: the workers in ascending order, so that worlds that differ in nothing but who is which
// worker are one. Returns `sleep` with its workers moved along.
std::uint32_t canonicalise(State& state, std::uint32_t workers, std::uint32_t sleep);

}  // namespace regent::sim::explore
