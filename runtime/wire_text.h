// Requests and answers as they would stand on the wire, for people who know GitHub's API.
//
// Method, path and body; what decides nothing (authentication, user agent, links) is left out.
// GraphQL documents are named, not spelled out.
#pragma once

#include <string>
#include <string_view>

#include "core/github.h"

namespace regent::runtime {

// `POST /repos/octo/repo/pulls` and, on the lines below, the body in JSON. `repository` is
// `owner/name`.
[[nodiscard]] std::string wire_text(const github::Request& request, std::string_view repository);

// The body of an answer in JSON; empty when there is none.
[[nodiscard]] std::string wire_text(const github::Response& response);

}  // namespace regent::runtime
