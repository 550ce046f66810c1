// A server, or what stands before it, does anything at all: the call ends in time, with a reason,
// and nothing in a broken answer is believed.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "core/errors.h"
#include "tests/client/ports.h"
#include "tests/client/raw_server.h"

namespace regent {
namespace {

using namespace std::chrono_literals;
using test::make_port;
using test::Peer;
using test::RawServer;
using test::read_main;
using test::ref_body;
using test::write_main;

// Sends one request and expects no answer, for a reason that contains `reason`.
void expect_no_answer(const RawServer& server, const std::string& reason,
                      const github::Request& request = read_main, Duration timeout_ms = 2'000ms) {
  const auto port = make_port({.url = server.url(), .timeout_ms = timeout_ms});
  const auto began = std::chrono::steady_clock::now();
  const auto answer = port->send(request);
  const auto took = std::chrono::steady_clock::now() - began;
  ASSERT_FALSE(answer) << github::to_line(*answer);
  EXPECT_NE(answer.error().reason.find(reason), std::string::npos) << answer.error().reason;
  EXPECT_LT(took, timeout_ms + 30s) << "it hangs";
}

TEST(MisbehavingServer, ThatAnswersIsBelieved) {
  const RawServer server([](const Peer& peer) { peer.json(ref_body); });
  const auto answer = make_port({.url = server.url()})->send(read_main);
  ASSERT_TRUE(answer);
  EXPECT_EQ(*answer->as<github::Ref>(), (github::Ref{"refs/heads/main", test::some_sha}));
}

TEST(MisbehavingServer, ThatSaysNothingIsLeftWhenTheTimeIsOver) {
  const RawServer server([](const Peer& peer) { peer.sleep(20s); });
  expect_no_answer(server, "sent no whole answer within 300 ms", read_main, 300ms);
}

TEST(MisbehavingServer, ThatDripsItsHeadersIsLeftWhenTheTimeIsOver) {
  const RawServer server([](const Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 1000 && peer.sleep(20ms); ++i) peer.send("X-Drip: 1\r\n");
  });
  expect_no_answer(server, "sent no whole answer within 300 ms", read_main, 300ms);
}

TEST(MisbehavingServer, ThatDripsItsBodyIsLeftWhenTheTimeIsOver) {
  const RawServer server([](const Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n");
    for (int i = 0; i < 1000 && peer.sleep(20ms); ++i) peer.send(" ");
  });
  expect_no_answer(server, "sent no whole answer within 300 ms", read_main, 300ms);
}

TEST(MisbehavingServer, ThatNeverAcceptsIsLeft) {
  std::string url;
  {
    const RawServer gone([](const Peer&) {});
    url = gone.url();
  }
  const auto answer = make_port({.url = url})->send(read_main);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reason, "GET /git/ref: " + url + " cannot be reached");
}

// A resolver that says nothing until it is let go, as one does whose name servers are away.
class SilentResolver {
 public:
  SilentResolver() = default;
  [[nodiscard]] https::Resolve resolve() const {
    return [state = state_](const std::string&) {
      ++state->calls;
      state->is_over.wait(false);
      return std::vector<std::string>{"127.0.0.1"};
    };
  }
  [[nodiscard]] int calls() const { return state_->calls; }
  void let_go() const {
    state_->is_over = true;
    state_->is_over.notify_all();
  }
  ~SilentResolver() { let_go(); }
  SilentResolver(const SilentResolver&) = delete;
  SilentResolver& operator=(const SilentResolver&) = delete;

 private:
  struct State {
    std::atomic<bool> is_over = false;
    std::atomic<int> calls = 0;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

std::string named(const RawServer& server, const std::string& host) {
  return "http://" + host + ':' + std::to_string(server.port());
}

TEST(NameLookup, ThatDoesNotEndIsLeftWhenTheTimeIsOver) {
  const RawServer server([](const Peer& peer) { peer.json(ref_body); });
  const SilentResolver resolver;
  const auto port = make_port(
      {.url = named(server, "localhost"), .timeout_ms = 200ms, .resolve = resolver.resolve()});
  for (int i = 0; i < 3; ++i) {
    const auto answer = port->send(read_main);
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().reason.contains("a name that was not resolved within 200 ms"))
        << answer.error().reason;
  }
  EXPECT_EQ(resolver.calls(), 1) << "no more than one thread is left behind";
  EXPECT_TRUE(server.lines().empty());
}

TEST(NameLookup, ThatEndsLateServesTheNextCall) {
  const RawServer server([](const Peer& peer) { peer.json(ref_body); });
  const SilentResolver resolver;
  const auto port = make_port(
      {.url = named(server, "localhost"), .timeout_ms = 200ms, .resolve = resolver.resolve()});
  EXPECT_FALSE(port->send(read_main));
  resolver.let_go();
  EXPECT_TRUE(port->send(read_main));
  EXPECT_EQ(resolver.calls(), 1);
}

TEST(NameLookup, OfANameThatIsNotKnownSaysSo) {
  const auto answer =
      make_port({.url = "http://localhost:1",
                 .resolve = [](const std::string&) { return std::vector<std::string>{}; }})
          ->send(read_main);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reason, "GET /git/ref: http://localhost:1 has a name that is not known");
}

