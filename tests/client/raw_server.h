// An HTTP server on this machine that sends whatever bytes a test wants, whenever it wants.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace regent::test {

// One request that a server got, and the way back.
class Peer {
 public:
  Peer(int socket, std::string request, const std::stop_token& stop)
      : request_(std::move(request)), socket_(socket), stop_(stop) {}

  // Head and body as they came.
  [[nodiscard]] const std::string& request() const { return request_; }
  // `GET /path`.
  [[nodiscard]] std::string line() const { return request_.substr(0, request_.find(" HTTP/")); }
  [[nodiscard]] bool has(std::string_view text) const { return request_.contains(text); }

  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void answer(int status, std::string_view type, std::string_view body,
              std::string_view headers = "") const {
    send("HTTP/1.1 " + std::to_string(status) + " Whatever\r\nContent-Type: " + std::string(type) +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(headers) +
         "\r\n" + std::string(body));
  }
  void json(std::string_view body, int status = 200, std::string_view headers = "") const {
    answer(status, "application/json; charset=utf-8", body, headers);
  }
  // Until the time is over or the server is stopped; false: it was stopped.
  bool sleep(std::chrono::milliseconds duration) const {
    const auto end = std::chrono::steady_clock::now() + duration;
    while (std::chrono::steady_clock::now() < end) {
      if (stop_.stop_requested()) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
  }
  void close() const { ::shutdown(socket_, SHUT_RDWR); }
  void half_close() const { ::shutdown(socket_, SHUT_WR); }

 private:
  std::string request_;
  int socket_;
  const std::stop_token& stop_;
};

class RawServer {
 public:
  using Handler = std::function<void(const Peer&)>;

  // `handler` is called for each request, by one thread per connection.
  explicit RawServer(Handler handler) : handler_(std::move(handler)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0) std::abort();
    ::getsockname(listener_, generic, &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::jthread([this](const std::stop_token& stop) { accept_all(stop); });
  }
  ~RawServer() {
    acceptor_.request_stop();
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    const std::scoped_lock lock(mutex_);
    for (std::jthread& thread : threads_) thread.request_stop();
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  // Request lines in the order in which they came.
  [[nodiscard]] std::vector<std::string> lines() const {
    const std::scoped_lock lock(mutex_);
    return lines_;
  }
  [[nodiscard]] std::size_t connections() const {
    const std::scoped_lock lock(mutex_);
    return sockets_.size();
  }

 private:
  void accept_all(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) return;
      const std::scoped_lock lock(mutex_);
      sockets_.push_back(socket);
      threads_.emplace_back(
          [this, socket](const std::stop_token& stopping) { serve(socket, stopping); });
    }
  }

  void serve(int socket, const std::stop_token& stop) {
    std::string buffer;
    for (std::string request; read_request(socket, buffer, request);) {
      const Peer peer(socket, request, stop);
      {
        const std::scoped_lock lock(mutex_);
        lines_.push_back(peer.line());
      }
      handler_(peer);
    }
    ::shutdown(socket, SHUT_RDWR);
  }

  static bool read_request(int socket, std::string& buffer, std::string& request) {
    constexpr std::string_view length_header = "Content-Length: ";
    for (;;) {
      const std::size_t end = buffer.find("\r\n\r\n");
      if (end != std::string::npos) {
        std::size_t size = end + 4;
        const std::size_t length = buffer.find(length_header);
        if (length < end) size += std::strtoul(&buffer[length + length_header.size()], nullptr, 10);
        if (buffer.size() >= size) {
          request = buffer.substr(0, size);
          buffer.erase(0, size);
          return true;
        }
      }
      char chunk[4096];
      const ssize_t got = ::recv(socket, chunk, sizeof(chunk), 0);
      if (got <= 0) return false;
      buffer.append(chunk, static_cast<std::size_t>(got));
    }
  }

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
  std::vector<int> sockets_;
  std::vector<std::jthread> threads_;
  std::jthread acceptor_;
};

}  // namespace regent::test
