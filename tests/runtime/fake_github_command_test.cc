// `regent fake-github` as its users start, use and kill it.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <csignal>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/runtime/process.h"

namespace regent::runtime {
namespace {

// The program on a port of its own, ended with its scope.
class Serving {
 public:
  explicit Serving(std::vector<std::string> arguments) {
    std::vector<std::string> words = {REGENT_BINARY, "fake-github", "--listen", ":0"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::array<int, 2> out{};
    if (pipe(out.data()) != 0) return;
    child_ = fork();
    if (child_ == 0) {
      dup2(out[1], 1);
      close(out[0]);
      close(out[1]);
      process::become(words);
    }
    close(out[1]);
    out_ = out[0];
    char c = 0;
    while (read(out_, &c, 1) == 1 && c != '\n') line_ += c;
  }
  ~Serving() {
    if (child_ > 0) end(SIGKILL);
    close(out_);
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  [[nodiscard]] const std::string& line() const { return line_; }
  // The exit status, as `Ended::status`.
  int end(int signal) {
    kill(child_, signal);
    return process::status_of(std::exchange(child_, -1));
  }
  // The whole answer; empty when the connection ended first.
  [[nodiscard]] std::string ask(const std::string& method, const std::string& target,
                                const std::string& body = {}) const {
    const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string answer;
    if (connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
      const std::string text = method + " " + target +
                               " HTTP/1.1\r\nHost: a\r\nAuthorization: token bot\r\n"
                               "Connection: close\r\nContent-Length: " +
                               std::to_string(body.size()) + "\r\n\r\n" + body;
      send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
      std::array<char, 65536> bytes;
      for (ssize_t count = 0; (count = recv(descriptor, bytes.data(), bytes.size(), 0)) > 0;)
        answer.append(bytes.data(), static_cast<std::size_t>(count));
    }
    close(descriptor);
    return answer;
  }
  [[nodiscard]] bool has_ref(const std::string& repository, const std::string& ref) const {
    return ask("GET", "/repos/" + repository + "/git/ref/" + ref).starts_with("HTTP/1.1 200");
  }

 private:
  [[nodiscard]] std::uint16_t port() const {
    const std::size_t end = line_.rfind(' ');
    return static_cast<std::uint16_t>(std::stoul(line_.substr(line_.rfind(':', end) + 1)));
  }

  pid_t child_ = -1;
  int out_ = -1;
  std::string line_;
};

std::string tip_of(const Serving& serving) {
  const std::string answer = serving.ask("GET", "/repos/octo/repo/git/ref/heads/main");
  return answer.substr(answer.find("\"sha\":\"") + 7, 40);
}

TEST(FakeGithub, SaysInOneLineWhereItIsAndWhatIsInIt) {
  Serving serving({});
  EXPECT_TRUE(serving.line().starts_with("ready http://127.0.0.1:")) << serving.line();
  EXPECT_TRUE(serving.line().ends_with(" octo/repo"));
  EXPECT_TRUE(serving.has_ref("octo/repo", "heads/main"));
}

TEST(FakeGithub, EndsWithoutAnErrorWhenItIsToldTo) {
  for (const int signal : {SIGINT, SIGTERM}) EXPECT_EQ(Serving({}).end(signal), 0);
}

TEST(FakeGithub, LoadsAHistoryUnderTheNameOfItsFile) {
  Serving serving({"--load", "tests/data/histories/octokit-webhooks.js.ndjson"});
  EXPECT_TRUE(serving.line().ends_with(" octokit/webhooks.js")) << serving.line();
  EXPECT_TRUE(serving.has_ref("octokit/webhooks.js", "heads/main"));
  EXPECT_TRUE(serving.has_ref("octokit/webhooks.js", "tags/v1.0.0"));
}

// Killed right after an answer, again and again; whatever was answered is there afterwards.
TEST(FakeGithub, LosesNothingThatItAnsweredWhenItIsKilled) {
  const TemporaryDirectory directory;
  const std::string file = directory.path("state");
  int made = 0;
  for (int round = 0; round < 6; ++round) {
    Serving serving({"--state", file});
    ASSERT_TRUE(serving.line().starts_with("ready ")) << round;
    for (int i = 0; i < made; ++i)
      ASSERT_TRUE(serving.has_ref("octo/repo", "heads/b" + std::to_string(i))) << round;
    const std::string tip = tip_of(serving);
    for (int i = 0; i < 5; ++i) {
      const std::string body =
          R"({"ref":"refs/heads/b)" + std::to_string(made) + R"(","sha":")" + tip + "\"}";
      const std::string answer = serving.ask("POST", "/repos/octo/repo/git/refs", body);
      ASSERT_TRUE(answer.starts_with("HTTP/1.1 201")) << answer;
      ++made;
    }
    EXPECT_EQ(serving.end(SIGKILL), 128 + SIGKILL);
  }
}

TEST(FakeGithub, LoadsTheStateOfAnotherServerWithoutChangingIt) {
  const TemporaryDirectory directory;
  const std::string file = directory.path("state");
  const auto size = [&] { return std::filesystem::file_size(file); };
  Serving({"--state", file}).end(SIGTERM);
  const auto before = size();
  Serving serving({"--load", file});
  EXPECT_TRUE(serving.has_ref("octo/repo", "heads/main"));
  EXPECT_EQ(size(), before);
}

TEST(FakeGithub, RefusesInOneLineWhatItCannotUse) {
  const TemporaryDirectory directory;
  const std::string faults = directory.file("faults.yaml", "- route: '*'\n  nth: none\n");
  const std::string key = directory.file("app.pem", "no key");
  const std::string history = directory.file("o-r.ndjson", "{}\n");
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--faults", faults}, faults + ":2:8: nth: must be a whole number from 1 to 1000000000"},
      {{"--app-id", "1", "--app-key", key}, key + ": holds no key in PEM, or one with a password"},
      {{"--app-id", "1"}, "--app-id: needs the other one of --app-id and --app-key"},
      {{"--webhook-secret", "s"}, "--webhook-secret: needs --webhook"},
      {{"--webhook", "ftp://x"}, "--webhook: must begin with http://"},
      {{"--load", "no/such.ndjson"}, "no/such.ndjson: cannot be read"},
      {{"--load", history}, history + ":1: \"sha\" is missing or not a text"},
      {{"--listen", "nowhere"}, "--listen: must be ADDRESS:PORT or :PORT, not \"nowhere\""},
      {{"--listen", "256.0.0.1:0"}, "256.0.0.1:0: is not an IP address"},
      {{"--github", "gitlab"},
       "--github: must be github.com, conditional or conditional-2023, not \"gitlab\""},
      {{"--state", "/"}, "/: is a directory"},
  };
  for (const auto& [arguments, message] : cases) {
    std::vector<std::string> words = {"fake-github"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Ended ended = regent(words);
    EXPECT_EQ(ended.status, 2) << message;
    EXPECT_EQ(ended.err, "regent: " + message + "\n");
    EXPECT_EQ(ended.out, "");
  }
}

TEST(FakeGithub, HelpsWithExamplesOfFaults) {
  const Ended ended = regent({"fake-github", "--help"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_NE(ended.out.find("lost_answer: {effect: true}"), std::string::npos);
}

}  // namespace
}  // namespace regent::runtime
