// Who a request is from.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "fakes/github/site/call.h"

namespace regent::fake::site {

// The viewer that the request's `Authorization` names; the message of GitHub's 401 when its
// credentials are no good.
[[nodiscard]] std::expected<Viewer, std::string_view> authenticate(const SiteState& site,
                                                                   const HttpRequest& request,
                                                                   Time now);

// The token in the request's `Authorization`, however it is given; empty when there is none.
[[nodiscard]] std::string token_in(const HttpRequest& request);

// The app that an RS256 JWT names, verified (RFC 7515, 7519; DOC, authenticating as a GitHub App);
// the message of GitHub's 401 otherwise.
[[nodiscard]] std::expected<void, std::string_view> verify_jwt(std::string_view jwt,
                                                               const AppCredentials& app, Time now);

}  // namespace regent::fake::site
