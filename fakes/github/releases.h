// The releases of one world, in order of creation.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "fakes/github/digest.h"
#include "fakes/github/pool.h"

namespace regent::fake {

class Releases {
 public:
  [[nodiscard]] std::size_t count() const { return releases_.size(); }
  // GitHub's id of a release is its index plus one. none: it was deleted.
  [[nodiscard]] ReleaseId operator[](std::size_t index) const { return releases_[index]; }
  // The index of the published release of a tag; `count()` when there is none.
  [[nodiscard]] std::size_t published(NameId tag) const;
  void add(const Pool& pool, ReleaseId release);
  // Changes a release; none deletes it.
  void replace(const Pool& pool, std::size_t index, ReleaseId release);
  [[nodiscard]] const Digest& digest() const { return digest_; }

 private:
  void link(const Pool& pool, std::size_t index);
  void unlink(const Pool& pool, std::size_t index);

  std::vector<ReleaseId> releases_;
  std::vector<std::pair<NameId, std::uint32_t>> published_;  // by name id
  Digest digest_;
};

}  // namespace regent::fake
