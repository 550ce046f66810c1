// Selections of one answer key must be able to share one value (specification, section 5.3.2).
#include <algorithm>
#include <map>

#include "fakes/github/graphql/validation.h"

namespace regent::fake::graphql {
namespace {

// How many pairs of selections are compared before a document is called too complex.
constexpr std::size_t comparisons_max = 200'000;

class MergeCheck {
 public:
  MergeCheck(const Schema& schema, const Document& document, Findings& findings)
      : schema_(schema), document_(document), findings_(findings) {}

  struct Scope {
    const Type* parent;
    const SelectionSet* selections;
  };

  // The selections of `scopes` end up in one object.
  void check(const std::vector<Scope>& scopes) {
    std::map<std::string_view, std::vector<Use>> groups;
    std::vector<const Fragment*> spread;
    for (const Scope& scope : scopes) collect(*scope.parent, *scope.selections, groups, spread);
    for (const auto& [key, uses] : groups) {
      for (std::size_t i = 0; i < uses.size(); ++i) {
        for (std::size_t j = 0; j < i && afford(uses[i]); ++j) compare(uses[j], uses[i]);
      }
      if (is_over_) return;
      std::vector<Scope> inner;
      for (const Use& use : uses) {
        const FieldDefinition* field = schema_.field(*use.parent, use.selection->name);
        inner.push_back({&schema_.at(field->type), &use.selection->selections});
      }
      check(inner);
    }
  }

 private:
  struct Use {
    const Type* parent;
    const Selection* selection;
  };

  bool afford(const Use& use) {
    if (is_over_) return false;
    if (++comparisons_ <= comparisons_max) return true;
    is_over_ = true;
    findings_.add({"",
                   {},
                   {{"code", "tooComplex"}},
                   {use.selection->at},
                   "Query is too complex: it selects the same fields too often"});
    return false;
  }

  void collect(const Type& parent, const SelectionSet& selections,
               std::map<std::string_view, std::vector<Use>>& groups,
               std::vector<const Fragment*>& spread) {
    for (const Selection& selection : selections) {
      if (!afford({&parent, &selection})) return;
      switch (selection.kind) {
        case Selection::Kind::field:
          groups[selection.key()].push_back({&parent, &selection});
          break;
        case Selection::Kind::inline_fragment:
          collect(selection.condition.empty() ? parent : *schema_.find(selection.condition),
                  selection.selections, groups, spread);
          break;
        case Selection::Kind::fragment_spread: {
          const Fragment* fragment = document_.fragment(selection.name);
          if (std::ranges::find(spread, fragment) != spread.end()) break;
          spread.push_back(fragment);
          collect(*schema_.find(fragment->condition), fragment->selections, groups, spread);
          break;
        }
      }
    }
  }

  static std::string shown(const std::vector<Argument>& arguments) {
    std::string text;
    for (const Argument& argument : arguments) {
      text += (text.empty() ? "" : ",") + argument.name + ":" + to_literal(argument.value);
    }
    return '{' + text + '}';
  }

  static bool is_same(std::vector<Argument> a, std::vector<Argument> b) {
    std::ranges::sort(a, {}, &Argument::name);
    std::ranges::sort(b, {}, &Argument::name);
    return std::ranges::equal(a, b, [](const Argument& x, const Argument& y) {
      return x.name == y.name && x.value == y.value;
    });
  }

  void compare(const Use& a, const Use& b) {
    const bool exclusive = a.parent != b.parent && a.parent->kind == Type::Kind::object &&
                           b.parent->kind == Type::Kind::object;
    if (exclusive) return;
    if (a.selection->name != b.selection->name) {
      return blame(a, b, "a field", a.selection->name + " or " + b.selection->name);
    }
    if (is_same(a.selection->arguments, b.selection->arguments)) return;
    blame(a, b, "an argument",
          shown(a.selection->arguments) + " or " + shown(b.selection->arguments));
  }

  void blame(const Use& a, const Use& b, const std::string& what, const std::string& conflicts) {
    const std::string& key = a.selection->key();
    findings_.add({"",
                   {},
                   {{"code", "fieldConflict"}, {"fieldName", key}, {"conflicts", conflicts}},
                   {a.selection->at, b.selection->at},
                   "Field '" + key + "' has " + what + " conflict: " + conflicts + '?'});
  }

  const Schema& schema_;
  const Document& document_;
  Findings& findings_;
  std::size_t comparisons_ = 0;
  bool is_over_ = false;
};

}  // namespace

void check_merging(const Schema& schema, const Document& document, Findings& findings) {
  for (const Operation& operation : document.operations) {
    MergeCheck(schema, document, findings)
        .check({{schema.root(operation.kind), &operation.selections}});
  }
}

}  // namespace regent::fake::graphql
