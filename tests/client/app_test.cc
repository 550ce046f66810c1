// A GitHub App: its own token, the installation's, and clocks that are wrong.
#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "effects/https/base64.h"
#include "effects/https/dates.h"
#include "tests/client/certificates.h"
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

constexpr Time noon = Time(std::chrono::sys_days(std::chrono::year(2024) / 2 / 29)) + 12h;

const test::Key& app_key() {
  static const test::Key key = test::make_key();
  return key;
}

https::AppIdentity app() {
  auto key = https::AppKey::parse(https::Secret(test::private_pem(app_key())));
  return {7, 42, *std::move(key)};
}

std::string from_base64url(std::string text) {
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  while (text.size() % 4 != 0) text += '=';
  return https::decode_base64(text).value();
}

struct Jwt {
  nlohmann::json header;
  nlohmann::json claims;
  bool is_authentic = false;  // by the app's public key
};

Jwt read_jwt(std::string_view text) {
  const std::size_t first = text.find('.');
  const std::size_t second = text.find('.', first + 1);
  const std::string signature = from_base64url(std::string(text.substr(second + 1)));
  const std::string_view covered = text.substr(0, second);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, app_key().get());
  const int verdict = EVP_DigestVerify(
      context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
      reinterpret_cast<const unsigned char*>(covered.data()), covered.size());
  return {nlohmann::json::parse(from_base64url(std::string(text.substr(0, first)))),
          nlohmann::json::parse(
              from_base64url(std::string(text.substr(first + 1, second - first - 1)))),
          verdict == 1};
}

std::string bearer(const Peer& peer) {
  constexpr std::string_view name = "Authorization: Bearer ";
  const std::size_t at = peer.request().find(name);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size();
  return peer.request().substr(begin, peer.request().find("\r\n", begin) - begin);
}

std::string token_body(const std::string& token, Time expires) {
  return R"({"token":")" + token + R"(","expires_at":")" + https::timestamp(expires) + R"("})";
}

// A GitHub that gives out tokens `t1`, `t2`, … and accepts the last of them.
class AppServer {
 public:
  AppServer() : server_([this](const Peer& peer) { serve(peer); }) {}
  Duration lifetime = 1h;
  std::string refuses;  // a token that is not accepted
  Time now = noon;      // GitHub's clock
  bool checks_clock = false;
  int tokens = 0;
  std::vector<Jwt> asked;

  [[nodiscard]] std::string url() const { return server_.url(); }
  [[nodiscard]] std::vector<std::string> lines() const { return server_.lines(); }

 private:
  void serve(const Peer& peer) {
    if (peer.line() != "POST /app/installations/42/access_tokens") {
      const std::string token = bearer(peer);
      const bool accepted = token == 't' + std::to_string(tokens) && token != refuses;
      return accepted ? peer.json(ref_body) : peer.json(R"({"message":"Bad credentials"})", 401);
    }
    asked.push_back(read_jwt(bearer(peer)));
    const auto now_s = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const std::string date = "Date: Thu, 29 Feb 2024 12:00:00 GMT\r\n";
    const bool is_valid = asked.back().claims["iat"] <= now_s && asked.back().claims["exp"] > now_s;
    if (checks_clock && !is_valid)
      return peer.json(R"({"message":"'Issued at' claim ('iat') must be an Integer"})", 401, date);
    peer.json(token_body('t' + std::to_string(++tokens), now + lifetime), 201, date);
  }

  RawServer server_;
};

TEST(AppKey, SignsATokenThatThePublicKeyVerifies) {
  const Jwt jwt = read_jwt(app().key.sign(7, noon + 250ms).reveal());
  EXPECT_TRUE(jwt.is_authentic);
  EXPECT_EQ(jwt.header.dump(), R"({"alg":"RS256","typ":"JWT"})");
  const auto noon_s = std::chrono::floor<std::chrono::seconds>(noon).time_since_epoch().count();
  EXPECT_EQ(jwt.claims["iat"], noon_s - 60);
  EXPECT_LE(jwt.claims["exp"], noon_s + 540);
  EXPECT_EQ(jwt.claims["iss"], "7");
}

