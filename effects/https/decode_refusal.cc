// What every answer has: headers, and GitHub's two ways of refusing.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "effects/https/dates.h"
#include "effects/https/json_answer.h"

namespace regent::https {
namespace {

using github::ApiError;

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

// Longer than this is no wait that anyone could mean, and must not overflow.
constexpr std::uint64_t seconds_max = 366ULL * 24 * 3600;

std::optional<Duration> retry_after(std::string_view text, Time now) {
  if (const auto seconds = whole_number(text))
    return std::chrono::seconds(std::min(*seconds, seconds_max));
  if (const auto date = parse_http_date(text)) return std::max(*date - now, Duration{0});
  return std::nullopt;
}

ApiError::Item error_item(const JsonNode& item, bool is_text) {
  if (is_text) return {"", "", "", item.text()};
  return {item["resource"].text_or_empty(), item["field"].text_or_empty(),
          item["code"].text_or_empty(), item["message"].text_or_empty()};
}

// `errors` may be a list of objects or of strings, or one string.
std::vector<ApiError::Item> error_items(const nlohmann::json& envelope, std::string& fault) {
  std::vector<ApiError::Item> items;
  const auto errors = envelope.find("errors");
  if (errors == envelope.end() || errors->is_null()) return items;
  const JsonNode node(*errors, fault);
  if (errors->is_string()) return {error_item(node, true)};
  const auto nodes = node.items();
  for (std::size_t i = 0; i < nodes.size(); ++i)
    items.push_back(error_item(nodes[i], (*errors)[i].is_string()));
  return items;
}

Decoded<std::optional<ApiError>> rest_refusal(const HttpAnswer& answer) {
  const bool from_before_github = answer.status >= 500 || answer.status == 429;
  const auto document = parse_body(answer);
  if (!document || !document->is_object()) {
    if (from_before_github)
      return ApiError{"HTTP " + std::to_string(answer.status) + " without GitHub's words", {}, {}};
    if (!document)
      return std::unexpected(
          Malformed{"HTTP " + std::to_string(answer.status) + ", and " + document.error().reason});
  }
  std::string fault;
  const JsonNode root(*document, fault);
  ApiError error{
      from_before_github ? root["message"].text_or_empty() : root["message"].text(), {}, {}};
  if (document->is_object()) error.errors = error_items(*document, fault);
  if (!fault.empty() && !from_before_github)
    return std::unexpected(Malformed{"HTTP " + std::to_string(answer.status) +
                                     " in a form that is not GitHub's: " + fault});
  return error;
}

Decoded<std::optional<ApiError>> graphql_refusal(const HttpAnswer& answer) {
  const auto document = parse_body(answer);
  if (!document) return std::unexpected(document.error());
  const auto errors = document->is_object() ? document->find("errors") : document->end();
  if (errors == document->end() || (errors->is_array() && errors->empty()))
    return std::optional<ApiError>();
  std::string fault;
  const auto items = JsonNode(*errors, fault).items();
  ApiError error;
  if (!items.empty()) {
    error.message = items.front()["message"].text();
    error.graphql_type = items.front()["type"].text_or_empty();
    if (error.graphql_type == "RATE_LIMIT") error.graphql_type = "RATE_LIMITED";
  }
  if (!fault.empty()) return std::unexpected(Malformed{"GitHub's answer: " + fault});
  return error;
}

}  // namespace

bool is_json(const HttpAnswer& answer) {
  std::string type(find_header(answer.headers, "Content-Type"));
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.pop_back();
  return type == "application/json" ||
         (type.starts_with("application/") && type.ends_with("+json"));
}

Decoded<nlohmann::json> parse_body(const HttpAnswer& answer) {
  if (!is_json(answer))
    return std::unexpected(Malformed{"the answer is not JSON but another type"});
  auto document = nlohmann::json::parse(answer.body, nullptr, false);
  if (document.is_discarded())
    return std::unexpected(Malformed{"the answer is not whole JSON in UTF-8"});
  return document;
}

github::Headers decode_headers(const HttpAnswer& answer) {
  github::Headers headers;
  const auto value = [&](std::string_view name) { return find_header(answer.headers, name); };
  headers.date = parse_http_date(value("Date")).value_or(Time{});
  headers.etag = value("ETag");
  headers.retry_after = retry_after(value("Retry-After"), headers.date);
  const std::string_view resource = value("X-RateLimit-Resource");
  const bool other_budget = !resource.empty() && resource != "core" && resource != "graphql";
  const auto remaining = whole_number(value("X-RateLimit-Remaining"));
  const auto reset = whole_number(value("X-RateLimit-Reset"));
  if (remaining && reset && !other_budget) {
    headers.rate_limit_remaining =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(*remaining, 0xffff'ffff));
    constexpr std::uint64_t year_9999 = 253'402'300'799;
    headers.rate_limit_reset = Time(std::chrono::seconds(std::min(*reset, year_9999)));
  }
  return headers;
}

Decoded<std::optional<github::ApiError>> decode_refusal(const HttpAnswer& answer, Api api) {
  const bool success = answer.status >= 200 && answer.status <= 204 && answer.status != 203;
  if (success) {
    if (api == Api::graphql) return graphql_refusal(answer);
    return std::optional<ApiError>();
  }
  if (answer.status >= 300 && answer.status < 400)
    return ApiError{"HTTP " + std::to_string(answer.status) + ", moved elsewhere", {}, {}};
  if (answer.status >= 400 && answer.status < 600) return rest_refusal(answer);
  return std::unexpected(Malformed{"an unexpected status, HTTP " + std::to_string(answer.status)});
}

std::optional<std::string> next_page(const HttpAnswer& answer) {
  std::string_view links = find_header(answer.headers, "Link");
  while (!links.empty()) {
    const std::size_t open = links.find('<');
    const std::size_t close = links.find('>');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) break;
    const std::string_view url = links.substr(open + 1, close - open - 1);
    links.remove_prefix(close + 1);
    const std::size_t end = links.find(",");
    if (links.substr(0, end).contains("rel=\"next\"")) return std::string(url);
    links.remove_prefix(end == std::string_view::npos ? links.size() : end);
  }
  return std::nullopt;
}

}  // namespace regent::https
