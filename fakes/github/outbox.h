// Webhooks that were emitted and not yet taken.
#pragma once

#include <utility>
#include <vector>

#include "fakes/github/digest.h"
#include "fakes/github/settings.h"
#include "fakes/github/webhook.h"

namespace regent::fake {

class Outbox {
 public:
  [[nodiscard]] bool empty() const { return pending_.empty(); }
  [[nodiscard]] const std::vector<Webhook>& pending() const { return pending_; }

  // Stamps the delivery and keeps the webhook, if the app is subscribed to its event.
  void emit(const Subscriptions& subscriptions, Webhook webhook);
  [[nodiscard]] static bool is_subscribed(const Subscriptions& subscriptions, Webhook::Event event);

  [[nodiscard]] std::vector<Webhook> take();

  [[nodiscard]] const Digest& digest() const { return digest_; }
  friend bool operator==(const Outbox& a, const Outbox& b) { return a.pending_ == b.pending_; }

 private:
  std::vector<Webhook> pending_;
  Digest digest_;
};

}  // namespace regent::fake
