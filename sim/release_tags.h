// The versions that a repository's tags release, as the monitor reads them.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/sha.h"
#include "fakes/github/digest.h"
#include "fakes/github/repository.h"

namespace regent::sim {

// Sorts the release tags of a repository, each set of tags once. A value; copies share what was
// sorted.
class ReleaseTags {
 public:
  explicit ReleaseTags(std::string prefix) : prefix_(std::move(prefix)) {}

  struct Tag {
    std::string version;
    Sha commit;
  };
  // By precedence; of equal ones the one whose name sorts first. Valid until the next call.
  [[nodiscard]] std::span<const Tag> highest_first(const fake::Repository& github);

  [[nodiscard]] const std::string& prefix() const { return prefix_; }
  // `1.2.3` of the tag `v1.2.3`; empty: it names no release, as `v1.2.3-rc.1` and `nightly`.
  [[nodiscard]] std::string_view version_of(std::string_view tag) const;

 private:
  std::string prefix_;
  fake::Digest seen_;
  std::shared_ptr<const std::vector<Tag>> tags_;
};

}  // namespace regent::sim
