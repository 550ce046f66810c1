// The state of a site, for people and for tests.
#include <nlohmann/json.hpp>

#include "fakes/github/site/site.h"
#include "fakes/github/site/site_state.h"

namespace regent::fake::site {
namespace {

Json asset_names(const Desk& desk, std::uint64_t release) {
  Json names = Json::array();
  for (const auto& [id, asset] : desk.assets)
    if (asset.release == release) names.push_back(asset.name);
  return names;
}

}  // namespace

std::string Site::state_json() const {
  Json repositories = Json::array();
  for (std::size_t index = 0; index < state_->desks.size(); ++index) {
    const Repository& repository = state_->github.repositories()[index];
    const Desk& desk = state_->desks[index];
    Json refs = Json::array();
    for (const RefView& ref : repository.refs("refs/")) {
      Json shown{{"ref", ref.name}, {"sha", ref.target.hex()}};
      // Of an annotated tag: what it stands for.
      if (const auto commit = repository.commit_of(ref.target); commit && *commit != ref.target)
        shown["commit"] = commit->hex();
      refs.push_back(std::move(shown));
    }
    Json pulls = Json::array();
    for (std::uint32_t number = 1; number <= repository.last_number(); ++number) {
      const auto found = repository.pull(github::PullNumber{number});
      if (!found) continue;
      const PullView& pull = *found;
      pulls.push_back({{"number", number},
                       {"state", pull.state == github::PullState::open ? "open" : "closed"},
                       {"merged", pull.merged},
                       {"title", pull.title},
                       {"head", pull.head},
                       {"base", pull.base},
                       {"head_sha", pull.head_sha.hex()},
                       {"merge_commit_sha",
                        pull.merge_commit_sha ? Json(pull.merge_commit_sha->hex()) : Json()},
                       {"body", pull.body}});
    }
    Json issues = Json::array();
    for (const auto& [number, issue] : desk.issues)
      issues.push_back({{"number", static_cast<std::uint32_t>(number)},
                        {"state", issue.open ? "open" : "closed"},
                        {"title", issue.title},
                        {"labels", issue.labels}});
    Json releases = Json::array();
    for (std::size_t i = 0; i < repository.release_count(); ++i) {
      if (!repository.has_release(i)) continue;
      const ReleaseView release = repository.release(i);
      releases.push_back({{"id", release.id},
                          {"tag_name", release.tag_name},
                          {"name", release.name},
                          {"draft", release.draft},
                          {"prerelease", release.prerelease},
                          {"assets", asset_names(desk, release.id)}});
    }
    repositories.push_back(
        {{"full_name", std::string(repository.owner()) + '/' + std::string(repository.name())},
         {"default_branch", repository.default_branch()},
         {"refs", std::move(refs)},
         {"pulls", std::move(pulls)},
         {"releases", std::move(releases)},
         {"issues", std::move(issues)},
         {"background", repository.background().size()}});
  }
  const Json json{{"schema", "regent.fake-github.world/1"},
                  {"revision", revision()},
                  {"deliveries", state_->deliveries.size()},
                  {"repositories", std::move(repositories)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace regent::fake::site
