// Accounts, the repository itself, refs and git's objects.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "fakes/github/node_ids.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/present.h"
#include "fakes/github/site/target.h"

namespace regent::fake::site {
namespace {

constexpr std::size_t base64_line = 60;  // digits in a line of blobs and contents

std::string_view type_of(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::blob:
      return "blob";
    case ObjectKind::tree:
      return "tree";
    case ObjectKind::commit:
    case ObjectKind::none:
      return "commit";
  }
  return "commit";
}

Json signature(const github::Signature& who) {
  return {{"name", who.name}, {"email", who.email}, {"date", iso_date(who.date)}};
}

Json unsigned_commit() {
  return {{"verified", false},
          {"reason", "unsigned"},
          {"signature", nullptr},
          {"payload", nullptr},
          {"verified_at", nullptr}};
}

}  // namespace

Json present_account(const Links& links, std::string_view login) {
  const std::string name(login);
  const bool is_app = login.ends_with("[bot]");
  const std::string api = links.api + "/users/" + percent_encoded(login);
  const std::string page =
      links.web + (is_app ? "/apps/" + name.substr(0, name.size() - 5) : "/" + name);
  return {{"login", name},
          {"id", account_id(login)},
          {"node_id", account_node_id(login)},
          {"avatar_url", links.web + "/avatars/" + percent_encoded(login)},
          {"gravatar_id", ""},
          {"url", api},
          {"html_url", page},
          {"followers_url", api + "/followers"},
          {"following_url", api + "/following{/other_user}"},
          {"gists_url", api + "/gists{/gist_id}"},
          {"starred_url", api + "/starred{/owner}{/repo}"},
          {"subscriptions_url", api + "/subscriptions"},
          {"organizations_url", api + "/orgs"},
          {"repos_url", api + "/repos"},
          {"events_url", api + "/events{/privacy}"},
          {"received_events_url", api + "/received_events"},
          {"type", is_app ? "Bot" : "User"},
          {"user_view_type", "public"},
          {"site_admin", false}};
}

Presenter::Presenter(const Links& links, const Cast& cast, const Repository& repository,
                     const Desk& desk)
    : links_(links),
      cast_(cast),
      repository_(repository),
      desk_(desk),
      full_name_(std::string(repository.owner()) + '/' + std::string(repository.name())),
      api_(links.repository(full_name_)),
      page_(links.page(full_name_)) {}

Json Presenter::account(std::string_view login) const { return present_account(links_, login); }

Json Presenter::owner() const {
  Json json = account(repository_.owner());
  if (desk_.is_of_organization) json["type"] = "Organization";
  return json;
}

Json Presenter::repository() const {
  if (shown_repository_ == nullptr)
    shown_repository_ = std::make_shared<const Json>(make_repository());
  return *shown_repository_;
}

