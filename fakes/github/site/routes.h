// Which operation answers which method and path.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/github/site/call.h"
#include "fakes/github/site/exchange.h"

namespace regent::fake::site {

struct Route {
  std::string_view method;
  // "/repos/{owner}/{repo}/git/ref/{ref...}": `...` takes as many segments as it can.
  std::string_view pattern;
  std::string_view page;  // of GitHub's documentation, below https://docs.github.com/rest
  HttpResponse (*operation)(Call& call);
  bool creates_content = false;  // counts for the secondary limits
  bool takes_bytes = false;      // its body is not JSON
  [[nodiscard]] bool is_write() const { return method != "GET"; }
  [[nodiscard]] bool is_of_repository() const { return pattern.starts_with("/repos/{owner}/"); }
};

struct RouteMatch {
  const Route* route = nullptr;
  std::vector<std::string> path;  // what the parameters stand for, in order
};

// nullopt: GitHub would answer 404.
[[nodiscard]] std::optional<RouteMatch> find_route(std::string_view method,
                                                   const std::vector<std::string>& segments);

}  // namespace regent::fake::site
