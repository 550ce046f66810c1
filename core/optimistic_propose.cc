// Release commit, branch with fallback naming, and the PR ("Branch Conflict Handling").
#include <algorithm>
#include <utility>

#include "core/optimistic_protocol.h"
#include "core/pull_body.h"

namespace regent {

Action OptimisticProtocol::propose() {
  run_.existing.reset();
  run_.updating.reset();
  run_.pushed.reset();
  run_.target = *run_.calculated;
  run_.body.clear();
  return build();
}

// The branch needs a commit of its own: GitHub opens no PR from a branch that equals its base
// (facts, "Pull requests"), which is where the design would leave it.
Action OptimisticProtocol::build() {
  return send(github::GetCommit{run_.onto}, OptimisticPhase::reading_commit);
}

Action OptimisticProtocol::on_base_commit(const Response& response) {
  const auto* commit = response.as<github::Commit>();
  if (commit == nullptr) return failed(response);
  run_.tree = commit->tree;
  run_.committed_at = commit->committer.date;
  if (config_.changelog_path.empty()) return store_commit(run_.tree);
  return send(github::GetContents{config_.changelog_path, run_.onto},
              OptimisticPhase::reading_changelog);
}

Action OptimisticProtocol::on_changelog(const Response& response) {
  const auto* file = response.as<github::FileContents>();
  if (file == nullptr && response.status != 404) return failed(response);
  const std::string section =
      render(run_.target.changelog, run_.target.version, "", config_.changelog);
  github::CreateTree request;
  request.base_tree = run_.tree;
  request.files.push_back(
      {config_.changelog_path,
       prepend_to_changelog_file(file != nullptr ? std::string_view(file->text) : "", section)});
  return send(std::move(request), OptimisticPhase::storing_tree);
}

Action OptimisticProtocol::store_commit(const Sha& tree) {
  const CommitIdentity& identity = config_.commit_identity;
  return send(github::CreateCommit{release_title(run_.target.version),
                                   tree,
                                   {run_.onto},
                                   {identity.name, identity.email, run_.committed_at}},
              OptimisticPhase::storing_commit);
}

Action OptimisticProtocol::on_commit(const Response& response) {
  const auto* commit = response.as<github::ObjectId>();
  if (commit == nullptr) return failed(response);
  if (!run_.updating) return create_branch(commit->sha);
  // It is rebuilt on another merge, so the new commit does not descend from the old.
  return send(github::UpdateRef{"refs/heads/" + run_.branch, commit->sha, true},
              OptimisticPhase::moving_branch);
}

Action OptimisticProtocol::create_branch(const Sha& commit) {
  const BranchNameInput input{run_.target.version, run_.target.base, run_.now, run_.entropy};
  auto name = branch_name(config_.concurrency.branch_naming, input, run_.branch_attempt);
  if (!name) return finish(Finish::dead_letter(to_string(Error(std::move(name.error())))));
  run_.branch = *std::move(name);
  return send(github::CreateRef{"refs/heads/" + run_.branch, commit},
              OptimisticPhase::creating_branch);
}

// Weakness 1: whose branch it is that has the name, and whether it has a PR, is not asked.
Action OptimisticProtocol::on_branch(const Response& response) {
  if (response.ok()) return open_pull();
  if (error_of(response) != ErrorClass::ref_exists) return failed(response);
  notes_.add(Note::branch_fallback);
  ++run_.branch_attempt;
  return create_branch(std::get<github::CreateRef>(*run_.pending).sha);
}

Action OptimisticProtocol::open_pull() {
  return send(github::CreatePull{release_title(run_.target.version), run_.branch, run_.target.base,
                                 updated_body(run_.body, run_.target.changelog, run_.target.version,
                                              "", config_.changelog)},
              OptimisticPhase::opening_pull);
}

Action OptimisticProtocol::on_opened(const Response& response) {
  if (response.ok()) return done();
  switch (error_of(response)) {
    case ErrorClass::pull_exists:
      notes_.add(Note::pull_adopted);
      return send(github::ListPulls{github::PullFilter::open, run_.branch, run_.target.base, 1},
                  OptimisticPhase::listing_pulls);
    case ErrorClass::base_invalid:
      return finish(Finish::dead_letter("there is no branch " + run_.target.base + " to propose " +
                                        run_.target.version.to_string() + " to"));
    default:
      return failed(response);
  }
}

Action OptimisticProtocol::on_pull_list(const Response& response) {
  const auto* list = response.as<github::Pulls>();
  if (list == nullptr) return failed(response);
  const auto ours = std::ranges::find_if(list->pulls, [this](const github::Pull& pull) {
    return pull.head == run_.branch && pull.base == run_.target.base;
  });
  if (ours == list->pulls.end())
    return retry(ErrorClass::not_visible_yet, response.headers,
                 "the PR of " + run_.branch + " exists but is not listed");
  run_.existing = ours->number;
  return read_pull();
}

}  // namespace regent
