#include "fakes/github/server/state_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "fakes/github/server/settings_json.h"

namespace regent::fake::server {
namespace {

using Json = nlohmann::ordered_json;

// Thrown and caught in this file: damage is found at any depth of a line.
struct Damaged {
  std::string reason;
};

// `,"sum":"0123456789abcdef"}` at the end of a line, over all that stands before.
constexpr std::string_view sum_key = ",\"sum\":\"";
constexpr std::size_t sum_digits = 16;
constexpr std::size_t sum_bytes = sum_key.size() + sum_digits + 2;

std::string sum_of(std::string_view text) {
  constexpr std::uint64_t line_seed = 72;
  return to_hex(digest_of(text, line_seed)).substr(0, sum_digits);
}

std::string sealed(const Json& json) {
  std::string line = json.dump();
  line.pop_back();
  const std::string sum = sum_of(line);
  return line.append(sum_key).append(sum).append("\"}\n");
}

Json unsealed(std::string_view line) {
  if (line.size() < sum_bytes) throw Damaged{"is too short to be a line of a state file"};
  const std::string_view text = line.substr(0, line.size() - sum_bytes);
  const std::string_view seal = line.substr(text.size());
  const bool is_right = seal.starts_with(sum_key) && seal.ends_with("\"}") &&
                        seal.substr(sum_key.size(), sum_digits) == sum_of(text);
  if (!is_right) throw Damaged{"is damaged: its sum is not that of its text"};
  return Json::parse(std::string(text) + "}");
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Any bytes as valid UTF-8, each byte one character, and back. What is ASCII stays as it is.
std::string widened(std::string_view bytes) {
  if (is_ascii(bytes)) return std::string(bytes);
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) text += static_cast<char>(0xC0 | (byte >> 6U));
    text += byte < 0x80 ? c : static_cast<char>(0x80 | (byte & 0x3FU));
  }
  return text;
}
std::string narrowed(const std::string& text) {
  if (is_ascii(text)) return text;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      bytes += text[i];
    } else if ((byte & 0xFEU) == 0xC2U && i + 1 < text.size()) {
      const auto next = static_cast<unsigned char>(text[++i]);
      bytes += static_cast<char>(((byte & 0x03U) << 6U) | (next & 0x3FU));
    } else {
      throw Damaged{"holds a character that is no byte"};
    }
  }
  return bytes;
}

std::int64_t ms(Time time) { return time.time_since_epoch().count(); }
Time time_in(const Json& json) { return Time(Duration(json.get<std::int64_t>())); }

Digest digest_in(const Json& json) {
  const auto& hex = json.get_ref<const std::string&>();
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (hex.size() != 32 || !std::ranges::all_of(hex, is_digit))
    throw Damaged{"holds a digest that is none"};
  return {std::stoull(hex.substr(0, 16), nullptr, 16), std::stoull(hex.substr(16), nullptr, 16)};
}

Json json_of(const World& world) {
  Json commits = Json::array();
  for (const World::Commit& commit : world.commits)
    commits.push_back(
        {commit.sha.hex(), ms(commit.date), widened(commit.message), Json(commit.tags)});
  return {{"owner", world.owner}, {"name", world.name}, {"commits", std::move(commits)}};
}

World world_in(const Json& json) {
  World world{json.at("owner").get<std::string>(), json.at("name").get<std::string>(), {}};
  for (const Json& commit : json.at("commits")) {
    const auto sha = Sha::parse(commit.at(0).get_ref<const std::string&>());
    if (!sha) throw Damaged{"holds a commit id that is none"};
    world.commits.push_back({*sha, narrowed(commit.at(2).get<std::string>()), time_in(commit.at(1)),
                             commit.at(3).get<std::vector<std::string>>()});
  }
  return world;
}

Json json_of(const site::Options& options) {
  Json json = {{"settings", Json::parse(settings_json(options.settings))},
               {"seed", options.seed},
               {"url", options.url},
               {"tokens", Json::array()},
               {"hook_url", options.hook_url}};
  for (const std::string& token : options.tokens) json["tokens"].push_back(widened(token));
  if (options.app) json["app"] = {{"id", options.app->id}, {"key", options.app->public_key_pem}};
  return json;
}

site::Options options_in(const Json& json) {
  site::Options options;
  const auto settings = parse_settings(json.at("settings").dump());
  if (!settings) throw Damaged{"settings: " + settings.error()};
  options.settings = *settings;
  options.seed = json.at("seed").get<std::uint64_t>();
  options.url = json.at("url").get<std::string>();
  for (const Json& token : json.at("tokens"))
    options.tokens.push_back(narrowed(token.get<std::string>()));
  options.hook_url = json.at("hook_url").get<std::string>();
  if (json.contains("app"))
    options.app = site::AppCredentials{json["app"].at("id").get<std::uint64_t>(),
                                       json["app"].at("key").get<std::string>()};
  return options;
}

