// What a step reads and writes: the declared footprints that reductions are built on.
//
// A footprint is a set of keys: the ledger, the base, branches by name, pull requests by number,
// tags, releases, the clock. Two steps are independent when neither writes what the other reads or
// writes. Several branches, or pull requests, may share a key, which only makes steps more
// dependent than they are. Lists are range reads: they read the keys of everything that could be in
// them (exploration.md, pitfall 3).
#pragma once

#include <cstdint>

#include "core/github.h"

namespace regent::sim::explore {

struct Footprint {
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;

  Footprint& operator|=(const Footprint& other) {
    reads |= other.reads;
    writes |= other.writes;
    return *this;
  }
  friend bool operator==(const Footprint&, const Footprint&) = default;
};

[[nodiscard]] constexpr bool are_independent(const Footprint& a, const Footprint& b) {
  return (a.writes & (b.reads | b.writes)) == 0 && (b.writes & a.reads) == 0;
}

namespace key {
inline constexpr std::uint64_t ledger = 1U << 0;
inline constexpr std::uint64_t base = 1U << 1;
inline constexpr std::uint64_t clock = 1U << 2;
inline constexpr std::uint64_t tags = 1U << 3;
inline constexpr std::uint64_t releases = 1U << 4;
// Everything that the invariants look at: whatever changes it is seen by the monitor, in order.
inline constexpr std::uint64_t watched = 1U << 5;
// Messages and idle workers, where these are scarce.
inline constexpr std::uint64_t queue = 1U << 6;
// Requests that were left behind: who leaves one gives that process a step.
inline constexpr std::uint64_t ghosts = 1U << 7;
inline constexpr std::uint64_t heads = 0xffffffULL << 8;
inline constexpr std::uint64_t pulls = 0xffffffULL << 32;
inline constexpr std::uint64_t all = ~0ULL;
}  // namespace key

// What `request` may read and write. A write that was refused is a read (`refused`).
[[nodiscard]] Footprint footprint_of(const github::Request& request);
[[nodiscard]] inline Footprint refused(const Footprint& footprint) {
  return {footprint.reads | footprint.writes, 0};
}

// Objects are immutable and found by their content: making or reading one is seen by nobody else.
[[nodiscard]] bool is_invisible(const github::Request& request);

}  // namespace regent::sim::explore
