// HTTP/1.1 on a socket: requests in, answers out, and what can happen to an answer on its way.
//
// Keep-alive, pipelining (answered one after the other), chunked bodies, HEAD and 100-continue
// (RFC 9112, RFC 9110). A client that sends nothing, too much or nonsense costs its own connection
// and nothing else. Belongs to the thread of its event loop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "fakes/github/server/event_loop.h"
#include "fakes/github/site/exchange.h"

namespace regent::fake::server {

inline constexpr std::size_t header_bytes_max = 64 << 10;
inline constexpr std::size_t body_bytes_max = 25 << 20;  // as large as GitHub's largest payload

// The client of one request, which waits until one of these is called. Calls on a client that has
// gone away do nothing.
class Client {
 public:
  virtual ~Client() = default;

  virtual void answer(site::HttpResponse response) = 0;
  // Closes the connection in the middle of the answer's body, or of its headers without one.
  virtual void answer_truncated(site::HttpResponse response) = 0;
  // Closes the connection without an answer.
  virtual void hang_up() = 0;

  // Answers with a body that goes on for as long as the client listens.
  virtual void begin_stream(site::HttpResponse head) = 0;
  // More of that body; false: the client has left, or does not keep up and was cut off.
  virtual bool push(std::string_view text) = 0;
};

// A HEAD arrives as it is; the listener leaves the body of its answer out.
using OnRequest = std::function<void(site::HttpRequest request, std::shared_ptr<Client> client)>;

class Listener {
 public:
  // Binds; `port` 0 picks a free one. The reason when the address is not to be had. Connections
  // wait in the kernel until `start`.
  [[nodiscard]] static std::expected<std::unique_ptr<Listener>, std::string> open(
      EventLoop& loop, const std::string& address, std::uint16_t port);
  ~Listener();

  // `http://127.0.0.1:8080`, without a slash at the end.
  [[nodiscard]] std::string url() const;
  void start(OnRequest on_request);

 private:
  class Parts;
  explicit Listener(std::shared_ptr<Parts> parts);
  std::shared_ptr<Parts> parts_;
};

}  // namespace regent::fake::server
