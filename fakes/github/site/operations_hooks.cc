// A repository's webhooks and what was delivered to them (DOC, REST webhooks).
#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/github/responses.h"
#include "fakes/github/site/deliveries.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

// Whoever may not change the hooks of a repository does not learn of them.
bool sees_hooks(const Call& call) { return call.viewer.kind != Viewer::Kind::anonymous; }

// The server's own hook is one of the repository's unless it is the app's.
bool has_server_hook(const Call& call) { return call.site.server_hook && !call.site.options.app; }

Hook* find_hook(Call& call) {
  if (!sees_hooks(call)) return nullptr;
  const std::uint64_t id = call.number(0);
  if (id == server_hook) return has_server_hook(call) ? &*call.site.server_hook : nullptr;
  const auto it = call.desk->hooks.find(id);
  return it == call.desk->hooks.end() ? nullptr : &it->second;
}

std::vector<const Hook*> all_hooks(const Call& call) {
  std::vector<const Hook*> hooks;
  if (has_server_hook(call)) hooks.push_back(&*call.site.server_hook);
  for (const auto& [id, hook] : call.desk->hooks) hooks.push_back(&hook);
  return hooks;
}

// The members of `json` put into `config`; the others stay.
void merge_config(const Json& json, HookConfig& config) {
  const auto merge = [&](const char* key, std::string& into) {
    const auto it = json.find(key);
    if (it == json.end() || it->is_null()) return;
    // `insecure_ssl` may be a number.
    into = it->is_string() ? it->get<std::string>() : it->dump();
  };
  merge("url", config.url);
  merge("content_type", config.content_type);
  merge("secret", config.secret);
  merge("insecure_ssl", config.insecure_ssl);
}

bool have_common_event(const Hook& a, const Hook& b) {
  const auto is_all = [](const std::string& event) { return event == "*"; };
  if (std::ranges::any_of(a.events, is_all) || std::ranges::any_of(b.events, is_all)) return true;
  return std::ranges::any_of(a.events, [&](const std::string& event) {
    return std::ranges::find(b.events, event) != b.events.end();
  });
}

github::ApiError::Item hook_fault(std::string field, std::string message) {
  return {"Hook", std::move(field), "custom", std::move(message)};
}

// Why a repository cannot have `hook` beside its other ones; nullopt: it can.
std::optional<HttpResponse> refused(const Call& call, const Hook& hook) {
  if (hook.config.url.empty())
    return refusal(call, validation_failed({hook_fault("url", "url cannot be blank")}));
  const bool is_served = hook.config.content_type == "json" || hook.config.content_type == "form";
  if (!is_served)
    return refusal(
        call, validation_failed({hook_fault("content_type", "content_type is not json or form")}));
  for (const Hook* other : all_hooks(call))
    if (other->id != hook.id && other->config.is_same_receiver(hook.config) &&
        have_common_event(*other, hook))
      return refusal(call,
                     validation_failed({hook_fault("", "Hook already exists on this repository")}));
  return std::nullopt;
}

// `hook` becomes one of the repository's.
HttpResponse keep(Call& call, const Hook& hook, Hook& into) {
  if (auto fault = refused(call, hook)) return *std::move(fault);
  into = hook;
  into.updated_at = call.circumstances.now;
  ++call.site.revision;
  return json_reply(call.present().hook(into));
}

}  // namespace

HttpResponse list_hooks(Call& call) {
  if (!sees_hooks(call)) return refusal(call, not_found());
  Json out = Json::array();
  for (const Hook* hook : all_hooks(call)) out.push_back(call.present().hook(*hook));
  return Paging(call).reply(call, out);
}

HttpResponse create_hook(Call& call) {
  Fields fields(call);
  const std::string name = fields.text("name").value_or("web");
  Hook hook{.id = call.site.next_hook,
            .active = fields.flag("active").value_or(true),
            .created_at = call.circumstances.now,
            .updated_at = call.circumstances.now};
  hook.events = fields.texts("events").value_or(hook.events);
  if (auto fault = fields.refusal()) return *std::move(fault);
  if (name != "web")
    return refusal(call, validation_failed({hook_fault("name", "name is not web")}));
  if (const auto config = call.body.find("config");
      config != call.body.end() && config->is_object())
    merge_config(*config, hook.config);
  if (auto fault = refused(call, hook)) return *std::move(fault);
  ++call.site.next_hook;
  ++call.site.revision;
  const Hook& kept = call.desk->hooks.emplace(hook.id, hook).first->second;
  deliver_ping(call.site, *call.repository, *call.desk, kept, call.circumstances.now);
  return json_reply(call.present().hook(kept), 201);
}

