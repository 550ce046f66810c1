#include "fakes/github/site/issues.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/github/responses.h"

namespace regent::fake::site {

IssueView view_of(const Call& call, const github::Pull& pull) {
  const PullDates& dates = call.desk->dates(pull.number);
  const auto edits = call.repository->body_edits(pull.number);
  const bool by_bot = !edits.empty() && edits.front().by_us;
  const bool open = pull.state == github::PullState::open;
  return {.number = pull.number,
          .title = pull.title,
          .body = pull.body,
          .labels = pull.labels,
          .login = std::string(call.present().login(by_bot)),
          .open = open,
          .state_reason = {},
          .created_at = pull.created_at,
          .updated_at = std::max(pull.created_at, dates.updated_at),
          .closed_at = open ? std::nullopt : dates.closed_at,
          .closed_by = {},
          .is_pull = true,
          .merged_at = pull.merged ? dates.merged_at : std::nullopt};
}

IssueView view_of(const Call&, const Issue& issue) {
  return {.number = issue.number,
          .title = issue.title,
          .body = issue.body,
          .labels = issue.labels,
          .login = issue.login,
          .open = issue.open,
          .state_reason = issue.state_reason,
          .created_at = issue.created_at,
          .updated_at = issue.updated_at,
          .closed_at = issue.closed_at,
          .closed_by = issue.closed_by,
          .is_pull = false,
          .merged_at = std::nullopt};
}

std::optional<IssueView> find_issue(const Call& call, std::uint32_t number,
                                    const Circumstances& circumstances) {
  const auto it = call.desk->issues.find(github::PullNumber{number});
  if (it != call.desk->issues.end()) return view_of(call, it->second);
  const github::Response response =
      call.repository->handle(github::GetPull{github::PullNumber{number}}, circumstances);
  const auto* pull = response.as<github::Pull>();
  return pull == nullptr ? std::nullopt : std::optional(view_of(call, *pull));
}

std::optional<IssueView> find_issue(const Call& call, std::uint32_t number) {
  return find_issue(call, number, call.circumstances);
}

github::Response set_labels(const Call& call, std::uint32_t number,
                            std::vector<std::string> names) {
  const github::PullNumber issue{number};
  const auto it = call.desk->issues.find(issue);
  const bool is_pull = it == call.desk->issues.end();
  if (is_pull && !call.repository->pull(issue)) return not_found();
  for (const std::string& name : names) call.desk->define(name);
  ++call.site.revision;
  if (is_pull) return call.send(SiteRequest(SetLabels{issue, std::move(names)}));
  it->second.labels = std::move(names);
  it->second.updated_at = call.circumstances.now;
  return answer(github::Done{});
}

std::optional<std::vector<std::string>> label_names(const Json& body) {
  const Json* list = &body;
  if (body.is_object()) {
    const auto it = body.find("labels");
    if (it == body.end()) return std::nullopt;
    list = &*it;
  }
  if (!list->is_array()) return std::nullopt;
  std::vector<std::string> names;
  for (const Json& item : *list) {
    if (item.is_string()) {
      names.push_back(item.get<std::string>());
    } else if (item.is_object() && item.contains("name") && item["name"].is_string()) {
      names.push_back(item["name"].get<std::string>());
    } else {
      return std::nullopt;
    }
  }
  return names;
}

}  // namespace regent::fake::site
