#include "fakes/github/server/graphql_name.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

namespace regent::fake::server {
namespace {

bool is_name_character(char c) {
  return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0;
}

std::string first_name(std::string_view document) {
  while (!document.empty()) {
    const auto begin = std::ranges::find_if(document, is_name_character);
    const auto end = std::find_if_not(begin, document.end(), is_name_character);
    std::string name(begin, end);
    const bool is_keyword = name == "query" || name == "mutation" || name == "fragment";
    if (!is_keyword) return name;
    document = std::string_view(end, document.end());
  }
  return {};
}

std::string text_member(const nlohmann::json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

bool is_graphql(std::string_view target) {
  target = target.substr(0, target.find('?'));
  return target == "/graphql" || target == "/api/graphql";
}

GraphqlName graphql_name(const site::HttpRequest& request) {
  if (request.method != "POST" || !is_graphql(request.target)) return {};
  const nlohmann::json json = nlohmann::json::parse(request.body, nullptr, false);
  if (!json.is_object()) return {"{", {}};
  const std::string document = text_member(json, "query");
  std::string name = text_member(json, "operationName");
  GraphqlName found{name + " " + document, std::move(name)};
  if (found.name.empty()) found.name = first_name(document);
  return found;
}

}  // namespace regent::fake::server
