// HTTP answers as they go over the wire.
#pragma once

#include <string>
#include <string_view>

#include "fakes/github/site/exchange.h"

namespace regent::fake::server {

struct AnswerForm {
  bool keeps_alive = true;
  bool has_length = true;  // false: the body ends with the connection
};

// Status line and headers up to the empty line. Adds Date, Content-Length, Connection and, unless
// the answer has its own, Server and X-GitHub-Request-Id.
[[nodiscard]] std::string head_text(const site::HttpResponse& response, AnswerForm form);

// A JSON answer with only a `message`, as GitHub's front end gives for what no service has seen.
[[nodiscard]] site::HttpResponse plain_refusal(int status, std::string_view message);

// The path and query of a request target in absolute form (`GET http://host/path`, RFC 9112
// §3.2.2); any other target as it is.
[[nodiscard]] std::string origin_form(std::string_view target);

// `text` as a JSON string, with its quotes; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace regent::fake::server
