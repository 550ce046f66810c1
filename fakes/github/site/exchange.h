// HTTP requests and answers as values: what the simulated github.com is asked, without a socket.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace regent::fake::site {

struct Header {
  std::string name;
  std::string value;
  friend bool operator==(const Header&, const Header&) = default;
};

// Header names are compared without regard to case (RFC 9110 §5.1).
[[nodiscard]] bool is_same_name(std::string_view a, std::string_view b);
// The first header of that name; empty when there is none.
[[nodiscard]] std::string_view find_header(const std::vector<Header>& headers,
                                           std::string_view name);

struct HttpRequest {
  std::string method;  // "GET"
  std::string target;  // as in the request line: "/repos/octo/repo/pulls?state=all"
  std::vector<Header> headers;
  std::string body;
  friend bool operator==(const HttpRequest&, const HttpRequest&) = default;
};

struct HttpResponse {
  int status = 200;
  std::vector<Header> headers;  // without Content-Length and Connection: the server's matter
  std::string body;
  friend bool operator==(const HttpResponse&, const HttpResponse&) = default;
};

}  // namespace regent::fake::site
