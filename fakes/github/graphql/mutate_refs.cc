// Mutations of refs.
#include "fakes/github/graphql/mutation.h"

namespace regent::fake::graphql {
namespace {

Resolved ref_payload(const MutationInput& input, std::string_view type, Repository& repository,
                     const github::Request& request) {
  const github::Response response = input.context().send(repository, request);
  if (std::optional<Fault> fault = fault_of(response)) return *std::move(fault);
  NodePtr node;
  if (const github::Ref* ref = response.as<github::Ref>()) {
    node = ref_node(input.context(), repository, *ref);
  }
  return input.payload(type, {{"ref", node}});
}

}  // namespace

Resolved update_refs(const MutationInput& input) {
  const auto target = input.reference("repositoryId", "R");
  if (!target) return unresolved(input.text("repositoryId"));
  github::UpdateRefs request;
  const Value* updates = input.find("refUpdates");
  for (const Value& row : *updates->get<Value::List>()) {
    const MutationInput update(input.context(), row);
    const auto before = update.optional_text("beforeOid");
    request.updates.push_back(
        {.name = update.text("name"),
         .before = before ? std::optional(update.sha("beforeOid")) : std::nullopt,
         .after = update.sha("afterOid"),
         .force = update.is_true("force")});
  }
  const Context& context = input.context();
  const github::Response response = context.send(input.repository(*target), request);
  if (std::optional<Fault> fault = fault_of(response)) {
    const github::ApiError& error = *response.error();
    return response.status == 200 ? Fault(error.graphql_type, error.message) : *std::move(fault);
  }
  return input.payload("UpdateRefsPayload", {});
}

Resolved create_ref(const MutationInput& input) {
  const auto target = input.reference("repositoryId", "R");
  if (!target) return unresolved(input.text("repositoryId"));
  return ref_payload(input, "CreateRefPayload", input.repository(*target),
                     github::CreateRef{input.text("name"), input.sha("oid")});
}

Resolved update_ref(const MutationInput& input) {
  const auto target = input.reference("refId", "REF");
  if (!target) return unresolved(input.text("refId"));
  return ref_payload(input, "UpdateRefPayload", input.repository(*target),
                     github::UpdateRef{target->key, input.sha("oid"), input.is_true("force")});
}

Resolved delete_ref(const MutationInput& input) {
  const auto target = input.reference("refId", "REF");
  if (!target) return unresolved(input.text("refId"));
  return ref_payload(input, "DeleteRefPayload", input.repository(*target),
                     github::DeleteRef{target->key});
}

}  // namespace regent::fake::graphql
