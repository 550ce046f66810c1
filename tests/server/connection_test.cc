// What a client may do with a connection, and what it may not do to others.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <vector>

#include "tests/server/http.h"

namespace regent::fake::server {
namespace {

TEST(Connection, ServesRequestsOneAfterTheOtherWithoutClosing) {
  const Running running;
  Socket socket(running.port());
  for (int i = 0; i < 3; ++i) {
    socket.send(request_text("GET", "/meta"));
    const Answer answer = socket.answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Connection"), "");
  }
}

TEST(Connection, AnswersPipelinedRequestsInTheirOrder) {
  const Running running;
  Socket socket(running.port());
  socket.send(request_text("GET", "/meta") + "\r\n" + request_text("GET", "/no/such/thing/at/all") +
              request_text("GET", "/meta"));
  EXPECT_EQ(socket.answer().status, 200);
  EXPECT_EQ(socket.answer().status, 404);
  EXPECT_EQ(socket.answer().status, 200);
}

TEST(Connection, TakesARequestThatArrivesByteByByte) {
  const Running running;
  Socket socket(running.port());
  for (const char c : request_text("GET", "/meta")) socket.send(std::string_view(&c, 1));
  EXPECT_EQ(socket.answer().status, 200);
}

TEST(Connection, HasTheHeadersThatGitHubHas) {
  const Running running;
  const Answer answer = running.ask("GET", "/meta");
  EXPECT_EQ(answer.header("Server"), "github.com");
  EXPECT_EQ(answer.header("X-GitHub-Request-Id").empty(), false);
  EXPECT_EQ(answer.header("Date").substr(25), " GMT");
  EXPECT_EQ(answer.header("Content-Length"), std::to_string(answer.body.size()));
}

TEST(Connection, LeavesTheBodyOutOfTheAnswerToAHeadButSaysItsLength) {
  const Running running;
  const std::string length = running.ask("GET", "/meta").header("Content-Length");
  Socket socket(running.port());
  socket.send(request_text("HEAD", "/meta") + request_text("GET", "/meta"));
  const Answer head = socket.answer(false);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), length);
  EXPECT_EQ(socket.answer().status, 200) << "the next answer follows at once";
}

TEST(Connection, TakesAChunkedBody) {
  const Running running;
  const std::string body = ref_body("chunked", tip_of_main(running));
  Socket socket(running.port());
  socket.send(request_text("POST", refs_target, {},
                           std::string(as_bot) + "Transfer-Encoding: chunked\r\n"));
  for (const char c : body) socket.send(std::string("1\r\n") + c + "\r\n");
  socket.send("0\r\n\r\n");
  EXPECT_EQ(socket.answer().status, 201);
}

TEST(Connection, AsksForTheBodyOfAClientThatExpectsToBeAsked) {
  const Running running;
  const std::string body = ref_body("continued", tip_of_main(running));
  Socket socket(running.port());
  const std::string whole =
      request_text("POST", refs_target, body, std::string(as_bot) + "Expect: 100-continue\r\n");
  socket.send(whole.substr(0, whole.size() - body.size()));
  EXPECT_EQ(socket.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.send(body);
  EXPECT_EQ(socket.answer().status, 201);
}

TEST(Connection, RefusesWhatIsNoHttpAndCloses) {
  const Running running;
  for (const std::string text :
       {"nonsense\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"}) {
    Socket socket(running.port());
    socket.send(text);
    const Answer answer = socket.answer();
    EXPECT_EQ(answer.status, 400) << text;
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_EQ(socket.read_to_the_end(), "");
  }
}

TEST(Connection, RefusesHeadersAndBodiesThatAreTooLarge) {
  const Running running;
  EXPECT_EQ(running.ask("GET", "/", {}, "X-Long: " + std::string(70'000, 'x') + "\r\n").status,
            431);
  Socket socket(running.port());
  socket.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 26214401\r\n\r\n");
  EXPECT_EQ(socket.answer().status, 413);
}

TEST(Connection, ServesOthersWhileClientsAreSlowOrDead) {
  const Running running;
  std::vector<std::unique_ptr<Socket>> idle;
  for (int i = 0; i < 1000; ++i) {
    idle.push_back(std::make_unique<Socket>(running.port()));
    ASSERT_TRUE(idle.back()->is_open());
    if (i % 2 == 0) idle.back()->send("POST /repos/octo/repo/git/refs HTTP/1.1\r\nHost: a\r\nCon");
  }
  EXPECT_EQ(running.ask("GET", "/meta").status, 200);
  idle.back()->send(request_text("GET", "/meta"));
  EXPECT_EQ(idle.back()->answer().status, 200);
}

TEST(Connection, DoesNotMindAClientThatLeavesBeforeItsAnswer) {
  const Running running;
  for (int i = 0; i < 50; ++i) Socket(running.port()).send(request_text("GET", "/meta"));
  EXPECT_EQ(running.ask("GET", "/meta").status, 200);
}

TEST(Connection, SaysThatGitIsNotServedAndWhatToUse) {
  const Running running;
  for (const std::string_view target :
       {"/octo/repo.git/info/refs?service=git-upload-pack", "/octo/repo/info/refs?service=x"}) {
    const Answer answer = running.ask("GET", target);
    EXPECT_EQ(answer.status, 501);
    EXPECT_NE(answer.body.find("does not serve git"), std::string::npos);
    EXPECT_EQ(answer.header("Content-Type"), "text/plain; charset=utf-8");
  }
}

}  // namespace
}  // namespace regent::fake::server
