// Find the release PR, then calculate the version ("Idempotent Webhook Processing", steps 1 and 2).
#include <algorithm>
#include <iterator>
#include <utility>

#include "core/optimistic_protocol.h"

namespace regent {
namespace {

constexpr std::string_view title_prefix = "chore(release): ";  // `release_title`

std::optional<Version> parsed(std::string_view text) {
  auto version = Version::parse(text);
  if (!version) return std::nullopt;
  return *std::move(version);
}

}  // namespace

// The version that a release PR is for: by its branch where the name holds one, else by its title.
std::optional<Version> OptimisticProtocol::version_of(std::string_view head,
                                                      std::string_view title) const {
  if (config_.concurrency.branch_naming.strategy != BranchNamingStrategy::stable)
    if (auto version = version_of_branch(head)) return version;
  if (!title.starts_with(title_prefix)) return std::nullopt;
  return parsed(title.substr(title_prefix.size()));
}

Action OptimisticProtocol::read_base(std::string_view base) {
  return send(github::GetRef{"refs/heads/" + std::string(base)}, OptimisticPhase::reading_base);
}

Action OptimisticProtocol::on_base(const Response& response) {
  const auto* ref = response.as<github::Ref>();
  if (ref != nullptr) {
    run_.onto = ref->target;
    return search();
  }
  const bool is_absent = error_of(response) == ErrorClass::not_found &&
                         run_.tries >= config_.concurrency.retry_policy.max_attempts;
  if (!is_absent) return failed(response);
  return finish(Finish::dead_letter("there is no branch " + run_.target.base));
}

Action OptimisticProtocol::search() {
  return send(github::SearchPulls{std::string(release_branch_prefix)}, OptimisticPhase::searching);
}

// Weakness 4: the index lags, and that it shows no release PR is taken for there being none.
Action OptimisticProtocol::on_found(const Response& response) {
  const auto* found = response.as<github::Pulls>();
  if (found == nullptr) return failed(response);
  const auto conflicts = [this](const github::Pull& pull) {
    return pull.state == github::PullState::open && pull.base == run_.target.base &&
           pull.head.starts_with(release_branch_prefix) &&
           version_of(pull.head, pull.title).has_value();
  };
  const auto existing = std::ranges::find_if(found->pulls, conflicts);
  if (existing != found->pulls.end()) run_.existing = existing->number;
  return run_.calculated ? update_or_create() : read_tags();
}

Action OptimisticProtocol::read_tags() {
  return send(github::ListMatchingRefs{"refs/tags/" + config_.tag_prefix()},
              OptimisticPhase::reading_tags);
}

Action OptimisticProtocol::on_tags(Response response) {
  auto* list = std::get_if<github::Refs>(&response.payload);
  if (list == nullptr) return failed(response);
  run_.tags = std::move(list->refs);
  choose_last();
  return read_commits();
}

// The highest release that is tagged, below the one that is being released and below `last`, which
// was found to be outside the merge's history.
void OptimisticProtocol::choose_last() {
  const std::string prefix = "refs/tags/" + config_.tag_prefix();
  std::optional<Version> below = run_.releasing;
  if (run_.last) below = std::move(run_.last->version);
  run_.last.reset();
  for (const github::Ref& tag : run_.tags) {
    if (!tag.name.starts_with(prefix)) continue;
    auto version = parsed(std::string_view(tag.name).substr(prefix.size()));
    if (!version || version->is_prerelease() || (below && *version >= *below)) continue;
    if (!run_.last || *version > run_.last->version)
      run_.last = Released{*std::move(version), tag.target};
  }
}

Action OptimisticProtocol::read_commits() {
  if (!run_.last)
    return send(github::ListCommits{run_.onto, run_.page}, OptimisticPhase::comparing);
  return send(github::CompareCommits{run_.last->commit, run_.onto, run_.page},
              OptimisticPhase::comparing);
}

Action OptimisticProtocol::on_comparison(Response response) {
  if (!run_.last) return on_commit_list(std::move(response));
  auto* comparison = std::get_if<github::Comparison>(&response.payload);
  if (comparison == nullptr) return failed(response);
  if (comparison->status == github::CompareStatus::diverged) {
    choose_last();
    return read_commits();
  }
  std::ranges::move(comparison->commits, std::back_inserter(run_.commits));
  if (comparison->commits.empty() || run_.commits.size() >= comparison->total_commits)
    return after_commits();
  ++run_.page;
  return read_commits();
}

Action OptimisticProtocol::on_commit_list(Response response) {
  auto* list = std::get_if<github::Commits>(&response.payload);
  if (list == nullptr) return failed(response);
  std::ranges::move(list->commits, std::back_inserter(run_.commits));
  if (list->more) {
    ++run_.page;
    return read_commits();
  }
  std::ranges::reverse(run_.commits);  // GitHub lists the newest first
  return after_commits();
}

Action OptimisticProtocol::after_commits() { return run_.releasing ? tag() : calculate(); }

Action OptimisticProtocol::calculate() {
  std::vector<CommitView> commits;
  commits.reserve(run_.commits.size());
  for (const auto& commit : run_.commits) commits.push_back({commit.sha, commit.message});
  auto release = wanted(run_.last ? std::optional(run_.last->version) : std::nullopt, commits,
                        config_.release_rules, config_.changelog);
  run_.tags = {};
  run_.commits = {};
  if (!release) return acknowledge();
  run_.calculated =
      ReleasePull{std::move(release->version), std::move(release->changelog), run_.trigger.base};
  return update_or_create();
}

}  // namespace regent
