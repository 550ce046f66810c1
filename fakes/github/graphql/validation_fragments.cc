// Fragments: named once, used, of a type that exists, without circles, where they can apply; and
// operations: named once.
#include <algorithm>
#include <map>
#include <set>

#include "fakes/github/graphql/validation.h"

namespace regent::fake::graphql {
namespace {

// Selections nest at most so deep when fragments are put in their places.
constexpr std::size_t depth_max = 150;

std::string operation_path(const Operation& operation) {
  const std::string kind(to_string(operation.kind));
  return operation.name.empty() ? kind : kind + ' ' + operation.name;
}

class FragmentCheck {
 public:
  FragmentCheck(const Schema& schema, const Document& document, Findings& findings)
      : schema_(schema), document_(document), findings_(findings) {}

  void run() {
    for (const Operation& operation : document_.operations) {
      path_ = {operation_path(operation)};
      if (const Type* root = schema_.root(operation.kind)) visit(*root, operation.selections);
    }
    for (const Fragment& fragment : document_.fragments) definition(fragment);
    for (const Fragment& fragment : document_.fragments) {
      path_ = {"fragment " + fragment.name};
      if (used_.contains(fragment.name)) continue;
      blame("Fragment " + fragment.name + " was defined, but not used", "useAndDefineFragment",
            {{"fragmentName", fragment.name}}, fragment.at);
    }
    if (!has_circles()) check_depth();
  }

 private:
  void blame(std::string message, std::string_view code, Value::Object details, Location at) {
    details.insert(details.begin(), {"code", code});
    findings_.add({"", path_, std::move(details), {at}, std::move(message)});
  }

  void definition(const Fragment& fragment) {
    path_ = {"fragment " + fragment.name};
    if (document_.fragment(fragment.name) != &fragment) {
      blame("Fragment name \"" + fragment.name + "\" must be unique", "fragmentNotUnique",
            {{"fragmentName", fragment.name}}, fragment.at);
    }
    current_ = &fragment;
    if (const Type* type = condition(fragment.condition, fragment.at)) {
      visit(*type, fragment.selections);
    }
    current_ = nullptr;
  }

  // nullptr, and it was said why: nothing can be selected on that type.
  const Type* condition(const std::string& name, Location at) {
    const Type* type = schema_.find(name);
    if (type == nullptr) {
      blame("No such type " + name + ", so it can't be a fragment condition", "undefinedType",
            {{"typeName", name}}, at);
      return nullptr;
    }
    if (type->is_composite()) return type;
    blame("Invalid fragment on type " + name + " (must be Union, Interface or Object)",
          "fragmentOnNonCompositeType", {{"typeName", name}}, at);
    return nullptr;
  }