TEST(NameLookup, TriesTheNextAddressWhenOneTakesNoConnection) {
  const RawServer server([](const Peer& peer) { peer.json(ref_body); });
  const auto port =
      make_port({.url = named(server, "localhost"), .resolve = [](const std::string&) {
                   return std::vector<std::string>{"::1", "127.0.0.1"};
                 }});
  EXPECT_TRUE(port->send(write_main));
  EXPECT_EQ(server.lines().size(), 1U);
}

TEST(MisbehavingServer, ThatClosesInsteadOfAnsweringMayHaveDoneAWrite) {
  const RawServer server([](const Peer& peer) { peer.close(); });
  expect_no_answer(server, "closed the connection before its answer was complete", write_main);
  EXPECT_EQ(server.lines().size(), 1U);  // a write is sent once
}

TEST(MisbehavingServer, ThatHalfClosesAfterHalfABodyIsNotBelieved) {
  const RawServer server([](const Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n" +
              ref_body);
    peer.half_close();
  });
  expect_no_answer(server, "closed the connection before its answer was complete");
}

TEST(MisbehavingServer, ThatCutsTheLastChunkIsNotBelieved) {
  const RawServer server([](const Peer& peer) {
    peer.send(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n400\r\n{\"ref\":");
    peer.close();
  });
  expect_no_answer(server, "closed the connection before its answer was complete");
}

TEST(MisbehavingServer, ThatEndsABodyOfUnknownLengthInTheMiddleIsNotBelieved) {
  const RawServer server([](const Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" +
              ref_body.substr(0, ref_body.size() / 2));
    peer.close();
  });
  expect_no_answer(server, "not whole JSON");
}

TEST(MisbehavingServer, ThatSendsAPageForPeopleIsNotBelieved) {
  const RawServer server([](const Peer& peer) {
    peer.answer(200, "text/html", "<html>Please log in to the guest network</html>");
  });
  expect_no_answer(server, "not JSON but another type");
}

TEST(MisbehavingServer, ThatHidesAThingBehindAPageForPeopleHasNotSaidThatItIsAbsent) {
  const RawServer server(
      [](const Peer& peer) { peer.answer(404, "text/html", "<html>No such site</html>"); });
  expect_no_answer(server, "HTTP 404, and the answer is not JSON");
}

TEST(MisbehavingServer, ThatSendsInvalidJsonIsNotBelieved) {
  const RawServer server([](const Peer& peer) { peer.json("{\"ref\": refs/heads/main}"); });
  expect_no_answer(server, "not whole JSON");
}

TEST(MisbehavingServer, ThatSendsInvalidUtf8IsNotBelieved) {
  const RawServer server([](const Peer& peer) {
    std::string body = ref_body;
    body.replace(body.find("main"), 4, "ma\xffn");
    peer.json(body);
  });
  expect_no_answer(server, "not whole JSON in UTF-8");
}

TEST(MisbehavingServer, ThatLeavesAFieldOutIsNamedWithTheField) {
  const RawServer server([](const Peer& peer) { peer.json(R"({"ref":"refs/heads/main"})"); });
  expect_no_answer(server, "object.sha is missing");
}

TEST(MisbehavingServer, ThatSendsAnotherTypeOfFieldIsNamedWithTheField) {
  const RawServer server(
      [](const Peer& peer) { peer.json(R"({"ref":7,"object":{"sha":"xyz"}})"); });
  expect_no_answer(server, "ref is not a string");
}

TEST(MisbehavingServer, ThatAnnouncesAHugeBodyIsLeftAtOnce) {
  const RawServer server([](const Peer& peer) {
    peer.send(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        "Content-Length: 104857600\r\n\r\n");
    peer.sleep(20s);
  });
  expect_no_answer(server, "sends more than 1000000 bytes");
}

