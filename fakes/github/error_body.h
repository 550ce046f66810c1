// The bytes of GitHub's error answers.
#pragma once

#include <string>
#include <string_view>

#include "core/github.h"

namespace regent::fake {

// The operation's page at docs.github.com; the generic one for 401s and GraphQL.
[[nodiscard]] std::string_view documentation_url(const github::Request& request, int status);

// REST's envelope for `error`; without a page (a 400) it names none.
[[nodiscard]] std::string rest_error_body(const github::ApiError& error, int status,
                                          std::string_view documentation_url);

// The JSON body of an error answer to `request`, keys in GitHub's order: REST's envelope
// `{"message","errors"?,"documentation_url","status"}` or GraphQL's
// `{"data":{…:null},"errors":[{"type","path","message"}]}`. An error item that has only a message
// is a plain string, as in the 400 for conditional headers, which carries no `documentation_url`.
// Precondition: `response` holds an ApiError.
[[nodiscard]] std::string error_body(const github::Request& request,
                                     const github::Response& response);

}  // namespace regent::fake
