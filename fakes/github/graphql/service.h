// GraphQL as the simulated GitHub serves it: a request body in, an answer body out.
#pragma once

#include <string>
#include <string_view>

#include "fakes/github/circumstances.h"
#include "fakes/github/github.h"

namespace regent::fake::graphql {

// Who asks, when, and what goes differently.
struct Session {
  GitHub& github;
  Circumstances circumstances;  // `by_app`: the viewer is the bot
  std::string viewer;           // login
  std::string bot;              // login of whoever `by_app` edits were made by
  std::string person;           // login of whoever made the others
  std::string url;              // of the site, without a slash at the end
};

struct Answer {
  int status = 200;
  std::string body;  // JSON
};

// Answers the body of a `POST /graphql`.
[[nodiscard]] Answer execute(const Session& session, std::string_view body);

}  // namespace regent::fake::graphql
