// The pull requests of a commit: what it was merged by, and what it is proposed in.
#include "fakes/github/graphql/connection.h"
#include "fakes/github/graphql/context.h"

namespace regent::fake::graphql {
namespace {

// Whether `pull` was merged as `sha`, or has it among the commits that its base does not have.
bool holds(const Repository& repository, const github::Pull& pull, const Sha& sha) {
  if (pull.merge_commit_sha == sha) return true;
  const auto base = repository.branch(pull.base);
  const auto common =
      base && !pull.merged ? repository.merge_base(*base, pull.head_sha) : std::nullopt;
  if (!common) return false;
  bool found = false;
  repository.walk_first_parents(pull.head_sha, [&](const CommitView& commit) {
    if (commit.sha == *common) return false;
    found = commit.sha == sha;
    return !found;
  });
  return found;
}

}  // namespace

Resolved connect_pulls_of_commit(const Context& context, Repository& repository, const Sha& sha,
                                 const Call& call) {
  std::vector<github::Pull> pulls;
  for (std::uint32_t number = 1; number <= repository.last_number(); ++number) {
    const github::Response response =
        context.read(repository, github::GetPull{github::PullNumber{number}}, part::pull);
    const github::Pull* pull = response.as<github::Pull>();
    if (pull != nullptr && holds(repository, *pull, sha)) pulls.push_back(*pull);
  }
  return connect(call,
                 {.connection = "PullRequestConnection",
                  .edge = "PullRequestEdge",
                  .count = pulls.size(),
                  .node = [&](std::size_t i) { return pull_node(context, repository, pulls[i]); },
                  .key =
                      [&](std::size_t i) {
                        return std::to_string(static_cast<std::uint32_t>(pulls[i].number));
                      }});
}

}  // namespace regent::fake::graphql
