#include "core/errors.h"

#include <algorithm>
#include <array>

#include "core/assert.h"

namespace regent {
namespace {

using github::ApiError;
using github::Request;
using github::Response;

struct KnownText {
  std::string_view prefix;
  ErrorClass error_class;
};

// How GitHub words what it refuses with 422, as the message or as the message of an item (facts,
// "Refs" and "Pull requests").
constexpr std::array known_texts = {
    KnownText{"Reference already exists", ErrorClass::ref_exists},
    KnownText{"Reference does not exist", ErrorClass::not_found},
    KnownText{"Reference update failed", ErrorClass::ref_update_failed},
    KnownText{"Object does not exist", ErrorClass::object_missing},
    KnownText{"Update is not a fast forward", ErrorClass::not_fast_forward},
    KnownText{"A pull request already exists for ", ErrorClass::pull_exists},
    KnownText{"There is already an open pull request from ", ErrorClass::pull_exists},
    KnownText{"No commits between ", ErrorClass::no_commits_between},
    KnownText{"Could not resolve to a node ", ErrorClass::not_visible_yet},
    KnownText{"Cannot change the base branch of a closed pull request", ErrorClass::refused},
};

ErrorClass class_of_text(std::string_view text) {
  const auto known = std::ranges::find_if(known_texts, [text](const KnownText& known_text) {
    return text.starts_with(known_text.prefix);
  });
  return known == known_texts.end() ? ErrorClass::validation_failed : known->error_class;
}

ErrorClass class_of_item(const ApiError::Item& item) {
  if (item.code == "invalid" && item.field == "head") return ErrorClass::head_invalid;
  if (item.code == "invalid" && item.field == "base") return ErrorClass::base_invalid;
  if (item.code == "already_exists" && (item.resource == "Release" || item.field == "tag_name")) {
    return ErrorClass::release_exists;
  }
  const ErrorClass by_text = class_of_text(item.message);
  const bool is_reopening = item.field == "state";  // the branch is gone or was recreated
  return by_text == ErrorClass::validation_failed && is_reopening ? ErrorClass::refused : by_text;
}

// The first item that is recognised decides, as GitHub lists the base before the head.
ErrorClass class_of_validation(const ApiError& error) {
  const ErrorClass by_message = class_of_text(error.message);
  if (by_message != ErrorClass::validation_failed) return by_message;
  for (const ApiError::Item& item : error.errors) {
    const ErrorClass by_item = class_of_item(item);
    if (by_item != ErrorClass::validation_failed) return by_item;
  }
  return ErrorClass::validation_failed;
}

// 400 to a conditional write is what github.com answers in place of 412 (facts, "Conditional
// requests").
ErrorClass class_of_bad_request(const Request& request) {
  const auto* update = std::get_if<github::UpdatePull>(&request);
  return update != nullptr && update->if_match ? ErrorClass::conditional_refused
                                               : ErrorClass::validation_failed;
}

// 403 and 429. The text decides first, since the last permitted request of an hour may be refused
// for another reason and says `remaining: 0` as well.
ErrorClass class_of_limit(const Response& response, std::string_view message) {
  if (message.contains("secondary rate limit") || message.contains("abuse detection")) {
    return ErrorClass::rate_limited_secondary;
  }
  if (message.starts_with("API rate limit exceeded")) return ErrorClass::rate_limited_primary;
  if (response.headers.retry_after) return ErrorClass::rate_limited_secondary;
  return response.status == 429 ? ErrorClass::rate_limited_secondary : ErrorClass::forbidden;
}

// GraphQL reports most errors with HTTP 200. The text of a lost `updateRefs` is not documented, so
// any error of it that says nothing else means: no row was changed, look again (facts, "GraphQL").
ErrorClass class_of_graphql(const Request& request, const ApiError& error) {
  if (error.graphql_type == "RATE_LIMITED") return ErrorClass::rate_limited_primary;
  if (error.message.contains("secondary rate limit")) return ErrorClass::rate_limited_secondary;
  if (error.graphql_type == "FORBIDDEN" || error.graphql_type == "INSUFFICIENT_SCOPES") {
    return ErrorClass::forbidden;
  }
  if (error.message.starts_with("Something went wrong while executing your query")) {
    return classify_lost(request);
  }
  if (error.graphql_type == "STALE_DATA" || std::holds_alternative<github::UpdateRefs>(request)) {
    return ErrorClass::stale_data;
  }
  return error.graphql_type == "NOT_FOUND" ? ErrorClass::not_found : ErrorClass::validation_failed;
}

ErrorClass class_of_failure(const Request& request, const Response& response,
                            const ApiError& error) {
  switch (response.status) {
    case 304:
      return ErrorClass::not_modified;
    case 400:
      return class_of_bad_request(request);
    case 401:
      return ErrorClass::unauthorized;
    case 403:
    case 429:
      return class_of_limit(response, error.message);
    case 404:
    case 410:
      return ErrorClass::not_found;
    case 405:
      return error.message.starts_with("Base branch was modified") ? ErrorClass::conflict
                                                                   : ErrorClass::refused;
    case 408:
      return classify_lost(request);
    case 409:
      return error.message.starts_with("Git Repository is empty") ? ErrorClass::refused
                                                                  : ErrorClass::conflict;
    case 412:
      return ErrorClass::precondition_failed;
    case 422:
      return class_of_validation(error);
    default:
      return response.status >= 500 ? classify_lost(request) : ErrorClass::refused;
  }
}

std::string describe(const OptimisticLockFailure& e) {
  return "optimistic lock failure for " + e.resource + " " + e.resource_id;
}
std::string describe(const BranchConflict& e) {
  return "branch conflict: " + e.branch_name +
         " already exists, suggested fallback: " + e.suggested_fallback;
}
std::string describe(const VersionConflict& e) {
  return "version conflict: calculated version " + e.calculated.to_string() +
         " conflicts with existing " + e.existing.to_string() +
         ", resolution: " + e.resolution_strategy;
}
std::string describe(const GitHubError& e) {
  return "GitHub API error: " + std::to_string(e.status) + " " + e.message;
}
std::string describe(const LockTimeout& e) { return "timeout waiting for lock on " + e.resource; }
std::string describe(const Ambiguous& e) {
  return "outcome unknown: " + e.operation + " was not answered and may have taken effect";
}
std::string describe(const TooManyAttempts& e) {
  return "gave up on " + e.subject + " after " + std::to_string(e.attempts) + " attempts";
}
std::string describe(const StaleRead& e) {
  return "stale read: " + e.resource + " does not show " + e.expected;
}

}  // namespace

ErrorClass classify(const Request& request, const Response& response) {
  if (response.ok()) return ErrorClass::ok;
  const ApiError* const error = response.error();
  if (error == nullptr) return class_of_failure(request, response, ApiError{});
  return response.status >= 200 && response.status < 300
             ? class_of_graphql(request, *error)
             : class_of_failure(request, response, *error);
}

ErrorClass classify_lost(const Request& request) {
  return github::is_write(request) ? ErrorClass::ambiguous : ErrorClass::server_error;
}

std::string_view to_string(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::ok:
      return "ok";
    case ErrorClass::not_modified:
      return "not_modified";
    case ErrorClass::not_found:
      return "not_found";
    case ErrorClass::not_visible_yet:
      return "not_visible_yet";
    case ErrorClass::ref_exists:
      return "ref_exists";
    case ErrorClass::pull_exists:
      return "pull_exists";
    case ErrorClass::release_exists:
      return "release_exists";
    case ErrorClass::no_commits_between:
      return "no_commits_between";
    case ErrorClass::head_invalid:
      return "head_invalid";
    case ErrorClass::base_invalid:
      return "base_invalid";
    case ErrorClass::object_missing:
      return "object_missing";
    case ErrorClass::conflict:
      return "conflict";
    case ErrorClass::not_fast_forward:
      return "not_fast_forward";
    case ErrorClass::stale_data:
      return "stale_data";
    case ErrorClass::precondition_failed:
      return "precondition_failed";
    case ErrorClass::ref_update_failed:
      return "ref_update_failed";
    case ErrorClass::rate_limited_primary:
      return "rate_limited_primary";
    case ErrorClass::rate_limited_secondary:
      return "rate_limited_secondary";
    case ErrorClass::unauthorized:
      return "unauthorized";
    case ErrorClass::server_error:
      return "server_error";
    case ErrorClass::ambiguous:
      return "ambiguous";
    case ErrorClass::conditional_refused:
      return "conditional_refused";
    case ErrorClass::forbidden:
      return "forbidden";
    case ErrorClass::validation_failed:
      return "validation_failed";
    case ErrorClass::refused:
      return "refused";
  }
  REGENT_ASSERT(false, "every class has a name");
  return {};
}

std::string_view kind(const Error& error) {
  static constexpr std::array<std::string_view, std::variant_size_v<Error>> kinds = {
      "optimistic_lock_failure",
      "branch_conflict",
      "version_conflict",
      "github_error",
      "lock_timeout",
      "ambiguous",
      "too_many_attempts",
      "stale_read"};
  return kinds[error.index()];
}

std::string to_string(const Error& error) {
  return std::visit([](const auto& e) { return describe(e); }, error);
}

}  // namespace regent
