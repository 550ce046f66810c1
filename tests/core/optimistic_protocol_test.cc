// The published design's protocol against a scripted port: each test plays GitHub by hand.
#include "core/optimistic_protocol.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/pull_body.h"
#include "core/retry.h"

namespace regent {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using namespace github;

Sha sha_of(std::uint8_t number) {
  std::array<std::uint8_t, Sha::size_bytes> bytes{};
  bytes[0] = number;
  return Sha(bytes);
}

const Sha merge_sha = sha_of(0xaa);
const Sha tag_sha = sha_of(0x10);
const Sha base_tree = sha_of(0x20);
const Sha release_tree = sha_of(0x21);
const Sha release_commit = sha_of(0x30);
constexpr Time noon{Duration{1'700'000'000'000}};
constexpr PullNumber existing_number{7};

Response answer(Payload payload, int status = 200) {
  Response response;
  response.status = status;
  response.headers.date = noon;
  response.headers.rate_limit_remaining = 5'000;
  response.headers.rate_limit_reset = noon + hours(1);
  response.payload = std::move(payload);
  return response;
}

Response refusal(int status, std::string message, std::string field = {}, std::string code = {}) {
  ApiError error;
  error.message = std::move(message);
  if (!code.empty()) error.errors.push_back({"PullRequest", std::move(field), std::move(code), {}});
  return answer(std::move(error), status);
}

Response pull_exists(std::string_view branch) {
  ApiError error;
  error.message = "Validation Failed";
  error.errors.push_back({"PullRequest", "", "custom",
                          "A pull request already exists for owner:" + std::string(branch) + "."});
  return answer(std::move(error), 422);
}

// One run and its caller, who expects a request of a certain type and answers it.
class Session {
 public:
  explicit Session(Config config = {}, Trigger trigger = merge_of("feature"))
      : config_(std::move(config)) {
    Begin begin;
    begin.trigger = std::move(trigger);
    begin.entropy = Entropy{1, 2};
    drive([&](OptimisticProtocol& protocol) { return protocol.begin(std::move(begin)); });
  }

  static Trigger merge_of(std::string head) {
    Trigger trigger;
    trigger.kind = TriggerKind::merged;
    trigger.delivery = "d-1";
    trigger.base = "main";
    trigger.must_contain = merge_sha;
    trigger.head = std::move(head);
    return trigger;
  }

  // The pending request, which must be a `T`.
  template <typename T>
  T pending() const {
    const auto* call = std::get_if<Call>(&action_);
    const auto* request = call == nullptr ? nullptr : std::get_if<T>(&call->request());
    if (request == nullptr) ADD_FAILURE() << "another action is pending than " << typeid(T).name();
    return request == nullptr ? T{} : *request;
  }

  // Answers the pending `T`.
  template <typename T>
  T reply(Response response) {
    T request = pending<T>();
    if (HasFailure()) return request;
    drive([&](OptimisticProtocol& protocol) { return protocol.answered(std::move(response)); });
    return request;
  }

  // Loses the answer to the pending `T`.
  template <typename T>
  T lose() {
    T request = pending<T>();
    if (HasFailure()) return request;
    drive([](OptimisticProtocol& protocol) { return protocol.unanswered(); });
    return request;
  }

  // Ends the pending wait and returns how long it was.
  Duration wake() {
    const auto* wait = std::get_if<Wait>(&action_);
    if (wait == nullptr) ADD_FAILURE() << "no wait is pending";
    if (HasFailure()) return {};
    const Duration duration = wait->duration;
    drive([](OptimisticProtocol& protocol) { return protocol.woken(); });
    return duration;
  }

  // How the run ended: the outcome, and the reason if there is one.
  std::string end() const {
    const auto* finish = std::get_if<Finish>(&action_);
    if (finish == nullptr) return "not over";
    switch (finish->outcome()) {
      case Outcome::acknowledged:
        return "acknowledged";
      case Outcome::abandoned:
        return "abandoned: " + finish->reason();
      case Outcome::dead_lettered:
        return "dead letter: " + finish->reason();
    }
    return {};
  }
  Duration delay() const { return std::get<Finish>(action_).delay(); }

  // In how many steps `note` was made.
  std::ptrdiff_t count(Note note) const {
    return std::ranges::count_if(notes_, [note](const Notes& notes) { return notes.has(note); });
  }
  bool noted(Note note) const { return count(note) > 0; }
  const OptimisticRun& run() const { return run_; }

  // --- stretches of the way that many tests have in common ---

  void find(std::vector<Pull> pulls) {
    EXPECT_EQ(reply<SearchPulls>(answer(Pulls{std::move(pulls), false})).head_prefix, "release/");
  }

