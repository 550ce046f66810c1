// Variables: of an input type, used, declared, and of a type that fits where they are used.
#include <algorithm>
#include <set>

#include "fakes/github/graphql/coercion.h"
#include "fakes/github/graphql/validation.h"

namespace regent::fake::graphql {
namespace {

class VariableCheck {
 public:
  VariableCheck(const Schema& schema, const Document& document, const Operation& operation,
                Findings& findings)
      : schema_(schema), document_(document), operation_(operation), findings_(findings) {
    const std::string kind(to_string(operation.kind));
    name_ = operation.name.empty() ? "anonymous " + kind : operation.name;
    root_path_ = {operation.name.empty() ? kind : kind + ' ' + operation.name};
  }

  void run() {
    for (const VariableDefinition& variable : operation_.variables) definition(variable);
    const Type* root = schema_.root(operation_.kind);
    if (root == nullptr) return;
    path_ = root_path_;
    directives(operation_.directives);
    visit(*root, operation_.selections);
    // Each fragment once, whichever way it is reached.
    for (std::size_t i = 0; i < reached_.size(); ++i) {
      const Fragment& fragment = *reached_[i];
      const Type* type = schema_.find(fragment.condition);
      path_ = {"fragment " + fragment.name};
      if (type != nullptr) visit(*type, fragment.selections);
    }
    for (const VariableDefinition& variable : operation_.variables) {
      if (used_.contains(variable.name)) continue;
      path_ = root_path_;
      blame("Variable $" + variable.name + " is declared by " + name_ + " but not used",
            "variableNotUsed", {{"variableName", variable.name}}, variable.at);
    }
  }

 private:
  void blame(std::string message, std::string_view code, Value::Object details, Location at) {
    details.insert(details.begin(), {"code", code});
    findings_.add({"", path_, std::move(details), {at}, std::move(message)});
  }

  void definition(const VariableDefinition& variable) {
    path_ = root_path_;
    const Type* type = schema_.find(variable.type.name);
    const Value::Object details{{"typeName", variable.type.name}, {"variableName", variable.name}};
    if (std::ranges::count(operation_.variables, variable.name, &VariableDefinition::name) > 1) {
      blame("There can only be one variable named \"" + variable.name + '"', "variableNotUnique",
            {{"variableName", variable.name}}, variable.at);
    }
    if (type == nullptr) {
      blame(variable.type.name + " isn't a defined input type (on $" + variable.name + ')',
            "variableRequiresValidType", details, variable.at);
    } else if (!type->is_input()) {
      blame(variable.type.name + " isn't a valid input type (on $" + variable.name + ')',
            "variableRequiresValidType", details, variable.at);
    } else if (variable.default_value &&
               !is_literal_of(schema_, variable.type, *variable.default_value)) {
      blame(
          "Default value for $" + variable.name + " doesn't match type " + to_string(variable.type),
          "defaultValueInvalidType",
          {{"variableName", variable.name}, {"typeName", to_string(variable.type)}}, variable.at);
    }
  }

  void visit(const Type& parent, const SelectionSet& selections) {
    for (const Selection& selection : selections) {
      switch (selection.kind) {
        case Selection::Kind::field: {
          const FieldDefinition* field = schema_.field(parent, selection.name);
          path_.emplace_back(selection.key());
          directives(selection.directives);
          if (field != nullptr) {
            arguments(field->arguments, selection.arguments);
            visit(schema_.at(field->type), selection.selections);
          }
          path_.pop_back();
          break;
        }
        case Selection::Kind::fragment_spread: {
          directives(selection.directives);
          const Fragment* fragment = document_.fragment(selection.name);
          if (fragment != nullptr && std::ranges::find(reached_, fragment) == reached_.end()) {
            reached_.push_back(fragment);
          }
          break;
        }
        case Selection::Kind::inline_fragment: {
          directives(selection.directives);
          const Type* type =
              selection.condition.empty() ? &parent : schema_.find(selection.condition);
          if (type != nullptr) visit(*type, selection.selections);
          break;
        }
      }
    }
  }

  void directives(const std::vector<Directive>& directives) {
    for (const Directive& directive : directives) {
      const DirectiveDefinition* definition = schema_.directive(directive.name);
      if (definition != nullptr) arguments(definition->arguments, directive.arguments);
    }
  }