Json Presenter::make_repository() const {
  Json json{{"id", repository_id(full_name_)},
            {"node_id", repository_node_id(full_name_)},
            {"name", repository_.name()},
            {"full_name", full_name_},
            {"private", desk_.is_private},
            {"owner", owner()},
            {"html_url", page_},
            {"description", desk_.description.empty() ? Json() : Json(desk_.description)},
            {"fork", false},
            {"url", api_}};
  // In the order of the published description; `{…}` are URI templates that clients expand.
  for (const auto& [key, path] : std::initializer_list<std::pair<const char*, const char*>>{
           {"forks_url", "/forks"},
           {"keys_url", "/keys{/key_id}"},
           {"collaborators_url", "/collaborators{/collaborator}"},
           {"teams_url", "/teams"},
           {"hooks_url", "/hooks"},
           {"issue_events_url", "/issues/events{/number}"},
           {"events_url", "/events"},
           {"assignees_url", "/assignees{/user}"},
           {"branches_url", "/branches{/branch}"},
           {"tags_url", "/tags"},
           {"blobs_url", "/git/blobs{/sha}"},
           {"git_tags_url", "/git/tags{/sha}"},
           {"git_refs_url", "/git/refs{/sha}"},
           {"trees_url", "/git/trees{/sha}"},
           {"statuses_url", "/statuses/{sha}"},
           {"languages_url", "/languages"},
           {"stargazers_url", "/stargazers"},
           {"contributors_url", "/contributors"},
           {"subscribers_url", "/subscribers"},
           {"subscription_url", "/subscription"},
           {"commits_url", "/commits{/sha}"},
           {"git_commits_url", "/git/commits{/sha}"},
           {"comments_url", "/comments{/number}"},
           {"issue_comment_url", "/issues/comments{/number}"},
           {"contents_url", "/contents/{+path}"},
           {"compare_url", "/compare/{base}...{head}"},
           {"merges_url", "/merges"},
           {"archive_url", "/{archive_format}{/ref}"},
           {"downloads_url", "/downloads"},
           {"issues_url", "/issues{/number}"},
           {"pulls_url", "/pulls{/number}"},
           {"milestones_url", "/milestones{/number}"},
           {"notifications_url", "/notifications{?since,all,participating}"},
           {"labels_url", "/labels{/name}"},
           {"releases_url", "/releases{/id}"},
           {"deployments_url", "/deployments"}})
    json[key] = api_ + path;
  const std::string date = iso_date(desk_.created_at);
  const std::size_t open = repository_.open_pulls().size();
  json.update(Json{
      {"created_at", date},
      {"updated_at", iso_date(std::max(desk_.created_at, desk_.pushed_at))},
      {"pushed_at", iso_date(std::max(desk_.created_at, desk_.pushed_at))},
      {"git_url", "git:" + page_.substr(page_.find("//")) + ".git"},
      {"ssh_url", "git@" + page_.substr(page_.find("//") + 2) + ".git"},
      {"clone_url", page_ + ".git"},
      {"svn_url", page_},
      {"homepage", nullptr},
      {"size", 0},
      {"stargazers_count", 0},
      {"watchers_count", 0},
      {"language", nullptr},
      {"has_issues", true},
      {"has_projects", false},
      {"has_downloads", true},
      {"has_wiki", false},
      {"has_pages", false},
      {"has_discussions", false},
      {"has_pull_requests", true},
      {"forks_count", 0},
      {"mirror_url", nullptr},
      {"archived", false},
      {"disabled", false},
      {"open_issues_count", open},
      {"license", nullptr},
      {"allow_forking", true},
      {"is_template", false},
      {"web_commit_signoff_required", false},
      {"topics", Json::array()},
      {"visibility", desk_.is_private ? "private" : "public"},
      {"forks", 0},
      {"open_issues", open},
      {"watchers", 0},
      {"default_branch", repository_.default_branch()},
      {"permissions",
       {{"admin", true}, {"maintain", true}, {"push", true}, {"triage", true}, {"pull", true}}},
      {"temp_clone_token", ""},
      {"allow_squash_merge", true},
      {"allow_merge_commit", true},
      {"allow_rebase_merge", true},
      {"allow_auto_merge", false},
      {"delete_branch_on_merge", repository_.settings().delete_branch_on_merge},
      {"allow_update_branch", true},
      {"use_squash_pr_title_as_default", false},
      {"network_count", 0},
      {"subscribers_count", 0}});
  if (desk_.is_of_organization) json["organization"] = owner();
  return json;
}

Json Presenter::ref(const github::Ref& ref) const {
  const std::string path = percent_encoded(ref.name.substr(std::string_view("refs/").size()));
  const std::string type(type_of(repository_.kind(ref.target)));
  const std::string sha = ref.target.hex();
  return {{"ref", ref.name},
          {"node_id", ref_node_id(full_name_, ref.name)},
          {"url", api_ + "/git/refs/" + path},
          {"object", {{"sha", sha}, {"type", type}, {"url", api_ + "/git/" + type + "s/" + sha}}}};
}

Json Presenter::git_commit(const github::Commit& commit) const {
  const std::string sha = commit.sha.hex();
  Json parents = Json::array();
  for (const Sha& parent : commit.parents)
    parents.push_back({{"sha", parent.hex()},
                       {"url", api_ + "/git/commits/" + parent.hex()},
                       {"html_url", html_commit(parent)}});
  return {{"sha", sha},
          {"node_id", node_id("C", full_name_, sha)},
          {"url", api_ + "/git/commits/" + sha},
          {"html_url", html_commit(commit.sha)},
          {"author", signature(commit.author)},
          {"committer", signature(commit.committer)},
          {"tree", {{"sha", commit.tree.hex()}, {"url", api_ + "/git/trees/" + commit.tree.hex()}}},
          {"message", commit.message},
          {"parents", std::move(parents)},
          {"verification", unsigned_commit()}};
}