  // The commits since v1.2.3 carry these messages.
  void calculate(const std::vector<std::string>& messages) {
    EXPECT_EQ(reply<ListMatchingRefs>(answer(Refs{{{"refs/tags/v1.2.3", tag_sha}}})).prefix,
              "refs/tags/v");
    EXPECT_EQ(reply<CompareCommits>(answer(comparison(messages))),
              (CompareCommits{tag_sha, merge_sha, 1}));
  }

  static Comparison comparison(const std::vector<std::string>& messages) {
    Comparison comparison{CompareStatus::ahead, static_cast<std::uint32_t>(messages.size()), {}};
    for (std::uint8_t i = 0; i < messages.size(); ++i)
      comparison.commits.push_back({sha_of(static_cast<std::uint8_t>(0xa0 + i)), messages[i]});
    return comparison;
  }

  // The release commit is made on `onto`; returns its CHANGELOG.md.
  std::string store_commit(const Sha& onto = merge_sha) {
    Commit commit;
    commit.sha = onto;
    commit.tree = base_tree;
    commit.committer.date = noon - hours(1);
    EXPECT_EQ(reply<GetCommit>(answer(std::move(commit))).sha, onto);
    EXPECT_EQ(reply<GetContents>(answer(FileContents{"# Changelog\n", {}})),
              (GetContents{"CHANGELOG.md", onto}));
    const auto tree = reply<CreateTree>(answer(github::ObjectId{release_tree}, 201));
    EXPECT_EQ(tree.base_tree, base_tree);
    const auto request = reply<CreateCommit>(answer(github::ObjectId{release_commit}, 201));
    EXPECT_EQ(request.tree, release_tree);
    EXPECT_EQ(request.parents, std::vector{onto});
    EXPECT_EQ(request.author.date, noon - hours(1));
    return tree.files.empty() ? std::string() : tree.files.front().content;
  }

 private:
  static bool HasFailure() { return testing::Test::HasFailure(); }

  template <typename Entry>
  void drive(Entry enter) {
    Notes notes;
    OptimisticProtocol protocol(config_, run_, notes);
    action_ = enter(protocol);
    notes_.push_back(notes);
  }

