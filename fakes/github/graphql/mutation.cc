#include "fakes/github/graphql/mutation.h"

#include <charconv>

namespace regent::fake::graphql {

std::optional<NodeReference> MutationInput::reference(std::string_view name,
                                                      std::string_view prefix) const {
  auto reference = parse_node_id(text(name));
  if (!reference || reference->prefix != prefix) return std::nullopt;
  if (context_.session().github.find(reference->full_name) == nullptr) return std::nullopt;
  return reference;
}

NodePtr MutationInput::payload(std::string_view type, std::vector<PlainNode::Field> fields) const {
  const auto id = optional_text("clientMutationId");
  fields.push_back({"clientMutationId", id ? Value(*id) : Value()});
  fields.push_back({"actor", actor(context_, context_.session().viewer)});
  return plain(type, std::move(fields));
}

Fault unresolved(std::string_view id) {
  return Fault("NOT_FOUND",
               "Could not resolve to a node with the global id of '" + std::string(id) + "'.");
}

github::PullNumber number_of(const NodeReference& reference) {
  std::uint32_t number = 0;
  std::from_chars(reference.key.data(), reference.key.data() + reference.key.size(), number);
  return github::PullNumber{number};
}

std::optional<Fault> fault_of(const github::Response& response) {
  const github::ApiError* error = response.error();
  return error == nullptr ? std::nullopt : std::optional<Fault>(to_fault(*error));
}

}  // namespace regent::fake::graphql
