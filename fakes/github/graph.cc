#include "fakes/github/graph.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

namespace regent::fake {
namespace {

const Commit& at(const Objects& objects, ObjectId id) { return *objects.commit(id); }

github::CommitSummary summary(const Objects& objects, ObjectId id) {
  return {objects.sha(id), at(objects, id).message};
}

// The deepest commit on both first-parent lines; none when they never meet. Lines that have met
// stay together, so jumps that lead to different commits can be taken without missing the meeting
// point.
ObjectId meeting_point(const Objects& objects, ObjectId a, ObjectId b) {
  const std::uint32_t depth = std::min(at(objects, a).depth, at(objects, b).depth);
  a = first_parent_at(objects, a, depth);
  b = first_parent_at(objects, b, depth);
  while (a != b) {
    const Commit& x = at(objects, a);
    const Commit& y = at(objects, b);
    const bool jump = x.jump != y.jump;
    a = jump ? x.jump : x.parent;
    b = jump ? y.jump : y.parent;
    if (a == ObjectId::none) return ObjectId::none;
  }
  return a;
}

bool both_linear(const Objects& objects, ObjectId a, ObjectId b) {
  return at(objects, a).linear && at(objects, b).linear;
}

// Walks from two commits at once, descendants before ancestors, and knows of each commit it comes
// to whether `base`, `head` or both reach it.
class Walk {
 public:
  Walk(const Objects& objects, ObjectId base, ObjectId head) : objects_(objects) {
    add(base, from_base);
    add(head, from_head);
  }

  // Runs until only common ancestors are left; `visit(id, from_base?, from_head?)` in order.
  template <typename Visit>
  void run(Visit&& visit) {
    while (one_sided_ > 0) {
      const auto [place, sides] = *queue_.begin();
      queue_.erase(queue_.begin());
      if (sides != both) --one_sided_;
      visit(place.second, (sides & from_base) != 0, (sides & from_head) != 0);
      objects_.for_each_parent(at(objects_, place.second),
                               [&](ObjectId parent) { add(parent, sides); });
    }
  }

  // The common ancestor of the highest generation that is left.
  [[nodiscard]] ObjectId first_common() const {
    return queue_.empty() ? ObjectId::none : queue_.begin()->first.second;
  }

 private:
  static constexpr std::uint8_t from_base = 1;
  static constexpr std::uint8_t from_head = 2;
  static constexpr std::uint8_t both = from_base | from_head;
  using Place = std::pair<std::uint32_t, ObjectId>;  // generation first

  void add(ObjectId id, std::uint8_t sides) {
    std::uint8_t& known = queue_[{at(objects_, id).generation, id}];
    if (known == from_base || known == from_head) --one_sided_;
    known |= sides;
    if (known != both) ++one_sided_;
  }

  const Objects& objects_;
  std::map<Place, std::uint8_t, std::greater<>> queue_;
  int one_sided_ = 0;
};

// The commits of `head` that `base` lacks, oldest first, and how many it is the other way round.
struct Difference {
  std::vector<ObjectId> ahead;
  std::uint32_t behind = 0;
};

Difference difference(const Objects& objects, ObjectId base, ObjectId head) {
  Difference result;
  Walk(objects, base, head).run([&](ObjectId id, bool of_base, bool of_head) {
    if (of_head && !of_base) result.ahead.push_back(id);
    if (of_base && !of_head) ++result.behind;
  });
  std::ranges::reverse(result.ahead);
  return result;
}

github::CompareStatus status(std::uint32_t ahead, std::uint32_t behind) {
  if (ahead == 0)
    return behind == 0 ? github::CompareStatus::identical : github::CompareStatus::behind;
  return behind == 0 ? github::CompareStatus::ahead : github::CompareStatus::diverged;
}

struct Range {
  std::uint32_t first = 0;
  std::uint32_t last = 0;  // one past
};

Range page_range(std::uint32_t total, std::uint32_t page, std::uint32_t page_size) {
  const std::uint64_t first = std::uint64_t{std::max(page, 1U) - 1} * page_size;
  const auto clip = [&](std::uint64_t value) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(value, total));
  };
  return {clip(first), clip(first + page_size)};
}

