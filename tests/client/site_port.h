// The client's codec against the simulated github.com, without a socket between them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "effects/github_port.h"
#include "effects/https/exchange.h"
#include "fakes/github/site/site.h"

namespace regent::test {

class SitePort final : public effects::GitHubPort {
 public:
  explicit SitePort(fake::GitHub github)
      : site_({.url = "http://127.0.0.1:8080"}, std::move(github)) {}

  // GitHub's clock, and what goes differently.
  fake::Circumstances circumstances;
  // The operation of each HTTP request, in their order.
  std::vector<std::string> calls;

  std::expected<github::Response, effects::NoAnswer> send(const github::Request& request) override {
    https::Exchange exchange(name_, request, ids_);
    for (;;) {
      const https::HttpRequest& pending = exchange.pending();
      calls.emplace_back(github::operation(request));
      auto taken = exchange.take(answer(pending));
      if (!taken) return std::unexpected(effects::NoAnswer{taken.error().reason});
      if (*taken) return std::move(**taken);
    }
  }

  [[nodiscard]] fake::Repository& repository() { return site_.github().repository(); }

 private:
  https::HttpAnswer answer(const https::HttpRequest& request) {
    fake::site::HttpRequest sent{request.method, request.target, {}, request.body};
    for (const https::Header& header : request.headers)
      sent.headers.push_back({header.name, header.value});
    sent.headers.push_back({"Authorization", "Bearer secret"});
    sent.headers.push_back({"User-Agent", "test"});
    const fake::site::HttpResponse response = site_.handle(sent, circumstances);
    https::HttpAnswer answer{response.status, {}, response.body};
    for (const auto& header : response.headers)
      answer.headers.push_back({header.name, header.value});
    return answer;
  }

  https::RepositoryName name_{"octo", "repo"};
  https::NodeIds ids_;
  fake::site::Site site_;
};

}  // namespace regent::test
