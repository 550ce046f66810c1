// The webhooks of a repository (DOC, REST webhooks/repos), as people and bots set them up.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace regent::fake::site {

// The hook that the server was started with: the app's or, without an app, one of every repository.
inline constexpr std::uint64_t server_hook = 1;

struct HookConfig {
  std::string url;
  std::string content_type = "form";  // or "json"
  std::string secret;                 // empty: not signed
  std::string insecure_ssl = "0";
  // DOC: what no two hooks with a common event may share.
  [[nodiscard]] bool is_same_receiver(const HookConfig& other) const {
    return url == other.url && content_type == other.content_type &&
           insecure_ssl == other.insecure_ssl;
  }
};

struct Hook {
  std::uint64_t id = 0;
  bool active = true;
  std::vector<std::string> events{"push"};  // "*": all
  HookConfig config{};
  Time created_at{};
  Time updated_at{};
  // How the last delivery ended: its status, 0 when nobody answered; -1: there was none.
  int last_status = -1;

  [[nodiscard]] bool wants(std::string_view event) const {
    return active && std::ranges::any_of(events, [&](const std::string& one) {
             return one == "*" || one == event;
           });
  }
};

// By id.
using Hooks = std::map<std::uint64_t, Hook>;

}  // namespace regent::fake::site
