// HTTP requests and answers as values, between the codec and the connection.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace regent::https {

struct Header {
  std::string name;
  std::string value;
  friend bool operator==(const Header&, const Header&) = default;
};

[[nodiscard]] bool is_named(const Header& header, std::string_view name);
// The first header of that name, without regard to case (RFC 9110 §5.1); empty: there is none.
[[nodiscard]] std::string_view find_header(const std::vector<Header>& headers,
                                           std::string_view name);

// GitHub has two roots: on a GitHub Enterprise server, REST is under /api/v3, GraphQL under /api.
enum class Api : std::uint8_t { rest, graphql };

struct HttpRequest {
  Api api = Api::rest;
  std::string method;  // "GET"
  std::string target;  // below the API's root, percent-encoded, with its query: "/repos/o/r/pulls"
  std::vector<Header> headers;
  std::string body;     // JSON; empty: none
  bool is_read = true;  // changes nothing, so it may be repeated; GraphQL queries are POSTs
  friend bool operator==(const HttpRequest&, const HttpRequest&) = default;
};

struct HttpAnswer {
  int status = 0;
  std::vector<Header> headers;
  std::string body;
  friend bool operator==(const HttpAnswer&, const HttpAnswer&) = default;
};

// Everything but letters, digits and `-._~` as %XX (RFC 3986 §2.3).
[[nodiscard]] std::string percent_encoded(std::string_view text);
// The same for a path: slashes stay.
[[nodiscard]] std::string percent_encoded_path(std::string_view path);

}  // namespace regent::https
