#include "runtime/trace_members.h"

#include "runtime/config_file.h"

namespace regent::runtime {

std::optional<std::string> optional_if(const std::string& text, std::string_view word) {
  return text == word ? std::optional(text) : std::nullopt;
}

std::optional<Protocol> parse_protocol(const std::string& text) {
  for (const Protocol protocol : {Protocol::ledger, Protocol::optimistic})
    if (text == to_string(protocol)) return protocol;
  return std::nullopt;
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
