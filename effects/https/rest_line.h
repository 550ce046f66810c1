// Method and path of the requests that are REST operations: for who sends them and for who shows
// them. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/github.h"
#include "effects/https/http.h"

namespace regent::https {

struct RepositoryName {
  std::string owner;
  std::string name;
  friend bool operator==(const RepositoryName&, const RepositoryName&) = default;
};

struct RestLine {
  std::string_view method;
  std::string path;  // with its query
  friend bool operator==(const RestLine&, const RestLine&) = default;
};

// How names become parts of a URL.
struct UrlSpelling {
  std::string (*path)(std::string_view) = percent_encoded_path;
  std::string (*value)(std::string_view) = percent_encoded;  // of a query, or one segment
};
// As people read them: nothing is encoded but blanks, which are plus signs.
[[nodiscard]] UrlSpelling readable();

// nullopt: the request is a GraphQL document.
[[nodiscard]] std::optional<RestLine> rest_line(const RepositoryName& repository,
                                                const github::Request& request,
                                                const UrlSpelling& spelling = {});

}  // namespace regent::https