  Config config_;
  OptimisticRun run_;
  Action action_ = Wait{};
  std::vector<Notes> notes_;
};

Changelog changelog_of(std::uint8_t commit, std::string_view message) {
  auto entry = entry_of(sha_of(commit), CommitMessageView::of(message), ChangelogConfig{});
  return Changelog({*std::move(entry)});
}

// An open release PR for `version` whose body lists one commit.
Pull release_pull(const Version& version, std::uint8_t commit, std::string_view message,
                  std::string_view text = "") {
  Pull pull;
  pull.number = existing_number;
  pull.title = release_title(version);
  pull.body = updated_body(text, changelog_of(commit, message), version, "", ChangelogConfig{});
  pull.head = "release/v" + version.to_string();
  pull.base = "main";
  return pull;
}

Response with_etag(const Pull& pull, std::string etag) {
  Response response = answer(pull);
  response.headers.etag = std::move(etag);
  return response;
}

// Up to the pending first UpdatePull of a PR that lists 0xa0; 0xa1 was merged since.
Session at_conditional_update(Config config = {}) {
  Session session(std::move(config));
  const Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a", "A person's words.\n");
  session.find({pull});
  session.calculate({"fix: a", "fix: b"});
  session.reply<GetPull>(with_etag(pull, "\"before\""));
  session.store_commit();
  EXPECT_EQ(session.reply<UpdateRef>(answer(Ref{"refs/heads/release/v1.2.4", release_commit})),
            (UpdateRef{"refs/heads/release/v1.2.4", release_commit, true}));
  session.reply<GetPull>(with_etag(pull, "\"after\""));
  return session;
}

// --- creating ------------------------------------------------------------------------------------

TEST(OptimisticProtocol, CreatesBranchAndPullWhenThereIsNoReleasePull) {
  Session session;
  session.find({});
  session.calculate({"fix: a", "feat: b"});
  EXPECT_NE(session.store_commit().find("1.3.0"), std::string::npos);
  EXPECT_EQ(session.reply<CreateRef>(answer(Ref{}, 201)),
            (CreateRef{"refs/heads/release/v1.3.0", release_commit}));
  const auto pull = session.reply<CreatePull>(answer(Pull{}, 201));
  EXPECT_EQ(pull.title, "chore(release): 1.3.0");
  EXPECT_EQ(pull.head, "release/v1.3.0");
  EXPECT_EQ(pull.base, "main");
  EXPECT_EQ(parse_region(split(pull.body).region)->changelog,
            merge(changelog_of(0xa0, "fix: a"), changelog_of(0xa1, "feat: b")));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, WritesNothingWhenNothingIsWanted) {
  Session session;
  session.find({});
  session.calculate({"docs: a"});
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, TakesTheHeadOfTheBaseWhenTheTriggerNamesNoMerge) {
  Trigger look;
  look.base = "main";
  Session session({}, look);
  EXPECT_EQ(session.reply<GetRef>(answer(Ref{"refs/heads/main", merge_sha})).ref,
            "refs/heads/main");
  session.find({});
  session.calculate({"docs: a"});
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, ReadsEveryPageOfTheComparison) {
  Session session;
  session.find({});
  session.reply<ListMatchingRefs>(answer(Refs{{{"refs/tags/v1.2.3", tag_sha}}}));
  Comparison first = Session::comparison({"fix: a"});
  first.total_commits = 2;
  session.reply<CompareCommits>(answer(first));
  Comparison second = Session::comparison({"feat!: b"});
  second.total_commits = 2;
  EXPECT_EQ(session.reply<CompareCommits>(answer(second)).page, 2u);
  EXPECT_EQ(session.run().calculated->version, (Version{2, 0, 0}));
}

TEST(OptimisticProtocol, TakesTheNextLowerTagWhenTheHighestBelongsToAnotherLine) {
  Session session;
  session.find({});
  session.reply<ListMatchingRefs>(answer(Refs{{{"refs/tags/v1.2.3", tag_sha},
                                               {"refs/tags/v3.0.0-rc.1", sha_of(0x12)},
                                               {"refs/tags/v2.0.0", sha_of(0x11)},
                                               {"refs/tags/vague", sha_of(0x13)}}}));
  Comparison diverged = Session::comparison({"feat: other line"});
  diverged.status = CompareStatus::diverged;
  EXPECT_EQ(session.reply<CompareCommits>(answer(diverged)).base, sha_of(0x11));
  EXPECT_EQ(session.reply<CompareCommits>(answer(Session::comparison({"fix: a"}))).base, tag_sha);
  EXPECT_EQ(session.run().calculated->version, (Version{1, 2, 4}));
}

TEST(OptimisticProtocol, ListsTheWholeHistoryBeforeTheFirstRelease) {
  Session session;
  session.find({});
  session.reply<ListMatchingRefs>(answer(Refs{}));
  session.reply<ListCommits>(answer(Commits{{{sha_of(0xa1), "fix: b"}}, true}));
  EXPECT_EQ(session.reply<ListCommits>(answer(Commits{{{sha_of(0xa0), "feat: a"}}, false})),
            (ListCommits{merge_sha, 2}));
  EXPECT_EQ(session.run().calculated->version, (Version{1, 0, 0}));
  EXPECT_EQ(session.run().calculated->changelog.size(), 2u);
}

TEST(OptimisticProtocol, ReadsTheListedHistoryOldestFirst) {
  Session session;
  session.find({});
  session.reply<ListMatchingRefs>(answer(Refs{}));
  session.reply<ListCommits>(answer(Commits{{{sha_of(0xa1), "chore: b\n\nRelease-As: 3.0.0"},
                                             {sha_of(0xa0), "chore: a\n\nRelease-As: 2.0.0"}},
                                            false}));
  EXPECT_EQ(session.run().calculated->version, (Version{3, 0, 0}));
}

TEST(OptimisticProtocol, StartsAChangelogFileWhereThereIsNone) {
  Session session;
  session.find({});
  session.calculate({"fix: a"});
  session.reply<GetCommit>(answer(Commit{}));
  session.reply<GetContents>(refusal(404, "Not Found"));
  EXPECT_TRUE(session.pending<CreateTree>().files.at(0).content.starts_with("# Changelog\n"));
}

TEST(OptimisticProtocol, KeepsTheTreeOfTheBaseWhenNoChangelogFileIsWanted) {
  Config config;
  config.changelog_path.clear();
  Session session(config);
  session.find({});
  session.calculate({"fix: a"});
  Commit commit;
  commit.tree = base_tree;
  session.reply<GetCommit>(answer(commit));
  EXPECT_EQ(session.pending<CreateCommit>().tree, base_tree);
}

// --- names that are taken ------------------------------------------------------------------------

// Weakness 1 of the design: the branch may well be that of a run that is about to open its PR.
TEST(OptimisticProtocol, FallsBackToAnotherNameWhenTheBranchExists) {
  Session session;
  session.find({});
  session.calculate({"fix: a"});
  session.store_commit();
  session.reply<CreateRef>(refusal(422, "Reference already exists"));
  const auto second = session.reply<CreateRef>(answer(Ref{}, 201));
  EXPECT_EQ(second, (CreateRef{"refs/heads/release/v1.2.4-1700000001", release_commit}));
  EXPECT_EQ(session.pending<CreatePull>().head, "release/v1.2.4-1700000001");
  EXPECT_TRUE(session.noted(Note::branch_fallback));
}

TEST(OptimisticProtocol, GivesUpWhenEveryFallbackNameIsTaken) {
  Config config;
  config.concurrency.branch_naming.fallback_strategy = FallbackStrategy::counter;
  config.concurrency.branch_naming.max_fallback_attempts = 2;
  Session session(config);
  session.find({});
  session.calculate({"fix: a"});
  session.store_commit();
  for (const char* name : {"release/v1.2.4", "release/v1.2.4-1", "release/v1.2.4-2"}) {
    const auto request = session.reply<CreateRef>(refusal(422, "Reference already exists"));
    EXPECT_EQ(request.ref, "refs/heads/" + std::string(name));
  }
  EXPECT_EQ(session.end(), "dead letter: gave up on release/v1.2.4 after 3 attempts");
}

TEST(OptimisticProtocol, UpdatesThePullThatARefusedCreateSaysExists) {
  Session session;
  session.find({});
  session.calculate({"fix: a", "fix: b"});
  session.store_commit();
  session.reply<CreateRef>(answer(Ref{}, 201));
  session.reply<CreatePull>(pull_exists("release/v1.2.4"));
  const auto list = session.reply<ListPulls>(answer(Pulls{}));
  EXPECT_EQ(list.head, "release/v1.2.4");
  EXPECT_GE(session.wake(), seconds(1));  // it exists, but the list lags
  Pull other = release_pull({1, 2, 4}, 0xa0, "fix: a");
  other.head = "somebody-else";  // the filter may be ignored
  other.number = PullNumber{8};
  const Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
  session.reply<ListPulls>(answer(Pulls{{other, pull}, false}));
  EXPECT_EQ(session.reply<GetPull>(with_etag(pull, "\"e\"")).number, existing_number);
  session.store_commit();
  EXPECT_EQ(session.pending<UpdateRef>().ref, "refs/heads/release/v1.2.4");
  EXPECT_TRUE(session.noted(Note::pull_adopted));
}

TEST(OptimisticProtocol, OpensThePullAgainWhenTheBranchIsTooNewToBeSeen) {
  Session session;
  session.find({});
  session.calculate({"fix: a"});
  session.store_commit();
  session.reply<CreateRef>(answer(Ref{}, 201));
  session.reply<CreatePull>(refusal(422, "Validation Failed", "head", "invalid"));
  EXPECT_GE(session.wake(), seconds(1));
  session.reply<CreatePull>(answer(Pull{}, 201));
  EXPECT_EQ(session.end(), "acknowledged");
}

// --- updating ------------------------------------------------------------------------------------

TEST(OptimisticProtocol, MergesTheChangelogIntoTheExistingPullUnderItsETag) {
  Session session = at_conditional_update();
  const auto update = session.reply<UpdatePull>(answer(Pull{}));
  EXPECT_EQ(update.number, existing_number);
  EXPECT_EQ(update.if_match, "\"after\"");
  EXPECT_EQ(update.title, "chore(release): 1.2.4");
  EXPECT_TRUE(update.body.value_or("").starts_with("A person's words.\n"));
  EXPECT_EQ(parse_region(split(update.body.value_or("")).region)->changelog,
            merge(changelog_of(0xa0, "fix: a"), changelog_of(0xa1, "fix: b")));
  EXPECT_EQ(session.end(), "acknowledged");
  EXPECT_FALSE(session.noted(Note::version_conflict));
}

TEST(OptimisticProtocol, LeavesAPullAloneThatSaysEverythingAlready) {
  Session session;
  const Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
  session.find({pull});
  session.calculate({"fix: a"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, ReadsThePullAgainAfter412AndKeepsWhatAPersonWroteMeanwhile) {
  Session session = at_conditional_update();
  session.reply<UpdatePull>(refusal(412, "Precondition Failed"));
  EXPECT_TRUE(session.noted(Note::lock_failure));
  EXPECT_GE(session.wake(), seconds(1));
  for (int i = 0; i < 2; ++i) {  // the read has all its attempts
    session.lose<GetPull>();
    session.wake();
  }
  session.reply<GetPull>(
      with_etag(release_pull({1, 2, 4}, 0xa0, "fix: a", "Other words.\n"), "\"third\""));
  const auto update = session.reply<UpdatePull>(answer(Pull{}));
  EXPECT_EQ(update.if_match, "\"third\"");
  EXPECT_TRUE(update.body.value_or("").starts_with("Other words.\n"));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, BuildsTheBranchAgainAfter412WhenTheOtherRunListedMore) {
  Session session = at_conditional_update();
  session.reply<UpdatePull>(refusal(412, "Precondition Failed"));
  session.wake();
  const Pull moved = release_pull({1, 2, 4}, 0xa7, "fix: c");
  session.reply<GetPull>(with_etag(moved, "\"third\""));
  session.wake();
  session.reply<GetPull>(with_etag(moved, "\"third\""));
  EXPECT_NE(session.store_commit().find("c ("), std::string::npos);
  session.reply<UpdateRef>(answer(Ref{}));
  session.reply<GetPull>(with_etag(moved, "\"fourth\""));
  EXPECT_EQ(
      parse_region(split(session.pending<UpdatePull>().body.value_or("")).region)->changelog.size(),
      3u);
}

TEST(OptimisticProtocol, AbandonsTheMessageAfterTheLastLockFailure) {
  Session session = at_conditional_update();
  for (int i = 0; i < 2; ++i) {
    session.reply<UpdatePull>(refusal(412, "Precondition Failed"));
    session.wake();
    session.reply<GetPull>(with_etag(release_pull({1, 2, 4}, 0xa0, "fix: a"), "\"next\""));
  }
  session.reply<UpdatePull>(refusal(412, "Precondition Failed"));
  EXPECT_EQ(session.end(), "abandoned: optimistic lock failure for pull_request 7");
  EXPECT_GE(session.delay(), seconds(4));
}

// GitHub of 2023: 412, and the write was applied all the same.
TEST(OptimisticProtocol, IsContentWhenA412WasAppliedAllTheSame) {
  Session session = at_conditional_update();
  Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
  pull.body = session.reply<UpdatePull>(refusal(412, "Precondition Failed")).body.value_or("");
  session.wake();
  session.reply<GetPull>(with_etag(pull, "\"third\""));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, GoesOnWithoutIfMatchWhereConditionalWritesAreRefused) {
  Session session = at_conditional_update();
  const auto refused = session.reply<UpdatePull>(refusal(400, "Bad Request"));
  EXPECT_TRUE(refused.if_match);
  const auto update = session.reply<UpdatePull>(answer(Pull{}));
  EXPECT_FALSE(update.if_match);
  EXPECT_EQ(update.body, refused.body);
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, ReadsThePullOnceAndSendsNoIfMatchWhenConfiguredSo) {
  Config config;
  config.concurrency.github_api.conditional_requests = false;
  Session session(config);
  const Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
  session.find({pull});
  session.calculate({"fix: a", "fix: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  session.store_commit();
  session.reply<UpdateRef>(answer(Ref{}));
  EXPECT_FALSE(session.pending<UpdatePull>().if_match);
}

TEST(OptimisticProtocol, ProposesAnewWhenTheFoundPullIsClosedByNow) {
  Session session;
  Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
  session.find({pull});
  session.calculate({"fix: a"});
  pull.state = PullState::closed;
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  session.store_commit();
  session.reply<CreateRef>(answer(Ref{}, 201));
  EXPECT_EQ(session.pending<CreatePull>().head, "release/v1.2.4");
}

TEST(OptimisticProtocol, ProposesAnewWhenThePullIsClosedWhileItsBranchMoves) {
  Session session;
  Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a", "A person's words.\n");
  session.find({pull});
  session.calculate({"fix: a", "fix: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  session.store_commit();
  session.reply<UpdateRef>(answer(Ref{}));
  pull.state = PullState::closed;
  session.reply<GetPull>(with_etag(pull, "\"f\""));
  session.store_commit();
  session.reply<CreateRef>(answer(Ref{}, 201));
  EXPECT_FALSE(session.reply<CreatePull>(pull_exists("release/v1.2.4")).body.contains("words"));
  pull.state = PullState::open;
  session.reply<ListPulls>(answer(Pulls{{pull}, false}));
  session.reply<GetPull>(with_etag(pull, "\"g\""));
  session.pending<GetCommit>();  // the branch is another one and is built for this PR
}

TEST(OptimisticProtocol, OverlooksPullsThatAreNoReleasePullsOfThisBase) {
  Session session;
  Pull elsewhere = release_pull({1, 2, 4}, 0xa0, "fix: a");
  elsewhere.base = "next";
  Pull closed = release_pull({1, 2, 4}, 0xa0, "fix: a");
  closed.state = PullState::closed;
  Pull person;
  person.head = "release/notes-of-spring";
  person.base = "main";
  person.title = "Release notes";
  session.find({elsewhere, closed, person});
  session.calculate({"fix: a"});
  session.store_commit();
  EXPECT_EQ(session.pending<CreateRef>().ref, "refs/heads/release/v1.2.4");
}

// --- other versions ------------------------------------------------------------------------------

TEST(OptimisticProtocol, SupersedesTheExistingPullByOneOfTheHigherVersion) {
  Session session;
  const Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a", "A person's words.\n");
  session.find({pull});
  session.calculate({"fix: a", "feat: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  EXPECT_TRUE(session.noted(Note::version_conflict));
  session.store_commit();
  EXPECT_EQ(session.reply<CreateRef>(answer(Ref{}, 201)).ref, "refs/heads/release/v1.3.0");
  const auto created = session.reply<CreatePull>(answer(Pull{}, 201));
  EXPECT_EQ(created.title, "chore(release): 1.3.0");
  EXPECT_TRUE(created.body.starts_with("A person's words.\n"));
  EXPECT_EQ(session.reply<DeleteRef>(answer(Done{}, 204)).ref, "refs/heads/release/v1.2.4");
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, DoesNotFailWhenTheSupersededBranchCannotBeDeleted) {
  for (const Response& response : {refusal(422, "Reference does not exist"),
                                   refusal(403, "Resource not accessible by integration")}) {
    Session session;
    const Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
    session.find({pull});
    session.calculate({"fix: a", "feat: b"});
    session.reply<GetPull>(with_etag(pull, "\"e\""));
    session.store_commit();
    session.reply<CreateRef>(answer(Ref{}, 201));
    session.reply<CreatePull>(answer(Pull{}, 201));
    session.reply<DeleteRef>(response);
    EXPECT_EQ(session.end(), "acknowledged");
  }
}

TEST(OptimisticProtocol, UpdatesInPlaceToTheHigherVersionWithStableNames) {
  Config config;
  config.concurrency.branch_naming.strategy = BranchNamingStrategy::stable;
  Session session(config);
  Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
  pull.head = "release/main";
  session.find({pull});
  session.calculate({"fix: a", "feat: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  session.store_commit();
  EXPECT_EQ(session.reply<UpdateRef>(answer(Ref{})).ref, "refs/heads/release/main");
  session.reply<GetPull>(with_etag(pull, "\"f\""));
  EXPECT_EQ(session.reply<UpdatePull>(answer(Pull{})).title, "chore(release): 1.3.0");
  EXPECT_EQ(session.end(), "acknowledged");
  EXPECT_EQ(session.count(Note::version_conflict), 1);
}

TEST(OptimisticProtocol, SkipsALowerVersion) {
  Session session;
  const Pull pull = release_pull({1, 3, 0}, 0xa0, "feat: a");
  session.find({pull});
  session.calculate({"fix: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  EXPECT_TRUE(session.noted(Note::version_conflict));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, GoesDownToALowerVersionWhenForced) {
  Config config;
  config.conflict.force = true;
  Session session(config);
  const Pull pull = release_pull({1, 3, 0}, 0xa0, "feat: a");
  session.find({pull});
  session.calculate({"fix: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  session.store_commit();
  EXPECT_EQ(session.reply<CreateRef>(answer(Ref{}, 201)).ref, "refs/heads/release/v1.2.4");
  session.reply<CreatePull>(answer(Pull{}, 201));
  EXPECT_EQ(session.pending<DeleteRef>().ref, "refs/heads/release/v1.3.0");
}

Session at_second_line() {
  Config config;
  config.conflict.strategy = ConflictStrategy::create_new_pr;
  Session session(config);
  const Pull pull = release_pull({2, 0, 0}, 0xa0, "feat!: a");
  session.find({pull});
  session.calculate({"fix: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  EXPECT_EQ(session.pending<GetRef>().ref, "refs/heads/release-line/1.x");
  return session;
}

TEST(OptimisticProtocol, CreatesAPullOnTheBaseOfTheOtherReleaseLine) {
  Session session = at_second_line();
  session.reply<GetRef>(answer(Ref{"refs/heads/release-line/1.x", sha_of(0x77)}));
  session.find({release_pull({2, 0, 0}, 0xa0, "feat!: a")});
  session.store_commit(sha_of(0x77));
  session.reply<CreateRef>(answer(Ref{}, 201));
  const auto pull = session.reply<CreatePull>(answer(Pull{}, 201));
  EXPECT_EQ(pull.base, "release-line/1.x");
  EXPECT_EQ(pull.title, "chore(release): 1.2.4");
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, LeavesAHigherPullOnTheOtherReleaseLineAlone) {
  Session session = at_second_line();
  session.reply<GetRef>(answer(Ref{"refs/heads/release-line/1.x", sha_of(0x77)}));
  Pull misplaced = release_pull({2, 0, 1}, 0xa0, "fix: a");
  misplaced.base = "release-line/1.x";
  session.find({misplaced});
  session.reply<GetPull>(with_etag(misplaced, "\"e\""));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, SaysWhichBaseOfAReleaseLineIsMissing) {
  Session session = at_second_line();
  session.reply<GetRef>(refusal(404, "Not Found"));
  session.wake();
  session.reply<GetRef>(refusal(404, "Not Found"));
  session.wake();
  session.reply<GetRef>(refusal(404, "Not Found"));
  EXPECT_EQ(session.end(), "dead letter: there is no branch release-line/1.x");
}

TEST(OptimisticProtocol, SaysWhichBaseWentAwayBeforeThePullWasOpened) {
  Session session = at_second_line();
  session.reply<GetRef>(answer(Ref{"refs/heads/release-line/1.x", sha_of(0x77)}));
  session.find({});
  session.store_commit(sha_of(0x77));
  session.reply<CreateRef>(answer(Ref{}, 201));
  session.reply<CreatePull>(refusal(422, "Validation Failed", "base", "invalid"));
  EXPECT_EQ(session.end(), "dead letter: there is no branch release-line/1.x to propose 1.2.4 to");
}

// --- releasing -----------------------------------------------------------------------------------

TEST(OptimisticProtocol, TagsAndReleasesAMergedReleasePullAndDeletesItsBranch) {
  Session session({}, Session::merge_of("release/v1.3.0-1700000001"));
  session.calculate({"feat: a", "chore(release): 1.3.0"});
  EXPECT_EQ(session.reply<CreateRef>(answer(Ref{}, 201)),
            (CreateRef{"refs/tags/v1.3.0", merge_sha}));
  const auto release = session.reply<CreateRelease>(answer(Release{}, 201));
  EXPECT_EQ(release.tag_name, "v1.3.0");
  EXPECT_EQ(release.target, merge_sha);
  EXPECT_EQ(parse_changelog(release.body), changelog_of(0xa0, "feat: a"));
  EXPECT_EQ(session.reply<DeleteRef>(answer(Done{}, 204)).ref,
            "refs/heads/release/v1.3.0-1700000001");
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, FinishesAReleaseOfWhichEverythingExistsAlready) {
  Session session({}, Session::merge_of("release/v1.3.0"));
  session.reply<ListMatchingRefs>(
      answer(Refs{{{"refs/tags/v1.2.3", tag_sha}, {"refs/tags/v1.3.0", merge_sha}}}));
  EXPECT_EQ(session.reply<CompareCommits>(answer(Session::comparison({"feat: a"}))).base, tag_sha);
  session.reply<CreateRef>(refusal(422, "Reference already exists"));
  ApiError exists;
  exists.message = "Validation Failed";
  exists.errors.push_back({"Release", "tag_name", "already_exists", ""});
  session.reply<CreateRelease>(answer(std::move(exists), 422));
  session.reply<DeleteRef>(refusal(422, "Reference does not exist"));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, ReadsTheVersionFromTheTitleWhenTheBranchNamesNone) {
  Config config;
  config.concurrency.branch_naming.strategy = BranchNamingStrategy::stable;
  Session session(config, Session::merge_of("release/main"));
  Pull older = release_pull({1, 2, 3}, 0xa0, "fix: a");
  older.head = "release/main";
  older.merged = true;
  older.merge_commit_sha = tag_sha;
  Pull closed = older;
  closed.merged = false;
  closed.merge_commit_sha.reset();
  Pull merged = older;
  merged.title = "chore(release): 1.3.0";
  merged.merge_commit_sha = merge_sha;
  const auto list = session.reply<ListPulls>(answer(Pulls{{closed, older, merged}, false}));
  EXPECT_EQ(list.state, PullFilter::closed);
  session.calculate({"feat: a"});
  EXPECT_EQ(session.pending<CreateRef>().ref, "refs/tags/v1.3.0");
}

TEST(OptimisticProtocol, TreatsAPersonsBranchUnderReleaseLikeAnyOther) {
  Session session({}, Session::merge_of("release/notes-of-spring"));
  session.reply<ListPulls>(answer(Pulls{}));
  session.find({});
  session.calculate({"docs: a"});
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, CannotReleaseAMergeWithoutItsCommit) {
  Trigger trigger = Session::merge_of("release/v1.3.0");
  trigger.must_contain.reset();
  EXPECT_EQ(Session({}, trigger).end(),
            "dead letter: the merge of release/v1.3.0 names no merge commit");
}

// --- failures ------------------------------------------------------------------------------------

// Weakness 7: the first create had taken effect, so the second finds the name taken by itself.
TEST(OptimisticProtocol, SendsALostCreateAgainAndTakesItsOwnBranchForAForeignOne) {
  Session session;
  session.find({});
  session.calculate({"fix: a"});
  session.store_commit();
  const auto first = session.lose<CreateRef>();
  EXPECT_TRUE(session.noted(Note::answer_lost));
  EXPECT_GE(session.wake(), seconds(1));
  EXPECT_EQ(session.reply<CreateRef>(refusal(422, "Reference already exists")), first);
  EXPECT_EQ(session.pending<CreateRef>().ref, "refs/heads/release/v1.2.4-1700000001");
}

TEST(OptimisticProtocol, SendsAPullWithALostAnswerAgain) {
  Session session;
  session.find({});
  session.calculate({"fix: a"});
  session.store_commit();
  session.reply<CreateRef>(answer(Ref{}, 201));
  const auto first = session.lose<CreatePull>();
  session.wake();
  EXPECT_EQ(session.reply<CreatePull>(refusal(502, "Bad Gateway")), first);
  session.wake();
  EXPECT_EQ(session.reply<CreatePull>(answer(Pull{}, 201)), first);
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, AbandonsTheMessageWhenTheAttemptsOfOneOperationAreUsedUp) {
  Session session;
  std::vector<Duration> waits;
  session.reply<SearchPulls>(refusal(503, "Service Unavailable"));
  waits.push_back(session.wake());
  session.reply<SearchPulls>(refusal(503, "Service Unavailable"));
  waits.push_back(session.wake());
  session.reply<SearchPulls>(refusal(503, "Service Unavailable"));
  EXPECT_EQ(session.end(), "abandoned: GitHub API error: 503 Service Unavailable");
  const RetryPolicy policy;
  EXPECT_EQ(waits,
            (std::vector{backoff_delay(policy, 1, {1, 2}), backoff_delay(policy, 2, {1, 2})}));
  EXPECT_EQ(session.delay(), backoff_delay(policy, 3, {1, 2}));
}

TEST(OptimisticProtocol, CountsTheAttemptsOfEachOperationAnew) {
  Session session;
  for (int i = 0; i < 2; ++i) {
    session.lose<SearchPulls>();
    session.wake();
  }
  session.find({});
  for (int i = 0; i < 2; ++i) {
    session.lose<ListMatchingRefs>();
    session.wake();
  }
  session.calculate({"docs: a"});
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, SendsARefusalThatNoRepetitionHelpsToTheDeadLetters) {
  Session session;
  session.reply<SearchPulls>(refusal(403, "Resource not accessible by integration"));
  EXPECT_EQ(session.end(),
            "dead letter: GitHub API error: 403 Resource not accessible by integration");
}

TEST(OptimisticProtocol, WaitsForAShortRateLimitAndLeavesALongOneToTheQueue) {
  Session session;
  Response limited = refusal(429, "You have exceeded a secondary rate limit.");
  limited.headers.retry_after = seconds(60);
  session.reply<SearchPulls>(limited);
  EXPECT_EQ(session.wake(), seconds(60));
  EXPECT_TRUE(session.noted(Note::rate_limited));
  limited.headers.retry_after = seconds(61);
  session.reply<SearchPulls>(limited);
  EXPECT_EQ(session.end(),
            "abandoned: GitHub API error: 429 You have exceeded a secondary rate limit.");
  EXPECT_EQ(session.delay(), seconds(61));
}

TEST(OptimisticProtocol, KeepsTheReserveOfTheRateLimitUntilTheReset) {
  Session session;
  Response last = answer(Pulls{});
  last.headers.rate_limit_remaining = 100;
  last.headers.rate_limit_reset = noon + minutes(10);
  session.reply<SearchPulls>(last);
  EXPECT_EQ(session.end(), "abandoned: the rate limit's reserve is reached");
  EXPECT_EQ(session.delay(), minutes(10) + seconds(1));
}

TEST(OptimisticProtocol, GoesOnWhenTheResetOfTheRateLimitLiesBehind) {
  Session session;
  Response last = answer(Pulls{});
  last.headers.rate_limit_remaining = 100;
  last.headers.rate_limit_reset = noon;
  session.reply<SearchPulls>(last);
  session.pending<ListMatchingRefs>();
}

TEST(OptimisticProtocol, TakesAnAnswerOfAnotherKindForNone) {
  Session session;
  session.reply<SearchPulls>(answer(Done{}));
  EXPECT_GE(session.wake(), seconds(1));
  session.find({});
}

TEST(OptimisticRun, IsAValueThatAForkedRunDoesNotShare) {
  Session session;
  session.find({});
  Session fork = session;
  EXPECT_EQ(fork.run(), session.run());
  session.calculate({"fix: a"});
  EXPECT_NE(fork.run(), session.run());
  fork.calculate({"fix: a"});
  EXPECT_EQ(fork.run(), session.run());
}

}  // namespace
}  // namespace regent
