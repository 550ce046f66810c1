// The way out: one request to GitHub, one answer or none.
//
// Implemented by the simulated GitHub in process (sim) and by the HTTPS client. An implementation
// authenticates, renews tokens and follows safe redirects by itself; it never retries a write and
// never waits for a rate limit: both are the reducer's decisions.
#pragma once

#include <expected>
#include <string>

#include "core/github.h"

namespace regent::effects {

// No answer came: timeout, reset connection, a response cut short. The request may have taken
// effect.
struct NoAnswer {
  std::string reason;
};

class GitHubPort {
 public:
  GitHubPort() = default;
  GitHubPort(const GitHubPort&) = delete;
  GitHubPort& operator=(const GitHubPort&) = delete;
  virtual ~GitHubPort() = default;

  // A refusal is an answer: its status and body are in the response.
  [[nodiscard]] virtual std::expected<github::Response, NoAnswer> send(
      const github::Request& request) = 0;
};

}  // namespace regent::effects
