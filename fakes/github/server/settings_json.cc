#include "fakes/github/server/settings_json.h"

#include <nlohmann/json.hpp>

namespace regent::fake::server {
namespace {

using Json = nlohmann::ordered_json;

// One list of the settings for both ways.
template <typename SettingsType, typename Visit>
void visit(SettingsType& settings, const Visit& one) {
  one("list_lag_max_ms", settings.list_lag_max);
  one("search_lag_max_ms", settings.search_lag_max);
  one("counts_changes", settings.counts_changes);
  one("delete_branch_on_merge", settings.delete_branch_on_merge);
  one("shares_objects", settings.shares_objects);
  one("rate_limit_per_hour", settings.rate_limit_per_hour);
  one("rate_limit_status", settings.rate_limit_status);
  one("secondary_limits", settings.secondary_limits);
  one("installation_id", settings.installation_id);
  one("weak_etags", settings.weak_etags);
  one("drops_merge_commit_sha", settings.drops_merge_commit_sha);
  one("stale_merge_commit_in_webhook", settings.stale_merge_commit_in_webhook);
  one("ignores_head_filter", settings.ignores_head_filter);
  one("deletes_absent_refs", settings.deletes_absent_refs);
  one("closes_pulls_of_recreated_branches", settings.closes_pulls_of_recreated_branches);
  one("pull_request_webhooks", settings.subscriptions.pull_request);
  one("push_webhooks", settings.subscriptions.push);
  one("create_webhooks", settings.subscriptions.create);
  one("delete_webhooks", settings.subscriptions.remove);
}

struct Write {
  Json& json;
  void operator()(const char* key, const Duration& value) const { json[key] = value.count(); }
  void operator()(const char* key, const auto& value) const { json[key] = value; }
};

struct Read {
  const Json& json;
  void operator()(const char* key, Duration& value) const {
    value = Duration(json.at(key).get<std::int64_t>());
  }
  template <typename T>
  void operator()(const char* key, T& value) const {
    value = json.at(key).get<T>();
  }
};

}  // namespace

std::string settings_json(const Settings& settings) {
  Json json = {{"github", to_string(settings.behaviour)}};
  visit(settings, Write{json});
  json["update_refs_error"] = static_cast<int>(settings.update_refs_error);
  return json.dump();
}

std::expected<Settings, std::string> parse_settings(std::string_view text) {
  Settings settings;
  try {
    const Json json = Json::parse(text);
    const auto behaviour = parse_behaviour(json.at("github").get_ref<const std::string&>());
    if (!behaviour) return std::unexpected("no GitHub behaves so");
    settings.behaviour = *behaviour;
    visit(settings, Read{json});
    const int error = json.at("update_refs_error").get<int>();
    if (error < 0 || error > static_cast<int>(UpdateRefsError::untyped))
      return std::unexpected("no updateRefs is refused so");
    settings.update_refs_error = static_cast<UpdateRefsError>(error);
  } catch (const Json::exception& failed) {
    return std::unexpected(failed.what());
  }
  return settings;
}

}  // namespace regent::fake::server
