#include "effects/https/credentials.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "effects/https/json_answer.h"

namespace regent::https {
namespace {

constexpr auto renewed_before = std::chrono::minutes(5);
constexpr auto fresh_for = std::chrono::seconds(10);

}  // namespace

bool InstallationToken::needs_renewal(Time now) const {
  return token_.empty() || now >= expires_at_ - renewed_before;
}

bool InstallationToken::is_fresh(Time now) const {
  return !token_.empty() && now - issued_at_ < fresh_for;
}

HttpRequest request_installation_token(std::uint64_t installation_id) {
  return {
      Api::rest, "POST", "/app/installations/" + std::to_string(installation_id) + "/access_tokens",
      {},        {},     false};
}

Decoded<InstallationToken> decode_installation_token(HttpAnswer& answer, Time now) {
  auto token = decode_with(answer, [&](const JsonNode& root) {
    return InstallationToken(Secret(root["token"].text()), now, root["expires_at"].time());
  });
  wipe(answer.body);
  return token;
}

Duration GitHubClock::learn(Time date) {
  const Duration correction = date - now();
  // A `Date` is cut to the second and as old as its way here took.
  constexpr Duration resolution = std::chrono::seconds(2);
  if (correction > -resolution && correction < resolution) return Duration{0};
  ahead_ += correction;
  return correction;
}

}  // namespace regent::https
