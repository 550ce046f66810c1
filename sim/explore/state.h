// One state of the explored world, as numbers of interned parts.
//
// A world is GitHub with its clock, the monitor, the workers, the messages, requests whose clients
// are gone, and what is left of the budgets. Each part is a value that production code or the
// simulated GitHub computed; equal parts have equal numbers (sim/explore/model.h), so two equal
// worlds are two equal `State`s, and copying one is copying its few words.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "sim/explore/arguments.h"

namespace regent::sim::explore {

struct Message {
  enum class Status : std::uint8_t { hidden, queued, leased, done, dead };
  Status status = Status::hidden;
  std::uint8_t deliveries = 0;
  std::uint16_t trigger = 0;     // interned
  std::uint32_t visible_at = 0;  // seconds since the beginning
  friend bool operator==(const Message&, const Message&) = default;
};

inline constexpr std::size_t ghosts_max = 4;

struct State {
  std::uint32_t github = 0;
  std::uint32_t monitor = 0;
  std::array<std::uint32_t, workers_max> workers{};  // 0: idle
  std::array<Message, messages_max> messages{};
  std::array<std::uint32_t, ghosts_max> ghosts{};  // ascending; 0: none
  Budgets budgets{};
  std::uint8_t merges = 0;  // that have happened
  std::uint8_t acts = 0;    // of people
  std::uint8_t unused = 0;
  friend bool operator==(const State&, const State&) = default;
};
static_assert(sizeof(State) == 4 * (2 + workers_max + 2 * messages_max + ghosts_max) + 8);

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend bool operator==(const Hash128&, const Hash128&) = default;
};

// Two multiply–mix lanes over the state's words. 128 bits keep an accidental collision of 10^9
// states below 10^-20.
[[nodiscard]] inline Hash128 hash_of(const State& state) {
  constexpr std::size_t words = sizeof(State) / 8;
  std::array<std::uint64_t, words> word;
  std::memcpy(word.data(), &state, sizeof(State));
  __extension__ using Product = unsigned __int128;
  const auto fold = [](std::uint64_t a, std::uint64_t b) {
    const Product product = Product{a} * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  };
  std::uint64_t a = 0x243f6a8885a308d3u;
  std::uint64_t b = 0x13198a2e03707344u;
  for (std::size_t i = 0; i < words; ++i) {
    a = fold(a ^ word[i] ^ 0xa4093822299f31d0u, 0x9e3779b97f4a7c15u) + std::rotl(b, 23);
    b = fold(b ^ std::rotl(word[i], 32) ^ 0x082efa98ec4e6c89u, 0xd6e8feb86659fd93u) + i;
  }
  return {fold(a ^ 0x452821e638d01377u, b | 1), fold(b ^ 0xbe5466cf34e90c6cu, a | 1)};
}

}  // namespace regent::sim::explore
