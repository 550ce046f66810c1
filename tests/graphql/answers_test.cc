// What GitHub answers to queries, right and wrong ones.
#include <gtest/gtest.h>

#include "tests/graphql/asking.h"

namespace regent::fake::graphql::testing {
namespace {

TEST(GraphQlAnswers, ABodyThatIsNoRequestIs400) {
  Asking asking;
  EXPECT_EQ(asking.send("nope").status, 400);
  EXPECT_EQ(asking.send("[]").status, 400);
  EXPECT_EQ(asking.send("{}").status, 400);
  EXPECT_EQ(asking.send("{\"query\": 1}").status, 400);
  EXPECT_EQ(Json::parse(asking.send("nope").body)["message"], "Problems parsing JSON");
}

TEST(GraphQlAnswers, ASyntaxErrorIs200AndSaysWhere) {
  EXPECT_EQ(Asking().send(R"({"query": "{viewer}}"})").body,
            R"({"errors":[{"message":"Parse error on \"}\" (RCURLY) at [1, 9]",)"
            R"("locations":[{"line":1,"column":9}]}]})");
}

TEST(GraphQlAnswers, AnUnknownFieldIsNamedWithItsTypeAndPath) {
  EXPECT_EQ(Asking().ask("query Q { v: viewer { nope } }").dump(),
            R"({"errors":[{"path":["query Q","v","nope"],"extensions":{"code":"undefinedField",)"
            R"("typeName":"User","fieldName":"nope"},"locations":[{"line":1,"column":23}],)"
            R"("message":"Field 'nope' doesn't exist on type 'User'"}]})");
}

TEST(GraphQlAnswers, WhatIsAbsentIsNullWithAnError) {
  EXPECT_EQ(Asking().ask("{ repository(owner: \"a\", name: \"b\") { id } }").dump(),
            R"({"data":{"repository":null},"errors":[{"type":"NOT_FOUND","path":["repository"],)"
            R"("locations":[{"line":1,"column":3}],)"
            R"("message":"Could not resolve to a Repository with the name 'a/b'."}]})");
}

TEST(GraphQlAnswers, InvalidDocumentsAreRefusedInGitHubsWords) {
  Asking asking;
  const std::string repository = "{ repository(owner: \"octo\", name: \"repo\") ";
  const std::vector<std::pair<std::string, std::string>> rows{
      {"{ repository(owner: \"octo\") { id } }",
       "Field 'repository' is missing required arguments: name"},
      {"{ viewer(a: 1) { login } }", "Field 'viewer' doesn't accept argument 'a'"},
      {"{ viewer }",
       "Field must have selections (field 'viewer' returns User but has no selections. Did you "
       "mean "
       "'viewer { ... }'?)"},
      {"{ viewer { login { x } } }",
       "Selections can't be made on scalars (field 'login' returns String but has selections "
       "[\"x\"])"},
      {repository + "{ refs(refPrefix: 1) { totalCount } } }",
       "Argument 'refPrefix' on Field 'refs' has an invalid value (1). Expected type 'String!'."},
      {"{ viewer { ...f } }", "Fragment f was used, but not defined"},
      {"{ viewer { login } } fragment f on User { login }", "Fragment f was defined, but not used"},
      {"{ viewer { ...f } } fragment f on Ref { name }",
       "Fragment f on Ref can't be spread inside User"},
      {"{ viewer { ... on Nope { name } } }",
       "No such type Nope, so it can't be a fragment condition"},
      {"{ viewer { ...f } } fragment f on User { ...f }", "Fragment f contains an infinite loop"},
      {"query Q($a: Int) { viewer { login } }", "Variable $a is declared by Q but not used"},
      {"query Q { viewer { avatarUrl(size: $a) } }", "Variable $a is used by Q but not declared"},
      {"query Q($a: String) { viewer { avatarUrl(size: $a) } }",
       "Type mismatch on variable $a and argument size (String / Int)"},
      {"query Q($a: Nope) { viewer { avatarUrl(size: $a) } }",
       "Nope isn't a defined input type (on $a)"},
      {"query Q($a: String) { node(id: $a) { id } }",
       "Type mismatch on variable $a and argument id (String / ID!)"},
      {"query Q($a: ID) { node(id: $a) { id } }",
       "Nullability mismatch on variable $a and argument id (ID / ID!)"},
      {"{ viewer @nope { login } }", "Directive @nope is not defined"},
      {"{ viewer { a: login a: url } }", "Field 'a' has a field conflict: login or url?"},
      {"{ viewer { avatarUrl(size: 1) avatarUrl(size: 2) } }",
       "Field 'avatarUrl' has an argument conflict: {size:1} or {size:2}?"},
      {"subscription { viewer }", "Schema is not configured for subscriptions"}};
  for (const auto& [query, message] : rows) EXPECT_EQ(asking.error(query), message) << query;
}

TEST(GraphQlAnswers, VariablesAreChecked) {
  Asking asking;
  const std::string query = "query($n: Int!) { viewer { avatarUrl(size: $n) } }";
  EXPECT_EQ(asking.ask(query)["errors"][0].dump(),
            R"({"extensions":{"value":null,"problems":[{"path":[],)"
            R"("explanation":"Expected value to not be null"}]},)"
            R"("locations":[{"line":1,"column":7}],)"
            R"("message":"Variable $n of type Int! was provided invalid value"})");
  EXPECT_EQ(
      asking.ask(query, {{"n", "x"}})["errors"][0]["extensions"]["problems"][0]["explanation"],
      "Could not coerce value \"x\" to Int");
  EXPECT_EQ(asking.error("query($o: RefOrder) { repository(owner: \"octo\", name: \"repo\") { "
                         "refs(refPrefix: \"refs/\", orderBy: $o) { totalCount } } }",
                         {{"o", {{"field", "SIZE"}, {"direction", "ASC"}}}}),
            "Variable $o of type RefOrder was provided invalid value for field (Expected \"SIZE\" "
            "to be one of: ALPHABETICAL, TAG_COMMIT_DATE)");
}

TEST(GraphQlAnswers, OneOfSeveralOperationsIsChosenByName) {
  Asking asking;
  const std::string text = "query A { viewer { login } } query B { viewer { url } }";
  EXPECT_EQ(asking.error(text), "An operation name is required");
  const Json body{{"query", text}, {"operationName", "B"}};
  EXPECT_TRUE(Json::parse(asking.send(body.dump()).body)["data"]["viewer"].contains("url"));
  const Json wrong{{"query", text}, {"operationName", "C"}};
  EXPECT_EQ(Json::parse(asking.send(wrong.dump()).body)["errors"][0]["message"],
            "No operation named \"C\"");
}

TEST(GraphQlAnswers, SelectionsAreMergedSkippedAndSpreadInOrder) {
  Asking asking;
  EXPECT_EQ(asking
                .data("query($no: Boolean = false) { viewer { url @skip(if: true) ...f "
                      "... @include(if: $no) { id } again: login } viewer { __typename } } "
                      "fragment f on Actor { login }")
                .dump(),
            R"({"viewer":{"login":"regent[bot]","again":"regent[bot]","__typename":"User"}})");
  EXPECT_EQ(asking
                .data("{ node(id: \"R_b2N0by9yZXBvIA\") { __typename ... on Ref { prefix } "
                      "... on Repository { name } } }")["node"]
                .dump(),
            R"({"__typename":"Repository","name":"repo"})");
}

TEST(GraphQlAnswers, FragmentsThatSpreadEachOtherCostNoExponentialTime) {
  Asking asking;
  std::string bomb = "{ viewer { ...f0 } } ";
  for (int i = 0; i < 40; ++i) {
    const std::string next = "...f" + std::to_string(i + 1);
    bomb += "fragment f" + std::to_string(i) + " on User { " + next + " " + next + " } ";
  }
  EXPECT_TRUE(asking.ask(bomb + "fragment f40 on User { login }").contains("data"));
  std::string deep = "{ repository(owner: \"octo\", name: \"repo\") { ...f0 } } ";
  for (int i = 0; i < 40; ++i) {
    const std::string next = "{ repository { ...f" + std::to_string(i + 1) + " } } ";
    deep += "fragment f" + std::to_string(i) + " on Repository { a: defaultBranchRef " + next +
            "b: defaultBranchRef " + next + "} ";
  }
  EXPECT_EQ(asking.error(deep + "fragment f40 on Repository { id }"),
            "Query is too complex: it selects the same fields too often");
}

TEST(GraphQlAnswers, ConnectionsGoPageByPageBothWays) {
  Asking asking;
  const auto names = [&](const std::string& arguments) {
    const Json refs = asking.repository("refs(refPrefix: \"refs/heads/\", " + arguments +
                                        ") { nodes { name } pageInfo { hasNextPage endCursor "
                                        "hasPreviousPage startCursor } totalCount }")["refs"];
    EXPECT_EQ(refs["totalCount"], 3);
    return refs;
  };
  const Json first = names("first: 2");
  EXPECT_EQ(first["nodes"].dump(), R"([{"name":"main"},{"name":"release/v1.0.0"}])");
  EXPECT_TRUE(first["pageInfo"]["hasNextPage"]);
  const std::string end = first["pageInfo"]["endCursor"];
  EXPECT_EQ(names("first: 2, after: \"" + end + "\"")["nodes"].dump(), R"([{"name":"topic2"}])");
  const Json last = names("last: 1, before: \"" + end + "\"");
  EXPECT_EQ(last["nodes"].dump(), R"([{"name":"main"}])");
  EXPECT_FALSE(last["pageInfo"]["hasPreviousPage"]);
}

TEST(GraphQlAnswers, ConnectionsNeedBounds) {
  Asking asking;
  const std::string open = "{ repository(owner: \"octo\", name: \"repo\") { refs(";
  const std::string close = ") { nodes { name } } } }";
  EXPECT_EQ(
      asking.error(open + "refPrefix: \"refs/\"" + close),
      "You must provide a `first` or `last` value to properly paginate the `refs` connection.");
  EXPECT_EQ(asking.error(open + "refPrefix: \"refs/\", first: 101" + close),
            "Requesting 101 records on the `refs` connection exceeds the `first` limit of 100 "
            "records.");
}

TEST(GraphQlAnswers, ObjectsAreFoundByExpression) {
  Asking asking;
  const Json seen = asking.repository(
      "head: object(expression: \"HEAD\") { ... on Commit { message file(path: \"README.md\") { "
      "object { ... on Blob { text } } } tree { entries { name type } } } } "
      "file: object(expression: \"main:README.md\") { __typename ... on Blob { text byteSize } } "
      "root: object(expression: \"v0.9.0:\") { __typename } "
      "none: object(expression: \"nope\") { oid }");
  EXPECT_EQ(seen.dump(), R"({"head":{"message":"feat: one","file":{"object":{"text":"hello\n"}},)"
                         R"("tree":{"entries":[{"name":"README.md","type":"blob"}]}},)"
                         R"("file":{"__typename":"Blob","text":"hello\n","byteSize":6},)"
                         R"("root":{"__typename":"Tree"},"none":null})");
}

TEST(GraphQlAnswers, APullRequestShowsWhatItChanges) {
  Asking asking;
  const Json seen = asking.repository(
      "pullRequest(number: 2) { state mergeable additions deletions changedFiles "
      "commits(first: 9) { totalCount nodes { commit { messageHeadline } } } "
      "author { login __typename } }")["pullRequest"];
  EXPECT_EQ(seen.dump(), R"({"state":"OPEN","mergeable":"MERGEABLE","additions":1,"deletions":0,)"
                         R"("changedFiles":1,"commits":{"totalCount":1,"nodes":[{"commit":)"
                         R"({"messageHeadline":"chore: release"}}]},)"
                         R"("author":{"login":"regent","__typename":"Bot"}})");
}

TEST(GraphQlAnswers, AnInjectedFailureIsTheAnswer) {
  Asking asking;
  const Answer answer =
      asking.send(R"({"query": "{ viewer { login } }"})", {.failure = Failure::bad_gateway_502});
  EXPECT_EQ(answer.status, 502);
}

}  // namespace
}  // namespace regent::fake::graphql::testing
