// One run of the optimistic protocol against a scripted port: each test plays GitHub by hand.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "core/optimistic_protocol.h"
#include "core/pull_body.h"
#include "core/retry.h"

namespace regent::scripted {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using namespace github;

inline Sha sha_of(std::uint8_t number) {
  std::array<std::uint8_t, Sha::size_bytes> bytes{};
  bytes[0] = number;
  return Sha(bytes);
}

inline const Sha merge_sha = sha_of(0xaa);
inline const Sha tag_sha = sha_of(0x10);
inline const Sha base_tree = sha_of(0x20);
inline const Sha release_tree = sha_of(0x21);
inline const Sha release_commit = sha_of(0x30);
inline constexpr Time noon{Duration{1'700'000'000'000}};
inline constexpr PullNumber existing_number{7};

inline Response answer(Payload payload, int status = 200) {
  Response response;
  response.status = status;
  response.headers.date = noon;
  response.headers.rate_limit_remaining = 5'000;
  response.headers.rate_limit_reset = noon + hours(1);
  response.payload = std::move(payload);
  return response;
}

inline Response refusal(int status, std::string message, std::string field = {},
                        std::string code = {}) {
  ApiError error;
  error.message = std::move(message);
  if (!code.empty()) error.errors.push_back({"PullRequest", std::move(field), std::move(code), {}});
  return answer(std::move(error), status);
}

inline Response pull_exists(std::string_view branch) {
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

inline Changelog changelog_of(std::uint8_t commit, std::string_view message) {
  auto entry = entry_of(sha_of(commit), CommitMessageView::of(message), ChangelogConfig{});
  return Changelog({*std::move(entry)});
}

// An open release PR for `version` whose body lists one commit.
inline Pull release_pull(const Version& version, std::uint8_t commit, std::string_view message,
                         std::string_view text = "") {
  Pull pull;
  pull.number = existing_number;
  pull.title = release_title(version);
  pull.body = updated_body(text, changelog_of(commit, message), version, "", ChangelogConfig{});
  pull.head = "release/v" + version.to_string();
  pull.base = "main";
  return pull;
}

inline Response with_etag(const Pull& pull, std::string etag) {
  Response response = answer(pull);
  response.headers.etag = std::move(etag);
  return response;
}

}  // namespace regent::scripted