TEST(MisbehavingServer, ThatSendsAHugeBodyWithoutSayingSoIsLeftAtTheBound) {
  const RawServer server([](const Peer& peer) {
    peer.send(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "10000\r\n" + std::string(0x10000, ' ') + "\r\n";
    for (int i = 0; i < 1600; ++i) peer.send(chunk);  // 100 MB
    peer.send("0\r\n\r\n");
  });
  expect_no_answer(server, "sends more than 1000000 bytes");
}

TEST(MisbehavingServer, ThatSendsHeadersWithoutEndIsLeftAtTheBound) {
  const RawServer server([](const Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\n");
    const std::string header = "X-Filler: " + std::string(1000, 'x') + "\r\n";
    for (int i = 0; i < 100'000 && peer.sleep(0ms); ++i) peer.send(header);  // 100 MB
  });
  expect_no_answer(server, "sends more than 65536 bytes of headers", read_main, 20'000ms);
}

TEST(MisbehavingServer, ThatAnnouncesAChunkInALineWithoutEndIsLeftAtTheBound) {
  const RawServer server([](const Peer& peer) {
    peer.send(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n1;");
    const std::string extension(65536, 'x');
    for (int i = 0; i < 1600 && peer.sleep(0ms); ++i) peer.send(extension);  // 100 MB
  });
  expect_no_answer(server, "bytes of headers or of framing", read_main, 20'000ms);
}

TEST(MisbehavingServer, MayHaveAsManyHeadersAsAreAllowed) {
  const RawServer server([](const Peer& peer) {
    std::string headers;
    for (int i = 0; i < 60; ++i) headers += "X-Filler: " + std::string(1000, 'x') + "\r\n";
    peer.json(ref_body, 200, headers);
  });
  const auto port = make_port({.url = server.url()});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(port->send(read_main)) << "each answer for itself";
}

TEST(MisbehavingServer, ThatFailsBeforeGitHubIsAServerErrorWhateverItsWords) {
  const RawServer server([](const Peer& peer) { peer.answer(502, "text/html", "<html>Oops"); });
  const auto answer = make_port({.url = server.url()})->send(write_main);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 502);
  EXPECT_EQ(classify(write_main, *answer), ErrorClass::ambiguous);
}

TEST(MisbehavingServer, ThatClosedAKeptConnectionGetsAReadOnceMore) {
  int requests = 0;
  const RawServer server([&](const Peer& peer) {
    if (++requests == 2) return peer.close();
    peer.json(ref_body);
  });
  const auto port = make_port({.url = server.url()});
  EXPECT_TRUE(port->send(read_main));
  EXPECT_TRUE(port->send(read_main));
  EXPECT_EQ(server.lines().size(), 3U);
}

TEST(MisbehavingServer, ThatClosedAKeptConnectionDoesNotGetAWriteOnceMore) {
  int requests = 0;
  const RawServer server([&](const Peer& peer) {
    if (++requests == 2) return peer.close();
    peer.json(ref_body);
  });
  const auto port = make_port({.url = server.url()});
  EXPECT_TRUE(port->send(read_main));
  EXPECT_FALSE(port->send(write_main));
  EXPECT_EQ(server.lines().size(), 2U);
}

TEST(MisbehavingServer, IsForgottenByTheNextCall) {
  int requests = 0;
  const RawServer server([&](const Peer& peer) {
    if (++requests == 1) {
      peer.sleep(20s);
    } else {
      peer.json(ref_body);
    }
  });
  const auto port = make_port({.url = server.url(), .timeout_ms = 200ms});
  EXPECT_FALSE(port->send(read_main));
  EXPECT_TRUE(port->send(read_main));
}

TEST(KeepAlive, ServesManyCallsByOneConnection) {
  const RawServer server([](const Peer& peer) { peer.json(ref_body); });
  const auto port = make_port({.url = server.url()});
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(port->send(read_main));
  EXPECT_EQ(server.connections(), 1U);
}

// Redirects.

TEST(Redirects, AreFollowedByReads) {
  for (const int status : {301, 302, 307, 308}) {
    const RawServer server([&](const Peer& peer) {
      if (peer.line() == "GET /elsewhere?x=1") return peer.json(ref_body);
      peer.json("{}", status, "Location: /elsewhere?x=1\r\n");
    });
    EXPECT_TRUE(make_port({.url = server.url()})->send(read_main)) << status;
  }
}

TEST(Redirects, ThatTurnAWriteIntoSomethingElseAreRefusals) {
  for (const int status : {301, 302}) {
    const RawServer server(
        [&](const Peer& peer) { peer.json("{}", status, "Location: /elsewhere\r\n"); });
    const auto answer = make_port({.url = server.url()})->send(write_main);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, status);
    EXPECT_EQ(classify(write_main, *answer), ErrorClass::refused);
    EXPECT_EQ(server.lines().size(), 1U);
  }
}

TEST(Redirects, ThatKeepAWriteAreFollowedOnTheSameServer) {
  const RawServer server([](const Peer& peer) {
    if (peer.line() == "POST /repositories/7/git/refs") return peer.json(ref_body, 201);
    peer.json("{}", 307, "Location: /repositories/7/git/refs\r\n");
  });
  const auto answer = make_port({.url = server.url()})->send(write_main);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 201);
}

TEST(Redirects, DoNotLeadAWriteToAnotherServer) {
  const RawServer other([](const Peer& peer) { peer.json(ref_body, 201); });
  const RawServer server([&](const Peer& peer) {
    peer.json("{}", 307, "Location: " + other.url() + "/git/refs\r\n");
  });
  const auto answer = make_port({.url = server.url()})->send(write_main);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 307);
  EXPECT_TRUE(other.lines().empty());
}

TEST(Redirects, DoNotTakeTheTokenToAnotherServer) {
  bool is_asked_as_somebody = false;
  const RawServer other([&](const Peer& peer) {
    is_asked_as_somebody = peer.has("Authorization") || peer.has(test::test_token);
    peer.json(ref_body);
  });
  const RawServer server([&](const Peer& peer) {
    EXPECT_TRUE(peer.has("Authorization: Bearer ghp_"));
    peer.json("{}", 302, "Location: " + other.url() + "/file\r\n");
  });
  EXPECT_TRUE(make_port({.url = server.url()})->send(read_main));
  EXPECT_EQ(other.lines().size(), 1U);
  EXPECT_FALSE(is_asked_as_somebody);
}

TEST(Redirects, ThatNeverEndAreLeft) {
  const RawServer server([](const Peer& peer) { peer.json("{}", 302, "Location: /again\r\n"); });
  expect_no_answer(server, "redirected for ever");
  EXPECT_EQ(server.lines().size(), 6U);
}

TEST(Redirects, ToWhatIsNoAddressAreRefusals) {
  for (const std::string location : {"ftp://x/", "//other/x", "", "http://user@host/"}) {
    const RawServer server(
        [&](const Peer& peer) { peer.json("{}", 302, "Location: " + location + "\r\n"); });
    const auto answer = make_port({.url = server.url()})->send(read_main);
    ASSERT_TRUE(answer) << location;
    EXPECT_EQ(answer->status, 302);
  }
}

// Secrets.

TEST(Secrets, ReachNoLogAndNoReason) {
  std::vector<https::CallRecord> log;
  const RawServer server([](const Peer& peer) {
    // A server that repeats what it was sent.
    peer.json(R"({"message":"x"})", 401, "X-Echo: " + std::string(test::test_token) + "\r\n");
  });
  const auto port = make_port({.url = server.url(), .log = &log});
  ASSERT_TRUE(port->send(read_main));
  const RawServer closing([](const Peer& peer) { peer.close(); });
  const auto lost = make_port({.url = closing.url(), .log = &log})->send(write_main);
  ASSERT_FALSE(lost);
  EXPECT_FALSE(lost.error().reason.contains(test::test_token));
  ASSERT_EQ(log.size(), 2U);
  for (const https::CallRecord& record : log)
    EXPECT_FALSE(https::to_json_line(record).contains(test::test_token));
}

TEST(CallLog, SaysWhoAskedForWhatAndHowItEnded) {
  std::vector<https::CallRecord> log;
  const RawServer server([](const Peer& peer) {
    peer.json(ref_body, 200, "X-RateLimit-Remaining: 4987\r\nX-RateLimit-Reset: 1700000000\r\n");
  });
  ASSERT_TRUE(make_port({.url = server.url(), .log = &log})->send(read_main));
  ASSERT_EQ(log.size(), 1U);
  log.front().duration_ms = Duration{12};
  EXPECT_EQ(https::to_json_line(log.front()),
            R"({"event":"github_call","correlation_id":"delivery-1","repository":"octo/hello",)"
            R"("operation":"GET /git/ref","attempt":1,"duration_ms":12,"status":200,)"
            R"("github_rate_limit_remaining":4987})");
}

}  // namespace
}  // namespace regent
