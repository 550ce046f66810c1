// Webhooks: signed as GitHub signs them, once, in order unless told otherwise.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "fakes/github/server/hook_sender.h"

namespace regent::fake::server {
namespace {

// DOC validating-webhook-deliveries: the published test values.
TEST(HubSignature, IsThatOfGitHubsTestVector) {
  EXPECT_EQ(hub_signature("It's a Secret to Everybody", "Hello, World!"),
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
}

TEST(HookHeaders, NameTheHookItsTargetAndTheDelivery) {
  const site::Delivery delivery{.id = 7, .guid = "72d3162e", .event = "pull_request", .body = "{}"};
  HookTarget target{.url = {}, .url_text = {}, .secret = "s", .app_id = 42, .repository_id = 9};
  const auto of_app = hook_headers(target, delivery);
  const auto value = [](const auto& headers, std::string_view name) {
    return std::string(site::find_header(headers, name));
  };
  EXPECT_EQ(value(of_app, "X-GitHub-Event"), "pull_request");
  EXPECT_EQ(value(of_app, "X-GitHub-Delivery"), "72d3162e");
  EXPECT_EQ(value(of_app, "X-GitHub-Hook-Installation-Target-Type"), "integration");
  EXPECT_EQ(value(of_app, "X-GitHub-Hook-Installation-Target-ID"), "42");
  EXPECT_TRUE(value(of_app, "User-Agent").starts_with("GitHub-Hookshot/"));
  EXPECT_EQ(value(of_app, "X-Hub-Signature-256"), hub_signature("s", "{}"));
  target.app_id = 0;
  target.secret.clear();
  const auto of_repository = hook_headers(target, delivery);
  EXPECT_EQ(value(of_repository, "X-GitHub-Hook-Installation-Target-Type"), "repository");
  EXPECT_EQ(value(of_repository, "X-Hub-Signature-256"), "");
}

TEST(HookHeaders, OfAFormSignTheForm) {
  const site::Delivery delivery{.guid = "72d3162e", .event = "push", .body = "{\"a\": \"b&c\"}"};
  const HookTarget target{.url = {}, .url_text = {}, .secret = "s", .hook_id = 5, .is_form = true};
  const std::string body = "payload=%7B%22a%22%3A%20%22b%26c%22%7D";
  EXPECT_EQ(hook_body(target, delivery), body);
  const auto headers = hook_headers(target, delivery);
  EXPECT_EQ(site::find_header(headers, "Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(site::find_header(headers, "X-GitHub-Hook-Id"), "5");
  EXPECT_EQ(site::find_header(headers, "X-Hub-Signature-256"), hub_signature("s", body));
}

// A receiver that writes down which deliveries came, and answers each with 200.
class Receiver {
 public:
  Receiver() {
    auto opened = Listener::open(loop, "127.0.0.1", 0);
    EXPECT_TRUE(opened);
    listener_ = *std::move(opened);
    listener_->start([this](site::HttpRequest request, std::shared_ptr<Client> client) {
      came.append(site::find_header(request.headers, "X-GitHub-Delivery")).append(" ");
      client->answer({.status = 200, .headers = {}, .body = "ok"});
    });
  }
  // What comes of deliveries of the server's own hook, which nobody told where to go, of a hook of
  // a repository that goes here, and of one that nobody can reach.
  std::string receive_of_hooks() {
    FaultRules faults;
    Journal journal(loop);
    std::string noted;
    int ended = 0;
    HookSender sender(loop, std::nullopt, faults, journal,
                      [&](std::uint64_t id, int status, Duration) {
                        noted += std::to_string(id) + ":" + std::to_string(status) + " ";
                        if (++ended == 3) loop.stop();
                      });
    const auto send = [&](std::uint64_t id, std::uint64_t hook, const std::string& url) {
      sender.send({.id = id,
                   .guid = std::to_string(id),
                   .event = "push",
                   .body = "{}",
                   .hook = hook,
                   .url = url});
    };
    send(1, 1, "");
    send(2, 2, listener_->url() + "/two");
    send(3, 3, "https://example.com/");
    loop.run();
    return came + "| " + noted;
  }
  // What comes of deliveries `a`, `b` and so on, in that order, under these faults.
  std::string receive(std::string_view faults_text, int count) {
    FaultRules faults;
    faults.add(parse_faults(faults_text).value());
    Journal journal(loop);
    int ended = 0;
    std::string noted;
    HookTarget target{.url = *parse_http_url(listener_->url() + "/hook"),
                      .url_text = "",
                      .secret = "s",
                      .app_id = 0,
                      .repository_id = 1};
    HookSender sender(loop, target, faults, journal, [&](std::uint64_t id, int status, Duration) {
      noted += std::to_string(id) + ":" + std::to_string(status) + " ";
      // A copy of the last one may still be on its way.
      if (++ended == count) loop.after(Duration(200), [&] { loop.stop(); });
    });
    for (int i = 0; i < count; ++i)
      sender.send({.id = static_cast<std::uint64_t>(i + 1),
                   .guid = std::string(1, static_cast<char>('a' + i)),
                   .event = "push",
                   .body = "{}"});
    loop.run();
    return came + "| " + noted;
  }

  EventLoop loop;
  std::string came;

 private:
  std::unique_ptr<Listener> listener_;
};

TEST(HookSender, SendsInOrderAndNotesTheAnswer) {
  EXPECT_EQ(Receiver().receive("[]", 3), "a b c | 1:200 2:200 3:200 ");
}
TEST(HookSender, SendsToTheHookThatADeliveryIsOf) {
  EXPECT_EQ(Receiver().receive_of_hooks(), "2 | 1:0 3:0 2:200 ");
}
TEST(HookSender, SendsTwiceWhenToldAndNotesItOnce) {
  EXPECT_EQ(Receiver().receive("[{webhook: push, nth: 2, twice: true}]", 3),
            "a b b c | 1:200 2:200 3:200 ");
}
TEST(HookSender, DropsWhenTold) {
  EXPECT_EQ(Receiver().receive("[{webhook: '*', nth: 2, drop: true}]", 3),
            "a c | 2:0 1:200 3:200 ");
}
TEST(HookSender, LetsTheNextOneOvertakeWhenTold) {
  EXPECT_EQ(Receiver().receive("[{webhook: push, nth: 1, reorder: true}]", 3),
            "b a c | 2:200 1:200 3:200 ");
}
TEST(HookSender, SendsTheLastOneThatIsToBeOvertakenAllTheSame) {
  EXPECT_EQ(Receiver().receive("[{webhook: push, nth: 2, reorder: true}]", 2),
            "a b | 1:200 2:200 ");
}
TEST(HookSender, SendsLateWhenTold) {
  EXPECT_EQ(Receiver().receive("[{webhook: push, nth: 1, delay_ms: 300}]", 2),
            "b a | 2:200 1:200 ");
}

TEST(HttpUrl, IsReadOrRefusedWithAReason) {
  const auto url = parse_http_url("http://127.0.0.1:9000/hook?x=1#y");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "127.0.0.1");
  EXPECT_EQ(url->port, 9000);
  EXPECT_EQ(url->target, "/hook?x=1");
  EXPECT_EQ(parse_http_url("http://a")->target, "/");
  EXPECT_EQ(parse_http_url("http://a")->port, 80);
  EXPECT_EQ(parse_http_url("http://a?x")->target, "/?x");
  EXPECT_EQ(parse_http_url("https://a").error(), "must begin with http://");
  EXPECT_EQ(parse_http_url("http://").error(), "names no host");
  EXPECT_EQ(parse_http_url("http://a:0").error(), "its port is not a number from 1 to 65535");
  EXPECT_EQ(parse_http_url("http://a:99999").error(), "its port is not a number from 1 to 65535");
  EXPECT_EQ(parse_http_url("http://a b").error(), "holds a blank or a control character");
}

}  // namespace
}  // namespace regent::fake::server
