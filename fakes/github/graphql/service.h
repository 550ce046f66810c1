// GraphQL as the simulated GitHub serves it: a request body in, an answer body out.
//
// The executable grammar is the specification's (October 2021); what there is to ask for is in the
// schema (schema.h), which introspection shows. Reads go through the typed requests of
// core/github.h, so that each field lags like its part of `Observe` and `ObservePull`:
// `object(expression:)` and refs that are no branches like the ledger, other single refs like the
// base, `refs` like heads or tags, `releases` and `pullRequest` like their own. Rate limits are the
// caller's to charge (GitHub::admit).
#pragma once

#include <string>
#include <string_view>

#include "fakes/github/circumstances.h"
#include "fakes/github/github.h"
#include "fakes/github/graphql/records.h"

namespace regent::fake::graphql {

// Who asks, when, and what goes differently.
struct Session {
  GitHub& github;
  Circumstances circumstances;  // `by_app`: the viewer is the bot
  std::string viewer;           // login
  std::string bot;              // login of whoever `by_app` edits were made by
  std::string person;           // login of whoever made the others
  std::string url;              // of the site, without a slash at the end
  Records* records = nullptr;   // nullptr: nothing is known but the value
};

struct Answer {
  int status = 200;
  std::string body;  // JSON
};

// Answers the body of a `POST /graphql`. Any bytes are answered: 400 for what is no request, 200
// with `errors` for a document that is refused, and what the circumstances' failure says.
[[nodiscard]] Answer execute(const Session& session, std::string_view body);

}  // namespace regent::fake::graphql
