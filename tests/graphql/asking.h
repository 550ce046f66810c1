// A small simulated GitHub that is asked by GraphQL.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "fakes/github/graphql/service.h"
#include "tests/fakes/world.h"

namespace regent::fake::graphql::testing {

using Json = nlohmann::ordered_json;
using fake::testing::epoch;
using fake::testing::made_up_sha;
using fake::testing::World;

// `octo/repo`: #1 is merged, #2 is open from `release/v1.0.0`, edited once and labelled, `topic2`
// has a commit of its own, `v0.9.0` is released.
struct Asking {
  explicit Asking(Settings settings = {}) : world(settings) {
    world.land("feat: one");
    number = world.pull("release/v1.0.0", "first");
    world.pass(std::chrono::minutes(1));
    static_cast<void>(world.send(github::UpdatePull{.number = number, .body = "second"}));
    static_cast<void>(world.send(github::AddLabels{number, {"autorelease"}}));
    static_cast<void>(world.send(
        github::CreateRelease{"v0.9.0", *world.repository.branch("main"), "v0.9.0", "notes"}));
    world.branch("topic2");
    world.pass(std::chrono::minutes(1));
  }

  // The whole answer to a request body.
  Answer send(std::string_view body, Circumstances circumstances = {}) {
    GitHub github(world.repository);
    circumstances.now = world.now;
    const Session session{.github = github,
                          .circumstances = circumstances,
                          .viewer = "regent[bot]",
                          .bot = "regent[bot]",
                          .person = "octocat",
                          .url = "https://github.test",
                          .records = records};
    Answer answer = execute(session, body);
    world.repository = github.repository();
    return answer;
  }
  Json ask(std::string_view query, const Json& variables = Json::object(),
           Circumstances circumstances = {}) {
    const Json body{{"query", query}, {"variables", variables}};
    return Json::parse(send(body.dump(), circumstances).body);
  }
  // What is in `data`, of a query without errors.
  Json data(std::string_view query, const Json& variables = Json::object(),
            Circumstances circumstances = {}) {
    const Json answer = ask(query, variables, circumstances);
    EXPECT_FALSE(answer.contains("errors")) << answer.dump();
    return answer.value("data", Json());
  }
  // The same of `repository(owner: "octo", name: "repo")`.
  Json repository(std::string_view selections) {
    return data("{ repository(owner: \"octo\", name: \"repo\") {" + std::string(selections) +
                "} }")["repository"];
  }
  // The message of the only error.
  std::string error(std::string_view query, const Json& variables = Json::object()) {
    const Json answer = ask(query, variables);
    if (!answer.contains("errors") || answer["errors"].size() != 1) return answer.dump();
    return answer["errors"][0]["message"];
  }

  World world;
  github::PullNumber number{};
  Records* records = nullptr;
};

}  // namespace regent::fake::graphql::testing