github::Comparison compare_lines(const Objects& objects, ObjectId base, ObjectId head,
                                 std::uint32_t page, std::uint32_t page_size) {
  const ObjectId common = meeting_point(objects, base, head);
  const auto above_common = [&](ObjectId id) {
    return at(objects, id).depth + 1 -
           (common == ObjectId::none ? 0 : at(objects, common).depth + 1);
  };
  const std::uint32_t ahead = above_common(head);
  github::Comparison answer{status(ahead, above_common(base)), ahead, {}};
  const Range range = page_range(ahead, page, page_size);
  if (range.first == range.last) return answer;
  // The last commit of the page, and down from there.
  const std::uint32_t lowest = at(objects, head).depth + 1 - ahead;
  ObjectId id = first_parent_at(objects, head, lowest + range.last - 1);
  answer.commits.resize(range.last - range.first);
  for (auto it = answer.commits.rbegin(); it != answer.commits.rend(); ++it) {
    *it = summary(objects, id);
    id = at(objects, id).parent;
  }
  return answer;
}

// All commits that `from` reaches, newest first, until `count` are found.
std::vector<ObjectId> newest(const Objects& objects, ObjectId from, std::uint64_t count) {
  std::set<std::pair<std::uint32_t, ObjectId>> queue{{at(objects, from).generation, from}};
  std::vector<ObjectId> found;
  while (!queue.empty() && found.size() < count) {
    const auto last = std::prev(queue.end());
    found.push_back(last->second);
    queue.erase(last);
    objects.for_each_parent(at(objects, found.back()), [&](ObjectId parent) {
      queue.insert({at(objects, parent).generation, parent});
    });
  }
  return found;
}

}  // namespace

ObjectId first_parent_at(const Objects& objects, ObjectId from, std::uint32_t depth) {
  while (true) {
    const Commit& commit = at(objects, from);
    if (commit.depth == depth) return from;
    const bool jump_is_too_far = at(objects, commit.jump).depth < depth;
    from = jump_is_too_far ? commit.parent : commit.jump;
  }
}

bool is_ancestor(const Objects& objects, ObjectId ancestor, ObjectId descendant) {
  const Commit& old = at(objects, ancestor);
  const Commit& young = at(objects, descendant);
  if (old.depth <= young.depth && first_parent_at(objects, descendant, old.depth) == ancestor) {
    return true;
  }
  if (young.linear || old.generation >= young.generation) return false;
  std::set<std::pair<std::uint32_t, ObjectId>> queue{{young.generation, descendant}};
  while (!queue.empty()) {
    const auto last = std::prev(queue.end());
    const ObjectId id = last->second;
    queue.erase(last);
    if (id == ancestor) return true;
    objects.for_each_parent(at(objects, id), [&](ObjectId parent) {
      const std::uint32_t generation = at(objects, parent).generation;
      if (generation >= old.generation) queue.insert({generation, parent});
    });
  }
  return false;
}

ObjectId merge_base(const Objects& objects, ObjectId a, ObjectId b) {
  if (both_linear(objects, a, b)) return meeting_point(objects, a, b);
  Walk walk(objects, a, b);
  ObjectId found = ObjectId::none;
  walk.run([&](ObjectId id, bool of_a, bool of_b) {
    if (of_a && of_b && found == ObjectId::none) found = id;
  });
  return found != ObjectId::none ? found : walk.first_common();
}

github::Comparison compare(const Objects& objects, ObjectId base, ObjectId head, std::uint32_t page,
                           std::uint32_t page_size) {
  if (both_linear(objects, base, head)) return compare_lines(objects, base, head, page, page_size);
  const Difference parts = difference(objects, base, head);
  const auto ahead = static_cast<std::uint32_t>(parts.ahead.size());
  github::Comparison answer{status(ahead, parts.behind), ahead, {}};
  const Range range = page_range(ahead, page, page_size);
  for (std::uint32_t i = range.first; i < range.last; ++i) {
    answer.commits.push_back(summary(objects, parts.ahead[i]));
  }
  return answer;
}

github::Commits list_commits(const Objects& objects, ObjectId from, std::uint32_t page,
                             std::uint32_t page_size) {
  github::Commits answer;
  const Commit& tip = at(objects, from);
  if (tip.linear) {
    const std::uint32_t total = tip.depth + 1;
    const Range range = page_range(total, page, page_size);
    if (range.first == range.last) return answer;
    ObjectId id = first_parent_at(objects, from, total - 1 - range.first);
    for (std::uint32_t i = range.first; i < range.last; ++i, id = at(objects, id).parent) {
      answer.commits.push_back(summary(objects, id));
    }
    answer.more = range.last < total;
    return answer;
  }
  const std::uint64_t first = std::uint64_t{std::max(page, 1U) - 1} * page_size;
  const std::vector<ObjectId> all = newest(objects, from, first + page_size + 1);
  for (std::uint64_t i = first; i < std::min<std::uint64_t>(first + page_size, all.size()); ++i) {
    answer.commits.push_back(summary(objects, all[i]));
  }
  answer.more = all.size() > first + page_size;
  return answer;
}

}  // namespace regent::fake
