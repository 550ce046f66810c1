// What a server starts with, as a value that a state file can hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/sha.h"
#include "core/time.h"
#include "fakes/github/digest.h"
#include "fakes/github/github.h"
#include "fakes/github/settings.h"

namespace regent::fake::server {

// One repository: commits on `main`, each the only parent of the next, and tags.
struct World {
  struct Commit {
    Sha sha;
    std::string message;
    Time date{};
    std::vector<std::string> tags;
    friend bool operator==(const Commit&, const Commit&) = default;
  };
  std::string owner = "octo";
  std::string name = "repo";
  std::vector<Commit> commits;  // oldest first; empty: a single one that GitHub makes
  friend bool operator==(const World&, const World&) = default;
};

[[nodiscard]] GitHub make_github(const World& world, const Settings& settings);

// Names the world in messages; equal worlds have equal digests.
[[nodiscard]] Digest world_digest(const World& world);

}  // namespace regent::fake::server
