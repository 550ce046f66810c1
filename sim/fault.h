// The faults that a simulation can inject (protocol.md, "Faults"), and how much of each.
//
// A fault is injected only by `Director`, from an explicit choice, and never twice out of one
// budget unit. Budgets are per segment: the time between two rest points.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace regent::sim {

enum class Fault : std::uint8_t {
  // Workers and their network.
  crash,          // between any two steps; the process restarts, the message comes back
  answer_lost,    // the effect stands, the answer never comes
  request_lost,   // neither effect nor answer
  late_effect,    // the client gives up, the effect comes later (within GitHub's 10 s)
  slow_call,      // up to just below GitHub's cut-off
  pause,          // the process stands still, beyond its lease on the message
  clock_skew,     // the worker's own clock is set wrong, by minutes, and stays so
  token_expired,  // 401 in the middle of a run
  // Queue and webhooks.
  webhook_duplicated,
  webhook_delayed,  // by minutes: arrives after younger ones
  webhook_dropped,
  lease_lost,  // two processors on one message
  // GitHub.
  stale_read,
  precondition_412,
  unprocessable_422,
  conflict_409,
  not_found_404,
  server_error,  // 500, 502, 503; a write may have taken effect
  rate_limit_primary,
  rate_limit_secondary,  // with `retry-after`, and with a blank one
  twin_create,           // simultaneous creates, both 201
  // People.
  person_edits,
  person_closes,
  person_reopens,
  person_merges,
  person_deletes_branch,
  person_pushes_branch,
  person_takes_branch,  // makes one of a name that the bot would choose
  person_rewrites_base,
  person_tags,
  config_changed,
};

inline constexpr std::size_t fault_count = static_cast<std::size_t>(Fault::config_changed) + 1;

// What befalls single calls, in the order in which weights are walked.
inline constexpr std::array call_faults = {Fault::stale_read,
                                           Fault::crash,
                                           Fault::answer_lost,
                                           Fault::request_lost,
                                           Fault::late_effect,
                                           Fault::slow_call,
                                           Fault::pause,
                                           Fault::lease_lost,
                                           Fault::server_error,
                                           Fault::unprocessable_422,
                                           Fault::conflict_409,
                                           Fault::precondition_412,
                                           Fault::not_found_404,
                                           Fault::rate_limit_primary,
                                           Fault::rate_limit_secondary,
                                           Fault::token_expired,
                                           Fault::twin_create};

// What people do, likewise.
inline constexpr std::array people = {
    Fault::person_edits,        Fault::person_closes,         Fault::person_reopens,
    Fault::person_merges,       Fault::person_deletes_branch, Fault::person_pushes_branch,
    Fault::person_takes_branch, Fault::person_rewrites_base,  Fault::person_tags};

// `answer-lost`, as in `--faults` and in reports.
[[nodiscard]] std::string_view to_string(Fault fault);
[[nodiscard]] std::optional<Fault> parse_fault(std::string_view text);

using FaultSet = std::bitset<fault_count>;
[[nodiscard]] inline bool contains(const FaultSet& set, Fault fault) {
  return set[static_cast<std::size_t>(fault)];
}

// `all`, `none`, or kinds separated by commas; the error is the unknown word.
[[nodiscard]] std::expected<FaultSet, std::string> parse_faults(std::string_view text);

using FaultCounts = std::array<std::uint64_t, fault_count>;

}  // namespace regent::sim
