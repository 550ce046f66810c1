#include "effects/https/call_log.h"

#include <nlohmann/json.hpp>

namespace regent::https {

std::string to_json_line(const CallRecord& record) {
  using Json = nlohmann::ordered_json;
  Json json{{"event", "github_call"},          {"correlation_id", record.correlation_id},
            {"repository", record.repository}, {"operation", record.operation},
            {"attempt", record.attempt},       {"duration_ms", record.duration_ms.count()}};
  if (record.status != 0) json["status"] = record.status;
  if (!record.fault.empty()) json["fault"] = record.fault;
  if (record.not_modified) json["not_modified"] = true;
  if (record.github_rate_limit_remaining)
    json["github_rate_limit_remaining"] = *record.github_rate_limit_remaining;
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace regent::https
