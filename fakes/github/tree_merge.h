// The three-way merge of two trees, file by file.
#pragma once

#include <optional>

#include "fakes/github/objects.h"

namespace regent::fake {

// What `ours` becomes when the change from `base` to `theirs` is applied to it. A file that both
// sides changed differently is a conflict, nullopt: contents are not merged line by line. `none`
// stands for the empty tree.
[[nodiscard]] std::optional<ObjectId> merge_trees(Objects& objects, ObjectId base, ObjectId ours,
                                                  ObjectId theirs);

}  // namespace regent::fake
