// What became of the mutants, for people and as the JSON object `regent.mutants/1`.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "runtime/campaign_text.h"
#include "sim/mutants/power.h"

namespace regent::runtime {

// The mutant of that name; the error names the closest ones.
[[nodiscard]] std::expected<const sim::Mutant*, std::string> mutant_named(std::string_view name);

// The command line that shows the kill again, started as `program`.
[[nodiscard]] std::string command_line(const std::string& program, const mutants::Verdict& verdict);

// A line for each mutant: its name, what it breaks after how many seeds, and what it does.
[[nodiscard]] std::string mutants_text(std::span<const mutants::Verdict> verdicts,
                                       const Page& page);

// What was done with how many, and who survived.
[[nodiscard]] std::string mutants_summary(std::span<const mutants::Verdict> verdicts,
                                          const Page& page);

// The same as a Markdown table (docs/mutants.md).
[[nodiscard]] std::string mutants_markdown(std::span<const mutants::Verdict> verdicts);

[[nodiscard]] std::string mutants_json(std::span<const mutants::Verdict> verdicts,
                                       const std::string& program);

}  // namespace regent::runtime
