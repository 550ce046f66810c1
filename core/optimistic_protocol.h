// The published design's protocol as a state machine over `OptimisticRun`: look for a release PR,
// calculate, then create one or update the one there is, guarded by nothing but ETags and the
// uniqueness of names.
//
//   optimistic_calculate.cc   find the release PR, read tags and commits, calculate
//   optimistic_resolve.cc     the existing PR: version conflict, conditional update
//   optimistic_propose.cc     release commit, branch with fallback, new PR
//   optimistic_release.cc     a merged release PR becomes a tag and a release
//
// It is complete and fair: where the design leaves a choice, the one that serves it best is taken.
// Two things are added, because without them no PR could ever be opened or kept right: a release
// commit on the branch, and a second read of the PR after the branch moved, since moving it changes
// the ETag. What is wrong with the design is kept, by the numbers of protocol.md, "Why the
// published design breaks": a taken branch name leads to a second PR (1); runs that calculate
// different versions open different PRs (2); a conditional write guards one PR and never says that
// no other exists (3); an empty search result is believed (4); a "rename" is a new branch, a new PR
// and a deletion, with gaps between them (6); a lost answer is answered by sending the request
// again (7).
//
// Not the default. It is of use with a server that honours conditional writes, and to compare with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/errors.h"
#include "core/optimistic_run.h"
#include "core/reducer.h"

namespace regent {

class OptimisticProtocol {
 public:
  OptimisticProtocol(const Config& config, OptimisticRun& run, Notes& notes)
      : config_(config), run_(run), notes_(notes) {}

  [[nodiscard]] Action begin(Begin event);
  [[nodiscard]] Action answered(github::Response response);
  [[nodiscard]] Action unanswered();
  [[nodiscard]] Action woken();

 private:
  using Response = github::Response;

  // Requests, their repetition, and the end.
  Action send(github::Request request, OptimisticPhase phase);
  Action send_after(Duration delay, github::Request request, OptimisticPhase phase);
  Action send_pending();
  Action handle(Response response);
  Action failed(const Response& response);
  Action retry(ErrorClass error, const github::Headers& headers, std::string reason);
  ErrorClass error_of(const Response& response) const;
  void note_limits(const github::Headers& headers);
  Action finish(Finish finish);
  Action acknowledge();
  Action done();
  Action delete_branch(std::string_view branch);

  // optimistic_calculate.cc
  Action read_base(std::string_view base);
  Action on_base(const Response& response);
  Action search();
  Action on_found(const Response& response);
  Action read_tags();
  Action on_tags(Response response);
  void choose_last();
  Action read_commits();
  Action on_comparison(Response response);
  Action on_commit_list(Response response);
  Action after_commits();
  Action calculate();
  std::optional<Version> version_of(std::string_view head, std::string_view title) const;

  // optimistic_resolve.cc
  Action update_or_create();
  Action read_pull();
  Action on_pull(const Response& response);
  Action update(const github::Pull& pull, const Version& existing);
  Action guard(const github::Pull& pull, const ReleasePull& target, std::string_view etag);
  Action open_line(ReleasePull pull);
  Action on_moved(const Response& response);
  Action edit_pull(std::string_view etag);
  Action on_edited(const Response& response);
  Action lock_failed();

  // optimistic_propose.cc
  Action propose();
  Action build();
  Action on_base_commit(const Response& response);
  Action on_changelog(const Response& response);
  Action store_commit(const Sha& tree);
  Action on_commit(const Response& response);
  Action create_branch(const Sha& commit);
  Action on_branch(const Response& response);
  Action open_pull();
  Action on_opened(const Response& response);
  Action on_pull_list(const Response& response);

  // optimistic_release.cc
  Action begin_release();
  Action on_merged(const Response& response);
  Action tag();
  Action publish();
  std::string tag_name() const;

  const Config& config_;
  OptimisticRun& run_;
  Notes& notes_;
};

}  // namespace regent
