// Answers one request for a repository: one overload per request type, in the files handle_*.cc.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/github/changes.h"
#include "fakes/github/repository.h"
#include "fakes/github/responses.h"

namespace regent::fake {

class Repository::Handler {
 public:
  Handler(Repository& repository, const Circumstances& circumstances)
      : repository_(repository), circumstances_(circumstances) {}

  // handle_observe.cc
  github::Response operator()(const github::Observe& request) const;
  github::Response operator()(const github::ObserveFile& request) const;
  github::Response operator()(const github::ObservePull& request) const;
  github::Response operator()(const github::ObservePulls& request) const;
  // handle_refs.cc
  github::Response operator()(const github::GetRef& request) const;
  github::Response operator()(const github::ListMatchingRefs& request) const;
  github::Response operator()(const github::CreateRef& request);
  github::Response operator()(const github::UpdateRef& request);
  github::Response operator()(const github::DeleteRef& request);
  // handle_update_refs.cc
  github::Response operator()(const github::UpdateRefs& request);
  // handle_objects.cc
  github::Response operator()(const github::GetCommit& request) const;
  github::Response operator()(const github::CompareCommits& request) const;
  github::Response operator()(const github::ListCommits& request) const;
  github::Response operator()(const github::GetContents& request) const;
  github::Response operator()(const github::CreateTree& request);
  github::Response operator()(const github::CreateCommit& request);
  // handle_pull_reads.cc
  github::Response operator()(const github::ListPulls& request) const;
  github::Response operator()(const github::GetPull& request) const;
  github::Response operator()(const github::SearchPulls& request) const;
  // handle_pull_writes.cc
  github::Response operator()(const github::CreatePull& request);
  github::Response operator()(const github::UpdatePull& request);
  github::Response operator()(const github::EditPull& request);
  github::Response operator()(const github::AddLabels& request);
  // handle_merge.cc
  github::Response operator()(const github::MergePull& request);
  // site_*.cc: what HTTP offers beyond the product's requests
  github::Response operator()(const CreateBlob& request);
  github::Response operator()(const WriteTree& request);
  github::Response operator()(const WriteCommit& request);
  github::Response operator()(const WriteTag& request);
  github::Response operator()(const Merge& request);
  github::Response operator()(const UpdateBranch& request);
  github::Response operator()(const SetLabels& request);
  github::Response operator()(const EditRelease& request);
  github::Response operator()(const DeleteRelease& request);
  // handle_releases.cc
  github::Response operator()(const github::GetReleaseByTag& request) const;
  github::Response operator()(const github::CreateRelease& request);

 private:
  // The past that a read is answered from; nullopt: the present.
  using When = std::optional<History::Past>;
  [[nodiscard]] When when(std::uint8_t part = part::all) const;
  [[nodiscard]] When search_when() const;
  [[nodiscard]] When when_within(Duration lag_max) const;
  [[nodiscard]] ObjectId ref_at(NameId name, When when) const;
  [[nodiscard]] PullVersionId pull_at(github::PullNumber number, When when) const;
  [[nodiscard]] bool release_exists_at(std::size_t index, When when) const;

  [[nodiscard]] std::optional<Sha> sha_at(NameId name, When when) const;
  [[nodiscard]] std::vector<github::BodyEdit> edits(PullVersionId version) const;
  // As a query shows it; nullopt: not asked for, or there is no such commit.
  [[nodiscard]] std::optional<github::FileView> file_at(
      const std::optional<github::GetContents>& file) const;
  [[nodiscard]] github::Ref show(NameId name, ObjectId target) const;
  [[nodiscard]] github::Pull show(github::PullNumber number, PullVersionId version) const;
  [[nodiscard]] std::string etag(PullVersionId version) const;
  // `status` with the pull request and its ETag.
  [[nodiscard]] github::Response pull_answer(github::PullNumber number, PullVersionId version,
                                             int status) const;
  [[nodiscard]] PullVersionId current(github::PullNumber number) const {
    return repository_.pulls_.version(number);
  }
  // Names with `prefix` that exist at `when`, by name.
  struct NamedTarget {
    NameId name;
    ObjectId target;
  };
  [[nodiscard]] std::vector<NamedTarget> refs_at(std::string_view prefix, When when) const;
  [[nodiscard]] std::vector<github::Ref> newest_tags(When when) const;
  [[nodiscard]] std::vector<std::string> released_tags(When when) const;

  // Calls `visit(number, version)` from the newest on, for all that can be in the answer, until it
  // returns false.
  template <typename Visit>
  void for_each_candidate(github::PullFilter filter, NameId head, When when, Visit&& visit) const;
  [[nodiscard]] std::vector<github::PullNumber> maybe_open_at(When when) const;

  [[nodiscard]] Changes changes() {
    return Changes(repository_, circumstances_.now, circumstances_.by_app);
  }
  [[nodiscard]] bool is_empty_repository() const { return repository_.refs_.empty(); }
  [[nodiscard]] bool is_default_branch(NameId name) const;
  // True when a ref may go from one object to the other without force.
  [[nodiscard]] bool is_fast_forward(ObjectId from, ObjectId to) const;
  // The branch `text`, `owner:` stripped when it is the repository's own.
  [[nodiscard]] std::string_view own_branch(std::string_view text) const;
  // What an entry of a new tree is; none: its path goes away. An error is the message of the 422.
  [[nodiscard]] std::expected<ObjectId, std::string> written_object(const WriteTree::Entry& entry);
  [[nodiscard]] bool has_open_pull(NameId head, NameId base) const;

  // The tree that a merge of an open pull request makes; nullopt: conflicts.
  [[nodiscard]] std::optional<ObjectId> merged_tree(const PullVersion& version, ObjectId base);
  [[nodiscard]] std::optional<ObjectId> rebased(ObjectId head, ObjectId base);

  struct RefChange {
    NameId name;
    ObjectId target;
  };
  // nullopt: `update` may be made; otherwise the refusal.
  [[nodiscard]] std::optional<github::Response> check(const github::RefUpdate& update) const;
  [[nodiscard]] std::optional<github::Response> check_creation(
      const github::RefUpdate& update) const;
  [[nodiscard]] github::Response mismatch(const github::RefUpdate& update) const;

  // The refusal of a change; on success `next` holds it.
  [[nodiscard]] std::optional<github::Response> apply(const github::UpdatePull& request,
                                                      PullVersion& next);
  [[nodiscard]] std::optional<github::Response> change_base(const std::string& base,
                                                            PullVersion& next);
  [[nodiscard]] std::optional<github::Response> reopen(PullVersion& next) const;
  github::Response update(const github::UpdatePull& request);
  [[nodiscard]] bool matches(const std::string& if_match, PullVersionId version) const;

  Repository& repository_;
  const Circumstances& circumstances_;
};

}  // namespace regent::fake