TEST(AppKey, RefusesWhatIsNoKeyAndShowsNothingOfIt) {
  const auto error = [](std::string text) {
    return https::AppKey::parse(https::Secret(std::move(text))).error();
  };
  EXPECT_EQ(error("hunter2"), "holds no private key in PEM without a passphrase");
  EXPECT_EQ(error(""), "holds no private key in PEM without a passphrase");
  EXPECT_EQ(error(test::private_pem(test::make_key(1024))),
            "holds an RSA key of less than 2048 bits");
  const test::Key curve(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), &EVP_PKEY_free);
  EXPECT_EQ(error(test::private_pem(curve)), "holds a key that is not RSA, which GitHub Apps need");
}

TEST(App, AsksForOneTokenAndKeepsIt) {
  AppServer server;
  const auto port = make_port({.url = server.url(), .clock = [] { return noon; }}, app());
  for (int i = 0; i < 3; ++i) {
    const auto answer = port->send(read_main);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
  }
  EXPECT_EQ(server.tokens, 1);
  EXPECT_TRUE(server.asked.front().is_authentic);
}

TEST(App, RenewsATokenFiveMinutesBeforeItsEnd) {
  AppServer server;
  Time now = noon;
  const auto port = make_port({.url = server.url(), .clock = [&] { return now; }}, app());
  ASSERT_TRUE(port->send(read_main));
  now = noon + 54min;
  ASSERT_TRUE(port->send(read_main));
  EXPECT_EQ(server.tokens, 1);
  now = noon + 56min;
  server.now = now;
  ASSERT_TRUE(port->send(read_main));
  EXPECT_EQ(server.tokens, 2);
}

TEST(App, ReplacesAnOldTokenThatIsRefusedAndAsksOnceMore) {
  AppServer server;
  Time now = noon;
  const auto port = make_port({.url = server.url(), .clock = [&] { return now; }}, app());
  ASSERT_TRUE(port->send(read_main));
  now = noon + 10min;
  server.refuses = "t1";
  const auto answer = port->send(test::write_main);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->ok());
  EXPECT_EQ(server.tokens, 2);
  EXPECT_EQ(server.lines().size(), 5U);
}

TEST(App, LeavesAFreshTokenThatIsRefusedToTheReducersPatience) {
  AppServer server;
  server.refuses = "t1";
  Time now = noon;
  const auto port = make_port({.url = server.url(), .clock = [&] { return now; }}, app());
  for (int i = 0; i < 3; ++i) {
    const auto answer = port->send(read_main);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 401);
    now += 2s;
  }
  server.refuses.clear();
  EXPECT_TRUE(port->send(read_main)->ok());
  EXPECT_EQ(server.tokens, 1);
}

TEST(App, CorrectsAWrongClockByTheDateOfTheRefusal) {
  for (const Duration ahead : {Duration(2h), Duration(-2h)}) {
    AppServer server;
    server.checks_clock = true;
    const auto port =
        make_port({.url = server.url(), .clock = [&] { return noon + ahead; }}, app());
    const auto answer = port->send(read_main);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(server.asked.size(), 2U);
    EXPECT_EQ(port->now(), noon);
  }
}

TEST(App, ARefusalOfTheTokenIsTheAnswer) {
  const RawServer server([](const Peer& peer) {
    peer.json(R"({"message":"A JSON web token could not be decoded"})", 401);
  });
  const auto answer = make_port({.url = server.url()}, app())->send(read_main);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 401);
  EXPECT_EQ(answer->error()->message, "A JSON web token could not be decoded");
}

TEST(App, ATokenThatIsNoneIsNoAnswer) {
  const RawServer server([](const Peer& peer) { peer.json(R"({"token":7})", 201); });
  const auto answer = make_port({.url = server.url()}, app())->send(read_main);
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().reason.contains("access_tokens"));
}

}  // namespace
}  // namespace regent
