// The ledger protocol as a state machine over `LedgerRun` (protocol.md, "The ledger protocol").
//
// One round: observe, judge whether the observation can be believed, finish what others left
// half-done, decide, and carry the decision out by one swing. Whatever goes wrong, the answer is
// the same: observe again. A run ends when it has read the wanted state back.
//
//   ledger_observe.cc   what GitHub holds, and whether to believe it
//   ledger_pulls.cc     the release PR and its superseded ones
//   ledger_decide.cc    what is wanted, and which swing leads there
//   ledger_swing.cc     objects, then the one updateRefs that decides everything
//   ledger_project.cc   opening the PR under its claim, and its text
//   ledger_release.cc   the merged PR becomes a tag and a release
//
// Where this goes beyond the page it implements:
// - *Fencing by name.* Every claim gets a branch of another name, and the old branch is removed in
//   the same swing. So for one head at most one `POST /pulls` is ever under way, and simultaneous
//   creates cannot both succeed, however long the old holder was paused. A PR that a person closed
//   cannot come back beside the one that took its place either.
// - *Disputed bases.* A run that finds nothing to change moves the ledger nevertheless if a run
//   that saw an older base would have found something: that one's swing then fails.
// - *Predecessors.* A superseded PR may be merged in the very moment in which it is superseded. The
//   ledger remembers it until it can no longer matter, so such a merge is released, not lost.
// - *Edits.* GitHub has no compare-and-swap for PR bodies, but it keeps their history: the text
//   outside the managed region is always taken from people's edits, so even a write that covered
//   one is repaired.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "core/config.h"
#include "core/errors.h"
#include "core/event.h"
#include "core/ledger_run.h"
#include "core/plan.h"

namespace regent {

class LedgerProtocol {
 public:
  LedgerProtocol(const Config& config, LedgerRun& run, Notes& notes)
      : config_(config), run_(run), notes_(notes) {}

  [[nodiscard]] Action begin(Begin event);
  [[nodiscard]] Action answered(github::Response response);
  [[nodiscard]] Action unanswered();
  [[nodiscard]] Action woken();

 private:
  using Response = github::Response;

  // Rounds.
  Action observe();
  Action again(Duration delay, std::string_view reason);
  Duration second_look() const;
  Action look_again(std::string_view reason) { return again(second_look(), reason); }
  Action failed(const Response& response);
  Action call(Call call, LedgerPhase phase);
  bool believed() const;
  Action suspect(std::string_view reason);
  bool reserve_is_reached() const;
  void note_limits(const github::Headers& headers);

  // ledger_observe.cc
  Action on_observation(Response response);
  void forget_other_ledgers();
  void choose_last();
  Action read_commits();
  Action on_comparison(Response response);
  Action on_commit_list(Response response);
  Action after_commits();
  Action place_next();
  Action on_placing(const Response& response);
  bool contains(const Sha& sha) const;
  bool must_probe(const std::string& branch) const;
  Action probe(const std::string& branch);
  Action on_probed(const Response& response);

  // ledger_pulls.cc
  Action read_pull();
  Action on_pull_view(Response response);
  Action judge_pull(github::PullView view);
  bool is_of_claim(const github::Pull& pull) const;
  bool claim_is_settled() const;
  bool list_is_behind(const github::Pull& pull) const;
  Action on_pull_views(Response response);
  std::optional<github::GetContents> file_to_build_on() const;
  Action read_predecessor();
  Action on_predecessor_view(Response response);
  Action on_predecessor_list(Response response);
  Action judge_predecessor(const github::Pull* pull);
  Call observe_pull(github::PullNumber number) const;
  Time gone_since(const Predecessor& predecessor) const;
  Action settle_predecessor();
  bool may_edit() const;
  Action close_pull(github::PullNumber number);
  bool is_released(const github::Pull& pull) const;
  Version approved_version(const github::Pull& pull, const Sha& merge,
                           const Version& proposed) const;
  bool is_tagged_by_hand(const Version& version) const;
  Action judge_merge(const github::Pull& pull, const Version& version);
  Action on_merge_named(const Response& response);
  Action on_merge_placed(const Response& response);
  Action accept_merge();
  Action miss_merge();
  Action next_pull();
  bool is_in_range(const Sha& sha) const;

  // ledger_decide.cc
  void judge_commits();
  Action decide();
  bool stands() const;
  bool is_proposed() const;
  bool is_disputed(const std::optional<Sha>& decided_at) const;
  bool is_overtaken(const Sha& built_on) const;
  Action settle_on_base();
  const github::Ref* head(std::string_view branch) const;
  bool branch_agrees() const;
  Action propose();
  Action retire();
  Action propose_again(Note why);
  Action give_up(const TooManyAttempts& error);
  std::expected<std::string, TooManyAttempts> fresh_branch(const Version& version);
  LedgerRecord next_record() const;
  bool loses_text() const;
  void retire_into(NextLedger& next);
  Claim new_claim();
  github::PullNumber newest_pull() const;

  // ledger_swing.cc
  Action build(NextLedger next);
  Action on_changelog(const Response& response);
  Action build_on(const github::FileView& changelog);
  github::GetContents changelog_file() const;
  Action store_tree(std::string_view changelog);
  Action on_tree(const Response& response);
  Action store_commit(const Sha& tree);
  Action on_commit(const Response& response);
  Action store_ledger();
  Action on_ledger_commit(const Response& response);
  Action on_swung(const Response& response);

  // ledger_project.cc
  Action ensure_pull();
  Action await_claim();
  std::optional<Duration> until_version_is_free() const;
  Action open_pull();
  Action on_opened(Response response);
  Action project();
  Call edit(github::EditPull request);
  Action on_edited(Response response);
  Action on_read_back(const Response& response);
  Action on_verification(Response response);
  std::string desired_body(const github::PullView& view) const;
  Call restore_text(const github::PullView& view);
  static bool text_is_covered(const github::PullView& view);

  // ledger_release.cc
  Action release();
  Action find_previous();
  Action on_previous(const Response& response);
  bool must_publish() const;
  Action collect_notes();
  Action on_notes(Response response);
  Action publish();
  Action on_published(const Response& response);
  Action after_publishing();

  Sha ledger_oid() const { return run_.seen.github.ledger ? run_.seen.github.ledger->oid : Sha{}; }

  const Config& config_;
  LedgerRun& run_;
  Notes& notes_;
};

}  // namespace regent