  void visit(const Type& parent, const SelectionSet& selections) {
    for (const Selection& selection : selections) {
      switch (selection.kind) {
        case Selection::Kind::field: {
          const FieldDefinition* field = schema_.field(parent, selection.name);
          path_.emplace_back(selection.key());
          if (field != nullptr) visit(schema_.at(field->type), selection.selections);
          break;
        }
        case Selection::Kind::fragment_spread:
          path_.emplace_back("... " + selection.name);
          spread(parent, selection);
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
    if (selection.condition.empty()) return visit(parent, selection.selections);
    const Type* type = condition(selection.condition, selection.at);
    if (type == nullptr) return;
    check_possible(parent, *type, "Fragment", "unknown", selection.at);
    visit(*type, selection.selections);
  }

  void spread(const Type& parent, const Selection& selection) {
    used_.insert(selection.name);
    const Fragment* fragment = document_.fragment(selection.name);
    if (fragment == nullptr) {
      blame("Fragment " + selection.name + " was used, but not defined", "useAndDefineFragment",
            {{"fragmentName", selection.name}}, selection.at);
      return;
    }
    if (current_ != nullptr) spreads_[current_->name].insert(selection.name);
    const Type* type = schema_.find(fragment->condition);
    if (type == nullptr || !type->is_composite()) return;
    check_possible(parent, *type, "Fragment " + selection.name, selection.name, selection.at);
  }

  static std::vector<std::string> possible(const Type& type) {
    return type.kind == Type::Kind::object ? std::vector{type.name} : type.possible;
  }

  void check_possible(const Type& parent, const Type& type, const std::string& what,
                      const std::string& name, Location at) {
    const std::vector<std::string> objects = possible(parent);
    if (!parent.is_composite() ||
        std::ranges::any_of(objects, [&](const auto& object) { return type.may_be(object); })) {
      return;
    }
    blame(what + " on " + type.name + " can't be spread inside " + parent.name,
          "cannotSpreadFragment",
          {{"typeName", type.name}, {"fragmentName", name}, {"parentName", parent.name}}, at);
  }

  enum class Mark { unseen, open, done };

  bool has_circles() {
    std::map<std::string, Mark> marks;
    bool found = false;
    for (const Fragment& fragment : document_.fragments) {
      if (!is_circular(fragment.name, marks)) continue;
      found = true;
      path_ = {"fragment " + fragment.name};
      blame("Fragment " + fragment.name + " contains an infinite loop", "infiniteLoop",
            {{"fragmentName", fragment.name}}, fragment.at);
    }
    return found;
  }

  // No deeper than there are fragments.
  bool is_circular(const std::string& name, std::map<std::string, Mark>& marks) {
    if (marks[name] == Mark::open) return true;
    if (marks[name] == Mark::done) return false;
    marks[name] = Mark::open;
    bool circular = false;
    for (const std::string& next : spreads_[name]) {
      circular = is_circular(next, marks) || circular;
    }
    marks[name] = Mark::done;
    return circular;
  }

  void check_depth() {
    for (const Operation& operation : document_.operations) {
      std::map<std::string, std::size_t> reached;
      if (is_shallow(operation.selections, 1, reached)) continue;
      path_ = {operation_path(operation)};
      blame("Query exceeds the maximum depth of " + std::to_string(depth_max), "maxDepth", {},
            operation.at);
    }
  }

  // `reached`: how deep each fragment was found so far; it is looked into again only when it lies
  // deeper, so that fragments that spread each other cost no exponential time.
  bool is_shallow(const SelectionSet& selections, std::size_t depth,
                  std::map<std::string, std::size_t>& reached) const {
    if (depth > depth_max) return false;
    return std::ranges::all_of(selections, [&](const Selection& selection) {
      if (selection.kind != Selection::Kind::fragment_spread) {
        return is_shallow(selection.selections, depth + 1, reached);
      }
      const Fragment* fragment = document_.fragment(selection.name);
      std::size_t& deepest = reached[selection.name];
      if (fragment == nullptr || deepest >= depth) return true;
      deepest = depth;
      return is_shallow(fragment->selections, depth + 1, reached);
    });
  }

  const Schema& schema_;
  const Document& document_;
  Findings& findings_;
  Value::List path_;
  const Fragment* current_ = nullptr;  // the definition that is looked at
  std::set<std::string> used_;
  std::map<std::string, std::set<std::string>> spreads_;  // by fragment
};

void check_operation_names(const Document& document, Findings& findings) {
  const std::vector<Operation>& operations = document.operations;
  std::set<std::string> seen;
  for (const Operation& operation : operations) {
    if (operation.name.empty() && operations.size() > 1) {
      findings.add({"",
                    {},
                    {{"code", "uniquelyNamedOperations"}},
                    {operation.at},
                    "Operation name is required when multiple operations are present"});
    } else if (!seen.insert(operation.name).second) {
      findings.add({"",
                    {},
                    {{"code", "uniquelyNamedOperations"}, {"operationName", operation.name}},
                    {operation.at},
                    "Operation name \"" + operation.name + "\" must be unique"});
    }
  }
}

}  // namespace

void check_fragments(const Schema& schema, const Document& document, Findings& findings) {
  FragmentCheck(schema, document, findings).run();
  check_operation_names(document, findings);
}

}  // namespace regent::fake::graphql
