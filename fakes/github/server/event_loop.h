// One thread that waits for sockets, timers and signals, and calls back.
//
// Everything that a callback touches belongs to the thread that is in `run`; only `post` and `stop`
// may be called from another one.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "fakes/github/site/exchange.h"

namespace boost::asio {
class io_context;
}

namespace regent::fake::server {

class EventLoop {
 public:
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Serves until `stop`.
  void run();
  // Thread-safe.
  void stop();
  void post(std::function<void()> task);

  // Calls `task` once, not before `delay` has passed.
  void after(Duration delay, std::function<void()> task);
  // SIGINT and SIGTERM stop the loop instead of killing the process.
  void stop_on_signals();

  [[nodiscard]] boost::asio::io_context& context();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// Where a webhook goes: `http://host[:port][/path]`.
struct HttpUrl {
  std::string host;
  std::uint16_t port = 80;
  std::string target = "/";  // path and query
};
// The reason when `text` is no such URL.
[[nodiscard]] std::expected<HttpUrl, std::string> parse_http_url(std::string_view text);

// Sends one POST over a connection of its own and calls back with the status of the answer: 0 when
// none came within `timeout`.
void post_http(EventLoop& loop, const HttpUrl& url, const std::vector<site::Header>& headers,
               const std::string& body, Duration timeout, std::function<void(int status)> done);

}  // namespace regent::fake::server
