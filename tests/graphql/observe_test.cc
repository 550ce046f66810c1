// Reading by GraphQL shows what the typed requests show, field by field, however far each is
// behind.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ctime>
#include <iomanip>
#include <sstream>

#include "tests/fakes/moves.h"
#include "tests/graphql/asking.h"

namespace regent::fake::graphql::testing {
namespace {

using fake::testing::any_game;
using fake::testing::Author;
using fake::testing::Move;

constexpr std::string_view observe = R"(
query Observe($ledger: String!, $base: String!, $heads: String!) {
  repository(owner: "octo", name: "repo") {
    ledger: object(expression: $ledger) { oid ... on Commit { message } }
    base: ref(qualifiedName: $base) {
      target { oid ... on Commit { committedDate tree { oid } } }
    }
    heads: refs(refPrefix: $heads, first: 100, orderBy: {field: ALPHABETICAL, direction: ASC}) {
      nodes { prefix name target { oid } }
    }
    tags: refs(
      refPrefix: "refs/tags/", first: 100, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}
    ) { nodes { prefix name target { oid } } }
    releases(first: 20, orderBy: {field: CREATED_AT, direction: DESC}) {
      nodes { tagName isDraft }
    }
  }
})";

constexpr std::string_view observe_pull = R"(
query ObservePull($number: Int!, $ledger: String!, $base: String!) {
  repository(owner: "octo", name: "repo") {
    pullRequest(number: $number) {
      number state title body createdAt viewerDidAuthor headRefName headRefOid baseRefName
      mergeCommit { oid }
      labels(first: 100) { nodes { name } }
      userContentEdits(first: 100) { nodes { editedAt diff editor { login } } }
    }
    ledger: object(expression: $ledger) { oid }
    base: ref(qualifiedName: $base) { target { oid } }
  }
})";

Sha sha(const Json& hex) { return *Sha::parse(hex.get<std::string>()); }

Time time(const Json& text) {
  std::tm parts{};
  std::istringstream stream(text.get<std::string>());
  stream >> std::get_time(&parts, "%Y-%m-%dT%H:%M:%SZ");
  return Time(std::chrono::seconds(timegm(&parts)));
}

std::vector<github::Ref> refs(const Json& connection) {
  std::vector<github::Ref> out;
  for (const Json& node : connection["nodes"]) {
    out.push_back({node["prefix"].get<std::string>() + node["name"].get<std::string>(),
                   sha(node["target"]["oid"])});
  }
  return out;
}

github::Observation observation(const Json& repository) {
  github::Observation seen;
  if (const Json& ledger = repository["ledger"]; !ledger.is_null()) {
    seen.ledger = {sha(ledger["oid"]), ledger["message"]};
  }
  if (const Json& base = repository["base"]; !base.is_null()) {
    const Json& target = base["target"];
    seen.base = {sha(target["oid"]), sha(target["tree"]["oid"]), time(target["committedDate"])};
  }
  seen.heads = refs(repository["heads"]);
  seen.tags = refs(repository["tags"]);
  for (const Json& release : repository["releases"]["nodes"]) {
    if (!release["isDraft"]) seen.released_tags.push_back(release["tagName"]);
  }
  return seen;
}

github::PullView pull_view(const Json& repository) {
  const Json& json = repository["pullRequest"];
  github::PullView view;
  view.pull = {
      .number = github::PullNumber{json["number"].get<std::uint32_t>()},
      .state = json["state"] == "OPEN" ? github::PullState::open : github::PullState::closed,
      .merged = json["state"] == "MERGED",
      .title = json["title"],
      .body = json["body"],
      .head = json["headRefName"],
      .head_sha = sha(json["headRefOid"]),
      .base = json["baseRefName"],
      .merge_commit_sha = {},
      .labels = {},
      .created_at = time(json["createdAt"])};
  if (!json["mergeCommit"].is_null()) view.pull.merge_commit_sha = sha(json["mergeCommit"]["oid"]);
  for (const Json& label : json["labels"]["nodes"]) view.pull.labels.push_back(label["name"]);
  for (const Json& edit : json["userContentEdits"]["nodes"]) {
    const bool by_us = edit["editor"]["login"] == "regent";
    view.edits.insert(view.edits.begin(), {time(edit["editedAt"]), by_us, edit["diff"]});
  }
  if (view.edits.empty()) {
    view.edits.push_back({view.pull.created_at, json["viewerDidAuthor"], view.pull.body});
  }
  if (!repository["ledger"].is_null()) view.ledger = sha(repository["ledger"]["oid"]);
  if (!repository["base"].is_null()) view.base = sha(repository["base"]["target"]["oid"]);
  return view;
}

Circumstances any_circumstances(bool counts_changes) {
  Circumstances circumstances;
  circumstances.stale_parts = *rc::gen::inRange<std::uint8_t>(0, 64);
  if (counts_changes) {
    circumstances.changes_behind = *rc::gen::inRange(0U, 4U);
  } else {
    circumstances.staleness = std::chrono::milliseconds(*rc::gen::inRange(0, 26'000));
  }
  return circumstances;
}

RC_GTEST_PROP(GraphQlObserve, EachFieldLagsLikeItsPartOfTheTypedRequest, ()) {
  const bool counts_changes = *rc::gen::arbitrary<bool>();
  Asking asking(Settings{.counts_changes = counts_changes});
  World& world = asking.world;
  Author author(world);
  for (const Move& move : *any_game()) {
    const github::Request request = author.request(move);
    author.learn(request, move.b % 4 == 0 ? world.send_as_person(request) : world.send(request));
    world.pass(std::chrono::milliseconds(700 * move.c));
  }
  const std::string ledger =
      *rc::gen::element<std::string>("refs/release-regent/main", "refs/heads/r/1", "refs/gone");
  const Circumstances circumstances = any_circumstances(counts_changes);
  const Json seen = asking.data(
      observe, {{"ledger", ledger}, {"base", "refs/heads/main"}, {"heads", "refs/heads/r"}},
      circumstances);
  RC_ASSERT(
      observation(seen["repository"]) ==
      *world.send(github::Observe{ledger, "main", "r"}, circumstances).as<github::Observation>());

  const github::PullNumber number{*rc::gen::inRange(1U, 5U)};
  const github::Response typed =
      world.send(github::ObservePull{number, ledger, "main"}, circumstances);
  const Json answer = asking.ask(observe_pull,
                                 {{"number", static_cast<std::uint32_t>(number)},
                                  {"ledger", ledger},
                                  {"base", "refs/heads/main"}},
                                 circumstances);
  if (typed.error() != nullptr) {
    RC_ASSERT(answer.at("errors").at(0).at("message") == typed.error()->message);
    RC_ASSERT(answer.at("errors").at(0).at("type") == typed.error()->graphql_type);
    return;
  }
  github::PullView expected = *typed.as<github::PullView>();
  for (github::BodyEdit& edit : expected.edits) {
    edit.edited_at = std::chrono::floor<std::chrono::seconds>(edit.edited_at);
  }
  RC_ASSERT(pull_view(answer["data"]["repository"]) == expected);
}

}  // namespace
}  // namespace regent::fake::graphql::testing
