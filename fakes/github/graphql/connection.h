// Lists that are read page by page: `first`, `after`, `last`, `before` (the Relay connections).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "fakes/github/graphql/node.h"

namespace regent::fake::graphql {

// What a connection goes through, in its order.
struct Items {
  std::string_view connection;  // its type: "RefConnection"
  std::string_view edge;        // the type of its edges: "RefEdge"
  std::size_t count = 0;
  std::function<NodePtr(std::size_t index)> node;
  // Names an item as long as it exists, so that a cursor outlives changes of the list.
  std::function<std::string(std::size_t index)> key;
};

// The page that the call asks for. GitHub refuses to show items without `first` or `last`, and more
// than 100 of them.
[[nodiscard]] Resolved connect(const Call& call, const Items& items);
// Without any item.
[[nodiscard]] Resolved connect_nothing(const Call& call, std::string_view connection);

}  // namespace regent::fake::graphql
