// Whatever GitHub answers, a run of the optimistic protocol ends, and asks for nothing impossible.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "optimistic_session.h"

namespace regent::scripted {
namespace {

using rc::gen::inRange;

const std::vector<std::string> messages = {"fix: a", "feat: b", "feat!: c", "docs: d",
                                           "chore(release): 1.2.4"};

template <typename T>
T one_of(const std::vector<T>& values) {
  return values[*inRange<std::size_t>(0, values.size())];
}

std::vector<CommitSummary> some_commits() {
  std::vector<CommitSummary> commits(*inRange<std::size_t>(0, 4));
  for (auto& commit : commits)
    commit = {sha_of(*inRange<std::uint8_t>(0xa0, 0xa8)), one_of(messages)};
  return commits;
}

Pull some_pull() {
  const Version version = one_of<Version>({{1, 2, 4}, {1, 3, 0}, {2, 0, 0}, {2, 0, 1}});
  Pull pull = release_pull(version, *inRange<std::uint8_t>(0xa0, 0xa8),
                           one_of<std::string>({"feat: b", "fix: a"}));
  pull.head = one_of<std::string>({pull.head, pull.head + "-1", "release/main", "release/x", "y"});
  pull.base = one_of<std::string>({"main", "main", "main", "release-line/1.x"});
  pull.state = one_of<PullState>({PullState::open, PullState::open, PullState::closed});
  pull.merged = one_of<bool>({true, false});
  if (*inRange(0, 5) == 0) pull.title = pull.body = "edited by a person";
  return pull;
}

std::vector<Pull> some_pulls() {
  std::vector<Pull> pulls(*inRange<std::size_t>(0, 3));
  for (auto& pull : pulls) pull = some_pull();
  return pulls;
}

// A success of the right kind, with any contents.
struct Success {
  Payload operator()(const GetRef& r) const { return Ref{r.ref, merge_sha}; }
  Payload operator()(const ListMatchingRefs&) const {
    Refs refs;
    for (const char* tag : {"v1.2.3", "v1.3.0", "v2.0.0-rc.1", "vague"})
      if (*inRange(0, 2) == 0) refs.refs.push_back({"refs/tags/" + std::string(tag), tag_sha});
    return refs;
  }
  Payload operator()(const CompareCommits&) const {
    using enum CompareStatus;
    auto commits = some_commits();
    const auto total = static_cast<std::uint32_t>(commits.size()) + *inRange<std::uint32_t>(0, 2);
    return Comparison{one_of<CompareStatus>({ahead, ahead, ahead, behind, identical, diverged}),
                      total, std::move(commits)};
  }
  Payload operator()(const ListCommits&) const {
    return Commits{some_commits(), *inRange(0, 4) == 0};
  }
  Payload operator()(const ListPulls&) const { return Pulls{some_pulls(), false}; }
  Payload operator()(const SearchPulls&) const { return Pulls{some_pulls(), false}; }
  Payload operator()(const GetPull&) const { return some_pull(); }
  Payload operator()(const GetCommit&) const { return Commit{}; }
  Payload operator()(const GetContents&) const { return FileContents{"# Changelog\n", {}}; }
  Payload operator()(const CreateTree&) const { return github::ObjectId{release_tree}; }
  Payload operator()(const CreateCommit&) const { return github::ObjectId{release_commit}; }
  template <typename T>
  Payload operator()(const T&) const {
    return Done{};
  }
};

Response some_answer(const Request& request) {
  if (*inRange(0, 3) != 0) {
    Response response = answer(std::visit(Success{}, request));
    response.headers.etag = "\"e\"";
    return response;
  }
  switch (*inRange(0, 6)) {
    case 0:
      return pull_exists("release/v1.2.4");
    case 1:
      return refusal(422, "Reference already exists");
    case 2:
      return refusal(422, "Validation Failed", one_of<std::string>({"head", "base"}), "invalid");
    case 3:
      return answer(Done{});
    case 4:
      return answer(Done{}, 304);
    default:
      break;
  }
  return refusal(one_of<int>({400, 401, 403, 404, 405, 409, 412, 422, 429, 500, 502}), "refused");
}

Config some_config() {
  using Naming = BranchNamingStrategy;
  using Conflict = ConflictStrategy;
  Config config;
  config.concurrency.branch_naming.strategy =
      one_of<Naming>({Naming::standard, Naming::timestamped, Naming::uuid, Naming::stable});
  config.concurrency.github_api.conditional_requests = *inRange(0, 2) == 0;
  config.concurrency.retry_policy.max_attempts = *inRange<std::uint32_t>(1, 5);
  config.conflict.strategy = one_of<Conflict>({Conflict::automatic, Conflict::use_higher_version,
                                               Conflict::merge_changelogs, Conflict::skip_update,
                                               Conflict::create_new_pr});
  config.conflict.force = *inRange(0, 2) == 0;
  return config;
}

RC_GTEST_PROP(OptimisticProtocol, EndsWhateverGitHubAnswers, ()) {
  const Config config = some_config();
  OptimisticRun run;
  Notes notes;
  OptimisticProtocol protocol(config, run, notes);
  Begin begin;
  begin.trigger = Session::merge_of(one_of<std::string>({"x", "release/v1.3.0", "release/main"}));
  if (*inRange(0, 4) == 0) begin.trigger.must_contain.reset();
  Action action = protocol.begin(std::move(begin));
  for (int steps = 0; !std::holds_alternative<Finish>(action); ++steps) {
    RC_ASSERT(steps < 1'000);
    if (std::holds_alternative<Wait>(action)) {
      RC_ASSERT(std::get<Wait>(action).duration <= minutes(1));
      action = protocol.woken();
    } else if (*inRange(0, 10) == 0) {
      action = protocol.unanswered();
    } else {
      action = protocol.answered(some_answer(std::get<Call>(action).request()));
    }
  }
  RC_ASSERT(run.phase == OptimisticPhase::finished);
  RC_ASSERT(!run.pending);
}

}  // namespace
}  // namespace regent::scripted
