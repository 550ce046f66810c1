// What is logged of a call: who, what, how long, how it ended. Never a header, token or body.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/time.h"

namespace regent::https {

struct CallRecord {
  std::string correlation_id;  // of the run: the delivery that set it in motion
  std::string repository;      // `owner/name`
  std::string operation;       // github::operation, or what the client does for itself
  std::uint32_t attempt = 1;   // a stale connection or an old token makes a second one
  Duration duration_ms{0};
  int status = 0;     // 0: no answer
  std::string fault;  // why there was none
  bool not_modified = false;
  std::optional<std::uint32_t> github_rate_limit_remaining;
};

using CallLog = std::function<void(const CallRecord&)>;

// One line of JSON, keys in the order above; without a line break.
[[nodiscard]] std::string to_json_line(const CallRecord& record);

}  // namespace regent::https
