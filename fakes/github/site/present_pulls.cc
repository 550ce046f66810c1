// Pull requests.
#include <algorithm>
#include <map>
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

Json Presenter::labels(const std::vector<std::string>& names) const {
  Json out = Json::array();
  for (const std::string& name : names) out.push_back(label(name));
  return out;
}

Json Presenter::end_of_pull(const std::string& branch, const Sha& sha) const {
  return {{"label", std::string(repository_.owner()) + ':' + branch},
          {"ref", branch},
          {"sha", sha.hex()},
          {"user", owner()},
          {"repo", repository()}};
}

Json Presenter::pull(const github::Pull& pull, Form form) const {
  const std::string number = number_of(pull.number);
  const std::string self = api_ + "/pulls/" + number;
  const std::string issue = api_ + "/issues/" + number;
  const std::string html = page_ + "/pull/" + number;
  const std::string statuses = api_ + "/statuses/" + pull.head_sha.hex();
  const PullDates& dates = desk_.dates(pull.number);
  const auto edits = repository_.body_edits(pull.number);
  const bool by_bot = !edits.empty() && edits.front().by_us;
  const auto base = repository_.branch(pull.base);
  const bool open = pull.state == github::PullState::open;
  Json json{
      {"url", self},
      {"id", pull_id(full_name_, pull.number)},
      {"node_id", pull_node_id(full_name_, pull.number)},
      {"html_url", html},
      {"diff_url", html + ".diff"},
      {"patch_url", html + ".patch"},
      {"issue_url", issue},
      {"number", static_cast<std::uint32_t>(pull.number)},
      {"state", open ? "open" : "closed"},
      {"locked", false},
      {"title", pull.title},
      {"user", account(login(by_bot))},
      {"body", text_or_null(pull.body)},
      {"created_at", iso_date(pull.created_at)},
      {"updated_at", iso_date(std::max(pull.created_at, dates.updated_at))},
      {"closed_at", open ? Json() : date_or_null(dates.closed_at)},
      {"merged_at", pull.merged ? date_or_null(dates.merged_at) : Json()},
      {"merge_commit_sha", pull.merge_commit_sha ? Json(pull.merge_commit_sha->hex()) : Json()},
      {"assignee", nullptr},
      {"assignees", Json::array()},
      {"requested_reviewers", Json::array()},
      {"requested_teams", Json::array()},
      {"labels", labels(pull.labels)},
      {"milestone", nullptr},
      {"draft", false},
      {"commits_url", self + "/commits"},
      {"review_comments_url", self + "/comments"},
      {"review_comment_url", api_ + "/pulls/comments{/number}"},
      {"comments_url", issue + "/comments"},
      {"statuses_url", statuses},
      {"head", end_of_pull(pull.head, pull.head_sha)},
      {"base", end_of_pull(pull.base, base.value_or(Sha{}))},
      {"_links",
       {{"self", {{"href", self}}},
        {"html", {{"href", html}}},
        {"issue", {{"href", issue}}},
        {"comments", {{"href", issue + "/comments"}}},
        {"review_comments", {{"href", self + "/comments"}}},
        {"review_comment", {{"href", api_ + "/pulls/comments{/number}"}}},
        {"commits", {{"href", self + "/commits"}}},
        {"statuses", {{"href", statuses}}}}},
      {"author_association", by_bot ? "CONTRIBUTOR" : "OWNER"},
      {"auto_merge", nullptr},
      {"active_lock_reason", nullptr}};
  if (repository_.settings().drops_merge_commit_sha || version_ == ApiVersion::v2026_03_10)
    json.erase("merge_commit_sha");
  if (form == Form::full) add_details(pull, json);
  return json;
}

void Presenter::add_details(const github::Pull& pull, Json& json) const {
  const auto base = repository_.branch(pull.base);
  const auto head = repository_.commit(pull.head_sha);
  const auto tip = base ? repository_.commit(*base) : std::nullopt;
  const auto common_sha = tip && head ? repository_.merge_base(tip->sha, head->sha) : std::nullopt;
  const auto common = common_sha ? repository_.commit(*common_sha) : std::nullopt;
  std::size_t added = 0;
  std::size_t removed = 0;
  std::size_t changed = 0;
  bool mergeable = head.has_value() && tip.has_value();
  if (common && head && tip) {
    std::map<std::string, Sha> ours;
    for (const FileChangeView& change : repository_.changed_files(common->tree, head->tree)) {
      const LineCount lines = count_lines(change.before, change.after);
      added += lines.added;
      removed += lines.removed;
      ++changed;
      const bool gone = change.status == FileChangeView::Status::removed;
      ours.emplace(change.path, gone ? Sha{} : change.blob);
    }
    for (const FileChangeView& change : repository_.changed_files(common->tree, tip->tree)) {
      const auto same = ours.find(change.path);
      const bool gone = change.status == FileChangeView::Status::removed;
      if (same != ours.end() && same->second != (gone ? Sha{} : change.blob)) mergeable = false;
    }
  }
  std::size_t commits = 0;
  repository_.walk_first_parents(pull.head_sha, [&](const CommitView& commit) {
    if (common && commit.sha == common->sha) return false;
    ++commits;
    return true;
  });
  const PullDates& dates = desk_.dates(pull.number);
  const bool open = pull.state == github::PullState::open;
  json["merged"] = pull.merged;
  json["mergeable"] = open ? Json(mergeable) : Json();
  json["rebaseable"] = open ? Json(mergeable) : Json();
  json["mergeable_state"] = !open ? "unknown" : mergeable ? "clean" : "dirty";
  json["merged_by"] =
      pull.merged && dates.merged_by_bot ? account(login(*dates.merged_by_bot)) : Json();
  json["comments"] = std::ranges::count_if(
      desk_.comments, [&](const auto& entry) { return entry.second.issue == pull.number; });
  json["review_comments"] = 0;
  json["maintainer_can_modify"] = false;
  json["commits"] = commits;
  json["additions"] = added;
  json["deletions"] = removed;
  json["changed_files"] = changed;
}

}  // namespace regent::fake::site
