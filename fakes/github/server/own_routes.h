// The routes that are the simulation's and not GitHub's: under `/_regent/`, and the page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/github/server/answer_text.h"
#include "fakes/github/site/exchange.h"

namespace regent::fake::server {

enum class OwnRoute : std::uint8_t {
  none,
  page,
  requests,
  state,
  faults,
  add_faults,
  clear_faults,
};

// True for everything under `/_regent`, and for `GET /` from a browser.
[[nodiscard]] bool is_own_route(const site::HttpRequest& request);
[[nodiscard]] OwnRoute own_route_of(const site::HttpRequest& request);
[[nodiscard]] bool is_stream_of_requests(const site::HttpRequest& request);

// `since=N` of the query, or the `Last-Event-ID` of a stream that is taken up again; 0 without.
[[nodiscard]] std::uint64_t since_of(const site::HttpRequest& request);

[[nodiscard]] site::HttpResponse json_answer(int status, std::string body);
[[nodiscard]] site::HttpResponse html_answer(std::string_view page);
// 404, or 405 for a method that the path does not have; says which routes there are.
[[nodiscard]] site::HttpResponse unknown_own_route(const site::HttpRequest& request);

// The refusal of `git clone`, `fetch` and `push`, which are not served; nullopt for what git does
// not ask.
[[nodiscard]] std::optional<site::HttpResponse> git_refusal(const site::HttpRequest& request);

// The page that shows all this to a person; complete, nothing but data is fetched.
[[nodiscard]] std::string_view page_html();

}  // namespace regent::fake::server
