// Named incidents: what happened to a real release bot, told as a script, and what becomes of each
// protocol in it.
//
// A scenario is a text file, tests/scenarios/<name>.txt. Its head is the claim, in comments, with
// the public thread that reported the incident; then come commands, one a line; then `----` and
// what is expected of each protocol, so that the file is its own test:
//
//     # thread: owner/repository#123
//     # What happened, and what the protocol does about it.
//
//     workers 2
//     tag 1.2.0
//     merge "fix: a" at 0s
//     call worker 1 "POST /pulls" nth 1 pause 90s
//     person merges at 5min
//     ----
//     ledger: survived
//     optimistic: lost one-pr-per-version
//
// sim/scenario_parse.cc has the commands. The files are compiled into the program
// (sim/CMakeLists.txt).
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/config.h"
#include "sim/journal.h"
#include "sim/mutant.h"
#include "sim/report.h"
#include "sim/script.h"
#include "sim/workload.h"

namespace regent::sim {

inline constexpr std::array<Protocol, 2> protocols = {Protocol::ledger, Protocol::optimistic};

// What a protocol comes to.
struct Verdict {
  bool survived = true;
  std::string invariant{};  // that is broken; empty: survived
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// `survived`, `lost one-pr-per-version`.
[[nodiscard]] std::string to_string(const Verdict& verdict);

struct Scenario {
  std::string name;
  std::string thread;  // `owner/repository#123`, several separated by commas; empty: none
  std::string claim;   // paragraphs are lines
  std::uint32_t workers = 2;
  Config config;
  fake::Behaviour behaviour = fake::Behaviour::github_com;
  Workload workload;
  Script script;
  std::array<Verdict, protocols.size()> expected;  // in the order of `protocols`

  [[nodiscard]] const Verdict& expectation(Protocol protocol) const {
    return expected[static_cast<std::size_t>(protocol)];
  }
};

struct ScenarioError {
  std::size_t line = 0;  // from 1
  std::string reason;    // a lower-case clause
  friend bool operator==(const ScenarioError&, const ScenarioError&) = default;
};

[[nodiscard]] std::expected<Scenario, ScenarioError> parse_scenario(std::string_view text,
                                                                    std::string_view name);

struct ScenarioResult {
  Protocol protocol = Protocol::ledger;
  Verdict verdict;
  std::string message;  // what broke the invariant; empty: survived
  bool expected = true;
  Journal journal;
  Report report;
  // Lines of the scenario, ascending: rules that befell no call, acts that changed nothing.
  std::vector<std::size_t> unused_lines;
};

// Deterministic: nothing in it is drawn but the workers' own entropy, from a fixed seed.
// With a mutant, every worker has its bug.
[[nodiscard]] ScenarioResult run_scenario(const Scenario& scenario, Protocol protocol,
                                          const Mutant* mutant = nullptr);

// `text` with the verdicts of `results`, in the order of `protocols`, below its `----`.
[[nodiscard]] std::string with_verdicts(std::string_view text,
                                        std::span<const ScenarioResult> results);

struct ScenarioFile {
  std::string_view name;
  std::string_view text;
};

// Those that are compiled in, by name.
[[nodiscard]] std::span<const ScenarioFile> scenario_files();

}  // namespace regent::sim
