// Fault rules as people write them: YAML, or JSON, which YAML's parser reads too.
#include <yaml-cpp/yaml.h>

#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "fakes/github/server/fault_rules.h"

namespace regent::fake::server {
namespace {

using Json = nlohmann::ordered_json;

// Thrown within this file only: a rule is read in many small steps, and any of them may refuse.
struct Refused {
  YAML::Mark mark;
  std::string reason;
};

[[noreturn]] void refuse(const YAML::Node& node, std::string_view key, std::string_view reason) {
  throw Refused{node.Mark(), (key.empty() ? "" : std::string(key) + ": ") + std::string(reason)};
}

bool is_in_quotes(const YAML::Node& node) { return node.Tag() == "!"; }

template <typename Number>
std::optional<Number> number_in(const YAML::Node& node) {
  if (!node.IsScalar() || is_in_quotes(node)) return std::nullopt;
  const std::string& text = node.Scalar();
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::uint64_t whole_number(const YAML::Node& node, std::string_view key, std::uint64_t min,
                           std::uint64_t max) {
  const auto number = number_in<std::uint64_t>(node);
  if (!number || *number < min || *number > max)
    refuse(node, key,
           "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  return *number;
}

constexpr std::uint64_t count_max = 1'000'000'000;
constexpr std::uint64_t delay_ms_max = 86'400'000;

std::uint64_t count_in(const YAML::Node& node, std::string_view key) {
  return whole_number(node, key, 1, count_max);
}
Duration duration_in(const YAML::Node& node, std::string_view key) {
  return Duration(whole_number(node, key, 0, delay_ms_max));
}

bool truth_in(const YAML::Node& node, std::string_view key) {
  if (node.IsScalar() && !is_in_quotes(node)) {
    if (node.Scalar() == "true") return true;
    if (node.Scalar() == "false") return false;
  }
  refuse(node, key, "must be true or false");
}

const std::string& text_in(const YAML::Node& node, std::string_view key) {
  if (!node.IsScalar() || node.Scalar().empty()) refuse(node, key, "must be a text");
  return node.Scalar();
}

// The JSON that the YAML stands for.
Json json_of(const YAML::Node& node) {
  if (node.IsNull()) return nullptr;
  if (node.IsSequence()) {
    Json list = Json::array();
    for (const auto& item : node) list.push_back(json_of(item));
    return list;
  }
  if (node.IsMap()) {
    Json object = Json::object();
    for (const auto& entry : node) object[text_in(entry.first, "body")] = json_of(entry.second);
    return object;
  }
  const std::string& text = node.Scalar();
  if (is_in_quotes(node)) return text;
  if (text == "true" || text == "false") return text == "true";
  if (const auto number = number_in<std::int64_t>(node)) return *number;
  if (const auto number = number_in<double>(node); number && std::isfinite(*number)) return *number;
  return text;
}

std::string body_in(const YAML::Node& node) {
  if (node.IsScalar()) return node.Scalar();
  return json_of(node).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string failure_names() {
  std::string names;
  for (std::size_t i = 0; i < failure_count; ++i)
    names.append(i == 0 ? "" : ", ").append(to_string(static_cast<Failure>(i)));
  return names;
}

Loss loss_in(const YAML::Node& node) {
  if (!node.IsMap() || node.size() != 1 || !node["effect"].IsDefined())
    refuse(node, "lost_answer", "must be {effect: true} or {effect: false}");
  return truth_in(node["effect"], "lost_answer.effect") ? Loss::answer : Loss::request;
}

site::HttpResponse& answer_of(FaultRule& rule) {
  if (!rule.answer)
    rule.answer = site::HttpResponse{
        .status = 0, .headers = {{"Content-Type", "application/json; charset=utf-8"}}, .body = {}};
  return *rule.answer;
}

void read_headers(const YAML::Node& node, FaultRule& rule) {
  if (!node.IsMap()) refuse(node, "headers", "must be a mapping of names to values");
  for (const auto& entry : node) {
    const std::string& name = text_in(entry.first, "headers");
    if (name.find_first_of(" :\r\n\t") != std::string::npos)
      refuse(entry.first, "headers", "holds a name that is none");
    std::erase_if(answer_of(rule).headers,
                  [&](const site::Header& one) { return site::is_same_name(one.name, name); });
    if (!entry.second.IsScalar()) refuse(entry.second, "headers", "must be a text");
    answer_of(rule).headers.push_back({name, entry.second.Scalar()});
  }
}

using Read = void (*)(const YAML::Node&, FaultRule&);
struct Key {
  std::string_view name;
  bool of_request;
  bool of_webhook;
  bool of_background;
  Read read;
};

constexpr auto keys = std::to_array<Key>({
    {"nth", true, true, true,
     [](const auto& node, FaultRule& rule) { rule.selection.nth = count_in(node, "nth"); }},
    {"every", true, true, true,
     [](const auto& node, FaultRule& rule) { rule.selection.every = count_in(node, "every"); }},
    {"times", true, true, true,
     [](const auto& node, FaultRule& rule) { rule.selection.times = count_in(node, "times"); }},
    {"probability", true, true, true,
     [](const auto& node, FaultRule& rule) {
       const auto number = number_in<double>(node);
       if (!number || !(*number >= 0 && *number <= 1))
         refuse(node, "probability", "must be a number from 0 to 1");
       rule.selection.probability = *number;
     }},
    {"status", true, false, false,
     [](const auto& node, FaultRule& rule) {
       answer_of(rule).status = static_cast<int>(whole_number(node, "status", 200, 599));
     }},
    {"body", true, false, false,
     [](const auto& node, FaultRule& rule) { answer_of(rule).body = body_in(node); }},
    {"headers", true, false, false, read_headers},
    {"failure", true, false, false,
     [](const auto& node, FaultRule& rule) {
       rule.failure = parse_failure(text_in(node, "failure"));
       if (!rule.failure) refuse(node, "failure", "must be one of " + failure_names());
     }},
    {"hold_ms", true, false, false,
     [](const auto& node, FaultRule& rule) { rule.hold = duration_in(node, "hold_ms"); }},
    {"delay_ms", true, true, true,
     [](const auto& node, FaultRule& rule) { rule.delay = duration_in(node, "delay_ms"); }},
    {"lost_answer", true, false, false,
     [](const auto& node, FaultRule& rule) { rule.loss = loss_in(node); }},
    {"truncate", true, false, false,
     [](const auto& node, FaultRule& rule) {
       if (truth_in(node, "truncate")) rule.loss = Loss::truncated;
     }},
    {"stale_ms", true, false, false,
     [](const auto& node, FaultRule& rule) { rule.staleness = duration_in(node, "stale_ms"); }},
    {"twin", true, false, false,
     [](const auto& node, FaultRule& rule) { rule.twin = truth_in(node, "twin"); }},
    {"twice", false, true, false,
     [](const auto& node, FaultRule& rule) { rule.twice = truth_in(node, "twice"); }},
    {"drop", false, true, false,
     [](const auto& node, FaultRule& rule) { rule.drop = truth_in(node, "drop"); }},
    {"reorder", false, true, false,
     [](const auto& node, FaultRule& rule) { rule.reorder = truth_in(node, "reorder"); }},
});

bool may_have(const Key& key, FaultRule::Kind kind) {
  switch (kind) {
    case FaultRule::Kind::request:
      return key.of_request;
    case FaultRule::Kind::webhook:
      return key.of_webhook;
    case FaultRule::Kind::background:
      return key.of_background;
  }
  return false;
}

constexpr auto kinds = std::to_array<std::pair<std::string_view, FaultRule::Kind>>(
    {{"route", FaultRule::Kind::request},
     {"webhook", FaultRule::Kind::webhook},
     {"background", FaultRule::Kind::background}});

void check_route(const YAML::Node& node, const std::string& route) {
  if (route == "*") return;
  const std::size_t blank = route.find(' ');
  const std::string rest = blank == std::string::npos ? "" : route.substr(blank + 1);
  const bool is_graphql = route.starts_with("graphql ") && !rest.empty();
  if (is_graphql || (blank > 0 && (rest == "*" || rest.starts_with('/')))) return;
  refuse(node, "route",
         "must be *, a method and a path (POST /repos/{owner}/{repo}/pulls) or a GraphQL "
         "operation (graphql updateRefs)");
}

void read_kind(const YAML::Node& node, FaultRule& rule) {
  int found = 0;
  for (const auto& [name, kind] : kinds) {
    const YAML::Node subject = node[std::string(name)];
    if (!subject.IsDefined()) continue;
    ++found;
    rule.kind = kind;
    rule.subject = text_in(subject, name);
    if (kind == FaultRule::Kind::request) check_route(subject, rule.subject);
  }
  if (found != 1) refuse(node, {}, "a rule has one of the keys route, webhook and background");
}

std::string keys_of(FaultRule::Kind kind) {
  std::string names;
  for (const Key& key : keys)
    if (may_have(key, kind)) names.append(names.empty() ? "" : ", ").append(key.name);
  return names;
}

void read_key(const YAML::Node& name, const YAML::Node& value, FaultRule& rule) {
  const std::string text = name.IsScalar() ? name.Scalar() : std::string();
  for (const auto& [kind_name, kind] : kinds)
    if (text == kind_name) return;
  for (const Key& key : keys)
    if (key.name == text && may_have(key, rule.kind)) return key.read(value, rule);
  refuse(name, text, "is no key of such a rule, its keys are " + keys_of(rule.kind));
}

FaultRule read_rule(const YAML::Node& node) {
  if (!node.IsMap()) refuse(node, {}, "a rule must be a mapping");
  FaultRule rule;
  read_kind(node, rule);
  std::set<std::string> seen;
  for (const auto& entry : node) {
    read_key(entry.first, entry.second, rule);
    if (!seen.insert(entry.first.Scalar()).second)
      refuse(entry.first, entry.first.Scalar(), "is given twice");
  }
  if (rule.answer && rule.answer->status == 0)
    refuse(node, {}, "a rule with a body or headers needs a status");
  if (rule.answer && rule.failure) refuse(node, {}, "a rule has a status or a failure, not both");
  return rule;
}

std::vector<FaultRule> read_rules(YAML::Node root) {
  if (root.IsMap() && root.size() == 1 && root["faults"].IsDefined()) root = root["faults"];
  if (root.IsNull()) return {};
  if (!root.IsSequence()) refuse(root, {}, "must be a list of rules, or {faults: [...]}");
  std::vector<FaultRule> rules;
  for (const auto& node : root) rules.push_back(read_rule(node));
  return rules;
}

FaultFileError error_at(const YAML::Mark& mark, std::string reason) {
  if (mark.is_null()) return {0, 0, std::move(reason)};
  return {static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1,
          std::move(reason)};
}

}  // namespace

std::string to_string(const FaultFileError& error, std::string_view file) {
  std::string text(file);
  if (error.line > 0) text += ":" + std::to_string(error.line) + ":" + std::to_string(error.column);
  return text + ": " + error.reason;
}

std::expected<std::vector<FaultRule>, FaultFileError> parse_faults(std::string_view text) {
  try {
    return read_rules(YAML::Load(std::string(text)));
  } catch (const Refused& refused) {
    return std::unexpected(error_at(refused.mark, refused.reason));
  } catch (const YAML::Exception& error) {
    return std::unexpected(error_at(error.mark, error.msg));
  }
}

}  // namespace regent::fake::server
