// Breadth-first search: a shortest path to the nearest violation.
#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "sim/explore/search.h"
#include "sim/explore/visited.h"

namespace regent::sim::explore {
namespace {

constexpr std::uint32_t root = std::numeric_limits<std::uint32_t>::max();

struct Node {
  State state;
  std::uint32_t parent = root;
  PathStep step;
};

Path path_to(const std::vector<Node>& nodes, std::uint32_t index) {
  Path path;
  for (; nodes[index].parent != root; index = nodes[index].parent)
    path.push_back(nodes[index].step);
  std::ranges::reverse(path);
  return path;
}

}  // namespace

void search_breadth_first(Model& model, Findings& findings, const Watch& watch, Result& result) {
  const Arguments& arguments = model.arguments();
  const bool symmetric = arguments.method == Method::reduced;
  Visited visited;
  std::vector<Node> nodes{{model.initial(), root, {}}};
  std::vector<Option> options;
  Model::Scratch scratch;
  std::size_t level_end = 1;
  visited.visit(hash_of(model.initial()), 0);
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    if (i == level_end) {
      ++result.depth_max;
      level_end = nodes.size();
    }
    if (findings.violation_count() > 0) break;
    const State state = nodes[i].state;
    model.options(state, options, scratch);
    if (options.empty()) findings.rest(state, path_to(nodes, i));
    for (const Option& option : options) {
      for (std::size_t m = 0; m < option.moves.size(); ++m) {
        const Move& move = option.moves[m];
        if (!Model::is_affordable(state, move)) continue;
        ++result.transitions;
        Model::After next = model.after(state, option.process, move);
        const PathStep step{option.process, static_cast<std::uint16_t>(m)};
        if (next.breach != 0) {
          Path path = path_to(nodes, i);
          path.push_back(step);
          findings.breach(next.state, next.breach, path);
          continue;
        }
        if (symmetric) canonicalise(next.state, arguments.workers, 0);
        if (visited.visit(hash_of(next.state), 0).is_new) nodes.push_back({next.state, i, step});
      }
    }
    if (nodes.size() >= arguments.states_max) result.stopped = "states-max is reached";
    if (i % 1024 == 0 && watch &&
        !watch({nodes.size(), result.transitions, result.depth_max, nodes.size() - i,
                findings.violation_count()}))
      result.stopped = "interrupted";
    if (!result.stopped.empty()) break;
  }
  result.states = nodes.size();
  if (result.stopped.empty() && findings.violation_count() > 0)
    result.stopped = "the shortest violation is found";
  result.complete = result.stopped.empty();
}

}  // namespace regent::sim::explore
