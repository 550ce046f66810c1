// A server is believed only when its certificate says who it is.
#include <gtest/gtest.h>

// Debian's library was compiled with these, which are a part of its ABI.
#define CPPHTTPLIB_OPENSSL_SUPPORT
#define CPPHTTPLIB_ZLIB_SUPPORT
#define CPPHTTPLIB_BROTLI_SUPPORT
#include <httplib.h>

#include <thread>

#include "tests/client/certificates.h"
#include "tests/client/ports.h"
#include "tests/client/raw_server.h"

namespace regent {
namespace {

using test::CertificatePlan;
using test::make_port;
using test::read_main;
using test::ref_body;

class TlsServer {
 public:
  TlsServer(const test::Certificate& certificate, const test::Key& key)
      : server_(certificate.get(), key.get()) {
    server_.Get(".*", [this](const httplib::Request&, httplib::Response& response) {
      ++requests_;
      response.set_content(ref_body, "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~TlsServer() {
    server_.stop();
    thread_.join();
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  [[nodiscard]] std::string url(const std::string& host = "127.0.0.1") const {
    return "https://" + host + ':' + std::to_string(port_);
  }
  [[nodiscard]] int requests() const { return requests_; }

 private:
  httplib::SSLServer server_;
  std::atomic<int> requests_ = 0;
  int port_ = 0;
  std::thread thread_;
};

const test::Key& server_key() {
  static const test::Key key = test::make_key();
  return key;
}

// What is said of a server whose certificate is `plan`, which the client has as an authority.
std::string reason_for(const CertificatePlan& plan) {
  const auto certificate = test::make_certificate(server_key(), plan);
  const TlsServer server(certificate, server_key());
  const test::TemporaryFile authorities(test::certificate_pem(certificate));
  const auto answer =
      make_port({.url = server.url(), .ca_file = authorities.path()})->send(read_main);
  EXPECT_EQ(server.requests(), answer ? 1 : 0);
  return answer ? "" : answer.error().reason;
}

TEST(Tls, AServerWithAGoodCertificateIsBelieved) { EXPECT_EQ(reason_for({}), ""); }

TEST(Tls, AnExpiredCertificateIsRefused) {
  EXPECT_TRUE(reason_for({.begins_s = -7200, .ends_s = -60}).contains("certificate has expired"));
}

TEST(Tls, ACertificateOfTheFutureIsRefused) {
  EXPECT_TRUE(reason_for({.begins_s = 600, .ends_s = 7200}).contains("not yet valid"));
}

TEST(Tls, ACertificateForAnotherNameIsRefused) {
  EXPECT_TRUE(reason_for({.alternative_name = "DNS:github.example"})
                  .contains("has a certificate for another name"));
  EXPECT_TRUE(
      reason_for({.alternative_name = "IP:127.0.0.2"}).contains("certificate for another name"));
}

TEST(Tls, ACertificateOfAnUnknownAuthorityIsRefused) {
  const TlsServer server(test::make_certificate(server_key()), server_key());
  const test::Key other = test::make_key();
  const test::TemporaryFile authorities(test::certificate_pem(test::make_certificate(other)));
  const auto answer =
      make_port({.url = server.url(), .ca_file = authorities.path()})->send(read_main);
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().reason.contains("has a certificate that is not accepted"))
      << answer.error().reason;
  EXPECT_EQ(server.requests(), 0);
}

TEST(Tls, WithoutAuthoritiesNobodyIsBelieved) {
  const TlsServer server(test::make_certificate(server_key()), server_key());
  const auto answer =
      make_port({.url = server.url(), .ca_file = "/nonexistent.pem"})->send(read_main);
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().reason.contains("no certificates can be read from /nonexistent.pem"))
      << answer.error().reason;
}

TEST(Tls, AServerThatSpeaksPlainlyIsNotTalkedTo) {
  const test::RawServer server([](const test::Peer& peer) { peer.json(ref_body); });
  const auto answer =
      make_port({.url = "https://127.0.0.1:" + std::to_string(server.port())})->send(read_main);
  ASSERT_FALSE(answer);
  EXPECT_TRUE(server.lines().empty());
}

TEST(Tls, ARedirectDoesNotLeadOutOfIt) {
  const test::RawServer plain([](const test::Peer& peer) { peer.json(ref_body); });
  const auto certificate = test::make_certificate(server_key());
  httplib::SSLServer server(certificate.get(), server_key().get());
  server.Get(".*", [&](const httplib::Request&, httplib::Response& response) {
    response.set_redirect(plain.url() + "/x", 302);
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread thread([&] { server.listen_after_bind(); });
  const test::TemporaryFile authorities(test::certificate_pem(certificate));
  const auto answer =
      make_port({.url = "https://127.0.0.1:" + std::to_string(port), .ca_file = authorities.path()})
          ->send(read_main);
  server.stop();
  thread.join();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 302);
  EXPECT_TRUE(plain.lines().empty());
}

}  // namespace
}  // namespace regent
