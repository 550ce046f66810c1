// What belongs to no repository, repositories themselves, and GraphQL.
#include <nlohmann/json.hpp>

#include "fakes/github/graphql/service.h"
#include "fakes/github/node_ids.h"
#include "fakes/github/responses.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/graphql_records.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

Json all_repositories(const Call& call) {
  Json out = Json::array();
  const std::vector<Repository>& repositories = call.site.github.repositories();
  for (std::size_t i = 0; i < repositories.size(); ++i)
    out.push_back(
        Presenter(call.links, call.site.cast, repositories[i], call.site.desks[i]).repository());
  return out;
}

bool is_repository_name(std::string_view name) {
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  return !name.empty() && name.size() <= 100 && name != "." && name != ".." &&
         name.find_first_not_of(allowed) == std::string_view::npos;
}

// GitHub's own words, unlike those of other resources (dyad-sh/dyad#1914).
github::Response repository_exists() {
  return answer(github::ApiError{.message = "Repository creation failed.",
                                 .errors = {{"Repository", "name", "custom",
                                             "name already exists on this account"}},
                                 .graphql_type = {}},
                422);
}

}  // namespace

HttpResponse get_root(Call& call) {
  Json json = Json::object();
  // SPEC, components/schemas/root. It lists all of GitHub, also what is not served here.
  for (const auto& [key, path] : std::initializer_list<std::pair<const char*, const char*>>{
           {"current_user_url", "/user"},
           {"current_user_authorizations_html_url", nullptr},
           {"authorizations_url", "/authorizations"},
           {"code_search_url", "/search/code?q={query}{&page,per_page,sort,order}"},
           {"commit_search_url", "/search/commits?q={query}{&page,per_page,sort,order}"},
           {"emails_url", "/user/emails"},
           {"emojis_url", "/emojis"},
           {"events_url", "/events"},
           {"feeds_url", "/feeds"},
           {"followers_url", "/user/followers"},
           {"following_url", "/user/following{/target}"},
           {"gists_url", "/gists{/gist_id}"},
           {"hub_url", "/hub"},
           {"issue_search_url", "/search/issues?q={query}{&page,per_page,sort,order}"},
           {"issues_url", "/issues"},
           {"keys_url", "/user/keys"},
           {"label_search_url",
            "/search/labels?q={query}&repository_id={repository_id}{&page,per_page}"},
           {"notifications_url", "/notifications"},
           {"organization_url", "/orgs/{org}"},
           {"organization_repositories_url", "/orgs/{org}/repos{?type,page,per_page,sort}"},
           {"organization_teams_url", "/orgs/{org}/teams"},
           {"public_gists_url", "/gists/public"},
           {"rate_limit_url", "/rate_limit"},
           {"repository_url", "/repos/{owner}/{repo}"},
           {"repository_search_url", "/search/repositories?q={query}{&page,per_page,sort,order}"},
           {"current_user_repositories_url", "/user/repos{?type,page,per_page,sort}"},
           {"starred_url", "/user/starred{/owner}{/repo}"},
           {"starred_gists_url", "/gists/starred"},
           {"topic_search_url", "/search/topics?q={query}{&page,per_page}"},
           {"user_url", "/users/{user}"},
           {"user_organizations_url", "/user/orgs"},
           {"user_repositories_url", "/users/{user}/repos{?type,page,per_page,sort}"},
           {"user_search_url", "/search/users?q={query}{&page,per_page,sort,order}"}})
    json[key] = path != nullptr ? call.links.api + path
                                : call.links.web + "/settings/connections/applications{/client_id}";
  return json_reply(json);
}

HttpResponse get_meta(Call&) {
  return json_reply({{"verifiable_password_authentication", false},
                     {"hooks", Json::array({"127.0.0.0/8"})},
                     {"web", Json::array({"127.0.0.0/8"})},
                     {"api", Json::array({"127.0.0.0/8"})},
                     {"git", Json::array()}});
}

HttpResponse get_rate_limit(Call& call) {
  const Settings& settings = call.site.github.repository().settings();
  github::Headers headers;
  call.site.github.stamp(call.circumstances.now, headers);
  const std::uint32_t limit = settings.rate_limit_per_hour;
  const Json core{{"limit", limit},
                  {"used", limit - std::min(limit, headers.rate_limit_remaining)},
                  {"remaining", headers.rate_limit_remaining},
                  {"reset", std::chrono::floor<std::chrono::seconds>(headers.rate_limit_reset)
                                .time_since_epoch()
                                .count()}};
  return json_reply(
      {{"resources", {{"core", core}, {"search", core}, {"graphql", core}}}, {"rate", core}});
}

