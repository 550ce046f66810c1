#include "fakes/github/error_body.h"

#include <nlohmann/json.hpp>

#include "core/assert.h"

namespace regent::fake {
namespace {

using Json = nlohmann::ordered_json;

bool is_graphql(const github::Request& request) {
  return std::holds_alternative<github::Observe>(request) ||
         std::holds_alternative<github::ObservePull>(request) ||
         std::holds_alternative<github::ObserveFile>(request) ||
         std::holds_alternative<github::ObservePulls>(request) ||
         std::holds_alternative<github::EditPull>(request) ||
         std::holds_alternative<github::UpdateRefs>(request);
}

// Bytes that are not UTF-8 become U+FFFD, as in any JSON that GitHub sends.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json item_json(const github::ApiError::Item& item) {
  if (item.resource.empty() && item.field.empty() && item.code.empty()) return item.message;
  Json json = Json::object();
  if (!item.resource.empty()) json["resource"] = item.resource;
  if (!item.code.empty()) json["code"] = item.code;
  if (!item.field.empty()) json["field"] = item.field;
  if (!item.message.empty()) json["message"] = item.message;
  return json;
}

Json rest_envelope(const github::ApiError& error, int status, std::string_view documentation_url) {
  Json json = {{"message", error.message}};
  for (const github::ApiError::Item& item : error.errors) json["errors"].push_back(item_json(item));
  if (!documentation_url.empty()) json["documentation_url"] = documentation_url;
  json["status"] = std::to_string(status);
  return json;
}

Json graphql_envelope(const github::Request& request, const github::ApiError& error) {
  const std::string field = std::holds_alternative<github::UpdateRefs>(request) ? "updateRefs"
                            : std::holds_alternative<github::EditPull>(request)
                                ? "updatePullRequest"
                            : std::holds_alternative<github::ObservePull>(request) ? "pullRequest"
                                                                                   : "repository";
  Json entry = Json::object();
  if (!error.graphql_type.empty()) entry["type"] = error.graphql_type;
  entry["path"] = Json::array({field});
  entry["message"] = error.message;
  return {{"data", {{field, nullptr}}}, {"errors", Json::array({entry})}};
}

struct Page {
  std::string_view operator()(const github::Observe&) const { return {}; }
  std::string_view operator()(const github::ObservePull&) const { return {}; }
  std::string_view operator()(const github::ObserveFile&) const { return {}; }
  std::string_view operator()(const github::ObservePulls&) const { return {}; }
  std::string_view operator()(const github::EditPull&) const { return {}; }
  std::string_view operator()(const github::UpdateRefs&) const { return {}; }
  std::string_view operator()(const github::GetRef&) const {
    return "https://docs.github.com/rest/git/refs#get-a-reference";
  }
  std::string_view operator()(const github::ListMatchingRefs&) const {
    return "https://docs.github.com/rest/git/refs#list-matching-references";
  }
  std::string_view operator()(const github::CreateRef&) const {
    return "https://docs.github.com/rest/git/refs#create-a-reference";
  }
  std::string_view operator()(const github::UpdateRef&) const {
    return "https://docs.github.com/rest/git/refs#update-a-reference";
  }
  std::string_view operator()(const github::DeleteRef&) const {
    return "https://docs.github.com/rest/git/refs#delete-a-reference";
  }
  std::string_view operator()(const github::GetCommit&) const {
    return "https://docs.github.com/rest/git/commits#get-a-commit-object";
  }
  std::string_view operator()(const github::CreateCommit&) const {
    return "https://docs.github.com/rest/git/commits#create-a-commit";
  }
  std::string_view operator()(const github::CreateTree&) const {
    return "https://docs.github.com/rest/git/trees#create-a-tree";
  }
  std::string_view operator()(const github::CompareCommits&) const {
    return "https://docs.github.com/rest/commits/commits#compare-two-commits";
  }
  std::string_view operator()(const github::ListCommits&) const {
    return "https://docs.github.com/rest/commits/commits#list-commits";
  }
  std::string_view operator()(const github::GetContents&) const {
    return "https://docs.github.com/rest/repos/contents#get-repository-content";
  }
  std::string_view operator()(const github::ListPulls&) const {
    return "https://docs.github.com/rest/pulls/pulls#list-pull-requests";
  }
  std::string_view operator()(const github::GetPull&) const {
    return "https://docs.github.com/rest/pulls/pulls#get-a-pull-request";
  }
  std::string_view operator()(const github::CreatePull&) const {
    return "https://docs.github.com/rest/pulls/pulls#create-a-pull-request";
  }
  std::string_view operator()(const github::UpdatePull&) const {
    return "https://docs.github.com/rest/pulls/pulls#update-a-pull-request";
  }
  std::string_view operator()(const github::MergePull&) const {
    return "https://docs.github.com/rest/pulls/pulls#merge-a-pull-request";
  }
  std::string_view operator()(const github::SearchPulls&) const {
    return "https://docs.github.com/rest/search/search#search-issues-and-pull-requests";
  }
  std::string_view operator()(const github::AddLabels&) const {
    return "https://docs.github.com/rest/issues/labels#add-labels-to-an-issue";
  }
  std::string_view operator()(const github::GetReleaseByTag&) const {
    return "https://docs.github.com/rest/releases/releases#get-a-release-by-tag-name";
  }
  std::string_view operator()(const github::CreateRelease&) const {
    return "https://docs.github.com/rest/releases/releases#create-a-release";
  }
};

}  // namespace

std::string_view documentation_url(const github::Request& request, int status) {
  constexpr std::string_view generic = "https://docs.github.com/rest";
  if (status == 401) return generic;
  const std::string_view page = std::visit(Page{}, request);
  return page.empty() ? "https://docs.github.com/graphql" : page;
}

std::string rest_error_body(const github::ApiError& error, int status,
                            std::string_view documentation_url) {
  return dump(rest_envelope(error, status, documentation_url));
}

std::string error_body(const github::Request& request, const github::Response& response) {
  const github::ApiError* error = response.error();
  REGENT_ASSERT(error != nullptr, "only a refusal has an error body");
  if (is_graphql(request) && response.status == 200) return dump(graphql_envelope(request, *error));
  return rest_error_body(
      *error, response.status,
      response.status == 400 ? std::string_view() : documentation_url(request, response.status));
}

}  // namespace regent::fake
