#include <algorithm>

#include "fakes/github/graphql/document.h"

namespace regent::fake::graphql {

TypeReference TypeReference::element() const {
  return {name, is_required, std::vector<bool>(lists.begin() + 1, lists.end())};
}

std::string to_string(const TypeReference& type) {
  std::string text(type.lists.size(), '[');
  text += type.name;
  if (type.is_required) text += '!';
  for (std::size_t i = type.lists.size(); i > 0; --i) text += type.lists[i - 1] ? "]!" : "]";
  return text;
}

std::string_view to_string(OperationKind kind) {
  switch (kind) {
    case OperationKind::query:
      return "query";
    case OperationKind::mutation:
      return "mutation";
    case OperationKind::subscription:
      return "subscription";
  }
  return "query";
}

const Fragment* Document::fragment(std::string_view name) const {
  const auto it = std::ranges::find(fragments, name, &Fragment::name);
  return it == fragments.end() ? nullptr : &*it;
}

namespace {

void append(std::string& out, const std::vector<Argument>& arguments) {
  if (arguments.empty()) return;
  out += '(';
  for (const Argument& argument : arguments) {
    if (&argument != &arguments.front()) out += ", ";
    out += argument.name + ": " + to_literal(argument.value);
  }
  out += ')';
}

void append(std::string& out, const std::vector<Directive>& directives) {
  for (const Directive& directive : directives) {
    out += " @" + directive.name;
    append(out, directive.arguments);
  }
}

void append(std::string& out, const std::vector<VariableDefinition>& variables) {
  if (variables.empty()) return;
  out += '(';
  for (const VariableDefinition& variable : variables) {
    if (&variable != &variables.front()) out += ", ";
    out += '$' + variable.name + ": " + to_string(variable.type);
    if (variable.default_value) out += " = " + to_literal(*variable.default_value);
    append(out, variable.directives);
  }
  out += ')';
}

void append(std::string& out, const SelectionSet& selections, std::size_t indent) {
  out += "{\n";
  for (const Selection& selection : selections) {
    out.append(indent + 2, ' ');
    switch (selection.kind) {
      case Selection::Kind::field:
        if (!selection.alias.empty()) out += selection.alias + ": ";
        out += selection.name;
        append(out, selection.arguments);
        break;
      case Selection::Kind::fragment_spread:
        out += "..." + selection.name;
        break;
      case Selection::Kind::inline_fragment:
        out += "...";
        if (!selection.condition.empty()) out += " on " + selection.condition;
        break;
    }
    append(out, selection.directives);
    if (!selection.selections.empty()) {
      out += ' ';
      append(out, selection.selections, indent + 2);
    }
    out += '\n';
  }
  out.append(indent, ' ');
  out += '}';
}

}  // namespace

std::string print(const Document& document) {
  std::string out;
  for (const Operation& operation : document.operations) {
    out += to_string(operation.kind);
    if (!operation.name.empty()) out += ' ' + operation.name;
    append(out, operation.variables);
    append(out, operation.directives);
    out += ' ';
    append(out, operation.selections, 0);
    out += '\n';
  }
  for (const Fragment& fragment : document.fragments) {
    out += "fragment " + fragment.name + " on " + fragment.condition;
    append(out, fragment.directives);
    out += ' ';
    append(out, fragment.selections, 0);
    out += '\n';
  }
  return out;
}

}  // namespace regent::fake::graphql
