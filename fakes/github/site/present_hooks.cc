// Hooks.
#include <nlohmann/json.hpp>

#include "fakes/github/site/encoding.h"
#include "fakes/github/site/present.h"

namespace regent::fake::site {
namespace {

// A hook that was never used is recorded; the words for failures are not.
Json last_response(int status) {
  if (status < 0) return {{"code", nullptr}, {"status", "unused"}, {"message", nullptr}};
  if (status == 0)
    return {{"code", nullptr}, {"status", "failed"}, {"message", "failed to connect to host"}};
  if (status / 100 == 2) return {{"code", status}, {"status", "active"}, {"message", "OK"}};
  return {{"code", status},
          {"status", "failed"},
          {"message", "Invalid HTTP Response: " + std::to_string(status)}};
}

}  // namespace

Json Presenter::hook_config(const HookConfig& config) const {
  Json json{{"content_type", config.content_type}, {"insecure_ssl", config.insecure_ssl}};
  if (!config.secret.empty()) json["secret"] = "********";
  json["url"] = config.url;
  return json;
}

Json Presenter::hook(const Hook& hook) const {
  const std::string self = api_ + "/hooks/" + std::to_string(hook.id);
  return {{"type", "Repository"},
          {"id", hook.id},
          {"name", "web"},
          {"active", hook.active},
          {"events", hook.events},
          {"config", hook_config(hook.config)},
          {"updated_at", iso_date(hook.updated_at)},
          {"created_at", iso_date(hook.created_at)},
          {"url", self},
          {"test_url", self + "/test"},
          {"ping_url", self + "/pings"},
          {"deliveries_url", self + "/deliveries"},
          {"last_response", last_response(hook.last_status)}};
}

}  // namespace regent::fake::site
