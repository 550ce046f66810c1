#include "fakes/github/server/world.h"

#include <chrono>
#include <utility>

#include "fakes/github/repository.h"

namespace regent::fake::server {
namespace {

// Fixed: the first commit's id does not depend on when the server was started.
constexpr Time first_commit_at = std::chrono::sys_days(std::chrono::year_month_day(
    std::chrono::year(2024), std::chrono::January, std::chrono::day(1)));

void import(const World& world, Repository& repository) {
  std::vector<Sha> parents;
  for (const World::Commit& commit : world.commits) {
    repository.import(
        {.sha = commit.sha, .parents = parents, .message = commit.message, .date = commit.date});
    for (const std::string& tag : commit.tags) repository.set_tag(tag, commit.sha);
    parents.assign(1, commit.sha);
  }
  repository.set_branch(repository.default_branch(), parents.front());
}

}  // namespace

GitHub make_github(const World& world, const Settings& settings) {
  Repository repository(settings, world.owner, world.name);
  if (world.commits.empty()) {
    static_cast<void>(repository.initialize("Initial commit", first_commit_at,
                                            {{"README.md", "# " + world.name + "\n"}}));
  } else {
    import(world, repository);
  }
  repository.forget_past();
  return GitHub(std::move(repository));
}

Digest world_digest(const World& world) {
  constexpr std::uint64_t world_seed = 71;
  DigestBuilder builder(world_seed);
  builder.add(digest_of(world.owner, world_seed)).add(digest_of(world.name, world_seed));
  for (const World::Commit& commit : world.commits) {
    builder.add(digest_of(commit.sha.hex(), world_seed));
    builder.add(digest_of(commit.message, world_seed));
    builder.add(static_cast<std::uint64_t>(commit.date.time_since_epoch().count()));
    for (const std::string& tag : commit.tags) builder.add(digest_of(tag, world_seed));
  }
  return builder.finish();
}

}  // namespace regent::fake::server
