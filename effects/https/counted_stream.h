// What httplib reads answers from: a connection that gives no more bytes than it may.
//
// httplib bounds a line of an answer's head, but not the number of lines, and no line of a chunked
// body. Only connection.cc and this file know httplib.
#pragma once

#include <httplib.h>

#include <array>
#include <cstddef>
#include <string>

namespace regent::https {

// How many bytes may still be read.
struct ReadAllowance {
  std::size_t bytes_left = 0;
  bool is_exceeded = false;  // there were more
};

// Over an open socket, and over TLS when `ssl` is not null; both, and `allowance`, must outlive it.
// Waits as long as the socket does: the watchdog shuts that down.
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

}  // namespace regent::https
