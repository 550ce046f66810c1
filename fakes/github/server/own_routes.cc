#include "fakes/github/server/own_routes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace regent::fake::server {
namespace {

struct Route {
  std::string_view method;
  std::string_view path;
  OwnRoute route;
};
constexpr auto routes = std::to_array<Route>({
    {"GET", "/_regent/requests", OwnRoute::requests},
    {"GET", "/_regent/state", OwnRoute::state},
    {"GET", "/_regent/faults", OwnRoute::faults},
    {"POST", "/_regent/faults", OwnRoute::add_faults},
    {"DELETE", "/_regent/faults", OwnRoute::clear_faults},
});

std::string_view path_of(const site::HttpRequest& request) {
  const std::string_view target = request.target;
  return target.substr(0, target.find('?'));
}

std::string_view method_of(const site::HttpRequest& request) {
  return request.method == "HEAD" ? "GET" : std::string_view(request.method);
}

bool is_page(const site::HttpRequest& request) {
  return path_of(request) == "/" && method_of(request) == "GET" &&
         site::find_header(request.headers, "Accept").find("text/html") != std::string_view::npos;
}

std::uint64_t number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} ? number : 0;
}

}  // namespace

bool is_own_route(const site::HttpRequest& request) {
  return request.target.starts_with("/_regent") || is_page(request);
}

OwnRoute own_route_of(const site::HttpRequest& request) {
  if (is_page(request)) return OwnRoute::page;
  const auto found = std::ranges::find_if(routes, [&](const Route& route) {
    return route.path == path_of(request) && route.method == method_of(request);
  });
  return found == routes.end() ? OwnRoute::none : found->route;
}

bool is_stream_of_requests(const site::HttpRequest& request) {
  return request.method == "GET" && path_of(request) == "/_regent/requests/stream";
}

std::uint64_t since_of(const site::HttpRequest& request) {
  const std::string_view last = site::find_header(request.headers, "Last-Event-ID");
  if (!last.empty()) return number_in(last);
  const std::string_view target = request.target;
  const std::size_t query = target.find('?');
  if (query == std::string_view::npos) return 0;
  std::string_view rest = target.substr(query + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    if (pair.starts_with("since=")) return number_in(pair.substr(6));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
  }
  return 0;
}

site::HttpResponse json_answer(int status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json; charset=utf-8"},
                      {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

site::HttpResponse html_answer(std::string_view page) {
  return {.status = 200,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"Vary", "Accept"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = std::string(page)};
}

site::HttpResponse unknown_own_route(const site::HttpRequest& request) {
  const bool has_path = std::ranges::any_of(
      routes, [&](const Route& route) { return route.path == path_of(request); });
  std::string message = "There is no such route; there are";
  for (const Route& route : routes)
    message.append(" ").append(route.method).append(" ").append(route.path).append(",");
  return plain_refusal(has_path ? 405 : 404, message + " GET /_regent/requests/stream");
}

std::optional<site::HttpResponse> git_refusal(const site::HttpRequest& request) {
  const std::string_view path = path_of(request);
  const bool is_git = path.ends_with("/info/refs") || path.ends_with("/git-upload-pack") ||
                      path.ends_with("/git-receive-pack") ||
                      path.find(".git/") != std::string_view::npos;
  if (!is_git || path.starts_with("/repos/") || path.starts_with("/api/")) return std::nullopt;
  // Plain text: that is what git shows to its user.
  return site::HttpResponse{
      .status = 501,
      .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
      .body =
          "This simulated GitHub does not serve git: no clone, fetch or push.\n"
          "Use its REST API (git/refs, git/commits, git/trees, contents) or GraphQL\n"
          "(createCommitOnBranch, updateRefs) instead.\n"};
}

}  // namespace regent::fake::server
