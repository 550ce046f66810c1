#include "sim/webhook_trigger.h"

#include <string>

#include "core/ledger_protocol.h"

namespace regent::sim {

std::optional<Trigger> trigger_of(const fake::Webhook& webhook, std::string_view base) {
  using Event = fake::Webhook::Event;
  using Action = fake::Webhook::Action;
  Trigger trigger{.kind = TriggerKind::look,
                  .delivery = std::to_string(webhook.delivery),
                  .base = std::string(base)};
  if (webhook.is_merge()) {
    trigger.kind = TriggerKind::merged;
    trigger.base = webhook.base;
    trigger.head = webhook.head;
    trigger.must_contain = webhook.merge_commit_sha;
    return trigger;
  }
  if (webhook.by_app) return std::nullopt;
  if (webhook.event == Event::create) return trigger;
  const bool ours = webhook.head.starts_with(release_branch_prefix);
  if (webhook.event == Event::pull_request && ours && webhook.action == Action::edited)
    return trigger;
  return std::nullopt;
}

}  // namespace regent::sim
