// Webhooks on their way to a hook, and what came of them.
#pragma once

#include <cstdint>
#include <string_view>

#include "fakes/github/site/call.h"
#include "fakes/github/site/hooks.h"
#include "fakes/github/site/site_state.h"
#include "fakes/github/webhook.h"

namespace regent::fake::site {

// What `hook` is to be told of an event of this repository.
void deliver(SiteState& site, const Repository& repository, const Desk& desk, const Hook& hook,
             const Webhook& webhook);
// `ping`: sent to a new hook, and to any on demand.
void deliver_ping(SiteState& site, const Repository& repository, const Desk& desk, const Hook& hook,
                  Time now);
// The same once more, under the same GUID.
void deliver_again(Call& call, const DeliveryRecord& record);

// hook-delivery-item, newest first, one page; pages are named by cursors (DOC).
[[nodiscard]] HttpResponse deliveries_reply(const Call& call, std::uint64_t hook);
// hook-delivery.
[[nodiscard]] HttpResponse delivery_reply(const Call& call, const DeliveryRecord& record);
// nullptr: there is none of that id for this hook.
[[nodiscard]] const DeliveryRecord* find_delivery(const Call& call, std::uint64_t hook,
                                                  std::string_view id);

}  // namespace regent::fake::site