Json Presenter::commit(const github::Commit& commit, Form form) const {
  const std::string sha = commit.sha.hex();
  const std::string url = api_ + "/commits/" + sha;
  Json parents = Json::array();
  for (const Sha& parent : commit.parents)
    parents.push_back({{"sha", parent.hex()},
                       {"url", api_ + "/commits/" + parent.hex()},
                       {"html_url", html_commit(parent)}});
  Json json{
      {"sha", sha},
      {"node_id", node_id("C", full_name_, sha)},
      {"commit",
       {{"author", signature(commit.author)},
        {"committer", signature(commit.committer)},
        {"message", commit.message},
        {"tree", {{"sha", commit.tree.hex()}, {"url", api_ + "/git/trees/" + commit.tree.hex()}}},
        {"url", api_ + "/git/commits/" + sha},
        {"comment_count", 0},
        {"verification", unsigned_commit()}}},
      {"url", url},
      {"html_url", html_commit(commit.sha)},
      {"comments_url", url + "/comments"},
      {"author", nullptr},
      {"committer", nullptr},
      {"parents", std::move(parents)}};
  if (form == Form::brief) return json;
  const auto parent =
      commit.parents.empty() ? std::nullopt : repository_.commit(commit.parents.front());
  json["files"] = files(parent ? parent->tree : Sha{}, commit.tree, commit.sha);
  std::size_t added = 0;
  std::size_t removed = 0;
  for (const Json& file : json["files"]) {
    added += file["additions"].get<std::size_t>();
    removed += file["deletions"].get<std::size_t>();
  }
  json["stats"] = {{"total", added + removed}, {"additions", added}, {"deletions", removed}};
  return json;
}

Json Presenter::branch(std::string_view name, const Sha& head, Form form) const {
  const std::string path = percent_encoded(name);
  if (form == Form::brief)
    return {{"name", name},
            {"commit", {{"sha", head.hex()}, {"url", api_ + "/commits/" + head.hex()}}},
            {"protected", false}};
  const std::string self = api_ + "/branches/" + path;
  Json json{{"name", name}, {"commit", Json()}};
  if (const auto commit = repository_.whole_commit(head))
    json["commit"] = this->commit(*commit, Form::brief);
  json["_links"] = {{"self", self}, {"html", page_ + "/tree/" + path}};
  json["protected"] = false;
  json["protection"] = {
      {"enabled", false},
      {"required_status_checks",
       {{"enforcement_level", "off"}, {"contexts", Json::array()}, {"checks", Json::array()}}}};
  json["protection_url"] = self + "/protection";
  return json;
}

Json Presenter::tree(const Sha& tree, bool recursive) const {
  Json entries = Json::array();
  const auto add = [&](const auto& self, const Sha& id, const std::string& path) -> void {
    const auto content = repository_.tree(id);
    if (!content) return;
    for (const TreeEntryView& entry : *content) {
      const std::string sha = entry.object.hex();
      Json json{{"path", path + std::string(entry.name)},
                {"mode", entry.is_tree ? "040000" : "100644"},
                {"type", entry.is_tree ? "tree" : "blob"},
                {"sha", sha}};
      if (!entry.is_tree) json["size"] = repository_.blob(entry.object).value_or("").size();
      json["url"] = api_ + (entry.is_tree ? "/git/trees/" : "/git/blobs/") + sha;
      entries.push_back(std::move(json));
      if (entry.is_tree && recursive)
        self(self, entry.object, path + std::string(entry.name) + '/');
    }
  };
  add(add, tree, std::string());
  return {{"sha", tree.hex()},
          {"url", api_ + "/git/trees/" + tree.hex()},
          {"tree", std::move(entries)},
          {"truncated", false}};
}

Json Presenter::blob(const Sha& blob, std::string_view text) const {
  const std::string sha = blob.hex();
  return {{"sha", sha},
          {"node_id", node_id("B", full_name_, sha)},
          {"size", text.size()},
          {"url", api_ + "/git/blobs/" + sha},
          {"content", base64(text, base64_line)},
          {"encoding", "base64"}};
}

Json Presenter::tag(std::string_view name, const Sha& commit) const {
  const std::string path = percent_encoded(name);
  return {{"name", name},
          {"zipball_url", api_ + "/zipball/refs/tags/" + path},
          {"tarball_url", api_ + "/tarball/refs/tags/" + path},
          {"commit", {{"sha", commit.hex()}, {"url", api_ + "/commits/" + commit.hex()}}},
          {"node_id", ref_node_id(full_name_, "refs/tags/" + std::string(name))}};
}

