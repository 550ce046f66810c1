// The schema: shown by introspection, served in every field, enough for the clients that we know.
#include "fakes/github/graphql/schema.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/graphql/asking.h"

namespace regent::fake::graphql::testing {
namespace {

TEST(GraphQlSchema, IntrospectionTellsFieldsAndTheirTypes) {
  const Json type = Asking().data(
      "{ __type(name: \"RefConnection\") { kind name fields(includeDeprecated: true) { name type { "
      "kind name ofType { kind name } } } } }")["__type"];
  EXPECT_EQ(type.dump(), R"({"kind":"OBJECT","name":"RefConnection","fields":[)"
                         R"({"name":"edges","type":{"kind":"LIST","name":null,)"
                         R"("ofType":{"kind":"OBJECT","name":"RefEdge"}}},)"
                         R"({"name":"nodes","type":{"kind":"LIST","name":null,)"
                         R"("ofType":{"kind":"OBJECT","name":"Ref"}}},)"
                         R"({"name":"pageInfo","type":{"kind":"NON_NULL","name":null,)"
                         R"("ofType":{"kind":"OBJECT","name":"PageInfo"}}},)"
                         R"({"name":"totalCount","type":{"kind":"NON_NULL","name":null,)"
                         R"("ofType":{"kind":"SCALAR","name":"Int"}}}]})");
  EXPECT_TRUE(Asking().data("{ __type(name: \"Nope\") { name } }")["__type"].is_null());
}

TEST(GraphQlSchema, IntrospectionShowsAllTypes) {
  const Json schema = Asking().data(
      "{ __schema { queryType { name } mutationType { name } subscriptionType { name } types { "
      "name "
      "kind inputFields { name defaultValue } enumValues { name } possibleTypes { name } "
      "interfaces "
      "{ name } } directives { name locations args { name } } } }")["__schema"];
  EXPECT_EQ(schema["queryType"]["name"], "Query");
  EXPECT_TRUE(schema["subscriptionType"].is_null());
  EXPECT_EQ(schema["types"].size(), github_schema().types().size());
}

// Selects every field of `type` that needs no argument, objects to the given depth.
std::string everything_of(const Type& type, int depth) {
  std::string out = "{ __typename ";
  for (const FieldDefinition& field : type.fields) {
    std::string arguments;
    bool is_askable = true;
    for (const InputDefinition& argument : field.arguments) {
      if (argument.name == "first") arguments = "(first: 5)";
      is_askable = is_askable && !argument.is_required();
    }
    const Type& next = github_schema().at(field.type);
    if (!is_askable || (next.is_composite() && depth == 0)) continue;
    out += field.name + arguments + ' ';
    if (next.is_composite()) out += everything_of(next, depth - 1);
  }
  for (const std::string& possible :
       type.kind == Type::Kind::object ? std::vector<std::string>() : type.possible) {
    out += "... on " + possible + " { __typename } ";
  }
  return out + "} ";
}

TEST(GraphQlSchema, EveryFieldThatIsDeclaredIsServed) {
  Asking asking;
  const Schema& schema = github_schema();
  const auto all = [&](const char* type, int depth) {
    return everything_of(*schema.find(type), depth);
  };
  const Json answer = asking.ask(
      "{ viewer " + all("User", 1) + " rateLimit " + all("RateLimit", 0) +
      "repository(owner: \"octo\", name: \"repo\") { r: defaultBranchRef " + all("Ref", 1) +
      "... on Repository " + all("Repository", 2) + "one: pullRequest(number: 1) " +
      all("PullRequest", 2) + "two: pullRequest(number: 2) " + all("PullRequest", 3) +
      "head: object(expression: \"HEAD\") { ... on Commit " + all("Commit", 2) +
      "} tree: object(expression: \"HEAD:\") { ... on Tree " + all("Tree", 1) +
      "} file: object(expression: \"HEAD:README.md\") { ... on Blob " + all("Blob", 1) + "} } }");
  EXPECT_TRUE(answer.contains("data"));
  EXPECT_FALSE(answer.contains("errors")) << answer["errors"].dump();
}

// Keeps what is written to it, as the site does.
class Notebook final : public Records {
 public:
  std::vector<LabelFacts> labels(const Repository&) const override { return {{"autorelease"}}; }
  std::vector<CommentFacts> comments(const Repository&, github::PullNumber) const override {
    return kept;
  }
  std::optional<CommentFacts> add_comment(const Repository&, github::PullNumber,
                                          std::string_view login, std::string_view body,
                                          Time now) override {
    kept.push_back({kept.size() + 1, std::string(login), std::string(body), now});
    return kept.back();
  }
  std::vector<CommentFacts> kept;
};

TEST(GraphQlSchema, WhatGhSendsIsAnswered) {
  Asking asking;
  Notebook notebook;
  asking.records = &notebook;
  std::ifstream file(std::string(REGENT_SOURCE_DIR) + "/tests/data/graphql/gh-2.23.0.ndjson");
  std::size_t count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    const Json sent = Json::parse(line);
    const Json answer =
        asking.ask(sent["query"].get<std::string>(), sent.value("variables", Json::object()));
    EXPECT_TRUE(answer.contains("data")) << sent["command"];
    EXPECT_FALSE(answer.contains("errors")) << sent["command"] << '\n' << answer.dump();
    asking.world.pass(std::chrono::seconds(1));
  }
  EXPECT_EQ(count, 39U);
  EXPECT_EQ(asking.world.repository.pull(github::PullNumber{2})->title, "New title");
  EXPECT_TRUE(asking.world.repository.pull(github::PullNumber{2})->merged);
  EXPECT_EQ(asking.world.repository.last_number(), 3U);
  EXPECT_EQ(notebook.kept.size(), 1U);
}

}  // namespace
}  // namespace regent::fake::graphql::testing
