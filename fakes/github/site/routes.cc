#include "fakes/github/site/routes.h"

#include <algorithm>

#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

constexpr Route routes[] = {
    {"GET", "/", "/meta/meta#github-api-root", get_root},
    {"GET", "/meta", "/meta/meta#get-apiname-meta-information", get_meta},
    {"GET", "/rate_limit",
     "/rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user", get_rate_limit},
    {"GET", "/user", "/users/users#get-the-authenticated-user", get_viewer},
    {"GET", "/users/{login}", "/users/users#get-a-user", get_user},
    {"GET", "/user/repos", "/repos/repos#list-repositories-for-the-authenticated-user",
     list_viewer_repositories},
    {"POST", "/user/repos", "/repos/repos#create-a-repository-for-the-authenticated-user",
     create_repository},
    {"POST", "/orgs/{org}/repos", "/repos/repos#create-an-organization-repository",
     create_repository},
    {"POST", "/graphql", "/graphql", answer_graphql},
    {"GET", "/search/issues", "/search/search#search-issues-and-pull-requests", search_issues},

    {"GET", "/app", "/apps/apps#get-the-authenticated-app", get_app},
    {"GET", "/app/installations", "/apps/apps#list-installations-for-the-authenticated-app",
     list_installations},
    {"GET", "/app/installations/{id}", "/apps/apps#get-an-installation-for-the-authenticated-app",
     get_installation},
    {"POST", "/app/installations/{id}/access_tokens",
     "/apps/apps#create-an-installation-access-token-for-an-app", create_installation_token},
    {"GET", "/app/hook/config", "/apps/webhooks#get-a-webhook-configuration-for-an-app",
     get_hook_config},
    {"GET", "/app/hook/deliveries", "/apps/webhooks#list-deliveries-for-an-app-webhook",
     list_deliveries},
    {"GET", "/app/hook/deliveries/{id}", "/apps/webhooks#get-a-delivery-for-an-app-webhook",
     get_delivery},
    {"POST", "/app/hook/deliveries/{id}/attempts",
     "/apps/webhooks#redeliver-a-delivery-for-an-app-webhook", redeliver},
    {"GET", "/installation/repositories",
     "/apps/installations#list-repositories-accessible-to-the-app-installation",
     list_installation_repositories},
    {"GET", "/repos/{owner}/{repo}/installation",
     "/apps/apps#get-a-repository-installation-for-the-authenticated-app", get_installation},

    {"GET", "/repos/{owner}/{repo}", "/repos/repos#get-a-repository", get_repository},
    {"PATCH", "/repos/{owner}/{repo}", "/repos/repos#update-a-repository", update_repository},
    {"GET", "/repos/{owner}/{repo}/branches", "/branches/branches#list-branches", list_branches},
    {"GET", "/repos/{owner}/{repo}/branches/{branch...}/protection",
     "/branches/branch-protection#get-branch-protection", get_branch_protection},
    {"GET", "/repos/{owner}/{repo}/branches/{branch...}", "/branches/branches#get-a-branch",
     get_branch},
    {"POST", "/repos/{owner}/{repo}/branches/{branch...}/rename",
     "/branches/branches#rename-a-branch", rename_branch},
    {"GET", "/repos/{owner}/{repo}/tags", "/repos/repos#list-repository-tags", list_tags},

    {"GET", "/repos/{owner}/{repo}/git/ref/{ref...}", "/git/refs#get-a-reference", get_ref},
    {"GET", "/repos/{owner}/{repo}/git/matching-refs", "/git/refs#list-matching-references",
     list_matching_refs},
    {"GET", "/repos/{owner}/{repo}/git/matching-refs/{ref...}",
     "/git/refs#list-matching-references", list_matching_refs},
    // No longer published, still served, still sent by clients (FIX, git-refs).
    {"GET", "/repos/{owner}/{repo}/git/refs", "/git/refs#list-matching-references",
     list_matching_refs},
    {"GET", "/repos/{owner}/{repo}/git/refs/{ref...}", "/git/refs#get-a-reference",
     get_ref_or_matching},
    {"POST", "/repos/{owner}/{repo}/git/refs", "/git/refs#create-a-reference", create_ref},
    {"PATCH", "/repos/{owner}/{repo}/git/refs/{ref...}", "/git/refs#update-a-reference",
     update_ref},
    {"DELETE", "/repos/{owner}/{repo}/git/refs/{ref...}", "/git/refs#delete-a-reference",
     delete_ref},
    {"GET", "/repos/{owner}/{repo}/git/commits/{sha}", "/git/commits#get-a-commit-object",
     get_git_commit},
    {"POST", "/repos/{owner}/{repo}/git/commits", "/git/commits#create-a-commit",
     create_git_commit},
    {"GET", "/repos/{owner}/{repo}/git/tags/{sha}", "/git/tags#get-a-tag", get_git_tag},
    {"POST", "/repos/{owner}/{repo}/git/tags", "/git/tags#create-a-tag-object", create_git_tag},
    {"GET", "/repos/{owner}/{repo}/git/trees/{sha...}", "/git/trees#get-a-tree", get_tree},
    {"POST", "/repos/{owner}/{repo}/git/trees", "/git/trees#create-a-tree", create_tree},
    {"GET", "/repos/{owner}/{repo}/git/blobs/{sha}", "/git/blobs#get-a-blob", get_blob},
    {"POST", "/repos/{owner}/{repo}/git/blobs", "/git/blobs#create-a-blob", create_blob},

    {"GET", "/repos/{owner}/{repo}/commits", "/commits/commits#list-commits", list_commits},
    {"GET", "/repos/{owner}/{repo}/commits/{ref...}/pulls",
     "/commits/commits#list-pull-requests-associated-with-a-commit", list_pulls_of_commit},
    {"GET", "/repos/{owner}/{repo}/commits/{ref...}/statuses",
     "/commits/statuses#list-commit-statuses-for-a-reference", list_statuses},
    {"POST", "/repos/{owner}/{repo}/statuses/{sha}", "/commits/statuses#create-a-commit-status",
     create_status},
    {"GET", "/repos/{owner}/{repo}/commits/{ref...}/status",
     "/commits/statuses#get-the-combined-status-for-a-specific-reference", get_combined_status},
    {"GET", "/repos/{owner}/{repo}/commits/{ref...}", "/commits/commits#get-a-commit", get_commit},
    {"GET", "/repos/{owner}/{repo}/compare/{basehead...}", "/commits/commits#compare-two-commits",
     compare_commits},
    {"GET", "/repos/{owner}/{repo}/contents", "/repos/contents#get-repository-content",
     get_contents},
    {"GET", "/repos/{owner}/{repo}/contents/{path...}", "/repos/contents#get-repository-content",
     get_contents},
    {"PUT", "/repos/{owner}/{repo}/contents/{path...}",
     "/repos/contents#create-or-update-file-contents", put_contents},
    {"DELETE", "/repos/{owner}/{repo}/contents/{path...}", "/repos/contents#delete-a-file",
     delete_contents},

    {"GET", "/repos/{owner}/{repo}/pulls", "/pulls/pulls#list-pull-requests", list_pulls},
    {"POST", "/repos/{owner}/{repo}/pulls", "/pulls/pulls#create-a-pull-request", create_pull,
     true},
    {"GET", "/repos/{owner}/{repo}/pulls/{number}", "/pulls/pulls#get-a-pull-request", get_pull},
    {"PATCH", "/repos/{owner}/{repo}/pulls/{number}", "/pulls/pulls#update-a-pull-request",
     update_pull, true},
    {"PUT", "/repos/{owner}/{repo}/pulls/{number}/merge", "/pulls/pulls#merge-a-pull-request",
     merge_pull},
    {"GET", "/repos/{owner}/{repo}/pulls/{number}/merge",
     "/pulls/pulls#check-if-a-pull-request-has-been-merged", is_merged},
    {"PUT", "/repos/{owner}/{repo}/pulls/{number}/update-branch",
     "/pulls/pulls#update-a-pull-request-branch", update_pull_branch},
    {"GET", "/repos/{owner}/{repo}/pulls/{number}/commits",
     "/pulls/pulls#list-commits-on-a-pull-request", list_pull_commits},
    {"GET", "/repos/{owner}/{repo}/pulls/{number}/files", "/pulls/pulls#list-pull-requests-files",
     list_pull_files},
    {"GET", "/repos/{owner}/{repo}/pulls/{number}/reviews",
     "/pulls/reviews#list-reviews-for-a-pull-request", list_nothing},
    {"GET", "/repos/{owner}/{repo}/pulls/{number}/comments",
     "/pulls/comments#list-review-comments-on-a-pull-request", list_nothing},

    {"GET", "/repos/{owner}/{repo}/issues", "/issues/issues#list-repository-issues", list_issues},
    {"POST", "/repos/{owner}/{repo}/issues", "/issues/issues#create-an-issue", create_issue, true},
    {"GET", "/repos/{owner}/{repo}/issues/comments/{id}", "/issues/comments#get-an-issue-comment",
     get_comment},
    {"PATCH", "/repos/{owner}/{repo}/issues/comments/{id}",
     "/issues/comments#update-an-issue-comment", update_comment, true},
    {"DELETE", "/repos/{owner}/{repo}/issues/comments/{id}",
     "/issues/comments#delete-an-issue-comment", delete_comment},
    {"GET", "/repos/{owner}/{repo}/issues/{number}", "/issues/issues#get-an-issue", get_issue},
    {"PATCH", "/repos/{owner}/{repo}/issues/{number}", "/issues/issues#update-an-issue",
     update_issue, true},
    {"GET", "/repos/{owner}/{repo}/issues/{number}/labels",
     "/issues/labels#list-labels-for-an-issue", list_issue_labels},
    {"POST", "/repos/{owner}/{repo}/issues/{number}/labels",
     "/issues/labels#add-labels-to-an-issue", add_issue_labels, true},
    {"PUT", "/repos/{owner}/{repo}/issues/{number}/labels",
     "/issues/labels#set-labels-for-an-issue", set_issue_labels, true},
    {"DELETE", "/repos/{owner}/{repo}/issues/{number}/labels",
     "/issues/labels#remove-all-labels-from-an-issue", remove_all_issue_labels},
    {"DELETE", "/repos/{owner}/{repo}/issues/{number}/labels/{name}",
     "/issues/labels#remove-a-label-from-an-issue", remove_issue_label},
    {"GET", "/repos/{owner}/{repo}/issues/{number}/comments",
     "/issues/comments#list-issue-comments", list_comments},
    {"POST", "/repos/{owner}/{repo}/issues/{number}/comments",
     "/issues/comments#create-an-issue-comment", create_comment, true},
    {"GET", "/repos/{owner}/{repo}/hooks", "/repos/webhooks#list-repository-webhooks", list_hooks},
    {"POST", "/repos/{owner}/{repo}/hooks", "/repos/webhooks#create-a-repository-webhook",
     create_hook},
    {"GET", "/repos/{owner}/{repo}/hooks/{id}", "/repos/webhooks#get-a-repository-webhook",
     get_hook},
    {"PATCH", "/repos/{owner}/{repo}/hooks/{id}", "/repos/webhooks#update-a-repository-webhook",
     update_hook},
    {"DELETE", "/repos/{owner}/{repo}/hooks/{id}", "/repos/webhooks#delete-a-repository-webhook",
     delete_hook},
    {"GET", "/repos/{owner}/{repo}/hooks/{id}/config",
     "/repos/webhooks#get-a-webhook-configuration-for-a-repository", get_repository_hook_config},
    {"PATCH", "/repos/{owner}/{repo}/hooks/{id}/config",
     "/repos/webhooks#update-a-webhook-configuration-for-a-repository",
     update_repository_hook_config},
    {"POST", "/repos/{owner}/{repo}/hooks/{id}/pings", "/repos/webhooks#ping-a-repository-webhook",
     ping_hook},
    {"POST", "/repos/{owner}/{repo}/hooks/{id}/tests",
     "/repos/webhooks#test-the-push-repository-webhook", test_hook},
    {"GET", "/repos/{owner}/{repo}/hooks/{id}/deliveries",
     "/repos/webhooks#list-deliveries-for-a-repository-webhook", list_hook_deliveries},
    {"GET", "/repos/{owner}/{repo}/hooks/{id}/deliveries/{delivery}",
     "/repos/webhooks#get-a-delivery-for-a-repository-webhook", get_hook_delivery},
    {"POST", "/repos/{owner}/{repo}/hooks/{id}/deliveries/{delivery}/attempts",
     "/repos/webhooks#redeliver-a-delivery-for-a-repository-webhook", redeliver_to_hook},

    {"GET", "/repos/{owner}/{repo}/labels", "/issues/labels#list-labels-for-a-repository",
     list_labels},
    {"POST", "/repos/{owner}/{repo}/labels", "/issues/labels#create-a-label", create_label},
    {"GET", "/repos/{owner}/{repo}/labels/{name}", "/issues/labels#get-a-label", get_label},
    {"PATCH", "/repos/{owner}/{repo}/labels/{name}", "/issues/labels#update-a-label", update_label},
    {"DELETE", "/repos/{owner}/{repo}/labels/{name}", "/issues/labels#delete-a-label",
     delete_label},

    {"GET", "/repos/{owner}/{repo}/releases", "/releases/releases#list-releases", list_releases},
    {"POST", "/repos/{owner}/{repo}/releases", "/releases/releases#create-a-release",
     create_release, true},
    {"POST", "/repos/{owner}/{repo}/releases/generate-notes",
     "/releases/releases#generate-release-notes-content-for-a-release", generate_notes},
    {"GET", "/repos/{owner}/{repo}/releases/latest", "/releases/releases#get-the-latest-release",
     get_latest_release},
    {"GET", "/repos/{owner}/{repo}/releases/tags/{tag...}",
     "/releases/releases#get-a-release-by-tag-name", get_release_by_tag},
    {"GET", "/repos/{owner}/{repo}/releases/assets/{id}", "/releases/assets#get-a-release-asset",
     get_asset},
    {"PATCH", "/repos/{owner}/{repo}/releases/assets/{id}",
     "/releases/assets#update-a-release-asset", update_asset},
    {"DELETE", "/repos/{owner}/{repo}/releases/assets/{id}",
     "/releases/assets#delete-a-release-asset", delete_asset},
    {"GET", "/repos/{owner}/{repo}/releases/{id}/assets", "/releases/assets#list-release-assets",
     list_assets},
    // github.com has it under another host, which the release's `upload_url` names.
    {"POST", "/repos/{owner}/{repo}/releases/{id}/assets",
     "/releases/assets#upload-a-release-asset", upload_asset, true, true},
    {"GET", "/repos/{owner}/{repo}/releases/{id}", "/releases/releases#get-a-release", get_release},
    {"PATCH", "/repos/{owner}/{repo}/releases/{id}", "/releases/releases#update-a-release",
     update_release},
    {"DELETE", "/repos/{owner}/{repo}/releases/{id}", "/releases/releases#delete-a-release",
     delete_release},
};

