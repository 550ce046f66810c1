#include "effects/https/base_url.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace regent::https {
namespace {

struct Url {
  Origin origin;
  std::string_view path;  // from the first slash on, with query and fragment
};

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
         c == ':';
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc() || rest != end || port == 0) return std::nullopt;
  return port;
}

// `host`, `host:port`, `[address]:port`.
bool parse_authority(std::string_view text, Origin& origin) {
  std::string_view host = text;
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return false;
    host = text.substr(1, close - 1);
    rest = text.substr(close + 1);
  } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    rest = text.substr(colon);
  }
  if (!rest.empty()) {
    const auto port = rest.starts_with(':') ? parse_port(rest.substr(1)) : std::nullopt;
    if (!port) return false;
    origin.port = *port;
  }
  origin.host = host;
  for (char& c : origin.host) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return !origin.host.empty() && std::ranges::all_of(origin.host, is_host_character);
}

std::optional<Url> parse_url(std::string_view text) {
  Url url;
  if (text.starts_with("https://")) {
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
    url.origin.tls = false;
    url.origin.port = 80;
  } else {
    return std::nullopt;
  }
  const std::size_t end = text.find_first_of("/?#");
  if (!parse_authority(text.substr(0, end), url.origin)) return std::nullopt;
  if (end != std::string_view::npos) url.path = text.substr(end);
  return url;
}

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

}  // namespace

bool Origin::is_loopback() const {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::string Origin::text() const {
  std::string text = tls ? "https://" : "http://";
  text += host.contains(':') ? '[' + host + ']' : host;
  if (port != (tls ? 443 : 80)) text += ':' + std::to_string(port);
  return text;
}

std::string BaseUrl::path_of(Api api, std::string_view target) const {
  return api == Api::graphql ? graphql_path : rest_root + std::string(target);
}

std::expected<BaseUrl, std::string> parse_base_url(std::string_view text, bool allow_plain) {
  const auto url = parse_url(text);
  if (!url || !std::ranges::all_of(text, is_visible))
    return std::unexpected("must be a URL such as https://api.github.com");
  if (url->path.find_first_of("?#") != std::string_view::npos)
    return std::unexpected("must end with its path, without ? or #");
  if (!url->origin.tls && !allow_plain && !url->origin.is_loopback())
    return std::unexpected("must begin with https:// unless the server is this machine");
  if (url->origin.host == "github.com" || url->origin.host == "www.github.com")
    return std::unexpected("is the site for people; its API is https://api.github.com");
  std::string_view path = url->path;
  while (path.ends_with('/')) path.remove_suffix(1);
  BaseUrl base{url->origin, std::string(path)};
  if (path.ends_with("/api/v3"))
    base.graphql_path = std::string(path.substr(0, path.size() - 3)) + "/graphql";
  else
    base.graphql_path = std::string(path) + "/graphql";
  return base;
}

std::optional<Location> resolve(const Origin& from, std::string_view location) {
  location = location.substr(0, location.find('#'));
  if (location.empty() || !std::ranges::all_of(location, is_visible)) return std::nullopt;
  if (location.starts_with('/') && !location.starts_with("//"))
    return Location{from, std::string(location)};
  auto url = parse_url(location);
  if (!url) return std::nullopt;
  std::string path(url->path);
  if (!path.starts_with('/')) path.insert(0, "/");
  return Location{std::move(url->origin), std::move(path)};
}

}  // namespace regent::https
