// A failing run as a value: all that determines it, the choices that differ from the usual ones,
// and how it failed.
//
// A trace names things (a history's file, a mutant, a choice) and does not hold them, so it is
// small, readable, and says what no longer fits when the program has changed. A `Case` is a trace
// together with what it names; it can be replayed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/config.h"
#include "fakes/github/settings.h"
#include "sim/campaign.h"
#include "sim/fault.h"
#include "sim/mutant.h"
#include "sim/report.h"
#include "sim/strategy.h"
#include "sim/tape.h"
#include "sim/workload.h"

namespace regent::sim {

// What two runs have in common that fail alike: the broken invariant and the message's form.
struct Fingerprint {
  std::string invariant;
  std::string message;  // see `normalised`
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

// A message without what differs between runs: numbers, ids and parts of versions become `N`; what
// stands in quotes or parentheses becomes `…`; of a list, equal items are named once.
[[nodiscard]] std::string normalised(std::string_view message);
[[nodiscard]] Fingerprint fingerprint_of(const Violation& violation);

// Where the merges come from.
struct GeneratedWork {
  std::uint32_t merges = 0;
  std::uint64_t seed = 0;
  friend bool operator==(const GeneratedWork&, const GeneratedWork&) = default;
};
struct HistoryFile {
  std::string name;  // as it was given
  friend bool operator==(const HistoryFile&, const HistoryFile&) = default;
};
using Work = std::variant<GeneratedWork, HistoryFile>;

struct Trace {
  Config config;
  fake::Behaviour behaviour = fake::Behaviour::github_com;
  std::uint32_t workers = 1;
  FaultSet faults;
  Strategy strategy = Strategy::uniform;
  std::uint64_t seed = 0;
  std::string mutant{};  // empty: the protocol as it ships
  Work work;
  std::string work_hash{};            // of all its merges, see `hash_of`
  std::vector<std::uint32_t> merges;  // those that take part: numbers from 1, ascending
  std::vector<Choice> choices;        // in the order in which they are asked
  Violation violation;                // its seed is the trace's
  friend bool operator==(const Trace&, const Trace&) = default;
};

// 32 hexadecimal digits over everything that a workload says.
[[nodiscard]] std::string hash_of(const Workload& workload);

struct Case {
  Trace trace;
  std::shared_ptr<const Workload> source;  // with all its merges
  const Mutant* mutant = nullptr;          // the trace's; must outlive the case
};

// The merges of `source` with these numbers. A revert of one that is left out names none.
[[nodiscard]] Workload selected(const Workload& source, const std::vector<std::uint32_t>& merges);

// The trace of a violation that a campaign has reported. `history`: the file that the campaign
// replays; empty: each seed generates its own work.
[[nodiscard]] Case record(const CampaignSpec& campaign, const Violation& violation,
                          const std::string& history = {});

struct Replay {
  Report report;
  std::vector<Choice> choices;           // those that were asked for, as they befell this run
  std::optional<Divergence> divergence;  // why the trace does not fit any more

  // The violation of this fingerprint; nullptr: it did not occur.
  [[nodiscard]] const Violation* violation(const Fingerprint& fingerprint) const;
};

[[nodiscard]] Replay replay(const Case& the_case, Journal* journal = nullptr,
                            Tape::Lookup lookup = Tape::Lookup::name);

// `the choice "worker 2, call 3: fault" was about POST /pulls, and at step 41 it is about GET
// /pulls`.
[[nodiscard]] std::string to_string(const Divergence& divergence);

}  // namespace regent::sim