HttpResponse get_viewer(Call& call) {
  if (call.viewer.kind == Viewer::Kind::anonymous)
    return refusal(call, 401, "Requires authentication");
  if (call.viewer.kind != Viewer::Kind::user)
    return refusal(call, 403, "Resource not accessible by integration");
  call.path = {call.viewer.login};
  return get_user(call);
}

HttpResponse get_user(Call& call) {
  Json json = present_account(call.links, call.path[0]);
  const std::string date = iso_date(call.site.desks.front().created_at);
  json.update(Json{{"name", call.path[0]},
                   {"company", nullptr},
                   {"blog", ""},
                   {"location", nullptr},
                   {"email", nullptr},
                   {"hireable", nullptr},
                   {"bio", nullptr},
                   {"twitter_username", nullptr},
                   {"public_repos", call.site.github.repositories().size()},
                   {"public_gists", 0},
                   {"followers", 0},
                   {"following", 0},
                   {"created_at", date},
                   {"updated_at", date}});
  return json_reply(json);
}

HttpResponse list_viewer_repositories(Call& call) {
  return Paging(call).reply(call, all_repositories(call));
}

HttpResponse list_installation_repositories(Call& call) {
  if (call.viewer.kind != Viewer::Kind::installation)
    return refusal(call, 403,
                   "You must authenticate with an installation access token in order to "
                   "list repositories for an installation.");
  Json repositories = all_repositories(call);
  const std::size_t count = repositories.size();
  return json_reply({{"total_count", count}, {"repositories", std::move(repositories)}});
}

HttpResponse create_repository(Call& call) {
  Fields fields(call);
  const std::string name = fields.required_text("name");
  const std::string description = fields.text("description").value_or("");
  const bool is_private = fields.flag("private").value_or(false);
  const bool initializes = fields.flag("auto_init").value_or(false);
  const bool deletes = fields.flag("delete_branch_on_merge").value_or(false);
  if (auto refused = fields.refusal()) return *std::move(refused);
  const std::string owner = call.path.empty() ? call.viewer.login : call.path[0];
  if (!is_repository_name(name)) return invalid(call, "Repository", "name", "invalid");
  if (call.site.github.find(owner + '/' + name) != nullptr)
    return refusal(call, repository_exists());
  Settings settings = call.site.options.settings;
  settings.delete_branch_on_merge = deletes;
  Repository repository(settings, owner, name);
  if (initializes)
    repository.initialize(
        "Initial commit", call.circumstances.now,
        {{"README.md", "# " + name + (description.empty() ? "" : "\n" + description)}});
  call.site.github.add(std::move(repository));
  call.site.desks.push_back({.created_at = call.circumstances.now,
                             .pushed_at = call.circumstances.now,
                             .description = description,
                             .is_private = is_private,
                             .is_of_organization = !call.path.empty()});
  ++call.site.revision;
  const Presenter present(call.links, call.site.cast, call.site.github.repositories().back(),
                          call.site.desks.back());
  return json_reply(present.repository(), 201);
}

HttpResponse get_repository(Call& call) { return json_reply(call.present().repository()); }

HttpResponse update_repository(Call& call) {
  Fields fields(call);
  const auto description = fields.text("description");
  const auto is_private = fields.flag("private");
  const auto deletes = fields.flag("delete_branch_on_merge");
  if (auto refused = fields.refusal()) return *std::move(refused);
  call.desk->description = description.value_or(call.desk->description);
  call.desk->is_private = is_private.value_or(call.desk->is_private);
  Settings settings = call.repository->settings();
  settings.delete_branch_on_merge = deletes.value_or(settings.delete_branch_on_merge);
  call.repository->configure(settings);
  ++call.site.revision;
  return get_repository(call);
}

HttpResponse answer_graphql(Call& call) {
  if (call.viewer.kind == Viewer::Kind::anonymous)
    return refusal(call, 401, "This endpoint requires you to be authenticated.");
  GraphqlRecords records(call.site);
  const graphql::Session session{.github = call.site.github,
                                 .circumstances = call.circumstances,
                                 .viewer = call.viewer.login,
                                 .bot = call.site.cast.bot,
                                 .person = call.site.cast.person,
                                 .url = call.links.web,
                                 .records = &records};
  graphql::Answer answer = graphql::execute(session, call.http.body);
  return {
      answer.status, {{"Content-Type", "application/json; charset=utf-8"}}, std::move(answer.body)};
}

}  // namespace regent::fake::site