// Takes the first segment off a pattern.
std::string_view take_segment(std::string_view& pattern) {
  pattern.remove_prefix(1);
  const auto end = std::min(pattern.find('/'), pattern.size());
  const std::string_view segment = pattern.substr(0, end);
  pattern.remove_prefix(end);
  return segment;
}

std::size_t count_segments(std::string_view pattern) {
  std::size_t count = 0;
  for (const char c : pattern) count += c == '/' ? 1 : 0;
  return count;
}

bool matches(std::string_view pattern, const std::vector<std::string>& segments,
             std::vector<std::string>& path) {
  path.clear();
  if (pattern == "/") return segments.empty();
  std::size_t at = 0;
  while (!pattern.empty()) {
    const std::string_view part = take_segment(pattern);
    if (at == segments.size()) return false;
    if (part.ends_with("...}")) {
      const std::size_t after = count_segments(pattern);
      if (segments.size() < at + 1 + after) return false;
      std::string taken = segments[at++];
      while (segments.size() - at > after) taken += '/' + segments[at++];
      path.push_back(std::move(taken));
    } else if (part.starts_with('{')) {
      path.push_back(segments[at++]);
    } else if (part != segments[at++]) {
      return false;
    }
  }
  return at == segments.size();
}

}  // namespace

std::optional<RouteMatch> find_route(std::string_view method,
                                     const std::vector<std::string>& segments) {
  RouteMatch match;
  for (const Route& route : routes) {
    if (route.method != method || !matches(route.pattern, segments, match.path)) continue;
    match.route = &route;
    return match;
  }
  return std::nullopt;
}

}  // namespace regent::fake::site
