// The operations of the HTTP interface, one function each; routes.cc says at which route each
// stands and names its page in GitHub's documentation.
#pragma once

#include <expected>
#include <vector>

#include "fakes/github/site/call.h"
#include "fakes/github/site/exchange.h"

namespace regent::fake::site {

// operations_site.cc
HttpResponse get_root(Call& call);
HttpResponse get_meta(Call& call);
HttpResponse get_rate_limit(Call& call);
HttpResponse get_viewer(Call& call);
HttpResponse get_user(Call& call);
HttpResponse list_viewer_repositories(Call& call);
HttpResponse list_installation_repositories(Call& call);
HttpResponse create_repository(Call& call);
HttpResponse get_repository(Call& call);
HttpResponse update_repository(Call& call);
HttpResponse answer_graphql(Call& call);

// operations_app.cc
HttpResponse get_app(Call& call);
HttpResponse list_installations(Call& call);
HttpResponse get_installation(Call& call);
HttpResponse create_installation_token(Call& call);
HttpResponse get_hook_config(Call& call);
HttpResponse list_deliveries(Call& call);
HttpResponse get_delivery(Call& call);
HttpResponse redeliver(Call& call);

// operations_hooks.cc
HttpResponse list_hooks(Call& call);
HttpResponse create_hook(Call& call);
HttpResponse get_hook(Call& call);
HttpResponse update_hook(Call& call);
HttpResponse delete_hook(Call& call);
HttpResponse get_repository_hook_config(Call& call);
HttpResponse update_repository_hook_config(Call& call);
HttpResponse ping_hook(Call& call);
HttpResponse test_hook(Call& call);
HttpResponse list_hook_deliveries(Call& call);
HttpResponse get_hook_delivery(Call& call);
HttpResponse redeliver_to_hook(Call& call);

// operations_refs.cc
HttpResponse get_ref(Call& call);
HttpResponse get_ref_or_matching(Call& call);
HttpResponse list_matching_refs(Call& call);
HttpResponse create_ref(Call& call);
HttpResponse update_ref(Call& call);
HttpResponse delete_ref(Call& call);
HttpResponse list_branches(Call& call);
HttpResponse get_branch(Call& call);
HttpResponse get_branch_protection(Call& call);
HttpResponse rename_branch(Call& call);
HttpResponse list_tags(Call& call);

// operations_objects.cc
HttpResponse get_git_commit(Call& call);
HttpResponse create_git_commit(Call& call);
HttpResponse get_git_tag(Call& call);
HttpResponse create_git_tag(Call& call);
HttpResponse get_tree(Call& call);
HttpResponse create_tree(Call& call);
HttpResponse get_blob(Call& call);
HttpResponse create_blob(Call& call);

// operations_commits.cc
HttpResponse list_commits(Call& call);
HttpResponse get_commit(Call& call);
HttpResponse list_pulls_of_commit(Call& call);
HttpResponse compare_commits(Call& call);

// operations_statuses.cc
HttpResponse create_status(Call& call);
HttpResponse list_statuses(Call& call);
HttpResponse get_combined_status(Call& call);

// operations_contents.cc
HttpResponse get_contents(Call& call);
HttpResponse put_contents(Call& call);
HttpResponse delete_contents(Call& call);

// operations_pulls.cc
// All that match, newest first.
[[nodiscard]] std::expected<std::vector<github::Pull>, github::Response> all_pulls(
    const Call& call, github::ListPulls request);
HttpResponse list_pulls(Call& call);
HttpResponse create_pull(Call& call);
HttpResponse get_pull(Call& call);
HttpResponse update_pull(Call& call);
HttpResponse merge_pull(Call& call);
HttpResponse is_merged(Call& call);
HttpResponse update_pull_branch(Call& call);
HttpResponse list_pull_commits(Call& call);
HttpResponse list_pull_files(Call& call);
HttpResponse list_nothing(Call& call);

// operations_search.cc
HttpResponse search_issues(Call& call);

// operations_issues.cc
HttpResponse list_issues(Call& call);
HttpResponse create_issue(Call& call);
HttpResponse get_issue(Call& call);
HttpResponse update_issue(Call& call);

// operations_labels.cc
HttpResponse list_labels(Call& call);
HttpResponse create_label(Call& call);
HttpResponse get_label(Call& call);
HttpResponse update_label(Call& call);
HttpResponse delete_label(Call& call);
HttpResponse list_issue_labels(Call& call);
HttpResponse add_issue_labels(Call& call);
HttpResponse set_issue_labels(Call& call);
HttpResponse remove_issue_label(Call& call);
HttpResponse remove_all_issue_labels(Call& call);

// operations_comments.cc
HttpResponse list_comments(Call& call);
HttpResponse create_comment(Call& call);
HttpResponse get_comment(Call& call);
HttpResponse update_comment(Call& call);
HttpResponse delete_comment(Call& call);

// operations_releases.cc
HttpResponse list_releases(Call& call);
HttpResponse create_release(Call& call);
HttpResponse get_release(Call& call);
HttpResponse get_latest_release(Call& call);
HttpResponse get_release_by_tag(Call& call);
HttpResponse update_release(Call& call);
HttpResponse delete_release(Call& call);
HttpResponse generate_notes(Call& call);

// operations_assets.cc
HttpResponse list_assets(Call& call);
HttpResponse upload_asset(Call& call);
HttpResponse get_asset(Call& call);
HttpResponse update_asset(Call& call);
HttpResponse delete_asset(Call& call);

// The current version of a pull request as a request would read it; 404 otherwise.
[[nodiscard]] github::Response read_pull(const Call& call, std::uint32_t number);

}  // namespace regent::fake::site
