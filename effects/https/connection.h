// One connection to one origin: an HTTP request out, an HTTP answer in.
//
// Keeps the connection open between requests. Certificates are verified always, against a file of
// trusted authorities. A request is over when its time is, with whatever the server does meanwhile.
// One thread at a time. The process ignores SIGPIPE from the first connection on: OpenSSL writes to
// sockets that the other side may have closed.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <string>

#include "core/time.h"
#include "effects/https/base_url.h"
#include "effects/https/host_lookup.h"
#include "effects/https/http.h"
#include "effects/https/secret.h"

namespace regent::https {

// Debian's bundle, package ca-certificates.
inline constexpr std::string_view default_ca_file = "/etc/ssl/certs/ca-certificates.crt";

struct ConnectionOptions {
  std::string ca_file{default_ca_file};           // PEM
  Duration timeout_ms{30'000};                    // of a request, from its beginning to its end
  std::size_t body_bytes_max = 32 * 1024 * 1024;  // of an answer, decompressed
  std::size_t head_bytes_max = 64 * 1024;         // of an answer: status line and headers
  Resolve resolve = system_addresses;             // within `timeout_ms`, too
};

// No answer that is whole.
struct TransportFault {
  std::string reason;  // a clause for people; names the host, never a header or a body
  // The server had closed a connection that was kept open, and sent nothing: the request was most
  // likely never read, so a read may be sent again.
  bool was_stale = false;
};

class Connection {
 public:
  Connection(Origin origin, ConnectionOptions options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Sends `method`, `headers` and `body` of the request to `path`; `token` as the bearer's, none
  // when it is empty. Redirects are answers.
  [[nodiscard]] std::expected<HttpAnswer, TransportFault> send(const HttpRequest& request,
                                                               const std::string& path,
                                                               const Secret& token);

  [[nodiscard]] const Origin& origin() const { return origin_; }

 private:
  class Client;
  Origin origin_;
  ConnectionOptions options_;
  std::unique_ptr<Client> client_;
};

}  // namespace regent::https
