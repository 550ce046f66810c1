// Building answers: statuses and GitHub's exact refusals.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/github.h"
#include "fakes/github/circumstances.h"
#include "fakes/github/settings.h"

namespace regent::fake {

template <typename T>
[[nodiscard]] github::Response answer(T payload, int status = 200) {
  github::Response response;
  response.status = status;
  response.payload = std::move(payload);
  return response;
}

// REST: `status` with `message` alone.
[[nodiscard]] github::Response refuse(int status, std::string_view message);
[[nodiscard]] github::Response not_found();
// 422 `Validation Failed` with these items.
[[nodiscard]] github::Response validation_failed(std::vector<github::ApiError::Item> items);
// The same with one item of code `custom`.
[[nodiscard]] github::Response validation_failed(std::string_view resource,
                                                 std::string_view message);
// 422: a field that the body lacks.
[[nodiscard]] github::Response not_supplied(std::string_view field);
// 400: what a write with `If-Match` and its like is answered on github.com (MEAS).
[[nodiscard]] github::Response conditional_headers_refused();
// GraphQL: HTTP 200 with one error.
[[nodiscard]] github::Response graphql_error(std::string_view type, std::string_view message);

// What `failure` answers to any request.
[[nodiscard]] github::Response failure_response(Failure failure, const Settings& settings,
                                                Time now);
// 403 or 429 for an exhausted primary limit.
[[nodiscard]] github::Response primary_limit_exceeded(int status, std::uint32_t installation_id);
// 403 or 429; without `retry_after` the header is blank.
[[nodiscard]] github::Response secondary_limit_exceeded(int status,
                                                        std::optional<Duration> retry_after);

}  // namespace regent::fake
