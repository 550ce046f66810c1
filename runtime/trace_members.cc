#include "runtime/trace_members.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/config_file.h"

namespace regent::runtime {

Members::Members(const Json& json, std::string path, Refusal& refusal)
    : json_(json), path_(std::move(path)), refusal_(refusal) {
  if (!json_.is_object()) refusal_.note(path_, "must be an object");
}

void Members::refuse(const std::string& key, std::string reason) const {
  refusal_.note(path_of(key), std::move(reason));
}

bool Members::has(const std::string& key) const { return json_.is_object() && json_.contains(key); }

const Members::Json& Members::any(const std::string& key) {
  static const Json nothing;
  if (!has(key)) {
    refuse(key, "is missing");
    return nothing;
  }
  asked_.insert(key);
  return json_[key];
}

std::string Members::text(const std::string& key) {
  const Json& value = any(key);
  if (value.is_string()) return value.get<std::string>();
  refuse(key, "must be a text");
  return {};
}

std::uint64_t Members::number(const std::string& key, std::uint64_t min, std::uint64_t max) {
  const Json& value = any(key);
  const auto number = value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
  if (value.is_number_unsigned() && number >= min && number <= max) return number;
  refuse(key, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  return min;
}

void Members::list(const std::string& key,
                   const std::function<void(const Json& item, const std::string& path)>& read) {
  const Json& value = any(key);
  if (!value.is_array()) return refuse(key, "must be a list");
  for (std::size_t i = 0; i < value.size(); ++i)
    read(value[i], path_of(key) + "/" + std::to_string(i));
}

Members Members::object(const std::string& key) { return {any(key), path_of(key), refusal_}; }

void Members::finish() const {
  if (!json_.is_object()) return;
  for (const auto& [key, value] : json_.items())
    if (!asked_.contains(key)) refuse(key, "is not a key of a trace");
}

std::optional<std::string> optional_if(const std::string& text, std::string_view word) {
  return text == word ? std::optional(text) : std::nullopt;
}

std::optional<Protocol> parse_protocol(const std::string& text) {
  for (const Protocol protocol : {Protocol::ledger, Protocol::optimistic})
    if (text == to_string(protocol)) return protocol;
  return std::nullopt;
}

nlohmann::ordered_json config_lines(const Config& config) {
  auto json = nlohmann::ordered_json::array();
  const std::string printed = print_config(config);
  for (std::string_view text = printed; !text.empty();) {
    const auto end = std::min(text.find('\n'), text.size());
    json.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return json;
}

Config read_config_lines(Members& settings, Refusal& refusal) {
  std::string text;
  settings.list("config", [&](const nlohmann::ordered_json& line, const std::string& path) {
    if (!line.is_string()) return refusal.note(path, "must be a text");
    text += line.get<std::string>() + "\n";
  });
  auto config = parse_config(text, "config");
  if (config) return *std::move(config);
  const std::string where =
      "config/" + std::to_string(std::max<std::size_t>(config.error().line, 1) - 1);
  settings.refuse(where, config.error().key.empty()
                             ? config.error().reason
                             : config.error().key + ": " + config.error().reason);
  return {};
}

}  // namespace regent::runtime
