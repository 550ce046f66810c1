// The release PR was merged: tag, release, and the branch, one after the other. Nothing holds the
// three together; a run that dies between them leaves half a release until its redelivery.
#include <algorithm>
#include <utility>

#include "core/optimistic_protocol.h"

namespace regent {

Action OptimisticProtocol::begin_release() {
  const Trigger& trigger = run_.trigger;
  if (!trigger.must_contain)
    return finish(Finish::dead_letter("the merge of " + trigger.head + " names no merge commit"));
  run_.onto = *trigger.must_contain;
  run_.releasing = version_of(trigger.head, {});
  if (run_.releasing) return read_tags();
  return send(github::ListPulls{github::PullFilter::closed, trigger.head, trigger.base, 1},
              OptimisticPhase::reading_merged);
}

// The branch's name holds no version, so the PR's title must. If it does not either, the branch was
// a person's, and its merge is one like any other.
Action OptimisticProtocol::on_merged(const Response& response) {
  const auto* list = response.as<github::Pulls>();
  if (list == nullptr) return failed(response);
  const auto merged = std::ranges::find_if(list->pulls, [this](const github::Pull& pull) {
    return pull.head == run_.trigger.head && pull.merged &&
           (!pull.merge_commit_sha || *pull.merge_commit_sha == run_.onto);
  });
  if (merged != list->pulls.end()) run_.releasing = version_of(merged->head, merged->title);
  return run_.releasing ? read_tags() : search();
}

std::string OptimisticProtocol::tag_name() const {
  return config_.tag_prefix() + run_.releasing->to_string();
}

Action OptimisticProtocol::tag() {
  return send(github::CreateRef{"refs/tags/" + tag_name(), run_.onto}, OptimisticPhase::tagging);
}

Action OptimisticProtocol::publish() {
  std::vector<CommitView> commits;
  commits.reserve(run_.commits.size());
  for (const auto& commit : run_.commits) commits.push_back({commit.sha, commit.message});
  const auto contents = wanted(std::nullopt, commits, config_.release_rules, config_.changelog);
  run_.tags = {};
  run_.commits = {};
  github::CreateRelease request;
  request.tag_name = tag_name();
  request.target = run_.onto;
  request.name = request.tag_name;
  request.body =
      render(contents ? contents->changelog : Changelog{}, *run_.releasing, "", config_.changelog);
  request.prerelease = run_.releasing->is_prerelease();
  return send(std::move(request), OptimisticPhase::publishing);
}

}  // namespace regent
