#include "fakes/github/graphql/execution.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/assert.h"

namespace regent::fake::graphql {
namespace {

// The selections of one answer key, all of one field.
struct Group {
  std::string_view key;
  std::vector<const Selection*> selections;
  [[nodiscard]] const Selection& first() const { return *selections.front(); }
};

class Execution {
 public:
  Execution(const Schema& schema, const Document& document, const Variables& variables)
      : schema_(schema), document_(document), variables_(variables) {}

  // nullopt: a value that may not be null is, and so is the object.
  std::optional<Value::Object> object(const Node& node, const std::vector<Group>& groups) {
    const Type* type = schema_.find(node.type());
    REGENT_ASSERT(type != nullptr, "a node is of a type of the schema");
    Value::Object members;
    for (const Group& group : groups) {
      path_.emplace_back(group.key);
      std::optional<Value> value = field(node, *type, group);
      path_.pop_back();
      if (!value) return std::nullopt;
      members.push_back({std::string(group.key), *std::move(value)});
    }
    return members;
  }

  std::vector<Group> collect(std::string_view type, const SelectionSet& selections) const {
    std::vector<Group> groups;
    std::vector<std::string_view> spread;
    collect(type, selections, groups, spread);
    return groups;
  }

  std::vector<Error> errors;

 private:
  bool is_wanted(const std::vector<Directive>& directives) const {
    return std::ranges::all_of(directives, [&](const Directive& directive) {
      const DirectiveDefinition* definition = schema_.directive(directive.name);
      const Value::Object arguments =
          coerce_arguments(schema_, definition->arguments, directive.arguments, variables_);
      const bool condition = Call{directive.name, arguments}.boolean("if").value_or(false);
      if (directive.name == "skip") return !condition;
      return directive.name != "include" || condition;
    });
  }

  bool applies(std::string_view condition, std::string_view type) const {
    const Type* wanted = condition.empty() ? nullptr : schema_.find(condition);
    return condition.empty() || (wanted != nullptr && wanted->may_be(type));
  }

  void collect(std::string_view type, const SelectionSet& selections, std::vector<Group>& groups,
               std::vector<std::string_view>& spread) const {
    for (const Selection& selection : selections) {
      if (!is_wanted(selection.directives)) continue;
      switch (selection.kind) {
        case Selection::Kind::field: {
          auto it = std::ranges::find(groups, std::string_view(selection.key()), &Group::key);
          if (it == groups.end()) it = groups.insert(it, Group{selection.key(), {}});
          it->selections.push_back(&selection);
          break;
        }
        case Selection::Kind::inline_fragment:
          if (applies(selection.condition, type)) {
            collect(type, selection.selections, groups, spread);
          }
          break;
        case Selection::Kind::fragment_spread: {
          if (std::ranges::find(spread, selection.name) != spread.end()) break;
          spread.push_back(selection.name);
          const Fragment& fragment = *document_.fragment(selection.name);
          if (applies(fragment.condition, type)) {
            collect(type, fragment.selections, groups, spread);
          }
          break;
        }
      }
    }
  }

  std::optional<Value> field(const Node& node, const Type& type, const Group& group) {
    const Selection& selection = group.first();
    const FieldDefinition& definition = *schema_.field(type, selection.name);
    if (++fields_ > fields_max) {
      return failed(group, definition.type,
                    Fault("RESOURCE_LIMITS_EXCEEDED", "Resource limits for this query exceeded."));
    }
    const Value::Object arguments =
        coerce_arguments(schema_, definition.arguments, selection.arguments, variables_);
    Resolved resolved =
        resolve(node, Call{selection.name, arguments, wants_items(definition, group)});
    if (const Fault* fault = std::get_if<Fault>(&resolved)) {
      return failed(group, definition.type, *fault);
    }
    return complete(group, type, definition.type, std::move(resolved));
  }

  bool wants_items(const FieldDefinition& definition, const Group& group) const {
    if (definition.argument("first") == nullptr) return false;
    std::vector<Group> groups;
    std::vector<std::string_view> spread;
    for (const Selection* selection : group.selections) {
      collect(definition.type.name, selection->selections, groups, spread);
    }
    return std::ranges::any_of(groups, [](const Group& member) {
      return member.first().name == "nodes" || member.first().name == "edges";
    });
  }

  Resolved resolve(const Node& node, const Call& call) const {
    if (call.field == "__typename") return Value(node.type());
    if (call.field == "__schema") return introspect(schema_);
    if (call.field == "__type") return introspect(schema_, call.text("name").value_or(""));
    return node.resolve(call);
  }

  std::optional<Value> failed(const Group& group, const TypeReference& type, const Fault& fault) {
    if (errors.size() < 100) {
      errors.push_back({fault.type, path_, {}, {group.first().at}, fault.message});
    }
    return null_of(type);
  }

  static std::optional<Value> null_of(const TypeReference& type) {
    return type.is_non_null() ? std::nullopt : std::optional<Value>(Value());
  }

  // Null where the schema promises a value: the fault is the server's.
  std::optional<Value> null_at(const Group& group, const Type& parent, const TypeReference& type) {
    if (!type.is_non_null()) return Value();
    return failed(group, type,
                  Fault("", "Cannot return null for non-nullable field " + parent.name + "." +
                                group.first().name));
  }

  std::optional<Value> complete(const Group& group, const Type& parent, const TypeReference& type,
                                Resolved resolved) {
    if (Value* value = std::get_if<Value>(&resolved)) {
      return value->is_null() ? null_at(group, parent, type) : std::move(*value);
    }
    if (const NodePtr* node = std::get_if<NodePtr>(&resolved)) {
      if (*node == nullptr) return null_at(group, parent, type);
      return child(**node, group, type);
    }
    return list(group, parent, type, std::get<std::vector<NodePtr>>(resolved));
  }

  std::optional<Value> child(const Node& node, const Group& group, const TypeReference& type) {
    std::vector<Group> groups;
    std::vector<std::string_view> spread;
    for (const Selection* selection : group.selections) {
      collect(node.type(), selection->selections, groups, spread);
    }
    std::optional<Value::Object> members = object(node, groups);
    return members ? std::optional<Value>(*std::move(members)) : null_of(type);
  }

  std::optional<Value> list(const Group& group, const Type& parent, const TypeReference& type,
                            const std::vector<NodePtr>& nodes) {
    REGENT_ASSERT(!type.lists.empty(), "only a list field resolves to a list");
    const TypeReference element = type.element();
    Value::List items;
    for (const NodePtr& node : nodes) {
      path_.emplace_back(items.size());
      std::optional<Value> item =
          node == nullptr ? null_at(group, parent, element) : child(*node, group, element);
      path_.pop_back();
      if (!item) return null_of(type);
      items.push_back(*std::move(item));
    }
    return items;
  }

  const Schema& schema_;
  const Document& document_;
  const Variables& variables_;
  Value::List path_;
  std::size_t fields_ = 0;
};

}  // namespace

Result execute(const Schema& schema, const Document& document, const Operation& operation,
               const Variables& variables, const Node& root) {
  Execution execution(schema, document, variables);
  std::optional<Value::Object> data =
      execution.object(root, execution.collect(root.type(), operation.selections));
  return {data ? Value(*std::move(data)) : Value(), std::move(execution.errors)};
}

}  // namespace regent::fake::graphql
