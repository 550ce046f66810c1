// Properties of reading and writing documents, and of answering anything at all.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "fakes/github/graphql/lexer.h"
#include "fakes/github/graphql/parser.h"
#include "tests/graphql/asking.h"

namespace regent::fake::graphql::testing {
namespace {

rc::Gen<std::string> any_name() {
  return rc::gen::element<std::string>("a", "name", "refs", "on", "query", "null_", "fragment",
                                       "_1");
}

rc::Gen<Value> any_value(int depth);

rc::Gen<Value> any_list(int depth) {
  return rc::gen::map(rc::gen::container<std::vector<Value>>(any_value(depth)),
                      [](std::vector<Value> items) { return Value(std::move(items)); });
}

rc::Gen<Value> any_object(int depth) {
  return rc::gen::map(rc::gen::container<std::vector<std::pair<std::string, Value>>>(
                          rc::gen::pair(any_name(), any_value(depth))),
                      [](std::vector<std::pair<std::string, Value>> pairs) {
                        Value::Object object;
                        for (auto& [name, value] : pairs)
                          object.push_back({name, std::move(value)});
                        return Value(std::move(object));
                      });
}

rc::Gen<Value> any_scalar() {
  return rc::gen::oneOf(
      rc::gen::just(Value()), rc::gen::map<bool>([](bool b) { return Value(b); }),
      rc::gen::map<std::int64_t>([](std::int64_t i) { return Value(i); }),
      rc::gen::map<std::string>([](std::string s) { return Value(std::move(s)); }),
      rc::gen::map(any_name(), [](std::string n) { return Value(EnumName{std::move(n)}); }),
      rc::gen::map(any_name(), [](std::string n) { return Value(VariableName{std::move(n)}); }));
}

rc::Gen<Value> any_value(int depth) {
  if (depth == 0) return any_scalar();
  return rc::gen::oneOf(any_scalar(), rc::gen::resize(4, any_list(depth - 1)),
                        rc::gen::resize(4, any_object(depth - 1)));
}

SelectionSet any_selections(int depth) {
  SelectionSet selections;
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    Selection selection;
    selection.kind =
        *rc::gen::element(Selection::Kind::field, Selection::Kind::field,
                          Selection::Kind::fragment_spread, Selection::Kind::inline_fragment);
    if (*rc::gen::arbitrary<bool>()) {
      selection.directives.push_back({"include", {{"if", *any_value(1), {}}}, {}});
    }
    switch (selection.kind) {
      case Selection::Kind::field:
        selection.name = *any_name();
        if (*rc::gen::arbitrary<bool>()) selection.alias = *any_name();
        if (*rc::gen::arbitrary<bool>()) {
          selection.arguments.push_back({*any_name(), *any_value(2), {}});
        }
        if (depth > 0 && *rc::gen::arbitrary<bool>()) {
          selection.selections = any_selections(depth - 1);
        }
        break;
      case Selection::Kind::fragment_spread:
        selection.name = "f";
        break;
      case Selection::Kind::inline_fragment:
        if (*rc::gen::arbitrary<bool>()) selection.condition = "Repository";
        selection.selections = any_selections(std::max(depth - 1, 0) % 2);
        break;
    }
    selections.push_back(std::move(selection));
  }
  return selections;
}

RC_GTEST_PROP(GraphQlText, WhatIsPrintedParsesToTheSame, ()) {
  Document document;
  Operation operation{.kind = *rc::gen::element(OperationKind::query, OperationKind::mutation),
                      .name = "Q"};
  if (*rc::gen::arbitrary<bool>()) {
    operation.variables.push_back({.name = "v",
                                   .type = {"Int", *rc::gen::arbitrary<bool>(), {true, false}},
                                   .default_value = Value(Value::List{}),
                                   .directives = {},
                                   .at = {}});
  }
  operation.selections = any_selections(2);
  document.operations.push_back(std::move(operation));
  document.fragments.push_back({"f", "Repository", {}, any_selections(1), {}});
  const std::string text = print(document);
  const auto again = parse(text);
  RC_ASSERT(again.has_value());
  RC_ASSERT(print(*again) == text);
  const SelectionSet& before = document.operations[0].selections;
  const SelectionSet& after = again->operations[0].selections;
  RC_ASSERT(before.size() == after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    RC_ASSERT(before[i].key() == after[i].key());
    RC_ASSERT(before[i].arguments.size() == after[i].arguments.size());
    for (std::size_t j = 0; j < before[i].arguments.size(); ++j) {
      RC_ASSERT(before[i].arguments[j].value == after[i].arguments[j].value);
    }
  }
}

RC_GTEST_PROP(GraphQlText, AnyBytesAreCutIntoTokensThatEnd, (const std::string& bytes)) {
  Lexer lexer(bytes);
  std::size_t count = 0;
  while (lexer.next().kind != Token::Kind::end) RC_ASSERT(++count <= bytes.size());
}

constexpr std::array<std::string_view, 6> documents{
    "{ viewer { login } }",
    "query Q($o: String = \"octo\") { repository(owner: $o, name: \"repo\") { ...r } } "
    "fragment r on Repository { refs(refPrefix: \"refs/\", first: 2) { nodes { name } } }",
    "{ a: __typename b: node(id: \"R_b2N0by9yZXBvIA\") { ... on Repository { name } } }",
    "mutation { createRef(input: {repositoryId: \"R_b2N0by9yZXBvIA\", name: \"refs/heads/x\", oid: "
    "\"0000000000000000000000000000000000000000\"}) { ref { name } } }",
    "{ __schema { types { name fields { name type { kind ofType { name } } } } } }",
    "{ repository(owner: \"octo\", name: \"repo\") { pullRequests(first: 5, states: [OPEN]) { "
    "edges { cursor node { title @skip(if: false) } } } } }"};

// A document in which a few things were changed, dropped, doubled or swapped.
std::string spoiled(std::string text) {
  static constexpr std::string_view pieces = "{}()[]:!$@\"\\.#, \n\0\x80u0aN_";
  const int changes = *rc::gen::inRange(1, 6);
  for (int i = 0; i < changes && !text.empty(); ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        text.erase(at, *rc::gen::inRange<std::size_t>(1, 6));
        break;
      case 1:
        text.insert(at, 1, pieces[*rc::gen::inRange<std::size_t>(0, pieces.size())]);
        break;
      case 2:
        text[at] = *rc::gen::arbitrary<char>();
        break;
      default:
        text.insert(at, text.substr(*rc::gen::inRange<std::size_t>(0, text.size()), 20));
        break;
    }
  }
  return text;
}

RC_GTEST_PROP(GraphQlText, ASpoiledDocumentIsAnswered, ()) {
  static const Asking fresh;
  Asking asking = fresh;
  const std::string text = spoiled(std::string(*rc::gen::elementOf(documents)));
  const Json body{{"query", text}, {"variables", Json::object()}};
  const Answer answer = asking.send(body.dump(-1, ' ', false, Json::error_handler_t::replace));
  RC_ASSERT(answer.status == 200);
  const Json json = Json::parse(answer.body);
  RC_ASSERT((json.contains("data") || json.contains("errors")) && json.size() <= 2);
}

RC_GTEST_PROP(GraphQlText, AnyBodyIsAnswered, (const std::string& bytes)) {
  static const Asking fresh;
  Asking asking = fresh;
  const Answer answer =
      asking.send(*rc::gen::element(bytes, spoiled("{\"query\":\"{viewer{id}}\"}")));
  RC_ASSERT(answer.status == 200 || answer.status == 400);
  RC_ASSERT(Json::parse(answer.body).is_object());
}

}  // namespace
}  // namespace regent::fake::graphql::testing
