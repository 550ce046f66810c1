#include "fakes/github/graphql/validation.h"

#include <algorithm>

#include "fakes/github/graphql/coercion.h"

namespace regent::fake::graphql {
namespace {

// Fields, arguments and directives, selection by selection.
class FieldCheck {
 public:
  FieldCheck(const Schema& schema, Findings& findings) : schema_(schema), findings_(findings) {}

  void operation(const Operation& operation) {
    const std::string kind(to_string(operation.kind));
    path_ = {operation.name.empty() ? kind : kind + ' ' + operation.name};
    const Type* root = schema_.root(operation.kind);
    if (root == nullptr) {
      blame("Schema is not configured for " + kind + 's', "missingRootType", {}, operation.at);
      return;
    }
    directives(operation.directives, kind == "query" ? "QUERY" : "MUTATION");
    selections(*root, operation.selections);
  }

  void fragment(const Fragment& fragment) {
    path_ = {"fragment " + fragment.name};
    const Type* type = schema_.find(fragment.condition);
    if (type == nullptr || !type->is_composite()) return;
    directives(fragment.directives, "FRAGMENT_DEFINITION");
    selections(*type, fragment.selections);
  }

 private:
  void blame(std::string message, std::string_view code, Value::Object details, Location at) {
    details.insert(details.begin(), {"code", code});
    findings_.add({"", path_, std::move(details), {at}, std::move(message)});
  }

  void selections(const Type& parent, const SelectionSet& selections) {
    for (const Selection& selection : selections) {
      switch (selection.kind) {
        case Selection::Kind::field:
          path_.emplace_back(selection.key());
          field(parent, selection);
          break;
        case Selection::Kind::fragment_spread:
          path_.emplace_back("... " + selection.name);
          directives(selection.directives, "FRAGMENT_SPREAD");
          break;
        case Selection::Kind::inline_fragment:
          path_.emplace_back(selection.condition.empty() ? "..." : "... on " + selection.condition);
          inline_fragment(parent, selection);
          break;
      }
      path_.pop_back();
    }
  }

  void inline_fragment(const Type& parent, const Selection& selection) {
    directives(selection.directives, "INLINE_FRAGMENT");
    const Type* type = selection.condition.empty() ? &parent : schema_.find(selection.condition);
    if (type != nullptr && type->is_composite()) selections(*type, selection.selections);
  }

  void field(const Type& parent, const Selection& selection) {
    const FieldDefinition* definition = schema_.field(parent, selection.name);
    if (definition == nullptr) {
      blame("Field '" + selection.name + "' doesn't exist on type '" + parent.name + "'",
            "undefinedField", {{"typeName", parent.name}, {"fieldName", selection.name}},
            selection.at);
      return;
    }
    directives(selection.directives, "FIELD");
    arguments("Field", selection.name, definition->arguments, selection.arguments, selection.at);
    const Type& type = schema_.at(definition->type);
    if (type.is_composite() == !selection.selections.empty()) {
      if (type.is_composite()) this->selections(type, selection.selections);
      return;
    }
    const std::string named = "field '" + selection.name + "'";
    const std::string message =
        type.is_composite()
            ? "Field must have selections (" + named + " returns " + type.name +
                  " but has no selections. Did you mean '" + selection.name + " { ... }'?)"
            : "Selections can't be made on scalars (" + named + " returns " + type.name +
                  " but has selections " + shown(selection.selections) + ")";
    blame(message, "selectionMismatch", {{"nodeName", named}, {"typeName", type.name}},
          selection.at);
  }

  static std::string shown(const SelectionSet& selections) {
    Value::List names;
    for (const Selection& selection : selections) names.emplace_back(selection.name);
    return to_literal(names);
  }

  void directives(const std::vector<Directive>& directives, std::string_view location) {
    for (const Directive& directive : directives) {
      const DirectiveDefinition* definition = schema_.directive(directive.name);
      if (definition == nullptr) {
        blame("Directive @" + directive.name + " is not defined", "undefinedDirective",
              {{"directiveName", directive.name}}, directive.at);
        continue;
      }
      if (std::ranges::find(definition->locations, location) == definition->locations.end()) {
        blame("'@" + directive.name + "' can't be applied here", "directiveCannotBeApplied",
              {{"targetName", location}, {"name", directive.name}}, directive.at);
        continue;
      }
      arguments("Directive", directive.name, definition->arguments, directive.arguments,
                directive.at);
    }
  }

