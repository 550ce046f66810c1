// Labels, which are known by the pull requests that carry them.
#include <algorithm>

#include "fakes/github/graphql/connection.h"
#include "fakes/github/graphql/context.h"
#include "fakes/github/node_ids.h"

namespace regent::fake::graphql {

NodePtr label_node(const Context& context, Repository& repository, std::string_view name) {
  LabelFacts facts{.name = std::string(name)};
  if (const Records* records = context.session().records) {
    const std::vector<LabelFacts> labels = records->labels(repository);
    const auto it = std::ranges::find(labels, name, &LabelFacts::name);
    if (it != labels.end()) facts = *it;
  }
  const std::string path = '/' + full_name(repository) + "/labels/" + std::string(name);
  return plain("Label", {{"id", node_id("LA", full_name(repository), name)},
                         {"name", name},
                         {"color", facts.color},
                         {"description", facts.description},
                         {"isDefault", false},
                         {"createdAt", Value()},
                         {"updatedAt", Value()},
                         {"repository", repository_node(context, repository)},
                         {"resourcePath", path},
                         {"url", context.session().url + path}});
}

Resolved connect_labels(const Context& context, Repository& repository, const Call& call,
                        std::vector<std::string> names) {
  if (const Value* order = call.argument("orderBy"); order != nullptr && !order->is_null()) {
    if (text_of(*order, "field") == "NAME") std::ranges::sort(names);
    if (text_of(*order, "direction") == "DESC") std::ranges::reverse(names);
  }
  if (const auto query = call.text("query")) {
    std::erase_if(names, [&](const std::string& name) { return name.find(*query) == name.npos; });
  }
  return connect(call,
                 {.connection = "LabelConnection",
                  .edge = "LabelEdge",
                  .count = names.size(),
                  .node = [&](std::size_t i) { return label_node(context, repository, names[i]); },
                  .key = [&](std::size_t i) { return names[i]; }});
}

}  // namespace regent::fake::graphql
