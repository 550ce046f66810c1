#include "fakes/github/site/deliveries.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "fakes/github/node_ids.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/webhook_payload.h"

namespace regent::fake::site {
namespace {

constexpr std::uint64_t guid_seed = 63;
constexpr std::string_view cursor_version = "v1_";

std::string guid_of(std::uint64_t seed, std::uint64_t id, std::uint64_t subject) {
  const std::string drawn =
      std::to_string(seed) + ' ' + std::to_string(id) + ' ' + std::to_string(subject);
  const std::string hex = to_hex(digest_of(drawn, guid_seed));
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' +
         hex.substr(16, 4) + '-' + hex.substr(20, 12);
}

std::uint64_t next_id(const SiteState& site) {
  return site.deliveries.empty() ? 1 : site.deliveries.back().delivery.id + 1;
}

void send(SiteState& site, DeliveryRecord record) {
  site.outgoing.push_back(record.delivery);
  site.deliveries.push_back(std::move(record));
  ++site.revision;
}

// One to `hook`, without its event, body and GUID.
DeliveryRecord begun(const SiteState& site, const Repository& repository, const Hook& hook,
                     Time now) {
  const std::uint64_t id =
      repository_id(std::string(repository.owner()) + '/' + std::string(repository.name()));
  // The server knows where its own hook is, also after it was started with another one.
  const bool is_servers = hook.id == server_hook && hook.config.url == site.options.hook_url;
  return {.delivery = {.id = next_id(site),
                       .at = now,
                       .hook = hook.id,
                       .repository = id,
                       .url = is_servers ? std::string() : hook.config.url,
                       .content_type = hook.config.content_type,
                       .secret = hook.config.secret},
          .repository = id};
}

Json present(const Call& call, const DeliveryRecord& record) {
  const bool answered = record.status != 0;
  const bool of_app = call.site.options.app && record.delivery.hook == server_hook;
  return {{"id", record.delivery.id},
          {"guid", record.delivery.guid},
          {"delivered_at", iso_date(record.delivery.at)},
          {"redelivery", record.delivery.is_redelivery},
          {"duration", static_cast<double>(record.took.count()) / 1000.0},
          {"status", !answered                                     ? "failed to connect to host"
                     : record.status >= 200 && record.status < 300 ? "OK"
                                                                   : "Invalid HTTP Response"},
          {"status_code", record.status},
          {"event", record.delivery.event},
          {"action", record.action.empty() ? Json() : Json(record.action)},
          {"installation_id", of_app ? Json(SiteState::installation) : Json()},
          {"repository_id", record.repository},
          {"throttled_at", nullptr}};
}

}  // namespace

void deliver(SiteState& site, const Repository& repository, const Desk& desk, const Hook& hook,
             const Webhook& webhook) {
  const Links links{site.options.url, site.options.url};
  DeliveryRecord record = begun(site, repository, hook, webhook.emitted_at);
  record.action = to_string(webhook.action);
  record.delivery.event = to_string(webhook.event);
  record.delivery.guid = guid_of(site.options.seed, record.delivery.id, webhook.delivery);
  record.delivery.body =
      webhook_payload(links, site.cast, repository, desk, webhook, hook.id == server_hook);
  send(site, std::move(record));
}

void deliver_ping(SiteState& site, const Repository& repository, const Desk& desk, const Hook& hook,
                  Time now) {
  const Links links{site.options.url, site.options.url};
  const Presenter present(links, site.cast, repository, desk);
  DeliveryRecord record = begun(site, repository, hook, now);
  record.delivery.event = "ping";
  record.delivery.guid = guid_of(site.options.seed, record.delivery.id, 0);
  record.delivery.body = Json{
      {"zen", "Design for failure."},
      {"hook_id", hook.id},
      {"hook", present.hook(hook)},
      {"repository", present.repository()},
      {"sender",
       present.owner()}}.dump(-1, ' ', false, Json::error_handler_t::replace);
  send(site, std::move(record));
}

void deliver_again(Call& call, const DeliveryRecord& record) {
  DeliveryRecord again = record;
  again.delivery.id = next_id(call.site);
  again.delivery.at = call.circumstances.now;
  again.delivery.is_redelivery = true;
  again.status = 0;
  again.took = Duration::zero();
  send(call.site, std::move(again));
}

HttpResponse deliveries_reply(const Call& call, std::uint64_t hook) {
  constexpr std::uint32_t usual = 30;
  constexpr std::uint32_t most = 100;
  const std::size_t size = std::min(call.target.number("per_page", usual), most);
  const std::string_view cursor = call.target.query("cursor").value_or("");
  Json out = Json::array();
  std::string next;
  for (auto it = call.site.deliveries.rbegin(); it != call.site.deliveries.rend(); ++it) {
    if (it->delivery.hook != hook) continue;
    const std::string place = std::string(cursor_version) + std::to_string(it->delivery.id);
    // Until the place is reached that the cursor names.
    if (out.empty() && !cursor.empty() && place != cursor) continue;
    if (out.size() == size) {
      next = place;
      break;
    }
    out.push_back(present(call, *it));
  }
  HttpResponse reply = json_reply(out);
  if (next.empty()) return reply;
  const std::string page =
      call.links.web + call.target.path() + "?per_page=" + std::to_string(size) + "&cursor=" + next;
  reply.headers.push_back({"Link", '<' + page + ">; rel=\"next\""});
  return reply;
}

HttpResponse delivery_reply(const Call& call, const DeliveryRecord& record) {
  Json json = present(call, record);
  const std::string& url = record.delivery.url;
  json["url"] = url.empty() ? call.site.options.hook_url : url;
  json["request"] = {
      {"headers",
       {{"X-GitHub-Event", record.delivery.event}, {"X-GitHub-Delivery", record.delivery.guid}}},
      {"payload", Json::parse(record.delivery.body, nullptr, false)}};
  json["response"] = {{"headers", Json::object()}, {"payload", ""}};
  return json_reply(json);
}

const DeliveryRecord* find_delivery(const Call& call, std::uint64_t hook, std::string_view id) {
  const auto it = std::ranges::find_if(call.site.deliveries, [&](const DeliveryRecord& record) {
    return record.delivery.hook == hook && std::to_string(record.delivery.id) == id;
  });
  return it == call.site.deliveries.end() ? nullptr : &*it;
}

}  // namespace regent::fake::site
