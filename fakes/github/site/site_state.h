// The state of the site, as its operations change it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fakes/github/github.h"
#include "fakes/github/site/answer_cache.h"
#include "fakes/github/site/desk.h"
#include "fakes/github/site/hooks.h"
#include "fakes/github/site/present.h"
#include "fakes/github/site/site.h"

namespace regent::fake::site {

struct InstallationToken {
  Time expires_at{};
};

// A webhook that was sent or is to be sent, as lists of deliveries show it.
struct DeliveryRecord {
  Delivery delivery;
  std::string action{};
  std::uint64_t repository = 0;
  int status = 0;
  Duration took{};
};

struct SiteState {
  Options options;
  GitHub github;
  Cast cast;
  std::vector<Desk> desks;  // of the repository with the same index
  std::map<std::string, InstallationToken> installation_tokens;
  std::uint64_t tokens_issued = 0;
  std::vector<DeliveryRecord> deliveries;
  std::vector<Delivery> outgoing;
  std::optional<Hook> server_hook;
  std::uint64_t next_hook = site::server_hook + 1;
  std::uint64_t revision = 0;  // of everything but the repositories themselves
  AnswerCache answers;

  // Increases with every change that a reader could see.
  [[nodiscard]] std::uint64_t whole_revision() const;

  static constexpr std::uint64_t installation = 1;
};

}  // namespace regent::fake::site
