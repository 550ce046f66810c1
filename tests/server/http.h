// A client that sees every byte, and a server in a thread of its own.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "fakes/github/server/server.h"

namespace regent::fake::server {

struct Answer {
  int status = 0;
  std::string head;  // status line and headers
  std::string body;

  // The value of a header, as it is spelled; empty without.
  [[nodiscard]] std::string header(std::string_view name) const {
    const std::string key = "\r\n" + std::string(name) + ": ";
    const std::size_t at = head.find(key);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + key.size();
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

class Socket {
 public:
  explicit Socket(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_open_ =
        ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Socket() { ::close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  [[nodiscard]] bool is_open() const { return is_open_; }
  void send(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t sent = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  // More bytes into the buffer; false at the end of the stream, or when ten seconds bring nothing.
  bool receive() {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, 10'000) != 1) return false;
    char bytes[65536];
    const ssize_t count = ::recv(descriptor_, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }

  // Everything up to and with `mark`, or what there is when the stream ends.
  std::string read_until(std::string_view mark) {
    while (buffer_.find(mark) == std::string::npos)
      if (!receive()) return std::exchange(buffer_, {});
    const std::size_t end = buffer_.find(mark) + mark.size();
    std::string text = buffer_.substr(0, end);
    buffer_.erase(0, end);
    return text;
  }
  std::string read_to_the_end() {
    while (receive()) {
    }
    return std::exchange(buffer_, {});
  }

  // Status 0: the connection ended without a whole answer.
  Answer answer(bool has_body = true) {
    Answer answer;
    answer.head = read_until("\r\n\r\n");
    if (!answer.head.ends_with("\r\n\r\n")) return answer;
    std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
    const std::string length = answer.header("Content-Length");
    const std::size_t size = length.empty() || !has_body ? 0 : std::stoul(length);
    while (buffer_.size() < size)
      if (!receive()) {
        answer.status = 0;
        break;
      }
    answer.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return answer;
  }

 private:
  int descriptor_;
  bool is_open_ = false;
  std::string buffer_;
};

inline std::string request_text(std::string_view method, std::string_view target,
                                std::string_view body = {}, std::string_view headers = {}) {
  std::string text(method);
  text.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text.append("\r\n").append(body);
}

// A server that is stopped at the end of its scope.
class Running {
 public:
  explicit Running(ServerOptions options = {}) {
    auto opened = Server::open(std::move(options));
    if (!opened) {
      error_ = opened.error().place + ": " + opened.error().reason;
      return;
    }
    server_ = *std::move(opened);
    const std::string url = server_->url();
    port_ = static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
    thread_ = std::thread([this] { static_cast<void>(server_->run()); });
  }
  ~Running() {
    if (!server_) return;
    server_->stop();
    thread_.join();
  }

  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] Server& server() { return *server_; }

  // Over a connection of its own.
  Answer ask(std::string_view method, std::string_view target, std::string_view body = {},
             std::string_view headers = {}) const {
    Socket socket(port_);
    socket.send(request_text(method, target, body, headers));
    return socket.answer(method != "HEAD");
  }

 private:
  std::string error_;
  std::unique_ptr<Server> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

// The tip of `main`; and a request that makes a branch there.
inline std::string tip_of_main(const Running& running) {
  const std::string body = running.ask("GET", "/repos/octo/repo/git/ref/heads/main").body;
  const std::size_t at = body.find("\"sha\":\"");
  return at == std::string::npos ? std::string() : body.substr(at + 7, 40);
}
inline std::string ref_body(std::string_view branch, std::string_view sha) {
  return "{\"ref\":\"refs/heads/" + std::string(branch) + "\",\"sha\":\"" + std::string(sha) +
         "\"}";
}
inline constexpr std::string_view refs_target = "/repos/octo/repo/git/refs";
inline constexpr std::string_view as_bot = "Authorization: Bearer bot\r\n";

// A directory that is gone at the end of its scope.
class Directory {
 public:
  Directory() {
    std::string name = std::filesystem::temp_directory_path() / "regent-server-XXXXXX";
    path_ = ::mkdtemp(name.data());
  }
  ~Directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  [[nodiscard]] std::string path(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace regent::fake::server
