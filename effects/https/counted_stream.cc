#include "effects/https/counted_stream.h"

#include <httplib.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <string>

namespace regent::https {
namespace {

bool waits_for(int socket, short event, int timeout_ms) {
  pollfd waiting{socket, event, 0};
  int ready = 0;
  do {
    ready = ::poll(&waiting, 1, timeout_ms);
  } while (ready < 0 && errno == EINTR);
  return ready == 1;
}

int bounded(std::size_t size) { return static_cast<int>(std::min<std::size_t>(size, INT_MAX)); }

class CountedStream final : public httplib::Stream {
 public:
  CountedStream(int socket, SSL* ssl, ReadAllowance& allowance)
      : socket_(socket), ssl_(ssl), allowance_(allowance) {}

  [[nodiscard]] bool is_readable() const override;
  [[nodiscard]] bool is_writable() const override;
  // -1: it failed, or the allowance is used up; 0: the other side closed.
  ssize_t read(char* to, std::size_t size) override;
  ssize_t write(const char* from, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  [[nodiscard]] socket_t socket() const override { return socket_; }

 private:
  [[nodiscard]] ssize_t receive(char* to, std::size_t size);

  int socket_;
  SSL* ssl_;
  ReadAllowance& allowance_;
  // httplib reads heads byte by byte.
  std::array<char, 4096> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

bool CountedStream::is_readable() const {
  if (begin_ < end_ || (ssl_ != nullptr && SSL_pending(ssl_) > 0)) return true;
  return waits_for(socket_, POLLIN, -1);
}

// A server that has closed a connection which was kept open takes no more requests.
bool CountedStream::is_writable() const {
  if (!waits_for(socket_, POLLOUT, -1)) return false;
  if (!waits_for(socket_, POLLIN, 0)) return true;
  char byte = 0;
  return ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

ssize_t CountedStream::receive(char* to, std::size_t size) {
  if (ssl_ != nullptr) return SSL_read(ssl_, to, bounded(size));
  ssize_t count = 0;
  do {
    count = ::recv(socket_, to, size, 0);
  } while (count < 0 && errno == EINTR);
  return count;
}

ssize_t CountedStream::read(char* to, std::size_t size) {
  if (begin_ == end_) {
    const ssize_t count = receive(buffer_.data(), buffer_.size());
    if (count <= 0) return count;
    begin_ = 0;
    end_ = static_cast<std::size_t>(count);
  }
  if (allowance_.bytes_left == 0) {
    allowance_.is_exceeded = true;
    return -1;
  }
  const std::size_t count = std::min({size, end_ - begin_, allowance_.bytes_left});
  std::memcpy(to, buffer_.data() + begin_, count);
  begin_ += count;
  allowance_.bytes_left -= count;
  return static_cast<ssize_t>(count);
}

ssize_t CountedStream::write(const char* from, std::size_t size) {
  if (!is_writable()) return -1;
  if (ssl_ != nullptr) return SSL_write(ssl_, from, bounded(size));
  ssize_t count = 0;
  do {
    count = ::send(socket_, from, size, MSG_NOSIGNAL);
  } while (count < 0 && errno == EINTR);
  return count;
}

// httplib's own loggers would show these; nothing here asks for them.
void CountedStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}
void CountedStream::get_local_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

}  // namespace

std::shared_ptr<httplib::Stream> counted_stream(int socket, ssl_st* ssl, ReadAllowance& allowance) {
  return std::make_shared<CountedStream>(socket, ssl, allowance);
}

}  // namespace regent::https
