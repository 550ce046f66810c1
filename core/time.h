// Instants and durations, to the millisecond.
//
// `core` reads no clock: every `Time` arrives in an event, taken by the caller from its own clock
// or from GitHub's `Date` header. Leases are measured by the latter only (protocol.md, ledger step
// 5).
#pragma once

#include <chrono>

namespace regent {

using Duration = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Duration>;

}  // namespace regent
