#include "effects/https/connection.h"

#include <httplib.h>
#include <openssl/x509_vfy.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "effects/https/counted_stream.h"
#include "effects/https/watchdog.h"

namespace regent::https {
namespace {

// A connection that was idle for longer is not trusted with a request: servers close theirs.
constexpr auto idle_max = std::chrono::seconds(30);

// Not in a member initialiser, because it must come before the first socket.
void ignore_broken_pipes() { std::signal(SIGPIPE, SIG_IGN); }

bool has_no_body(const httplib::Response& response) {
  return response.status == 304 && response.get_header_value("Content-Length") != "0";
}

// httplib's clients, which read from a connection that counts.
class PlainClient final : public httplib::ClientImpl {
 public:
  PlainClient(const Origin& origin, ReadAllowance& allowance)
      : ClientImpl(origin.host, origin.port), allowance_(allowance) {}

 private:
  bool process_socket(const Socket& socket,
                      std::function<bool(httplib::Stream&)> callback) override {
    return callback(*counted_stream(socket.sock, nullptr, allowance_));
  }
  ReadAllowance& allowance_;
};

class TlsClient final : public httplib::SSLClient {
 public:
  TlsClient(const Origin& origin, ReadAllowance& allowance)
      : SSLClient(origin.host, origin.port), allowance_(allowance) {}

 private:
  bool process_socket(const Socket& socket,
                      std::function<bool(httplib::Stream&)> callback) override {
    return callback(*counted_stream(socket.sock, socket.ssl, allowance_));
  }
  ReadAllowance& allowance_;
};

}  // namespace

// httplib's client, and what a call needs beside it.
class Connection::Client {
 public:
  Client(const Origin& origin, const ConnectionOptions& options)
      : origin_(origin), options_(options), lookup_(origin.host, options.resolve) {
    ignore_broken_pipes();
    if (origin.tls) {
      auto client = std::make_unique<TlsClient>(origin, allowance_);
      client->set_ca_cert_path(options.ca_file);
      client->enable_server_certificate_verification(true);
      if (client->ssl_context() != nullptr)
        SSL_CTX_set_min_proto_version(client->ssl_context(), TLS1_2_VERSION);
      tls_ = client.get();
      http_ = std::move(client);
    } else {
      http_ = std::make_unique<PlainClient>(origin, allowance_);
    }
    http_->set_keep_alive(true);
    http_->set_follow_location(false);
    http_->set_url_encode(false);
    http_->set_tcp_nodelay(true);
    // The watchdog ends a call; httplib's own timeouts only stand behind it.
    const Duration single_ms = options.timeout_ms + std::chrono::seconds(1);
    http_->set_connection_timeout(single_ms);
    http_->set_read_timeout(single_ms);
    http_->set_write_timeout(single_ms);
    http_->set_socket_options([this](socket_t socket) {
      is_new_ = true;
      watchdog_.watch(socket);
    });
  }

  std::expected<HttpAnswer, TransportFault> send(const HttpRequest& request,
                                                 const std::string& path, const Secret& token) {
    const auto began = Watchdog::Clock::now();
    if (began - last_use_ > idle_max) http_->stop();
    if (http_->is_socket_open() == 0) {
      const auto found = lookup_.addresses(began + options_.timeout_ms);
      if (!found) return std::unexpected(fault("has a name that was not resolved " + in_time()));
      if (found->empty()) return std::unexpected(fault("has a name that is not known"));
      addresses_ = *found;
    }
    httplib::Request out = outgoing(request, path, token);
    httplib::Response in;
    Intake intake{options_.body_bytes_max};
    out.response_handler = [&](const httplib::Response& head) {
      // Chunks are longer than what is in them.
      allowance_.bytes_left += 2 * options_.body_bytes_max;
      return intake.begin(head);
    };
    out.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
      return intake.add(data, size);
    };
    is_new_ = false;
    allowance_ = {.bytes_left = options_.head_bytes_max};
    watchdog_.start(began + options_.timeout_ms);
    auto error = httplib::Error::Success;
    const bool complete = send_to_any(out, in, error) || intake.is_without_body;
    const bool too_late = watchdog_.stop();
    last_use_ = Watchdog::Clock::now();
    forget_token(out);
    if (!complete) {
      http_->stop();
      if (intake.is_too_large)
        return std::unexpected(
            fault("sends more than " + std::to_string(options_.body_bytes_max) + " bytes"));
      if (allowance_.is_exceeded)
        return std::unexpected(fault("sends more than " + std::to_string(options_.head_bytes_max) +
                                     " bytes of headers or of framing"));
      if (too_late) return std::unexpected(fault("sent no whole answer " + in_time()));
      TransportFault lost = fault(describe(error));
      lost.was_stale = !is_new_ && in.status == -1;
      return std::unexpected(std::move(lost));
    }
    HttpAnswer answer{in.status, {}, std::move(intake.body)};
    for (const auto& [name, value] : in.headers) answer.headers.push_back({name, value});
    return answer;
  }

