// What httplib reads answers from: a connection that gives no more bytes than it may.
//
// httplib bounds a line of an answer's head, but not the number of lines, and no line of a chunked
// body. Only connection.cc and this file know httplib.
#pragma once

#include <cstddef>
#include <memory>

namespace httplib {
class Stream;
}
struct ssl_st;

namespace regent::https {

// How many bytes may still be read.
struct ReadAllowance {
  std::size_t bytes_left = 0;
  bool is_exceeded = false;  // there were more
};

// Over an open socket, and over TLS when `ssl` is not null; both, and `allowance`, must outlive it.
// Waits as long as the socket does: the watchdog shuts that down.
[[nodiscard]] std::shared_ptr<httplib::Stream> counted_stream(int socket, ssl_st* ssl,
                                                              ReadAllowance& allowance);

}  // namespace regent::https
