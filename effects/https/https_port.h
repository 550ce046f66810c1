// The port to a GitHub over HTTPS (effects/github_port.h).
//
// Authenticates, renews tokens, follows redirects where that is safe, remembers what reads answered
// and repeats a read whose kept-open connection turned out to be closed. It decides nothing else:
// no write is ever sent twice (but one that GitHub refused with 401 and so did not carry out), and
// no thread waits for a limit. One port is one connection and one call at a time; a process that
// works on several repositories has one for each.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "effects/github_port.h"
#include "effects/https/base_url.h"
#include "effects/https/call_log.h"
#include "effects/https/connection.h"
#include "effects/https/credentials.h"
#include "effects/https/encode.h"
#include "effects/https/etag_cache.h"
#include "effects/https/exchange.h"

namespace regent::https {

struct PortOptions {
  BaseUrl url;
  RepositoryName repository;
  ConnectionOptions connection{};
  bool conditional_requests = true;  // reads with `If-None-Match`
  std::string correlation_id{};      // in every line of the log
  CallLog log{};                     // may be empty
  std::function<Time()> clock{};     // of this machine; empty: the system's
};

// HTTP requests since the port was made.
struct PortUsage {
  std::uint32_t reads = 0;  // those that were charged
  std::uint32_t writes = 0;
  std::uint32_t not_modified = 0;  // 304: not charged
};

// The primary rate limit as the last answer told it.
struct RateLimit {
  std::uint32_t remaining = 0;
  Time reset{};
};

class HttpsPort final : public effects::GitHubPort {
 public:
  HttpsPort(PortOptions options, Identity identity);
  ~HttpsPort() override;

  // No answer: the reason says which of the HTTP requests of the operation had none, and why.
  [[nodiscard]] std::expected<github::Response, effects::NoAnswer> send(
      const github::Request& request) override;

  // GET /repos/{owner}/{repo}: the branch that pull requests are for by default.
  struct Refusal {
    int status = 0;  // GitHub's; 0: no answer came
    std::string message;
  };
  [[nodiscard]] std::expected<std::string, Refusal> default_branch();

  [[nodiscard]] const PortUsage& usage() const { return usage_; }
  [[nodiscard]] const std::optional<RateLimit>& rate_limit() const { return rate_limit_; }
  // GitHub's time, as far as it is known.
  [[nodiscard]] Time now() const { return clock_.now(); }

 private:
  using Answer = std::expected<HttpAnswer, effects::NoAnswer>;

  Answer call(const HttpRequest& request, std::string_view operation);
  Answer call_with(const Secret& token, const HttpRequest& request, std::string_view operation,
                   std::uint32_t attempt);
  Answer follow(const HttpRequest& request, std::string path, const Secret& token,
                std::string_view operation, std::uint32_t attempt);
  Answer exchange(Connection& connection, const HttpRequest& request, const std::string& path,
                  const Secret& token, std::string_view operation, std::uint32_t attempt);
  Answer call_as_app(const AppIdentity& app, const HttpRequest& request,
                     std::string_view operation);
  // nullopt: there is a new token; otherwise the answer that holds none.
  std::optional<Answer> renew(const AppIdentity& app);
  void learn(const HttpAnswer& answer);
  void complete(github::Headers& headers) const;

  PortOptions options_;
  Identity identity_;
  GitHubClock clock_;
  Connection connection_;
  EtagCache etags_;
  InstallationToken token_;
  NodeIds ids_;
  PortUsage usage_;
  std::optional<RateLimit> rate_limit_;
};

}  // namespace regent::https
