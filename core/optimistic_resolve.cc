// The release PR exists: resolve the version conflict, then update it under its ETag ("Version
// Conflict Resolution", "GitHub API Optimistic Locking").
#include <utility>

#include "core/optimistic_protocol.h"
#include "core/pull_body.h"

namespace regent {
namespace {

// The changelog in a PR's body; empty when a person has edited it beyond recognition.
Changelog changelog_of(std::string_view body) {
  auto notes = parse_region(split_view(body).region);
  return notes ? std::move(notes->changelog) : Changelog{};
}

}  // namespace

Action OptimisticProtocol::update_or_create() { return run_.existing ? read_pull() : propose(); }

Action OptimisticProtocol::read_pull() {
  return send(github::GetPull{*run_.existing}, OptimisticPhase::reading_pull);
}

Action OptimisticProtocol::on_pull(const Response& response) {
  const auto* pull = response.as<github::Pull>();
  if (pull == nullptr) return failed(response);
  const auto version = version_of(pull->head, pull->title);
  // The search was behind, or a person was faster: this is no open release PR any more.
  if (pull->state == github::PullState::closed || !version) return propose();
  const ReleasePull existing{*version, changelog_of(pull->body), pull->base};
  const ReleasePull& calculated = *run_.calculated;
  if (existing.version != calculated.version && !run_.pushed) notes_.add(Note::version_conflict);
  auto operation = apply(resolve(existing.version, calculated.version, config_.conflict), existing,
                         calculated.version, calculated.changelog, config_.conflict);
  switch (operation.kind) {
    case PullRequestOperation::Kind::skipped:
      return done();
    case PullRequestOperation::Kind::created:
      return open_line(std::move(operation.pull));
    case PullRequestOperation::Kind::updated:
      break;
  }
  if (run_.pushed) return guard(*pull, operation.pull, response.headers.etag);
  run_.body = pull->body;
  run_.target = std::move(operation.pull);
  return update(*pull, existing.version);
}

// A head branch can never be renamed, so another version means another branch and another PR
// (weakness 6), unless the branch's name says nothing of the version.
Action OptimisticProtocol::update(const github::Pull& pull, const Version& existing) {
  const bool stable = config_.concurrency.branch_naming.strategy == BranchNamingStrategy::stable;
  if (!stable && run_.target.version != existing) {
    run_.superseded = pull.head;
    run_.updating.reset();
  } else {
    run_.branch = pull.head;
    run_.updating = pull.number;
  }
  return build();
}

// The branch holds what was resolved before it moved. If the PR still leads to the same resolution,
// nobody changed its text meanwhile, and the ETag of this read guards the write.
Action OptimisticProtocol::guard(const github::Pull& pull, const ReleasePull& target,
                                 std::string_view etag) {
  if (run_.pushed == target) {
    run_.body = pull.body;
    return edit_pull(etag);
  }
  run_.pushed.reset();
  return lock_failed();
}

// The calculated version belongs to another release line: find or make the release PR of that line.
Action OptimisticProtocol::open_line(ReleasePull pull) {
  if (pull.base == run_.target.base) return done();  // it was found, and is ahead
  run_.existing.reset();
  run_.branch_attempt = 0;
  run_.target.base = pull.base;
  run_.calculated = std::move(pull);
  return read_base(run_.target.base);
}

// The move of the branch changed the PR and with it the ETag, so the PR is read once more.
Action OptimisticProtocol::on_moved(const Response& response) {
  if (!response.ok()) return failed(response);
  if (!config_.concurrency.github_api.conditional_requests) return edit_pull({});
  run_.pushed = run_.target;
  return read_pull();
}

Action OptimisticProtocol::edit_pull(std::string_view etag) {
  github::UpdatePull request;
  request.number = *run_.updating;
  request.title = release_title(run_.target.version);
  request.body =
      updated_body(run_.body, run_.target.changelog, run_.target.version, "", config_.changelog);
  if (!etag.empty()) request.if_match = etag;
  return send(std::move(request), OptimisticPhase::editing_pull);
}

Action OptimisticProtocol::on_edited(const Response& response) {
  if (response.ok()) return done();
  switch (error_of(response)) {
    case ErrorClass::precondition_failed:
      return lock_failed();
    case ErrorClass::conditional_refused:
      // GitHub has no conditional writes on PRs (facts, "What this means for safety", 1). A
      // deployment of this design could only go on without: nothing guards the PR then.
      return edit_pull({});
    default:
      return failed(response);
  }
}

Action OptimisticProtocol::lock_failed() {
  notes_.add(Note::lock_failure);
  const RetryPolicy& policy = config_.concurrency.retry_policy;
  ++run_.lock_failures;
  const Duration delay = backoff_delay(policy, run_.lock_failures, run_.entropy);
  if (run_.lock_failures >= policy.max_attempts) {
    const auto number = std::to_string(static_cast<std::uint32_t>(*run_.existing));
    return finish(
        Finish::abandon(delay, to_string(Error(OptimisticLockFailure{"pull_request", number}))));
  }
  return send_after(delay, github::GetPull{*run_.existing}, OptimisticPhase::reading_pull);
}

}  // namespace regent
