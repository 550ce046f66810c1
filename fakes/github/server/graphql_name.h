// What a GraphQL request is about, at a glance: for the journal and for fault rules. Serving it is
// another room's matter.
#pragma once

#include <string>
#include <string_view>

#include "fakes/github/site/exchange.h"

namespace regent::fake::server {

struct GraphqlName {
  std::string text;  // operation name and document; empty when the request is no GraphQL
  std::string name;  // `operationName`, or the document's first name after its keyword, or field
};

[[nodiscard]] bool is_graphql(std::string_view target);
[[nodiscard]] GraphqlName graphql_name(const site::HttpRequest& request);

}  // namespace regent::fake::server