 private:
  // Takes an answer's body up to a bound.
  struct Intake {
    std::size_t bytes_max;
    std::string body{};
    bool is_too_large = false;
    bool is_without_body = false;

    // httplib would wait for the body of a 304 until the connection ends; it is cut off instead.
    bool begin(const httplib::Response& head) {
      is_without_body = has_no_body(head);
      const auto announced = head.get_header_value<std::uint64_t>("Content-Length");
      is_too_large = announced > bytes_max && !is_without_body;
      return !is_without_body && !is_too_large;
    }
    bool add(const char* data, std::size_t size) {
      is_too_large = size > bytes_max - body.size();
      if (!is_too_large) body.append(data, size);
      return !is_too_large;
    }
  };

  // To the first of the host's addresses that takes a connection.
  bool send_to_any(httplib::Request& out, httplib::Response& in, httplib::Error& error) {
    for (const std::string& address : addresses_) {
      http_->set_hostname_addr_map({{origin_.host, address}});
      if (http_->send(out, in, error)) return true;
      const bool was_refused =
          error == httplib::Error::Connection || error == httplib::Error::ConnectionTimeout;
      if (!was_refused) return false;
    }
    return false;
  }

  static httplib::Request outgoing(const HttpRequest& request, const std::string& path,
                                   const Secret& token) {
    httplib::Request out;
    out.method = request.method;
    out.path = path;
    out.body = request.body;
    for (const Header& header : request.headers) out.headers.emplace(header.name, header.value);
    out.headers.emplace("Accept-Encoding", "gzip");
    if (!token.empty())
      out.headers.emplace("Authorization", "Bearer " + std::string(token.reveal()));
    return out;
  }

  static void forget_token(httplib::Request& request) {
    const auto found = request.headers.find("Authorization");
    if (found != request.headers.end()) wipe(found->second);
  }

  std::string in_time() const {
    return "within " + std::to_string(options_.timeout_ms.count()) + " ms";
  }
  TransportFault fault(const std::string& what) const { return {origin_.text() + ' ' + what}; }

  std::string describe(httplib::Error error) const {
    switch (error) {
      case httplib::Error::Connection:
        return "cannot be reached";
      case httplib::Error::ConnectionTimeout:
        return "does not accept a connection in time";
      case httplib::Error::SSLConnection:
        return "does not agree on a TLS connection";
      case httplib::Error::SSLLoadingCerts:
        return "cannot be trusted: no certificates can be read from " + options_.ca_file;
      case httplib::Error::SSLServerVerification: {
        const long verdict = tls_->get_openssl_verify_result();
        if (verdict == X509_V_OK) return "has a certificate for another name";
        return std::string("has a certificate that is not accepted: ") +
               X509_verify_cert_error_string(verdict);
      }
      case httplib::Error::Write:
        return "closed the connection before the request was sent";
      default:
        return "closed the connection before its answer was complete";
    }
  }

  const Origin& origin_;
  const ConnectionOptions& options_;
  HostLookup lookup_;
  std::vector<std::string> addresses_;  // of the host, as of the last connection
  ReadAllowance allowance_;
  Watchdog watchdog_;  // before the client, whose sockets it knows
  std::unique_ptr<httplib::ClientImpl> http_;
  httplib::SSLClient* tls_ = nullptr;
  Watchdog::Clock::time_point last_use_ = Watchdog::Clock::now();
  bool is_new_ = false;  // the last request opened a connection
};

Connection::Connection(Origin origin, ConnectionOptions options)
    : origin_(std::move(origin)),
      options_(std::move(options)),
      client_(std::make_unique<Client>(origin_, options_)) {}

Connection::~Connection() = default;

std::expected<HttpAnswer, TransportFault> Connection::send(const HttpRequest& request,
                                                           const std::string& path,
                                                           const Secret& token) {
  return client_->send(request, path, token);
}

}  // namespace regent::https