HttpResponse get_hook(Call& call) {
  const Hook* hook = find_hook(call);
  return hook == nullptr ? refusal(call, not_found()) : json_reply(call.present().hook(*hook));
}

HttpResponse update_hook(Call& call) {
  Hook* found = find_hook(call);
  if (found == nullptr) return refusal(call, not_found());
  Fields fields(call);
  Hook hook = *found;
  hook.active = fields.flag("active").value_or(hook.active);
  hook.events = fields.texts("events").value_or(hook.events);
  for (const std::string& event : fields.texts("add_events").value_or(std::vector<std::string>()))
    if (std::ranges::find(hook.events, event) == hook.events.end()) hook.events.push_back(event);
  for (const std::string& event :
       fields.texts("remove_events").value_or(std::vector<std::string>()))
    std::erase(hook.events, event);
  if (auto fault = fields.refusal()) return *std::move(fault);
  if (const auto config = call.body.find("config");
      config != call.body.end() && config->is_object()) {
    // DOC: a secret that is not given again is gone.
    hook.config = HookConfig{};
    merge_config(*config, hook.config);
  }
  return keep(call, hook, *found);
}

HttpResponse delete_hook(Call& call) {
  const Hook* hook = find_hook(call);
  if (hook == nullptr) return refusal(call, not_found());
  if (hook->id == server_hook) {
    call.site.server_hook.reset();
  } else {
    call.desk->hooks.erase(hook->id);
  }
  ++call.site.revision;
  return empty_reply();
}

HttpResponse get_repository_hook_config(Call& call) {
  const Hook* hook = find_hook(call);
  return hook == nullptr ? refusal(call, not_found())
                         : json_reply(call.present().hook_config(hook->config));
}

HttpResponse update_repository_hook_config(Call& call) {
  Hook* found = find_hook(call);
  if (found == nullptr) return refusal(call, not_found());
  Hook hook = *found;
  merge_config(call.body, hook.config);
  const HttpResponse kept = keep(call, hook, *found);
  return kept.status == 200 ? json_reply(call.present().hook_config(found->config)) : kept;
}

HttpResponse ping_hook(Call& call) {
  const Hook* hook = find_hook(call);
  if (hook == nullptr) return refusal(call, not_found());
  deliver_ping(call.site, *call.repository, *call.desk, *hook, call.circumstances.now);
  return empty_reply();
}

HttpResponse test_hook(Call& call) {
  const Hook* hook = find_hook(call);
  if (hook == nullptr) return refusal(call, not_found());
  const auto tip = call.repository->branch(call.repository->default_branch());
  // DOC: nothing is sent to a hook that is not subscribed to pushes.
  if (tip && hook->wants("push")) {
    const Webhook push{.event = Webhook::Event::push,
                       .by_app = call.viewer.is_bot,
                       .emitted_at = call.circumstances.now,
                       .ref = "refs/heads/" + std::string(call.repository->default_branch()),
                       .before = call.repository->commit(*tip)->first_parent.value_or(Sha{}),
                       .after = *tip};
    deliver(call.site, *call.repository, *call.desk, *hook, push);
  }
  return empty_reply();
}

HttpResponse list_hook_deliveries(Call& call) {
  const Hook* hook = find_hook(call);
  return hook == nullptr ? refusal(call, not_found()) : deliveries_reply(call, hook->id);
}

HttpResponse get_hook_delivery(Call& call) {
  const Hook* hook = find_hook(call);
  const DeliveryRecord* record =
      hook == nullptr ? nullptr : find_delivery(call, hook->id, call.argument(1));
  return record == nullptr ? refusal(call, not_found()) : delivery_reply(call, *record);
}

HttpResponse redeliver_to_hook(Call& call) {
  const Hook* hook = find_hook(call);
  const DeliveryRecord* record =
      hook == nullptr ? nullptr : find_delivery(call, hook->id, call.argument(1));
  if (record == nullptr) return refusal(call, not_found());
  deliver_again(call, *record);
  return json_reply(Json::object(), 202);
}

}  // namespace regent::fake::site
