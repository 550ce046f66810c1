// Who the client is to GitHub, and how long a token is good for.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>

#include "core/time.h"
#include "effects/https/app_key.h"
#include "effects/https/decode.h"
#include "effects/https/http.h"
#include "effects/https/secret.h"

namespace regent::https {

// A GitHub App on one installation.
struct AppIdentity {
  std::uint64_t app_id = 0;
  std::uint64_t installation_id = 0;
  AppKey key;
};

// A personal token (empty: nobody), or an app.
using Identity = std::variant<Secret, AppIdentity>;

// A token of an installation, good for an hour. The client thinks in GitHub's time.
class InstallationToken {
 public:
  InstallationToken() = default;
  InstallationToken(Secret token, Time issued_at, Time expires_at)
      : token_(std::move(token)), issued_at_(issued_at), expires_at_(expires_at) {}

  [[nodiscard]] const Secret& token() const { return token_; }
  // Five minutes before its end, so that no call begins with a token that ends under way.
  [[nodiscard]] bool needs_renewal(Time now) const;
  // GitHub may not know a new token everywhere yet and answer 401 for some seconds (facts). Then
  // the same token will do after a wait, which is the reducer's; an older one is no longer good.
  [[nodiscard]] bool is_fresh(Time now) const;

 private:
  Secret token_;
  Time issued_at_{};
  Time expires_at_{};
};

// POST /app/installations/{id}/access_tokens, to be sent with the app's own token.
[[nodiscard]] HttpRequest request_installation_token(std::uint64_t installation_id);
[[nodiscard]] Decoded<InstallationToken> decode_installation_token(HttpAnswer& answer, Time now);

// GitHub's clock, told from the `Date` of its answers by a clock of this machine that may be wrong.
class GitHubClock {
 public:
  explicit GitHubClock(std::function<Time()> local) : local_(std::move(local)) {}
  [[nodiscard]] Time now() const { return local_() + ahead_; }
  // Returns by how much the clock was corrected.
  Duration learn(Time date);

 private:
  std::function<Time()> local_;
  Duration ahead_{0};
};

}  // namespace regent::https
