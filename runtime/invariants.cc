#include "runtime/invariants.h"

#include <array>
#include <utility>

namespace regent::runtime {
namespace {

using Rule = std::pair<std::string_view, std::string_view>;

constexpr std::array<Rule, 15> rules = {{
    {"one-pr-per-version", "Two open release PRs never propose the same version of one base."},
    {"one-open-pr", "A base never has two open release PRs whose branches both exist."},
    {"no-downgrade", "A release PR's version never goes down, and is above the last release."},
    {"no-lost-merge", "At rest the release PR lists every merged commit, and each one once."},
    {"right-version", "At rest the release PR proposes the version that the commits call for."},
    {"projection", "At rest title, body, branch and recorded state agree."},
    {"no-litter", "At rest no release branch, claim or lock of ours is left over."},
    {"nothing-accepted-lost", "An accepted webhook is acted on, or it is in the dead letters."},
    {"one-at-a-time", "In queue mode one processor at a time works on a repository."},
    {"api-budget", "A merge costs a bounded number of API calls, and the limit's reserve is kept."},
    {"human-text-kept", "What a person wrote outside the managed region is kept."},
    {"tag-is-final", "A release tag never moves, and no version is released twice."},
    {"foreign-branch-kept", "A branch that a person made is neither moved nor removed."},
    {"liveness", "Once faults stop, the wanted state is reached within a bounded time."},
    {"ordering-duty", "A worker acts only in the order that its plan permits."},
}};

}  // namespace

std::string_view rule_of(std::string_view invariant) {
  for (const auto& [name, rule] : rules)
    if (name == invariant) return rule;
  return {};
}

}  // namespace regent::runtime
