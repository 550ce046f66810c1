// Issues, and pull requests as the issues that they also are; labels and comments.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/github/node_ids.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/present.h"
#include "fakes/github/site/target.h"

namespace regent::fake::site {
namespace {

Json date_or_null(const std::optional<Time>& time) { return time ? Json(iso_date(*time)) : Json(); }

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

std::string number_of(github::PullNumber number) {
  return std::to_string(static_cast<std::uint32_t>(number));
}

}  // namespace

Json Presenter::reactions(const std::string& subject) const {
  Json json{{"url", subject + "/reactions"}, {"total_count", 0}};
  for (const char* kind : {"+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"})
    json[kind] = 0;
  return json;
}

Json Presenter::label(const std::string& name) const {
  const LabelDefinition label = desk_.label(name);
  return {{"id", account_id(full_name_ + "/labels/" + label.name)},
          {"node_id", node_id("LA", full_name_, label.name)},
          {"url", api_ + "/labels/" + percent_encoded(label.name)},
          {"name", label.name},
          {"color", label.color},
          {"default", label.is_default},
          {"description", text_or_null(label.description)}};
}

Json Presenter::issue(const IssueView& issue) const {
  const std::string number = number_of(issue.number);
  const std::string self = api_ + "/issues/" + number;
  const std::string html = page_ + (issue.is_pull ? "/pull/" : "/issues/") + number;
  const auto comments = std::ranges::count_if(
      desk_.comments, [&](const auto& entry) { return entry.second.issue == issue.number; });
  Json json{{"url", self},
            {"repository_url", api_},
            {"labels_url", self + "/labels{/name}"},
            {"comments_url", self + "/comments"},
            {"events_url", self + "/events"},
            {"html_url", html},
            {"id", issue_id(full_name_, issue.number)},
            {"node_id", issue.is_pull ? pull_node_id(full_name_, issue.number)
                                      : node_id("I", full_name_, number)},
            {"number", static_cast<std::uint32_t>(issue.number)},
            {"title", issue.title},
            {"user", account(issue.login)},
            {"labels", labels(issue.labels)},
            {"state", issue.open ? "open" : "closed"},
            {"locked", false},
            {"assignee", nullptr},
            {"assignees", Json::array()},
            {"milestone", nullptr},
            {"comments", comments},
            {"created_at", iso_date(issue.created_at)},
            {"updated_at", iso_date(issue.updated_at)},
            {"closed_at", date_or_null(issue.closed_at)},
            {"author_association", issue.login == cast_.bot ? "CONTRIBUTOR" : "OWNER"},
            {"active_lock_reason", nullptr}};
  if (issue.is_pull) {
    json["draft"] = false;
    json["pull_request"] = {{"url", api_ + "/pulls/" + number},
                            {"html_url", html},
                            {"diff_url", html + ".diff"},
                            {"patch_url", html + ".patch"},
                            {"merged_at", date_or_null(issue.merged_at)}};
  }
  json.update(Json{{"body", text_or_null(issue.body)},
                   {"closed_by", issue.closed_by.empty() ? Json() : account(issue.closed_by)},
                   {"reactions", reactions(self)},
                   {"timeline_url", self + "/timeline"},
                   {"performed_via_github_app", nullptr},
                   {"state_reason", text_or_null(issue.state_reason)}});
  return json;
}

Json Presenter::comment(const Comment& comment) const {
  const std::string id = std::to_string(comment.id);
  const std::string number = number_of(comment.issue);
  const bool is_issue = desk_.issues.contains(comment.issue);
  return {{"url", api_ + "/issues/comments/" + id},
          {"html_url", page_ + (is_issue ? "/issues/" : "/pull/") + number + "#issuecomment-" + id},
          {"issue_url", api_ + "/issues/" + number},
          {"id", comment.id},
          {"node_id", node_id("IC", full_name_, id)},
          {"user", account(comment.login)},
          {"created_at", iso_date(comment.created_at)},
          {"updated_at", iso_date(comment.updated_at)},
          {"body", comment.body},
          {"reactions", reactions(api_ + "/issues/comments/" + id)},
          {"author_association", comment.login == cast_.bot ? "CONTRIBUTOR" : "OWNER"},
          {"performed_via_github_app", nullptr}};
}

}  // namespace regent::fake::site
