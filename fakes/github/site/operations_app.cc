// The GitHub App: its installation, its tokens, the deliveries of its webhooks.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/github/node_ids.h"
#include "fakes/github/responses.h"
#include "fakes/github/site/deliveries.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

constexpr Duration token_lifetime = std::chrono::hours(1);
constexpr std::string_view app_slug = "release-regent";
constexpr std::uint64_t token_seed = 61;

// What the app may do; as much as a release bot needs.
Json permissions() {
  return {
      {"contents", "write"}, {"issues", "write"}, {"metadata", "read"}, {"pull_requests", "write"}};
}

Json present_installation(const Call& call) {
  const std::string owner(call.site.github.repository().owner());
  const std::string date = iso_date(call.site.desks.front().created_at);
  const std::string api =
      call.links.api + "/app/installations/" + std::to_string(SiteState::installation);
  return {{"id", SiteState::installation},
          {"account", present_account(call.links, owner)},
          {"repository_selection", "all"},
          {"access_tokens_url", api + "/access_tokens"},
          {"repositories_url", call.links.api + "/installation/repositories"},
          {"html_url",
           call.links.web + "/settings/installations/" + std::to_string(SiteState::installation)},
          {"app_id", call.site.options.app ? call.site.options.app->id : 0},
          {"app_slug", app_slug},
          {"target_id", account_id(owner)},
          {"target_type", "User"},
          {"permissions", permissions()},
          {"events", Json::array({"pull_request", "push"})},
          {"created_at", date},
          {"updated_at", date},
          {"single_file_name", nullptr},
          {"has_multiple_single_files", false},
          {"single_file_paths", Json::array()},
          {"suspended_by", nullptr},
          {"suspended_at", nullptr}};
}

std::optional<HttpResponse> unless_app(const Call& call) {
  if (call.viewer.kind == Viewer::Kind::app) return std::nullopt;
  return refusal(call, 401, "A JSON web token could not be decoded");
}

}  // namespace

HttpResponse get_app(Call& call) {
  if (auto refused = unless_app(call)) return *std::move(refused);
  const std::string owner(call.site.github.repository().owner());
  const std::string date = iso_date(call.site.desks.front().created_at);
  return json_reply({{"id", call.site.options.app->id},
                     {"slug", app_slug},
                     {"node_id", node_id("A", app_slug, {})},
                     {"owner", present_account(call.links, owner)},
                     {"name", "Release Regent"},
                     {"description", nullptr},
                     {"external_url", call.links.web},
                     {"html_url", call.links.web + "/apps/" + std::string(app_slug)},
                     {"created_at", date},
                     {"updated_at", date},
                     {"permissions", permissions()},
                     {"events", Json::array({"pull_request", "push"})},
                     {"installations_count", 1}});
}

HttpResponse list_installations(Call& call) {
  if (auto refused = unless_app(call)) return *std::move(refused);
  return Paging(call).reply(call, Json::array({present_installation(call)}));
}

HttpResponse get_installation(Call& call) {
  if (auto refused = unless_app(call)) return *std::move(refused);
  const bool by_id = call.path.size() == 1;
  if (by_id && call.path[0] != std::to_string(SiteState::installation))
    return refusal(call, not_found());
  return json_reply(present_installation(call));
}

HttpResponse create_installation_token(Call& call) {
  if (auto refused = unless_app(call)) return *std::move(refused);
  if (call.path[0] != std::to_string(SiteState::installation)) return refusal(call, not_found());
  const std::string count = std::to_string(++call.site.tokens_issued);
  const std::string drawn = std::to_string(call.site.options.seed) + ' ' + count;
  const std::string token = "ghs_" + to_hex(digest_of(drawn, token_seed)) + count;
  const Time expires_at = call.circumstances.now + token_lifetime;
  std::erase_if(call.site.installation_tokens, [&](const auto& entry) {
    return entry.second.expires_at <= call.circumstances.now;
  });
  call.site.installation_tokens[token] = {expires_at};
  ++call.site.revision;
  return json_reply({{"token", token},
                     {"expires_at", iso_date(expires_at)},
                     {"permissions", permissions()},
                     {"repository_selection", "all"}},
                    201);
}

HttpResponse get_hook_config(Call& call) {
  if (auto refused = unless_app(call)) return *std::move(refused);
  return json_reply({{"content_type", "json"},
                     {"insecure_ssl", "0"},
                     {"secret", "********"},
                     {"url", call.site.options.hook_url}});
}

HttpResponse list_deliveries(Call& call) {
  if (auto refused = unless_app(call)) return *std::move(refused);
  return deliveries_reply(call, server_hook);
}

HttpResponse get_delivery(Call& call) {
  if (auto refused = unless_app(call)) return *std::move(refused);
  const DeliveryRecord* record = find_delivery(call, server_hook, call.path.back());
  return record == nullptr ? refusal(call, not_found()) : delivery_reply(call, *record);
}

HttpResponse redeliver(Call& call) {
  if (auto refused = unless_app(call)) return *std::move(refused);
  const DeliveryRecord* record = find_delivery(call, server_hook, call.path.back());
  if (record == nullptr) return refusal(call, not_found());
  deliver_again(call, *record);
  return json_reply(Json::object(), 202);
}

}  // namespace regent::fake::site
