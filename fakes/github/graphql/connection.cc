#include "fakes/github/graphql/connection.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "fakes/github/base64.h"

namespace regent::fake::graphql {
namespace {

constexpr std::int64_t page_max = 100;
constexpr std::string_view cursor_mark = "cursor:v2:";

std::string cursor_of(const Items& items, std::size_t index) {
  return to_base64(std::string(cursor_mark) + items.key(index));
}

// Items from `begin` up to `end`.
struct Slice {
  std::size_t begin = 0;
  std::size_t end = 0;
};

Fault invalid_cursor(std::string_view cursor) {
  return Fault("INVALID_CURSOR_ARGUMENTS",
               '`' + std::string(cursor) + "` does not appear to be a valid cursor.");
}

// `count`: the index that the cursor names is none.
std::size_t find_cursor(const Items& items, std::string_view cursor) {
  const std::optional<std::string> text = from_base64(cursor);
  if (!text || !text->starts_with(cursor_mark)) return items.count;
  const std::string_view key = std::string_view(*text).substr(cursor_mark.size());
  std::size_t index = 0;
  while (index < items.count && items.key(index) != key) ++index;
  return index;
}

std::optional<Fault> check_bounds(const Call& call) {
  const std::string connection = '`' + std::string(call.field) + "` connection";
  const auto check = [&](std::string_view name) -> std::optional<Fault> {
    const std::optional<std::int64_t> bound = call.integer(name);
    if (!bound) return std::nullopt;
    const std::string quoted = '`' + std::string(name) + '`';
    if (*bound < 0) {
      return Fault("ARGUMENT_LIMIT",
                   quoted + " on the " + connection + " cannot be less than zero.");
    }
    if (*bound <= page_max) return std::nullopt;
    return Fault("EXCESSIVE_PAGINATION", "Requesting " + std::to_string(*bound) +
                                             " records on the " + connection + " exceeds the " +
                                             quoted + " limit of 100 records.");
  };
  const bool bounded = call.integer("first") || call.integer("last");
  if (call.wants_items && !bounded) {
    return Fault(
        "MISSING_PAGINATION_BOUNDARIES",
        "You must provide a `first` or `last` value to properly paginate the " + connection + '.');
  }
  if (call.integer("first") && call.integer("last")) {
    return Fault("UNPROCESSABLE", "Passing both `first` and `last` to paginate the " + connection +
                                      " is not supported.");
  }
  if (std::optional<Fault> fault = check("first")) return fault;
  return check("last");
}

}  // namespace

Resolved connect(const Call& call, const Items& items) {
  if (std::optional<Fault> fault = check_bounds(call)) return *std::move(fault);
  Slice slice{0, items.count};
  if (const auto after = call.text("after"); after && !after->empty()) {
    const std::size_t index = find_cursor(items, *after);
    if (index == items.count) return invalid_cursor(*after);
    slice.begin = index + 1;
  }
  if (const auto before = call.text("before"); before && !before->empty()) {
    const std::size_t index = find_cursor(items, *before);
    if (index == items.count) return invalid_cursor(*before);
    slice.end = std::max(index, slice.begin);
  }
  const auto size = static_cast<std::int64_t>(slice.end - slice.begin);
  if (const auto first = call.integer("first"); first && *first < size) {
    slice.end = slice.begin + static_cast<std::size_t>(*first);
  } else if (const auto last = call.integer("last"); last && *last < size) {
    slice.begin = slice.end - static_cast<std::size_t>(*last);
  }
  std::vector<NodePtr> nodes;
  std::vector<NodePtr> edges;
  for (std::size_t i = slice.begin; call.wants_items && i < slice.end; ++i) {
    nodes.push_back(items.node(i));
    edges.push_back(plain(items.edge, {{"cursor", cursor_of(items, i)}, {"node", nodes.back()}}));
  }
  const bool is_empty = slice.begin == slice.end;
  const NodePtr page_info = plain(
      "PageInfo", {{"endCursor", is_empty ? Value() : Value(cursor_of(items, slice.end - 1))},
                   {"hasNextPage", slice.end < items.count},
                   {"hasPreviousPage", slice.begin > 0 && slice.begin < items.count},
                   {"startCursor", is_empty ? Value() : Value(cursor_of(items, slice.begin))}});
  return plain(items.connection, {{"nodes", std::move(nodes)},
                                  {"edges", std::move(edges)},
                                  {"pageInfo", page_info},
                                  {"totalCount", items.count},
                                  {"issueCount", items.count}});
}

Resolved connect_nothing(const Call& call, std::string_view connection) {
  return connect(call, {.connection = connection, .edge = {}, .count = 0, .node = {}, .key = {}});
}

}  // namespace regent::fake::graphql
