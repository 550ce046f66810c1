#include "fakes/github/responses.h"

namespace regent::fake {

using github::ApiError;
using github::Response;

Response refuse(int status, std::string_view message) {
  return answer(ApiError{std::string(message), {}, {}}, status);
}

Response not_found() { return refuse(404, "Not Found"); }

Response validation_failed(std::vector<ApiError::Item> items) {
  return answer(ApiError{"Validation Failed", std::move(items), {}}, 422);
}

Response validation_failed(std::string_view resource, std::string_view message) {
  return validation_failed({{std::string(resource), "", "custom", std::string(message)}});
}

Response not_supplied(std::string_view field) {
  return refuse(422, "Invalid request.\n\n\"" + std::string(field) + "\" wasn't supplied.");
}

Response conditional_headers_refused() {
  ApiError error{"Bad Request", {}, {}};
  error.errors.push_back({"", "", "",
                          "Conditional request headers are not allowed in unsafe requests unless "
                          "supported by the endpoint"});
  return answer(std::move(error), 400);
}

Response graphql_error(std::string_view type, std::string_view message) {
  return answer(ApiError{std::string(message), {}, std::string(type)}, 200);
}

Response primary_limit_exceeded(int status, std::uint32_t installation_id) {
  return refuse(status, "API rate limit exceeded for installation ID " +
                            std::to_string(installation_id) + ".");
}

Response secondary_limit_exceeded(int status, std::optional<Duration> retry_after) {
  Response response = refuse(
      status,
      "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.");
  response.headers.retry_after = retry_after;
  return response;
}

Response failure_response(Failure failure, const Settings& settings, Time now) {
  constexpr Duration retry_after = std::chrono::seconds(60);
  const auto exhausted = [&](int status) {
    Response response = primary_limit_exceeded(status, settings.installation_id);
    response.headers.rate_limit_remaining = 0;
    response.headers.rate_limit_reset =
        std::chrono::floor<std::chrono::hours>(now) + std::chrono::hours(1);
    return response;
  };
  switch (failure) {
    case Failure::error_500:
      return refuse(500, "Server Error");
    case Failure::bad_gateway_502:
      return refuse(502, "Server Error");
    case Failure::unavailable_503:
      return refuse(503, "Service Unavailable");
    case Failure::conflict_409:
      return refuse(409, "Conflict");
    case Failure::precondition_412:
      return refuse(412, "Precondition Failed");
    case Failure::reference_update_failed_422:
      return refuse(422, "Reference update failed");
    case Failure::update_refs_rejected:
      return graphql_error("UNPROCESSABLE", "Reference update failed");
    case Failure::head_invalid_422:
      return validation_failed({{"PullRequest", "head", "invalid", ""}});
    case Failure::label_node_unresolved_422:
      return refuse(422, "Could not resolve to a node with the global id of 'PR_kwDOAAAAAQ'.");
    case Failure::base_branch_modified_405:
      return refuse(405, "Base branch was modified. Review and try the merge again.");
    case Failure::not_found_404:
      return not_found();
    case Failure::primary_limit_403:
      return exhausted(403);
    case Failure::primary_limit_429:
      return exhausted(429);
    case Failure::secondary_limit_403:
      return secondary_limit_exceeded(403, retry_after);
    case Failure::secondary_limit_429:
      return secondary_limit_exceeded(429, retry_after);
    case Failure::secondary_limit_blank_retry_after:
      return secondary_limit_exceeded(403, std::nullopt);
    case Failure::bad_credentials_401:
      return refuse(401, "Bad credentials");
  }
  return refuse(500, "Server Error");
}

}  // namespace regent::fake
