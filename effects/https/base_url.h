// Where a GitHub is: github.com's API, a GitHub Enterprise server, or a simulated one.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "effects/https/http.h"

namespace regent::https {

// What a connection is made to, and what credentials are for.
struct Origin {
  bool tls = true;
  std::string host;  // lower case; an IPv6 address without brackets
  std::uint16_t port = 443;
  friend bool operator==(const Origin&, const Origin&) = default;

  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] std::string text() const;  // `https://host`, with the port where it is not usual
};

struct BaseUrl {
  Origin origin;
  std::string rest_root;                  // "", or "/api/v3" on a GitHub Enterprise server
  std::string graphql_path = "/graphql";  // "/api/graphql" there

  // The path of a request, with its query.
  [[nodiscard]] std::string path_of(Api api, std::string_view target) const;
};

inline constexpr std::string_view github_com = "https://api.github.com";

// `https://api.github.com`, `https://HOST/api/v3` (GitHub Enterprise), `http://127.0.0.1:PORT`.
// Plain http is refused unless the host is this machine or `allow_plain`, because a token would be
// sent that everyone on the way can read. The error is a lower-case clause.
[[nodiscard]] std::expected<BaseUrl, std::string> parse_base_url(std::string_view text,
                                                                 bool allow_plain = false);

// Where a `Location` header leads, seen from `from`; nullopt: it cannot be followed.
struct Location {
  Origin origin;
  std::string path;  // with its query
};
[[nodiscard]] std::optional<Location> resolve(const Origin& from, std::string_view location);

}  // namespace regent::https
