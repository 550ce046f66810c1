// Faults as clients meet them, and the journal as people read it.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/http.h"

namespace regent::fake::server {
namespace {

using Json = nlohmann::json;

ServerOptions with_faults(std::string_view text) {
  ServerOptions options;
  options.faults = parse_faults(text).value();
  return options;
}

Answer make_branch(const Running& running, std::string_view name) {
  return running.ask("POST", refs_target, ref_body(name, tip_of_main(running)), as_bot);
}
int status_of_branch(const Running& running, const std::string& name) {
  return running.ask("GET", "/repos/octo/repo/git/ref/heads/" + name).status;
}

Json journal(const Running& running, const std::string& query = {}) {
  return Json::parse(running.ask("GET", "/_regent/requests" + query).body);
}

constexpr std::string_view on_refs = "[{route: 'POST /repos/{owner}/{repo}/git/refs', nth: 1, ";

TEST(Fault, LosesARequestBeforeItTookEffect) {
  const Running running(with_faults(std::string(on_refs) + "lost_answer: {effect: false}}]"));
  EXPECT_EQ(make_branch(running, "x").head, "");
  EXPECT_EQ(status_of_branch(running, "x"), 404);
  EXPECT_EQ(make_branch(running, "x").status, 201) << "only the first one was to be lost";
}

TEST(Fault, LosesAnAnswerAfterTheRequestTookEffect) {
  const Running running(with_faults(std::string(on_refs) + "lost_answer: {effect: true}}]"));
  EXPECT_EQ(make_branch(running, "x").head, "");
  EXPECT_EQ(status_of_branch(running, "x"), 200);
}

TEST(Fault, CutsAnAnswerInTheMiddle) {
  const Running running(with_faults(std::string(on_refs) + "truncate: true}]"));
  const Answer answer = make_branch(running, "x");
  EXPECT_EQ(answer.status, 0) << "the body is not whole";
  EXPECT_EQ(answer.head.substr(0, 20), "HTTP/1.1 201 Created");
  EXPECT_EQ(status_of_branch(running, "x"), 200);
}

TEST(Fault, AnswersByItself) {
  const Running running(with_faults(std::string(on_refs) + "status: 503, body: {message: no}}]"));
  const Answer answer = make_branch(running, "x");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, R"({"message":"no"})");
  EXPECT_EQ(status_of_branch(running, "x"), 404);
}

TEST(Fault, LetsGitHubRefuseAsItWould) {
  const Running running(
      with_faults(std::string(on_refs) + "failure: reference_update_failed_422}]"));
  const Answer answer = make_branch(running, "x");
  EXPECT_EQ(answer.status, 422);
  EXPECT_NE(answer.body.find("Reference update failed"), std::string::npos) << answer.body;
  EXPECT_EQ(status_of_branch(running, "x"), 404);
}

TEST(Fault, ShowsTheStateOfAWhileAgo) {
  const Running running(with_faults(
      "[{route: 'GET /repos/{owner}/{repo}/git/ref/{ref}', every: 2, stale_ms: 20000}]"));
  EXPECT_EQ(make_branch(running, "x").status, 201);
  // That made the first call of the route: the second one is stale.
  EXPECT_EQ(status_of_branch(running, "x"), 404);
  EXPECT_EQ(status_of_branch(running, "x"), 200);
}

TEST(Fault, DelaysTheAnswerOfOneClientAndNobodyElses) {
  const Running running(with_faults("[{route: 'GET /rate_limit', delay_ms: 3000}]"));
  Socket slow(running.port());
  const auto start = std::chrono::steady_clock::now();
  slow.send(request_text("GET", "/rate_limit"));
  EXPECT_EQ(running.ask("GET", "/meta").status, 200);
  EXPECT_EQ(journal(running)["requests"].size(), 1U) << "the slow one has not ended";
  EXPECT_EQ(slow.answer().status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
}

TEST(Fault, DelaysTheEffectWhenTheRequestIsHeld) {
  const Running running(with_faults(std::string(on_refs) + "hold_ms: 3000}]"));
  const std::string body = ref_body("x", tip_of_main(running));
  Socket slow(running.port());
  slow.send(request_text("POST", refs_target, body, as_bot));
  EXPECT_EQ(status_of_branch(running, "x"), 404);
  EXPECT_EQ(slow.answer().status, 201);
  EXPECT_EQ(status_of_branch(running, "x"), 200);
}

TEST(FaultRoutes, AddShowAndClear) {
  const Running running;
  const Answer added = running.ask("POST", "/_regent/faults",
                                   R"([{"route": "GET /meta", "status": 500, "times": 1}])");
  EXPECT_EQ(added.status, 201);
  EXPECT_EQ(running.ask("GET", "/meta").status, 500);
  EXPECT_EQ(running.ask("GET", "/meta").status, 200);
  const Json shown = Json::parse(running.ask("GET", "/_regent/faults").body)["faults"][0];
  EXPECT_EQ(shown["route"], "GET /meta");
  EXPECT_EQ(shown["matched"], 2);
  EXPECT_EQ(shown["hits"], 1);
  const Answer refused =
      running.ask("POST", "/_regent/faults", R"([{"route": "GET /meta", "x": 1}])");
  EXPECT_EQ(refused.status, 422);
  EXPECT_NE(refused.body.find("faults:1:25: x: is no key of such a rule"), std::string::npos)
      << refused.body;
  EXPECT_EQ(running.ask("DELETE", "/_regent/faults").status, 200);
  EXPECT_TRUE(Json::parse(running.ask("GET", "/_regent/faults").body)["faults"].empty());
}

TEST(Journal, SaysWhoAskedForWhatAndWhatCameOfIt) {
  ServerOptions options = with_faults(
      R"([{route: "POST /repos/{owner}/{repo}/git/refs", lost_answer: {effect: true}}])");
  options.tokens = {"secret-of-the-bot", "secret-of-alice"};
  const Running running(options);
  static_cast<void>(running.ask("GET", "/meta?access_token=hidden&x=1"));
  static_cast<void>(
      running.ask("POST", refs_target, "{}", "Authorization: token secret-of-alice\r\n"));
  static_cast<void>(running.ask("POST", "/graphql", R"({"query":"query Q { viewer { login } }"})",
                                "Authorization: Bearer secret-of-nobody\r\n"));
  const Answer answer = running.ask("GET", "/_regent/requests");
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
  EXPECT_EQ(answer.body.find("hidden"), std::string::npos);
  const Json all = Json::parse(answer.body);
  ASSERT_EQ(all["requests"].size(), 3U);
  EXPECT_EQ(all["requests"][0]["who"], "anonymous");
  EXPECT_EQ(all["requests"][0]["status"], 200);
  EXPECT_EQ(all["requests"][1]["who"], "token 2");
  EXPECT_EQ(all["requests"][1]["fate"], "answer lost");
  EXPECT_EQ(all["requests"][1]["faults"], Json({"answer lost"}));
  EXPECT_EQ(all["requests"][2]["who"], "unknown token");
  EXPECT_EQ(all["requests"][2]["operation"], "Q");
  EXPECT_EQ(journal(running, "?since=2")["requests"].size(), 1U);
  EXPECT_TRUE(journal(running, "?since=3")["requests"].empty());
}

TEST(Journal, KeepsTheLastTenThousand) {
  ServerOptions options;
  options.settings = Settings{.rate_limit_per_hour = 0};
  const Running running(options);
  Socket socket(running.port());
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += request_text("GET", "/meta");
  for (int i = 0; i < 101; ++i) {
    socket.send(hundred);
    for (int j = 0; j < 100; ++j) ASSERT_EQ(socket.answer().status, 200);
  }
  const Json shown = journal(running);
  EXPECT_EQ(shown["first"], 101);
  EXPECT_EQ(shown["last"], 10'100);
  EXPECT_EQ(shown["requests"].size(), 1000U);
}

TEST(Journal, IsStreamedAsItGrows) {
  const Running running;
  Socket stream(running.port());
  stream.send(request_text("GET", "/_regent/requests/stream"));
  EXPECT_NE(stream.read_until("\r\n\r\n").find("text/event-stream"), std::string::npos);
  static_cast<void>(running.ask("GET", "/meta"));
  const std::string event = stream.read_until("\n\n");
  EXPECT_TRUE(event.starts_with("id: 1\ndata: {\"number\":1,")) << event;
  Socket later(running.port());
  static_cast<void>(running.ask("GET", "/rate_limit"));
  later.send(request_text("GET", "/_regent/requests/stream", {}, "Last-Event-ID: 1\r\n"));
  static_cast<void>(later.read_until("\r\n\r\n"));
  EXPECT_TRUE(later.read_until("\n\n").starts_with("id: 2\n"));
}

TEST(Page, IsForBrowsersAndTheRootAnswerForClients) {
  const Running running;
  const Answer page = running.ask("GET", "/", {}, "Accept: text/html,*/*;q=0.8\r\n");
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(page.body.find("<title>Simulated GitHub</title>"), std::string::npos);
  const Answer root = running.ask("GET", "/", {}, "Accept: application/json\r\n");
  EXPECT_TRUE(root.header("Content-Type").starts_with("application/json"));
}

TEST(OwnRoutes, SayWhichThereAre) {
  const Running running;
  EXPECT_EQ(running.ask("GET", "/_regent/nothing").status, 404);
  EXPECT_EQ(running.ask("PUT", "/_regent/faults", "[]").status, 405);
  EXPECT_TRUE(Json::parse(running.ask("GET", "/_regent/state").body).contains("repositories"));
}

TEST(Background, IsDoneByItself) {
  ServerOptions options;
  options.settings = Settings{.delete_branch_on_merge = true};
  const Running running(options);
  const std::string tip = tip_of_main(running);
  ASSERT_EQ(make_branch(running, "x").status, 201);
  ASSERT_EQ(running
                .ask("PUT", "/repos/octo/repo/contents/a.txt",
                     R"({"message":"m","content":"YQ==","branch":"x"})", as_bot)
                .status,
            201);
  ASSERT_EQ(running
                .ask("POST", "/repos/octo/repo/pulls", R"({"title":"t","head":"x","base":"main"})",
                     as_bot)
                .status,
            201);
  ASSERT_EQ(running.ask("PUT", "/repos/octo/repo/pulls/1/merge", "{}", as_bot).status, 200);
  for (int i = 0; i < 100 && status_of_branch(running, "x") != 404; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(status_of_branch(running, "x"), 404);
}

}  // namespace
}  // namespace regent::fake::server
