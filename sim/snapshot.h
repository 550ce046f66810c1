// What GitHub shows, as a value that can be compared: for replays. Values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "fakes/github/repository.h"

namespace regent::sim {

struct PullSnapshot {
  std::string title;
  std::string state;  // `open`, `closed` or `merged`
  std::string head;   // branch names
  std::string base;
  std::string body;
  friend bool operator==(const PullSnapshot&, const PullSnapshot&) = default;
};

// Of pull requests, release PRs only: a developer's says nothing that its merge does not.
struct Snapshot {
  std::map<std::string, std::string> refs;  // full name to commit id
  std::map<std::uint32_t, PullSnapshot> pulls;
  std::map<std::string, std::string> releases;  // by tag: title and notes
  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

// What became of each thing that is not as it was; nullopt: it is gone.
struct SnapshotChanges {
  std::map<std::string, std::optional<std::string>> refs;
  std::map<std::uint32_t, std::optional<PullSnapshot>> pulls;
  std::map<std::string, std::optional<std::string>> releases;

  [[nodiscard]] bool empty() const { return refs.empty() && pulls.empty() && releases.empty(); }
  friend bool operator==(const SnapshotChanges&, const SnapshotChanges&) = default;
};

[[nodiscard]] Snapshot snapshot_of(const fake::Repository& repository);
[[nodiscard]] SnapshotChanges changes_between(const Snapshot& before, const Snapshot& after);

}  // namespace regent::sim