  void arguments(const std::vector<InputDefinition>& definitions,
                 const std::vector<Argument>& given) {
    for (const Argument& argument : given) {
      const auto it = std::ranges::find(definitions, argument.name, &InputDefinition::name);
      if (it == definitions.end()) {
        note_used(argument.value);
        continue;
      }
      path_.emplace_back(argument.name);
      usage(*it, it->type, argument.value, argument.at);
      path_.pop_back();
    }
  }

  // Those of an argument that does not exist count as used: one fault is enough.
  void note_used(const Value& value) {
    if (const VariableName* variable = value.get<VariableName>()) used_.insert(variable->name);
    if (const Value::List* items = value.get<Value::List>()) {
      for (const Value& item : *items) note_used(item);
    }
    if (const Value::Object* members = value.get<Value::Object>()) {
      for (const Member& member : *members) note_used(member.value);
    }
  }

  // `value` stands where `type`, the type of `input` or of its elements, is expected.
  void usage(const InputDefinition& input, const TypeReference& type, const Value& value,
             Location at) {
    if (const VariableName* variable = value.get<VariableName>()) {
      return use(input, type, variable->name, at);
    }
    if (const Value::List* items = value.get<Value::List>()) {
      const TypeReference element = type.lists.empty() ? type : type.element();
      for (const Value& item : *items) usage(input, element, item, at);
    }
    const Value::Object* members = value.get<Value::Object>();
    if (members == nullptr) return;
    for (const Member& member : *members) {
      const InputDefinition* inner = schema_.at(type).input(member.name);
      if (inner == nullptr) {
        note_used(member.value);
      } else {
        usage(*inner, inner->type, member.value, at);
      }
    }
  }

  void use(const InputDefinition& input, const TypeReference& type, const std::string& name,
           Location at) {
    used_.insert(name);
    const auto it = std::ranges::find(operation_.variables, name, &VariableDefinition::name);
    if (it == operation_.variables.end()) {
      blame("Variable $" + name + " is used by " + name_ + " but not declared",
            "variableNotDefined", {{"variableName", name}}, at);
      return;
    }
    const std::string_view mismatch = mismatch_of(*it, input, type);
    if (mismatch.empty() || schema_.find(it->type.name) == nullptr) return;
    blame(std::string(mismatch) + " on variable $" + name + " and argument " + input.name + " (" +
              to_string(it->type) + " / " + to_string(type) + ')',
          "variableMismatch",
          {{"variableName", name},
           {"typeName", to_string(it->type)},
           {"argumentName", input.name},
           {"errorMessage", mismatch}},
          at);
  }

  // Section 5.8.5; empty: the variable may be used there.
  static std::string_view mismatch_of(const VariableDefinition& variable,
                                      const InputDefinition& input, const TypeReference& expected) {
    const TypeReference& type = variable.type;
    if (type.name != expected.name) return "Type mismatch";
    // A single value stands for a list of one.
    if (type.lists.size() > expected.lists.size()) return "List dimension mismatch";
    if (type.lists.size() < expected.lists.size() && !type.lists.empty()) {
      return "List dimension mismatch";
    }
    const bool has_default = (variable.default_value && !variable.default_value->is_null()) ||
                             input.default_value.has_value();
    if (expected.is_non_null() && !type.is_non_null() && !has_default) {
      return "Nullability mismatch";
    }
    for (std::size_t i = 1; i < type.lists.size(); ++i) {
      if (expected.lists[i] && !type.lists[i]) return "Nullability mismatch";
    }
    const bool is_element = !type.lists.empty() || !expected.lists.empty();
    if (is_element && type.lists.size() == expected.lists.size() && expected.is_required &&
        !type.is_required) {
      return "Nullability mismatch";
    }
    return {};
  }

  const Schema& schema_;
  const Document& document_;
  const Operation& operation_;
  Findings& findings_;
  std::string name_;
  Value::List root_path_;
  Value::List path_;
  std::vector<const Fragment*> reached_;
  std::set<std::string> used_;
};

}  // namespace

void check_variables(const Schema& schema, const Document& document, Findings& findings) {
  for (const Operation& operation : document.operations) {
    VariableCheck(schema, document, operation, findings).run();
  }
}

}  // namespace regent::fake::graphql