Json Presenter::file_links(const std::string& path, const Sha& object, bool is_tree,
                           std::string_view ref) const {
  const std::string where = percent_encoded(path);
  const std::string at = percent_encoded(ref);
  const std::string self = api_ + "/contents/" + where + "?ref=" + at;
  const std::string html = page_ + (is_tree ? "/tree/" : "/blob/") + at + '/' + where;
  const std::string git = api_ + (is_tree ? "/git/trees/" : "/git/blobs/") + object.hex();
  return {{"url", self},
          {"html_url", html},
          {"git_url", git},
          {"download_url", is_tree ? Json() : Json(page_ + "/raw/" + at + '/' + where)},
          {"type", is_tree ? "dir" : "file"},
          {"_links", {{"self", self}, {"git", git}, {"html", html}}}};
}

Json Presenter::file(const std::string& path, const Sha& blob, std::string_view text,
                     std::string_view ref, Form form) const {
  constexpr std::size_t inline_max = 1 << 20;  // DOC: 1 to 100 MB come without their content
  Json json{{"name", path.substr(path.rfind('/') + 1)},
            {"path", path},
            {"sha", blob.hex()},
            {"size", text.size()}};
  Json links = file_links(path, blob, false, ref);
  const Json ends = links["_links"];
  links.erase("_links");
  json.update(links);
  if (form == Form::full) {
    const bool fits = text.size() <= inline_max;
    json["content"] = fits ? base64(text, base64_line) : std::string();
    json["encoding"] = fits ? "base64" : "none";
  }
  json["_links"] = ends;
  return json;
}

Json Presenter::directory(const std::string& path, const Sha& tree, std::string_view ref) const {
  Json out = Json::array();
  const auto content = repository_.tree(tree);
  if (!content) return out;
  for (const TreeEntryView& entry : *content) {
    const std::string inside =
        (path.empty() ? std::string() : path + '/') + std::string(entry.name);
    if (!entry.is_tree) {
      out.push_back(file(inside, entry.object, repository_.blob(entry.object).value_or(""), ref,
                         Form::brief));
      continue;
    }
    Json json{{"name", entry.name}, {"path", inside}, {"sha", entry.object.hex()}, {"size", 0}};
    json.update(file_links(inside, entry.object, true, ref));
    out.push_back(std::move(json));
  }
  return out;
}

Json Presenter::files(const Sha& base_tree, const Sha& head_tree, const Sha& head) const {
  Json out = Json::array();
  for (const FileChangeView& change : repository_.changed_files(base_tree, head_tree)) {
    const LineCount lines = count_lines(change.before, change.after);
    const std::string where = head.hex() + '/' + percent_encoded(change.path);
    const std::string_view status = change.status == FileChangeView::Status::added     ? "added"
                                    : change.status == FileChangeView::Status::removed ? "removed"
                                                                                       : "modified";
    out.push_back({{"sha", change.blob.hex()},
                   {"filename", change.path},
                   {"status", status},
                   {"additions", lines.added},
                   {"deletions", lines.removed},
                   {"changes", lines.added + lines.removed},
                   {"blob_url", page_ + "/blob/" + where},
                   {"raw_url", page_ + "/raw/" + where},
                   {"contents_url",
                    api_ + "/contents/" + percent_encoded(change.path) + "?ref=" + head.hex()}});
  }
  return out;
}

LineCount count_lines(std::string_view before, std::string_view after) {
  const auto split = [](std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
      lines.push_back(text.substr(0, end));
      text.remove_prefix(end);
    }
    return lines;
  };
  const auto old_lines = split(before);
  const auto new_lines = split(after);
  // The shortest edit that keeps the beginning and the end: release bots prepend or replace.
  const std::size_t shorter = std::min(old_lines.size(), new_lines.size());
  std::size_t front = 0;
  while (front < shorter && old_lines[front] == new_lines[front]) ++front;
  std::size_t back = 0;
  while (back < shorter - front &&
         old_lines[old_lines.size() - 1 - back] == new_lines[new_lines.size() - 1 - back])
    ++back;
  return {new_lines.size() - front - back, old_lines.size() - front - back};
}

}  // namespace regent::fake::site
