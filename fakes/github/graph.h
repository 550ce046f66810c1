// Questions about the commit graph.
//
// On a line of commits, which is nearly every history here, an ancestor is found in O(log n) and a
// comparison touches only what it answers. Where merges are followed, walks are bounded by the
// generation numbers: they never go below the older of the two commits asked about.
#pragma once

#include <cstdint>
#include <vector>

#include "core/github.h"
#include "fakes/github/objects.h"

namespace regent::fake {

// The commit at `depth` on the first-parent line of `from`. Precondition: depth <= that of `from`.
[[nodiscard]] ObjectId first_parent_at(const Objects& objects, ObjectId from, std::uint32_t depth);

// True when `ancestor` can be reached from `descendant` or equals it. Both are commits.
[[nodiscard]] bool is_ancestor(const Objects& objects, ObjectId ancestor, ObjectId descendant);

// A best common ancestor; none when there is no common history.
[[nodiscard]] ObjectId merge_base(const Objects& objects, ObjectId a, ObjectId b);

// `GET /compare/{base}...{head}`, one page of `page_size` commits, oldest first.
[[nodiscard]] github::Comparison compare(const Objects& objects, ObjectId base, ObjectId head,
                                         std::uint32_t page, std::uint32_t page_size);

// `GET /commits?sha=`, one page, newest first. A page beyond the end is empty.
[[nodiscard]] github::Commits list_commits(const Objects& objects, ObjectId from,
                                           std::uint32_t page, std::uint32_t page_size);

}  // namespace regent::fake
