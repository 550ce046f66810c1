// The webhooks of a repository.
#include <set>

#include "tests/site/site.h"

namespace regent::fake::site {
namespace {

class HooksTest : public SiteTest {
 protected:
  static constexpr const char* hooks = "/repos/octo/repo/hooks";

  static std::string at(const Json& hook, const std::string& more = {}) {
    return std::string(hooks) + '/' + hook["id"].dump() + more;
  }
  Json create(const Json& events, const std::string& url = "http://127.0.0.1:9/a") {
    return ask("POST", hooks,
               {{"config", {{"url", url}, {"content_type", "json"}, {"secret", "s"}}},
                {"events", events}});
  }
  // `event` of each delivery since the last call.
  std::string sent() {
    std::string events;
    for (const Delivery& delivery : site_.take_deliveries()) {
      if (!events.empty()) events += ' ';
      events += delivery.event;
      last_sent_ = delivery;
    }
    return events;
  }

  Delivery last_sent_;
};

TEST_F(HooksTest, ANewHookIsShownAndPinged) {
  const Json made = create({"push", "pull_request"});
  ASSERT_EQ(status(), 201) << made.dump();
  const std::string self = "http://127.0.0.1:8080/repos/octo/repo/hooks/2";
  EXPECT_EQ(
      made,
      (Json{{"type", "Repository"},
            {"id", 2},
            {"name", "web"},
            {"active", true},
            {"events", {"push", "pull_request"}},
            {"config",
             {{"content_type", "json"},
              {"insecure_ssl", "0"},
              {"secret", "********"},
              {"url", "http://127.0.0.1:9/a"}}},
            {"updated_at", "2019-12-20T00:00:01Z"},
            {"created_at", "2019-12-20T00:00:01Z"},
            {"url", self},
            {"test_url", self + "/test"},
            {"ping_url", self + "/pings"},
            {"deliveries_url", self + "/deliveries"},
            {"last_response", {{"code", nullptr}, {"status", "unused"}, {"message", nullptr}}}}));
  EXPECT_EQ(find_header(last_.headers, "Location"), self);
  EXPECT_EQ(sent(), "ping");
  EXPECT_EQ(last_sent_.url, "http://127.0.0.1:9/a");
  EXPECT_EQ(last_sent_.secret, "s");
  EXPECT_EQ(last_sent_.hook, 2U);
  const Json payload = Json::parse(last_sent_.body);
  EXPECT_EQ(payload["hook_id"], 2);
  EXPECT_EQ(payload["hook"]["config"]["secret"], "********");
  EXPECT_EQ(ask("GET", hooks), Json::array({made}));
  EXPECT_EQ(ask("GET", at(made)), made);
}

TEST_F(HooksTest, EachHookGetsWhatItIsSubscribedTo) {
  create({"push"}, "http://127.0.0.1:9/push");
  create({"create"}, "http://127.0.0.1:9/create");
  create({"*"}, "http://127.0.0.1:9/all");
  EXPECT_EQ(sent(), "ping ping ping");
  branch("topic", "a.txt", "a\n");
  std::multiset<std::string> seen;
  std::set<std::string> guids;
  for (const Delivery& delivery : site_.take_deliveries()) {
    seen.insert(delivery.event + " " + delivery.url);
    guids.insert(delivery.guid);
    EXPECT_FALSE(Json::parse(delivery.body).contains("installation"));
  }
  EXPECT_EQ(seen, (std::multiset<std::string>{
                      "create http://127.0.0.1:9/all", "create http://127.0.0.1:9/create",
                      "push http://127.0.0.1:9/all", "push http://127.0.0.1:9/push"}));
  EXPECT_EQ(guids.size(), 4U);
}

TEST_F(HooksTest, AHookThatIsNotActiveOrGoneGetsNothing) {
  const Json made = create({"push"});
  EXPECT_EQ(ask("PATCH", at(made), {{"active", false}})["active"], false);
  sent();
  branch("one", "a.txt", "a\n");
  EXPECT_EQ(sent(), "");
  ask("PATCH", at(made), {{"active", true}});
  branch("two", "b.txt", "b\n");
  EXPECT_EQ(sent(), "push");
  ask("DELETE", at(made));
  EXPECT_EQ(status(), 204);
  branch("three", "c.txt", "c\n");
  EXPECT_EQ(sent(), "");
  ask("GET", at(made));
  EXPECT_EQ(status(), 404);
}

TEST_F(HooksTest, TwoHooksMustDifferInWhereTheyGoOrInEvents) {
  create({"push", "create"});
  const Json refused = create({"create", "delete"});
  EXPECT_EQ(status(), 422);
  EXPECT_EQ(refused, Json::parse(R"({
    "message": "Validation Failed",
    "errors": [{"resource": "Hook", "code": "custom",
                "message": "Hook already exists on this repository"}],
    "documentation_url":
      "https://docs.github.com/rest/repos/webhooks#create-a-repository-webhook",
    "status": "422"})"));
  create({"*"});
  EXPECT_EQ(status(), 422);
  create({"delete"});
  EXPECT_EQ(status(), 201);
  create({"push"}, "http://127.0.0.1:9/b");
  EXPECT_EQ(status(), 201);
  EXPECT_EQ(ask("POST", hooks, {{"config", Json::object()}})["errors"][0]["field"], "url");
  EXPECT_EQ(ask("POST", hooks, {{"name", "email"}})["errors"][0]["field"], "name");
}

TEST_F(HooksTest, EventsAreReplacedOrAddedAndTaken) {
  const Json made = create({"push", "create"});
  EXPECT_EQ(ask("PATCH", at(made),
                {{"add_events", {"delete", "push"}}, {"remove_events", {"create"}}})["events"],
            (Json{"push", "delete"}));
  EXPECT_EQ(ask("PATCH", at(made), {{"events", {"release"}}})["events"], (Json{"release"}));
}

TEST_F(HooksTest, AConfigurationIsReplacedByTheHookAndMergedByItsOwnRoute) {
  const Json made = create({"push"});
  const Json config{{"url", "http://127.0.0.1:9/c"}};
  EXPECT_EQ(ask("PATCH", at(made), {{"config", config}})["config"],
            (Json{{"content_type", "form"}, {"insecure_ssl", "0"}, {"url", config["url"]}}));
  const Json merged{{"content_type", "form"},
                    {"insecure_ssl", "1"},
                    {"secret", "********"},
                    {"url", config["url"]}};
  EXPECT_EQ(ask("PATCH", at(made, "/config"), {{"insecure_ssl", 1}, {"secret", "t"}}), merged);
  EXPECT_EQ(ask("GET", at(made, "/config")), merged);
}

TEST_F(HooksTest, PingsAndTestsAreSentOnDemand) {
  const Json made = create({"push"});
  const Json deaf = create({"create"});
  sent();
  ask("POST", at(made, "/pings"));
  EXPECT_EQ(status(), 204);
  EXPECT_EQ(sent(), "ping");
  ask("POST", at(made, "/tests"));
  EXPECT_EQ(status(), 204);
  EXPECT_EQ(sent(), "push");
  const Json push = Json::parse(last_sent_.body);
  EXPECT_EQ(push["ref"], "refs/heads/main");
  EXPECT_EQ(push["head_commit"]["message"], "chore: start");
  ask("POST", at(deaf, "/tests"));
  EXPECT_EQ(status(), 204);
  EXPECT_EQ(sent(), "");
}

TEST_F(HooksTest, DeliveriesAreListedAndRepeatedUnderTheirGuid) {
  const Json made = create({"push"});
  create({"push"}, "http://127.0.0.1:9/other");
  branch("topic", "a.txt", "a\n");
  const std::vector<Delivery> all = site_.take_deliveries();
  for (const Delivery& delivery : all)
    site_.note_delivered(delivery.id, 200, std::chrono::milliseconds(250));
  const Json listed = ask("GET", at(made, "/deliveries"));
  ASSERT_EQ(listed.size(), 2U) << listed.dump();
  EXPECT_EQ(listed[0]["event"], "push");
  EXPECT_EQ(listed[1]["event"], "ping");
  EXPECT_EQ(listed[0]["status_code"], 200);
  EXPECT_EQ(listed[0]["duration"], 0.25);
  EXPECT_EQ(listed[0]["installation_id"], nullptr);
  EXPECT_EQ(ask("GET", at(made))["last_response"],
            (Json{{"code", 200}, {"status", "active"}, {"message", "OK"}}));

  const std::string one = at(made, "/deliveries/" + listed[0]["id"].dump());
  const Json whole = ask("GET", one);
  EXPECT_EQ(whole["url"], "http://127.0.0.1:9/a");
  EXPECT_EQ(whole["request"]["payload"]["ref"], "refs/heads/topic");
  ask("POST", one + "/attempts");
  EXPECT_EQ(status(), 202);
  EXPECT_EQ(sent(), "push");
  EXPECT_EQ(last_sent_.guid, listed[0]["guid"].get<std::string>());
  EXPECT_TRUE(last_sent_.is_redelivery);
  EXPECT_NE(last_sent_.id, listed[0]["id"].get<std::uint64_t>());
  // Another hook's delivery is not this one's.
  ask("GET", at(made, "/deliveries/2"));
  EXPECT_EQ(status(), 404);
}

TEST_F(HooksTest, PagesOfDeliveriesAreNamedByCursors) {
  const Json made = create({"push"});
  for (int i = 0; i < 4; ++i) ask("POST", at(made, "/pings"));
  std::string path = at(made, "/deliveries?per_page=2");
  std::string ids;
  for (int page = 0; page < 3; ++page) {
    for (const Json& delivery : ask("GET", path)) ids += delivery["id"].dump() + ' ';
    const std::string link(find_header(last_.headers, "Link"));
    const auto end = link.find(">; rel=\"next\"");
    EXPECT_EQ(end == std::string::npos, page == 2) << link;
    if (end != std::string::npos) path = link.substr(22, end - 22);
  }
  EXPECT_EQ(ids, "5 4 3 2 1 ");
}

TEST_F(HooksTest, TheServersOwnHookIsOneOfTheRepositorys) {
  site_ = make({.hook_url = "http://127.0.0.1:9/server"});
  Json hook = ask("GET", hooks)[0];
  EXPECT_EQ(hook["id"], 1);
  EXPECT_EQ(hook["events"], Json::array({"*"}));
  EXPECT_EQ(hook["config"]["url"], "http://127.0.0.1:9/server");
  branch("topic", "a.txt", "a\n");
  EXPECT_EQ(sent(), "create push");
  EXPECT_EQ(last_sent_.url, "") << "the server knows where";

  site_.set_hook_url("http://127.0.0.1:9/moved");
  EXPECT_EQ(ask("GET", std::string(hooks) + "/1/config")["url"], "http://127.0.0.1:9/moved");
  ask("PATCH", std::string(hooks) + "/1/config", {{"url", "http://127.0.0.1:9/by-hand"}});
  ask("POST", std::string(hooks) + "/1/pings");
  EXPECT_EQ(sent(), "ping");
  EXPECT_EQ(last_sent_.url, "http://127.0.0.1:9/by-hand");
  ask("DELETE", std::string(hooks) + "/1");
  EXPECT_EQ(ask("GET", hooks), Json::array());
}

TEST_F(HooksTest, WhoIsNobodyDoesNotSeeThem) {
  const Json made = create({"push"});
  token_.clear();
  for (const std::string& path : {std::string(hooks), at(made), at(made, "/deliveries")}) {
    ask("GET", path);
    EXPECT_EQ(status(), 404) << path;
  }
}

}  // namespace
}  // namespace regent::fake::site
