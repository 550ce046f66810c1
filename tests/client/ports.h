// Ports to a server on this machine.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/github.h"
#include "effects/https/https_port.h"

namespace regent::test {

inline constexpr std::string_view test_token = "ghp_NobodyMayEverReadThis";

// What a test may change of a port before it is made.
struct PortPlan {
  std::string url;
  Duration timeout_ms{2'000};
  std::size_t body_bytes_max = 1'000'000;
  std::string ca_file{};
  https::Resolve resolve{};
  bool conditional_requests = true;
  std::function<Time()> clock{};
  std::vector<https::CallRecord>* log = nullptr;
};

inline https::Identity personal() { return https::Secret(std::string(test_token)); }

inline std::unique_ptr<https::HttpsPort> make_port(const PortPlan& plan,
                                                   https::Identity identity = personal()) {
  https::PortOptions options{
      .url = *https::parse_base_url(plan.url),
      .repository = {"octo", "hello"},
      .connection = {.timeout_ms = plan.timeout_ms, .body_bytes_max = plan.body_bytes_max},
      .conditional_requests = plan.conditional_requests,
      .correlation_id = "delivery-1",
      .clock = plan.clock};
  if (plan.resolve) options.connection.resolve = plan.resolve;
  if (!plan.ca_file.empty()) options.connection.ca_file = plan.ca_file;
  if (plan.log != nullptr)
    options.log = [log = plan.log](const https::CallRecord& record) { log->push_back(record); };
  return std::make_unique<https::HttpsPort>(std::move(options), std::move(identity));
}

inline const std::string sha_text(40, 'a');
inline const Sha some_sha = *Sha::parse(sha_text);

// The body of a ref that points to `some_sha`.
inline const std::string ref_body =
    R"({"ref":"refs/heads/main","object":{"type":"commit","sha":")" + sha_text + R"("}})";

inline const github::Request read_main = github::GetRef{"refs/heads/main"};
inline const github::Request write_main =
    github::CreateRef{"refs/heads/new", *Sha::parse(std::string(40, 'a'))};

}  // namespace regent::test