StateHeader header_in(const Json& json) {
  if (json.value("schema", std::string()) != state_schema)
    throw Damaged{"is not the first line of a " + std::string(state_schema) + " file"};
  StateHeader header{options_in(json.at("options")), world_in(json.at("world"))};
  if (digest_in(json.at("world_digest")) != world_digest(header.world))
    throw Damaged{"holds another world than its digest says"};
  return header;
}

Json json_of(const RequestRecord& record) {
  Json headers = Json::array();
  for (const site::Header& header : record.request.headers)
    headers.push_back({widened(header.name), widened(header.value)});
  const Circumstances& circumstances = record.circumstances;
  Json json = {{"at", ms(circumstances.now)},
               {"request",
                {widened(record.request.method), widened(record.request.target), std::move(headers),
                 widened(record.request.body)}},
               {"after", to_hex(record.after)}};
  if (circumstances.staleness.count() > 0) json["stale"] = circumstances.staleness.count();
  if (circumstances.twin) json["twin"] = true;
  if (circumstances.failure) json["failure"] = to_string(*circumstances.failure);
  return json;
}
Json json_of(const BackgroundRecord& record) {
  return {{"background", ms(record.at)}, {"after", to_hex(record.after)}};
}
Json json_of(const DeliveredRecord& record) {
  return {{"delivered", record.id}, {"status", record.status}, {"took", record.took.count()}};
}
Json json_of(const UrlRecord& record) { return {{"url", record.url}}; }
Json json_of(const HookRecord& record) { return {{"hook_url", record.url}}; }

RequestRecord request_in(const Json& json) {
  const Json& parts = json.at("request");
  RequestRecord record;
  record.request = {.method = narrowed(parts.at(0).get<std::string>()),
                    .target = narrowed(parts.at(1).get<std::string>()),
                    .headers = {},
                    .body = narrowed(parts.at(3).get<std::string>())};
  for (const Json& header : parts.at(2))
    record.request.headers.push_back(
        {narrowed(header.at(0).get<std::string>()), narrowed(header.at(1).get<std::string>())});
  record.circumstances.now = time_in(json.at("at"));
  record.circumstances.staleness = Duration(json.value("stale", std::int64_t{0}));
  record.circumstances.twin = json.value("twin", false);
  if (json.contains("failure")) {
    record.circumstances.failure = parse_failure(json["failure"].get_ref<const std::string&>());
    if (!record.circumstances.failure) throw Damaged{"names a failure that is none"};
  }
  record.after = digest_in(json.at("after"));
  return record;
}

Record record_in(const Json& json) {
  if (json.contains("request")) return request_in(json);
  if (json.contains("background"))
    return BackgroundRecord{time_in(json["background"]), digest_in(json.at("after"))};
  if (json.contains("delivered"))
    return DeliveredRecord{json["delivered"].get<std::uint64_t>(), json.at("status").get<int>(),
                           Duration(json.at("took").get<std::int64_t>())};
  if (json.contains("hook_url")) return HookRecord{json["hook_url"].get<std::string>()};
  if (json.contains("url")) return UrlRecord{json["url"].get<std::string>()};
  throw Damaged{"is nothing that a state file holds"};
}

void read_line(std::string_view line, bool is_first, StateFile& file) {
  const Json json = unsealed(line);
  if (is_first) {
    file.header = header_in(json);
  } else {
    file.records.push_back(record_in(json));
  }
}

}  // namespace

std::string header_line(const StateHeader& header) {
  return sealed({{"schema", state_schema},
                 {"options", json_of(header.options)},
                 {"world_digest", to_hex(world_digest(header.world))},
                 {"world", json_of(header.world)}});
}

std::string record_line(const Record& record) {
  return sealed(std::visit([](const auto& one) { return json_of(one); }, record));
}

std::expected<StateFile, StateFileError> parse_state(std::string_view text) {
  StateFile file;
  std::size_t number = 0;
  try {
    while (file.good_bytes < text.size()) {
      const std::size_t end = text.find('\n', file.good_bytes);
      if (end == std::string_view::npos) break;
      ++number;
      read_line(text.substr(file.good_bytes, end - file.good_bytes), number == 1, file);
      file.good_bytes = end + 1;
    }
  } catch (const Damaged& damaged) {
    return std::unexpected(StateFileError{number, damaged.reason});
  } catch (const Json::exception&) {
    return std::unexpected(StateFileError{number, "does not hold what such a line must hold"});
  }
  if (number == 0) return std::unexpected(StateFileError{1, "there is no complete first line"});
  return file;
}

bool looks_like_state(std::string_view text) {
  // Without the version: another one is a state file, too, and refused as such.
  constexpr std::string_view beginning = "{\"schema\":\"regent.fake-github.state/";
  const std::size_t common = std::min(text.size(), beginning.size());
  return common > 0 && text.substr(0, common) == beginning.substr(0, common);
}

}  // namespace regent::fake::server
