// Issues, and pull requests as the issues that they also are.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/github/responses.h"
#include "fakes/github/site/issues.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

constexpr std::string_view no_list =
    "Invalid request.\n\nFor 'properties/labels', it is not an array.";

bool has_label(const IssueView& issue, std::string_view name) {
  return std::ranges::find(issue.labels, name) != issue.labels.end();
}

// `labels=a,b`: all of them.
bool has_labels(const IssueView& issue, std::string_view names) {
  while (!names.empty()) {
    const auto comma = std::min(names.find(','), names.size());
    if (!has_label(issue, names.substr(0, comma))) return false;
    names.remove_prefix(std::min(comma + 1, names.size()));
  }
  return true;
}

void set_state(const Call& call, Issue& issue, bool open, std::string_view reason) {
  if (issue.open == open) return;
  issue.open = open;
  issue.state_reason = open ? "reopened" : reason.empty() ? "completed" : std::string(reason);
  issue.closed_at = open ? std::nullopt : std::optional(call.circumstances.now);
  issue.closed_by = open ? std::string() : call.viewer.login;
}

// Of a plain issue; nullopt: `number` is another one's.
std::optional<HttpResponse> update_plain_issue(Call& call, const github::UpdatePull& request,
                                               std::string_view reason) {
  const auto it = call.desk->issues.find(request.number);
  if (it == call.desk->issues.end()) return std::nullopt;
  Issue& issue = it->second;
  issue.title = request.title.value_or(issue.title);
  issue.body = request.body.value_or(issue.body);
  if (request.state) set_state(call, issue, *request.state == github::PullState::open, reason);
  issue.updated_at = call.circumstances.now;
  ++call.site.revision;
  return json_reply(call.present().issue(view_of(call, issue)));
}

}  // namespace

HttpResponse list_issues(Call& call) {
  const std::string_view state = call.target.query("state").value_or("open");
  const std::string_view labels = call.target.query("labels").value_or("");
  const std::string_view creator = call.target.query("creator").value_or("");
  Json out = Json::array();
  for (std::uint32_t number = call.repository->last_number(); number > 0; --number) {
    const auto issue = find_issue(call, number);
    if (!issue) continue;
    if ((state == "open" && !issue->open) || (state == "closed" && issue->open)) continue;
    if (!creator.empty() && issue->login != creator) continue;
    if (has_labels(*issue, labels)) out.push_back(call.present().issue(*issue));
  }
  return Paging(call).reply(call, out);
}

HttpResponse create_issue(Call& call) {
  Fields fields(call);
  const Time now = call.circumstances.now;
  Issue issue{.title = fields.required_text("title"),
              .body = fields.text("body").value_or(""),
              .login = call.viewer.login,
              .created_at = now,
              .updated_at = now};
  if (auto refused = fields.refusal()) return *std::move(refused);
  if (issue.title.empty()) return invalid(call, "Issue", "title", "missing_field");
  if (fields.has("labels")) {
    auto names = label_names(call.body);
    if (!names) return refusal(call, 422, no_list);
    issue.labels = *std::move(names);
  }
  for (const std::string& name : issue.labels) call.desk->define(name);
  issue.number = call.repository->take_issue_number();
  ++call.site.revision;
  const Issue& kept = call.desk->issues.emplace(issue.number, issue).first->second;
  return json_reply(call.present().issue(view_of(call, kept)), 201);
}

HttpResponse get_issue(Call& call) {
  const auto issue = find_issue(call, call.number(0));
  return issue ? json_reply(call.present().issue(*issue)) : refusal(call, not_found());
}

HttpResponse update_issue(Call& call) {
  Fields fields(call);
  github::UpdatePull request{.number = github::PullNumber{call.number(0)}};
  request.title = fields.text("title");
  request.body = fields.text("body");
  const auto state = fields.text("state");
  const auto reason = fields.text("state_reason");
  if (auto refused = fields.refusal()) return *std::move(refused);
  if (state && *state != "open" && *state != "closed")
    return invalid(call, "Issue", "state", "invalid");
  if (state) request.state = *state == "open" ? github::PullState::open : github::PullState::closed;
  const bool has_labels = call.body.contains("labels");
  auto names = has_labels ? label_names(call.body) : std::nullopt;
  if (!update_plain_issue(call, request, reason.value_or(""))) {
    const github::Response response = call.send(request);
    if (!response.ok()) return refusal(call, response);
  }
  if (has_labels) {
    if (!names) return refusal(call, 422, no_list);
    static_cast<void>(set_labels(call, call.number(0), *std::move(names)));
  }
  return get_issue(call);
}

}  // namespace regent::fake::site
