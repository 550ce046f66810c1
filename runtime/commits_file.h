// The commits that a release is computed from, as `regent next` and `regent changelog` get them.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "core/config.h"
#include "core/sha.h"
#include "core/wanted.h"
#include "runtime/command.h"
#include "sim/workload.h"

namespace regent::runtime {

// A history file (one JSON object a line, sim/workload.h); errors say `file:line`.
[[nodiscard]] std::expected<sim::Workload, Problem> read_history(const std::string& file);

// The configuration in `file`, or the default one without a file.
[[nodiscard]] std::expected<Config, Problem> read_config(const std::optional<std::string>& file);

// What the two commands are asked.
struct ReleaseQuestion {
  std::string from;     // --from
  std::string commits;  // --commits
  std::optional<std::string> config;
};

// Declares --from, --commits and --config.
void add_release_question(CLI::App& command, ReleaseQuestion& question);

struct ReleaseAnswer {
  Version from;
  std::vector<sim::Merge> commits;  // oldest first
  std::optional<WantedRelease> wanted;
  ChangelogConfig changelog_config;

  // The commit with this id, which is one of `commits`.
  [[nodiscard]] const sim::Merge& commit(const Sha& sha) const;
};

// The release that the commits ask for. When one of them carries the tag of `from`, those up to and
// including it are a part of that release and do not count.
[[nodiscard]] std::expected<ReleaseAnswer, Problem> answer(const ReleaseQuestion& question);

}  // namespace regent::runtime
