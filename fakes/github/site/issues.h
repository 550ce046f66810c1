// Issues: pull requests, which have all that issues have, and those that are nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/github.h"
#include "fakes/github/circumstances.h"
#include "fakes/github/site/call.h"
#include "fakes/github/site/present.h"

namespace regent::fake::site {

// As a read shows it; of a pull request that may lag. nullopt: there is none of that number.
[[nodiscard]] std::optional<IssueView> find_issue(const Call& call, std::uint32_t number);
[[nodiscard]] std::optional<IssueView> find_issue(const Call& call, std::uint32_t number,
                                                  const Circumstances& circumstances);
[[nodiscard]] IssueView view_of(const Call& call, const github::Pull& pull);
[[nodiscard]] IssueView view_of(const Call& call, const Issue& issue);

// The labels that an issue has from now on; those that are not defined get defined.
[[nodiscard]] github::Response set_labels(const Call& call, std::uint32_t number,
                                          std::vector<std::string> names);

// The names in a body: `["a"]`, `{"labels":["a"]}`, or objects with a name; nullopt: none of these.
[[nodiscard]] std::optional<std::vector<std::string>> label_names(const Json& body);

}  // namespace regent::fake::site
