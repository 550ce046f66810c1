#include "fakes/github/server/fault_rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "fakes/github/digest.h"

namespace regent::fake::server {
namespace {

using Json = nlohmann::ordered_json;

// Splits off what stands before the next slash.
std::string_view next_segment(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view segment = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return segment;
}

bool takes_the_rest(std::string_view segment) {
  return segment == "{ref}" || segment == "{path}" || segment == "{basehead}";
}

bool matches_path(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view expected = next_segment(pattern);
    if (pattern.empty() && takes_the_rest(expected)) return true;
    const std::string_view actual = next_segment(path);
    const bool is_any = expected.starts_with('{') && expected.ends_with('}') && !actual.empty();
    if (!is_any && expected != actual) return false;
  }
  return pattern.empty() && path.empty();
}

std::string_view path_of(std::string_view target) {
  target = target.substr(0, target.find('?'));
  if (target.starts_with("/api/v3/")) target.remove_prefix(std::string_view("/api/v3").size());
  if (target.starts_with('/')) target.remove_prefix(1);
  return target;
}

bool is_name_character(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_name_character(text[at - 1]);
    if (begins && (end == text.size() || !is_name_character(text[end]))) return true;
  }
  return false;
}

void add_names(const FaultRule& rule, std::vector<std::string>& names) {
  const auto ms = [](std::string_view what, Duration time) {
    return std::string(what) + " " + std::to_string(time.count()) + " ms";
  };
  if (rule.answer) names.push_back("status " + std::to_string(rule.answer->status));
  if (rule.failure) names.emplace_back(to_string(*rule.failure));
  if (rule.hold.count() > 0) names.push_back(ms("hold", rule.hold));
  if (rule.delay.count() > 0) names.push_back(ms("delay", rule.delay));
  if (rule.loss != Loss::none) names.emplace_back(to_string(rule.loss));
  if (rule.staleness.count() > 0) names.push_back(ms("stale", rule.staleness));
  for (const auto& [is_set, name] :
       std::to_array<std::pair<bool, std::string_view>>({{rule.twin, "twin"},
                                                         {rule.twice, "twice"},
                                                         {rule.drop, "drop"},
                                                         {rule.reorder, "reorder"}}))
    if (is_set) names.emplace_back(name);
}

std::string_view key_of(FaultRule::Kind kind) {
  switch (kind) {
    case FaultRule::Kind::request:
      return "route";
    case FaultRule::Kind::webhook:
      return "webhook";
    case FaultRule::Kind::background:
      return "background";
  }
  return {};
}

Json json_of(const FaultRule& rule) {
  Json json = {{key_of(rule.kind), rule.subject}};
  const Selection& chosen = rule.selection;
  if (chosen.nth > 0) json["nth"] = chosen.nth;
  if (chosen.every > 0) json["every"] = chosen.every;
  if (chosen.times > 0) json["times"] = chosen.times;
  if (chosen.probability < 1) json["probability"] = chosen.probability;
  std::vector<std::string> names;
  add_names(rule, names);
  json["does"] = names;
  json["matched"] = rule.matched;
  json["hits"] = rule.hits;
  return json;
}

}  // namespace

std::string_view to_string(Loss loss) {
  switch (loss) {
    case Loss::none:
      return "answered";
    case Loss::request:
      return "request lost";
    case Loss::answer:
      return "answer lost";
    case Loss::truncated:
      return "answer truncated";
  }
  return {};
}

bool is_route_of(std::string_view route, const Call& call) {
  if (route == "*") return true;
  const std::size_t blank = route.find(' ');
  if (blank == std::string_view::npos) return false;
  const std::string_view method = route.substr(0, blank);
  std::string_view rest = route.substr(blank + 1);
  if (method == "graphql")
    return !call.graphql.empty() && (rest == "*" || has_word(call.graphql, rest));
  if (method != "*" && method != call.method) return false;
  return rest == "*" || matches_path(path_of(rest), path_of(call.target));
}

void FaultRules::add(std::vector<FaultRule> rules) {
  std::ranges::move(rules, std::back_inserter(rules_));
}

bool FaultRules::hits(std::size_t index) {
  FaultRule& rule = rules_[index];
  const Selection& chosen = rule.selection;
  const std::uint64_t number = ++rule.matched;
  if (chosen.nth > 0 && number != chosen.nth) return false;
  if (chosen.every > 0 && number % chosen.every != 0) return false;
  if (chosen.times > 0 && rule.hits >= chosen.times) return false;
  if (chosen.probability < 1) {
    const Digest drawn = DigestBuilder(seed_).add(index).add(number).finish();
    if (std::ldexp(static_cast<double>(drawn.high), -64) >= chosen.probability) return false;
  }
  ++rule.hits;
  return true;
}

RequestFaults FaultRules::meet(const Call& call) {
  RequestFaults faults;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const FaultRule& rule = rules_[i];
    if (rule.kind != FaultRule::Kind::request || !is_route_of(rule.subject, call) || !hits(i))
      continue;
    if (!faults.answer) faults.answer = rule.answer;
    if (!faults.failure) faults.failure = rule.failure;
    faults.hold += rule.hold;
    faults.delay += rule.delay;
    faults.loss = std::max(faults.loss, rule.loss);
    faults.staleness = std::max(faults.staleness, rule.staleness);
    faults.twin = faults.twin || rule.twin;
    add_names(rule, faults.names);
  }
  return faults;
}

WebhookFaults FaultRules::meet_webhook(std::string_view event) {
  WebhookFaults faults;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const FaultRule& rule = rules_[i];
    const bool is_of_event = rule.subject == "*" || rule.subject == event;
    if (rule.kind != FaultRule::Kind::webhook || !is_of_event || !hits(i)) continue;
    faults.delay += rule.delay;
    faults.twice = faults.twice || rule.twice;
    faults.drop = faults.drop || rule.drop;
    faults.reorder = faults.reorder || rule.reorder;
    add_names(rule, faults.names);
  }
  return faults;
}

Duration FaultRules::meet_background() {
  Duration later{0};
  for (std::size_t i = 0; i < rules_.size(); ++i)
    if (rules_[i].kind == FaultRule::Kind::background && hits(i)) later += rules_[i].delay;
  return later;
}

std::string FaultRules::json() const {
  Json rules = Json::array();
  for (const FaultRule& rule : rules_) rules.push_back(json_of(rule));
  return Json{{"faults", std::move(rules)}}.dump(2, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

}  // namespace regent::fake::server
