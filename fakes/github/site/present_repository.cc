// Accounts, the repository itself, its branches and tags.
#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "fakes/github/node_ids.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/present.h"
#include "fakes/github/site/target.h"

namespace regent::fake::site {
namespace {

constexpr std::size_t repository_members = 100;

// Adds members whose keys the object does not have yet: to look for each of them among those that
// are there would take longer than all the rest.
void add_new(Json& json, std::initializer_list<std::pair<const char*, Json>> members) {
  auto& object = json.get_ref<Json::object_t&>();
  for (const auto& [key, value] : members) object.emplace_back(key, value);
}

}  // namespace

Json present_account(const Links& links, std::string_view login) {
  const std::string name(login);
  const bool is_app = login.ends_with("[bot]");
  const std::string api = links.api + "/users/" + percent_encoded(login);
  const std::string page =
      links.web + (is_app ? "/apps/" + name.substr(0, name.size() - 5) : "/" + name);
  return {{"login", name},
          {"id", account_id(login)},
          {"node_id", account_node_id(login)},
          {"avatar_url", links.web + "/avatars/" + percent_encoded(login)},
          {"gravatar_id", ""},
          {"url", api},
          {"html_url", page},
          {"followers_url", api + "/followers"},
          {"following_url", api + "/following{/other_user}"},
          {"gists_url", api + "/gists{/gist_id}"},
          {"starred_url", api + "/starred{/owner}{/repo}"},
          {"subscriptions_url", api + "/subscriptions"},
          {"organizations_url", api + "/orgs"},
          {"repos_url", api + "/repos"},
          {"events_url", api + "/events{/privacy}"},
          {"received_events_url", api + "/received_events"},
          {"type", is_app ? "Bot" : "User"},
          {"user_view_type", "public"},
          {"site_admin", false}};
}

Presenter::Presenter(const Links& links, const Cast& cast, const Repository& repository,
                     const Desk& desk, ApiVersion version)
    : links_(links),
      cast_(cast),
      repository_(repository),
      desk_(desk),
      version_(version),
      full_name_(std::string(repository.owner()) + '/' + std::string(repository.name())),
      api_(links.repository(full_name_)),
      page_(links.page(full_name_)) {}

Json Presenter::account(std::string_view login) const { return present_account(links_, login); }

Json Presenter::owner() const {
  Json json = account(repository_.owner());
  if (desk_.is_of_organization) json["type"] = "Organization";
  return json;
}

Json Presenter::repository() const {
  if (shown_repository_ == nullptr)
    shown_repository_ = std::make_shared<const Json>(make_repository());
  return *shown_repository_;
}

Json Presenter::make_repository() const {
  Json json{{"id", repository_id(full_name_)},
            {"node_id", repository_node_id(full_name_)},
            {"name", repository_.name()},
            {"full_name", full_name_},
            {"private", desk_.is_private},
            {"owner", owner()},
            {"html_url", page_},
            {"description", desk_.description.empty() ? Json() : Json(desk_.description)},
            {"fork", false},
            {"url", api_}};
  json.get_ref<Json::object_t&>().reserve(repository_members);
  // In the order of the published description; `{…}` are URI templates that clients expand.
  for (const auto& [key, path] : std::initializer_list<std::pair<const char*, const char*>>{
           {"forks_url", "/forks"},
           {"keys_url", "/keys{/key_id}"},
           {"collaborators_url", "/collaborators{/collaborator}"},
           {"teams_url", "/teams"},
           {"hooks_url", "/hooks"},
           {"issue_events_url", "/issues/events{/number}"},
           {"events_url", "/events"},
           {"assignees_url", "/assignees{/user}"},
           {"branches_url", "/branches{/branch}"},
           {"tags_url", "/tags"},
           {"blobs_url", "/git/blobs{/sha}"},
           {"git_tags_url", "/git/tags{/sha}"},
           {"git_refs_url", "/git/refs{/sha}"},
           {"trees_url", "/git/trees{/sha}"},
           {"statuses_url", "/statuses/{sha}"},
           {"languages_url", "/languages"},
           {"stargazers_url", "/stargazers"},
           {"contributors_url", "/contributors"},
           {"subscribers_url", "/subscribers"},
           {"subscription_url", "/subscription"},
           {"commits_url", "/commits{/sha}"},
           {"git_commits_url", "/git/commits{/sha}"},
           {"comments_url", "/comments{/number}"},
           {"issue_comment_url", "/issues/comments{/number}"},
           {"contents_url", "/contents/{+path}"},
           {"compare_url", "/compare/{base}...{head}"},
           {"merges_url", "/merges"},
           {"archive_url", "/{archive_format}{/ref}"},
           {"downloads_url", "/downloads"},
           {"issues_url", "/issues{/number}"},
           {"pulls_url", "/pulls{/number}"},
           {"milestones_url", "/milestones{/number}"},
           {"notifications_url", "/notifications{?since,all,participating}"},
           {"labels_url", "/labels{/name}"},
           {"releases_url", "/releases{/id}"},
           {"deployments_url", "/deployments"}})
    add_new(json, {{key, api_ + path}});
  const std::string date = iso_date(desk_.created_at);
  const std::size_t open = repository_.open_pulls().size() +
                           static_cast<std::size_t>(std::ranges::count_if(
                               desk_.issues, [](const auto& entry) { return entry.second.open; }));
  add_new(
      json,
      {{"created_at", date},
       {"updated_at", iso_date(std::max(desk_.created_at, desk_.pushed_at))},
       {"pushed_at", iso_date(std::max(desk_.created_at, desk_.pushed_at))},
       {"git_url", "git:" + page_.substr(page_.find("//")) + ".git"},
       {"ssh_url", "git@" + page_.substr(page_.find("//") + 2) + ".git"},
       {"clone_url", page_ + ".git"},
       {"svn_url", page_},
       {"homepage", nullptr},
       {"size", 0},
       {"stargazers_count", 0},
       {"watchers_count", 0},
       {"language", nullptr},
       {"has_issues", true},
       {"has_projects", false},
       {"has_downloads", true},
       {"has_wiki", false},
       {"has_pages", false},
       {"has_discussions", false},
       {"has_pull_requests", true},
       {"forks_count", 0},
       {"mirror_url", nullptr},
       {"archived", false},
       {"disabled", false},
       {"open_issues_count", open},
       {"license", nullptr},
       {"allow_forking", true},
       {"is_template", false},
       {"web_commit_signoff_required", false},
       {"topics", Json::array()},
       {"visibility", desk_.is_private ? "private" : "public"},
       {"forks", 0},
       {"open_issues", open},
       {"watchers", 0},
       {"default_branch", repository_.default_branch()},
       {"permissions",
        {{"admin", true}, {"maintain", true}, {"push", true}, {"triage", true}, {"pull", true}}},
       {"temp_clone_token", ""},
       {"allow_squash_merge", true},
       {"allow_merge_commit", true},
       {"allow_rebase_merge", true},
       {"allow_auto_merge", false},
       {"delete_branch_on_merge", repository_.settings().delete_branch_on_merge},
       {"allow_update_branch", true},
       {"use_squash_pr_title_as_default", false},
       {"network_count", 0},
       {"subscribers_count", 0}});
  if (desk_.is_of_organization) json["organization"] = owner();
  return json;
}

Json Presenter::branch(std::string_view name, const Sha& head, Form form) const {
  const std::string path = percent_encoded(name);
  if (form == Form::brief)
    return {{"name", name},
            {"commit", {{"sha", head.hex()}, {"url", api_ + "/commits/" + head.hex()}}},
            {"protected", false}};
  const std::string self = api_ + "/branches/" + path;
  Json json{{"name", name}, {"commit", Json()}};
  if (const auto commit = repository_.whole_commit(head))
    json["commit"] = this->commit(*commit, Form::brief);
  json["_links"] = {{"self", self}, {"html", page_ + "/tree/" + path}};
  json["protected"] = false;
  json["protection"] = {
      {"enabled", false},
      {"required_status_checks",
       {{"enforcement_level", "off"}, {"contexts", Json::array()}, {"checks", Json::array()}}}};
  json["protection_url"] = self + "/protection";
  return json;
}

Json Presenter::tag(std::string_view name, const Sha& commit) const {
  const std::string path = percent_encoded(name);
  return {{"name", name},
          {"zipball_url", api_ + "/zipball/refs/tags/" + path},
          {"tarball_url", api_ + "/tarball/refs/tags/" + path},
          {"commit", {{"sha", commit.hex()}, {"url", api_ + "/commits/" + commit.hex()}}},
          {"node_id", ref_node_id(full_name_, "refs/tags/" + std::string(name))}};
}

}  // namespace regent::fake::site