  // Those of the field, directive or input object (`kind`) called `owner`.
  void arguments(std::string_view kind, const std::string& owner,
                 const std::vector<InputDefinition>& definitions,
                 const std::vector<Argument>& given, Location at) {
    for (const Argument& argument : given) {
      path_.emplace_back(argument.name);
      const auto it = std::ranges::find(definitions, argument.name, &InputDefinition::name);
      if (it == definitions.end()) {
        blame(
            std::string(kind) + " '" + owner + "' doesn't accept argument '" + argument.name + "'",
            "argumentNotAccepted",
            {{"name", owner}, {"typeName", kind}, {"argumentName", argument.name}}, argument.at);
      } else if (std::ranges::count(given, argument.name, &Argument::name) > 1) {
        blame("There can be only one argument named \"" + argument.name + '"', "argumentNotUnique",
              {{"name", argument.name}}, argument.at);
      } else {
        literal(kind, owner, *it, argument.value, argument.at);
      }
      path_.pop_back();
    }
    std::string missing;
    for (const InputDefinition& definition : definitions) {
      if (!definition.is_required()) continue;
      if (std::ranges::find(given, definition.name, &Argument::name) != given.end()) continue;
      missing += (missing.empty() ? "" : ", ") + definition.name;
    }
    if (missing.empty()) return;
    blame(std::string(kind) + " '" + owner + "' is missing required arguments: " + missing,
          "missingRequiredArguments",
          {{"className", kind}, {"name", owner}, {"arguments", missing}}, at);
  }

  void literal(std::string_view kind, const std::string& owner, const InputDefinition& definition,
               const Value& value, Location at) {
    if (is_literal_of(schema_, definition.type, value)) return;
    const Type& type = schema_.at(definition.type);
    const Value::Object* members = value.get<Value::Object>();
    if (type.kind == Type::Kind::input && members != nullptr && definition.type.lists.empty()) {
      input_object(type, *members, at);
      return;
    }
    blame("Argument '" + definition.name + "' on " + std::string(kind) + " '" + owner +
              "' has an invalid value (" + to_literal(value) + "). Expected type '" +
              to_string(definition.type) + "'.",
          "argumentLiteralsIncompatible", {{"typeName", kind}, {"argumentName", definition.name}},
          at);
  }

  void input_object(const Type& type, const Value::Object& members, Location at) {
    for (const Member& member : members) {
      path_.emplace_back(member.name);
      if (const InputDefinition* input = type.input(member.name)) {
        literal("InputObject", type.name, *input, member.value, at);
      } else {
        blame("InputObject '" + type.name + "' doesn't accept argument '" + member.name + "'",
              "argumentNotAccepted",
              {{"name", type.name}, {"typeName", "InputObject"}, {"argumentName", member.name}},
              at);
      }
      path_.pop_back();
    }
    for (const InputDefinition& input : type.inputs) {
      const bool is_given = std::ranges::find(members, input.name, &Member::name) != members.end();
      if (is_given || !input.is_required()) continue;
      blame("Argument '" + input.name + "' on InputObject '" + type.name +
                "' is required. Expected type " + to_string(input.type),
            "missingRequiredInputObjectAttribute",
            {{"argumentName", input.name},
             {"argumentType", to_string(input.type)},
             {"inputObjectType", type.name}},
            at);
    }
  }

  const Schema& schema_;
  Findings& findings_;
  Value::List path_;
};

}  // namespace

void check_fields(const Schema& schema, const Document& document, Findings& findings) {
  FieldCheck check(schema, findings);
  for (const Operation& operation : document.operations) check.operation(operation);
  for (const Fragment& fragment : document.fragments) check.fragment(fragment);
}

std::vector<Error> validate(const Schema& schema, const Document& document) {
  Findings findings;
  check_fields(schema, document, findings);
  check_fragments(schema, document, findings);
  check_variables(schema, document, findings);
  std::vector<Error> errors = findings.take();
  if (!errors.empty()) return errors;
  check_merging(schema, document, findings);
  return findings.take();
}

}  // namespace regent::fake::graphql
