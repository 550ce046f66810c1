// Which webhooks set the bot in motion.
#pragma once

#include <optional>
#include <string_view>

#include "core/trigger.h"
#include "fakes/github/webhook.h"

namespace regent::sim {

// A merge, and what a person does to a release PR, its branch or a tag, says "look again" at
// `base`; nullopt: the webhook means nothing to the bot.
[[nodiscard]] std::optional<Trigger> trigger_of(const fake::Webhook& webhook,
                                                std::string_view base);

}  // namespace regent::sim
