// The JSON that a webhook carries (DOC, webhook events and payloads).
#pragma once

#include <string>

#include "fakes/github/repository.h"
#include "fakes/github/site/present.h"
#include "fakes/github/webhook.h"

namespace regent::fake::site {

// As the repository is when the webhook is emitted. Hooks of apps are told the installation.
[[nodiscard]] std::string webhook_payload(const Links& links, const Cast& cast,
                                          const Repository& repository, const Desk& desk,
                                          const Webhook& webhook, bool names_installation);

}  // namespace regent::fake::site
