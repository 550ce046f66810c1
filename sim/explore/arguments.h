// What is to be explored, and how. Values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/config.h"
#include "fakes/github/settings.h"
#include "sim/mutant.h"

namespace regent::sim::explore {

// How the interleavings are searched (exploration.md). All find the same states at rest.
enum class Method : std::uint8_t {
  naive,    // every interleaving, stateless: only for the smallest worlds
  hashed,   // every state once
  sleep,    // and no transition twice whose order does not matter: sleep sets (Godefroid 1996)
  reduced,  // and persistent sets from declared footprints, and states up to permuted workers
  dpor,     // stateless source-DPOR (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014), a cross-check
};

[[nodiscard]] std::string_view to_string(Method method);
[[nodiscard]] std::optional<Method> parse_method(std::string_view text);

// Faults that a world may suffer, each kind with a budget that is part of its state.
enum class Budget : std::uint8_t {
  crashes,    // a worker dies beside a write: before it, after it, or while it is under way
  lost,       // a write's answer is lost: with effect, without, or with an effect that comes later
  stale,      // a read shows the past
  conflicts,  // GitHub refuses a write with 409, 412 or 422; or two creates meet and both are 201
  human,      // a person acts on the release PR or its branch
};
inline constexpr std::size_t budget_count = 5;
using Budgets = std::array<std::uint8_t, budget_count>;

inline constexpr std::uint32_t workers_max = 8;
inline constexpr std::uint32_t messages_max = 12;

struct Arguments {
  Config config;
  fake::Behaviour behaviour = fake::Behaviour::github_com;
  std::uint32_t workers = 2;  // at most `workers_max`
  // Merged pull requests: the first is there at the beginning, the others come at any time. Each
  // has its webhook. When there are more workers than merges, each further worker is told to look
  // by a timer.
  std::uint32_t merges = 1;
  Budgets budgets{};
  Method method = Method::reduced;
  bool tells_workers_apart = false;  // `reduced` without its symmetry: for walking along a path
  bool shortest = false;             // breadth first: the first violation is a shortest one
  std::uint32_t jobs = 1;
  // So many states are remembered at most. At the bound the search stops and is not complete.
  std::uint64_t states_max = 200'000'000;
  std::size_t violations_max = 20;  // are listed; all are counted
  const Mutant* mutant = nullptr;   // the bug of every worker; must outlive the exploration
};

// Messages that a world of these arguments starts with or gets from its merges.
[[nodiscard]] constexpr std::uint32_t messages_of(const Arguments& arguments) {
  return arguments.merges > arguments.workers ? arguments.merges : arguments.workers;
}

}  // namespace regent::sim::explore
