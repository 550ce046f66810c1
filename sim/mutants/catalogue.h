// Every mutant of the ledger protocol, by family.
//
// A family is a file; its mutants are in the order of what they break. Each is one way in which a
// careless implementation of the protocol goes wrong (protocol.md, "The ledger protocol").
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "sim/mutant.h"

namespace regent::mutants {

// All of them, always in the same order; they live as long as the program.
[[nodiscard]] std::span<const sim::Mutant> catalogue();

// nullptr: there is none of that name.
[[nodiscard]] const sim::Mutant* find(std::string_view name);

// The families, in the order of the catalogue.
[[nodiscard]] std::span<const sim::Mutant> swing_mutants();  // rows of `updateRefs`
[[nodiscard]] std::span<const sim::Mutant> claim_mutants();  // the right to post, and its lease
[[nodiscard]] std::span<const sim::Mutant> observation_mutants();  // what a read is taken for
[[nodiscard]] std::span<const sim::Mutant> pull_mutants();         // lists and views of PRs
[[nodiscard]] std::span<const sim::Mutant> projection_mutants();   // title, body, changelog
[[nodiscard]] std::span<const sim::Mutant> release_mutants();      // tag and release
[[nodiscard]] std::span<const sim::Mutant> error_mutants();        // refusals and lost answers
[[nodiscard]] std::span<const sim::Mutant> ending_mutants();       // what becomes of the message

}  // namespace regent::mutants
