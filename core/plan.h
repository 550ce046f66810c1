// What a step of the reducer asks its caller to do, and the duties that its order carries.
//
// A step returns one `Action`: a call to GitHub, a wait, or the end of the run. Ordering rules are
// types, not prose: an action that may only follow another needs a proof that the other happened,
// and proofs are made from GitHub's answers alone.
//
// | action            | proof                                                              |
// | ----------------- | ------------------------------------------------------------------ |
// | `Call::read`      | none, and it takes requests that read                              |
// | `Call::store`     | none: objects are content-addressed, storing twice is storing once |
// | `Call::swing`     | a `Swing`: the ledger's own compare-and-swap row comes first, every |
// |                   | row says what it replaces, every new target is `Stored`            |
// | `Call::open_pull` | `PostingRight`: the ledger gives the claim to this run             |
// | `Call::publish`   | `Tagged`: the ledger says that the tag exists                      |
// | `Finish::acknowledge` | `Verified`: the wanted state was read back, or nothing is wanted |
//
// What must not be written does not compile (tests/compile_fail); the runner checks the same duties
// again at run time, from its own notes (effects/duty_guard.h).
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/github.h"
#include "core/ledger_record.h"

namespace regent {

// An object that GitHub has: it said so in an answer.
class Stored {
 public:
  // The answer to a `CreateTree` or `CreateCommit`.
  [[nodiscard]] static std::optional<Stored> created(const github::Response& answer);
  // What a ref pointed to when it was read.
  [[nodiscard]] static Stored target(const github::Ref& ref) { return Stored(ref.target); }
  [[nodiscard]] static Stored head(const github::Observation::BaseHead& base) {
    return Stored(base.oid);
  }
  // The ledger records commits that were stored before, and merges that were read.
  [[nodiscard]] static Stored proposed(const Proposal& proposal) { return Stored(proposal.commit); }
  [[nodiscard]] static Stored merged(const Released& release) { return Stored(release.commit); }

  [[nodiscard]] const Sha& sha() const { return sha_; }

 private:
  explicit Stored(const Sha& sha) : sha_(sha) {}
  Sha sha_;
};

// An atomic, guarded move of the ledger and of the refs that follow from it (GraphQL `updateRefs`).
class Swing {
 public:
  // Moves the ledger from what was observed (nullptr: it was absent) to a stored commit.
  Swing(std::string_view base, const github::Observation::LedgerHead* before, Stored after);

  // `name` is a full ref name. Created refs must be absent, others must be at `before`.
  Swing& create(std::string name, Stored after);
  Swing& replace(std::string name, const Sha& before, Stored after);
  Swing& remove(std::string name, const Sha& before);

  [[nodiscard]] const github::UpdateRefs& request() const& { return request_; }
  [[nodiscard]] github::UpdateRefs request() && { return std::move(request_); }

 private:
  github::UpdateRefs request_;
};

// The right to send the one `POST /pulls` of a claim.
class PostingRight {
 public:
  // Granted when `record` has an unsettled claim that `holder` holds.
  [[nodiscard]] static std::optional<PostingRight> granted(const LedgerRecord& record,
                                                           std::string_view holder);

 private:
  PostingRight() = default;
};

// The ledger records a tag whose release is still to be published.
class Tagged {
 public:
  [[nodiscard]] static std::optional<Tagged> by(const LedgerRecord& record);

 private:
  Tagged() = default;
};

// The wanted state was read back from GitHub.
class Verified {
 public:
  // The PR is open, says `title` and `body`, and the ledger is still where the plan was made.
  [[nodiscard]] static std::optional<Verified> projection(const github::PullView& view,
                                                          const Sha& ledger, std::string_view title,
                                                          std::string_view body);
  // Nothing is proposed, and nothing is wanted.
  [[nodiscard]] static std::optional<Verified> nothing_wanted(const LedgerRecord& record,
                                                              bool something_is_wanted);

 private:
  Verified() = default;
};

template <typename T>
concept ReadRequest =
    std::same_as<T, github::Observe> || std::same_as<T, github::ObservePull> ||
    std::same_as<T, github::ObservePulls> || std::same_as<T, github::ObserveFile> ||
    std::same_as<T, github::GetRef> || std::same_as<T, github::ListMatchingRefs> ||
    std::same_as<T, github::GetCommit> || std::same_as<T, github::CompareCommits> ||
    std::same_as<T, github::ListCommits> || std::same_as<T, github::GetContents> ||
    std::same_as<T, github::ListPulls> || std::same_as<T, github::GetPull> ||
    std::same_as<T, github::SearchPulls> || std::same_as<T, github::GetReleaseByTag>;

template <typename T>
concept ObjectRequest =
    std::same_as<T, github::CreateTree> || std::same_as<T, github::CreateCommit>;

class OptimisticProtocol;

// The published design writes without proofs; only its implementation holds this key.
class UnguardedKey {
  friend class OptimisticProtocol;
  UnguardedKey() = default;
};

enum class Duty : std::uint8_t { read, store, swing, open_pull, edit_pull, publish, unguarded };

// One request to GitHub. The next event is its answer, or that there was none.
class Call {
 public:
  template <ReadRequest T>
  [[nodiscard]] static Call read(T request) {
    return Call(Duty::read, std::move(request));
  }
  template <ObjectRequest T>
  [[nodiscard]] static Call store(T request) {
    return Call(Duty::store, std::move(request));
  }
  [[nodiscard]] static Call swing(Swing swing) {
    return Call(Duty::swing, std::move(swing).request());
  }
  [[nodiscard]] static Call open_pull(const PostingRight&, github::CreatePull request) {
    return Call(Duty::open_pull, std::move(request));
  }
  // Text or state of a PR of ours; without a condition, because GitHub has none (facts, §1).
  [[nodiscard]] static Call edit_pull(github::EditPull request) {
    return Call(Duty::edit_pull, std::move(request));
  }
  [[nodiscard]] static Call edit_pull(github::UpdatePull request) {
    return Call(Duty::edit_pull, std::move(request));
  }
  [[nodiscard]] static Call publish(const Tagged&, github::CreateRelease request) {
    return Call(Duty::publish, std::move(request));
  }
  template <typename T>
  [[nodiscard]] static Call unguarded(const UnguardedKey&, T request) {
    return Call(Duty::unguarded, std::move(request));
  }

  [[nodiscard]] Duty duty() const { return duty_; }
  [[nodiscard]] const github::Request& request() const { return request_; }

  friend bool operator==(const Call&, const Call&) = default;

 private:
  Call(Duty duty, github::Request request) : duty_(duty), request_(std::move(request)) {}
  Duty duty_;
  github::Request request_;
};

// Do nothing for this long; the next event is `Woken`.
struct Wait {
  Duration duration{};
  friend bool operator==(const Wait&, const Wait&) = default;
};

enum class Outcome : std::uint8_t { acknowledged, abandoned, dead_lettered };

// The run is over. What becomes of the message that triggered it:
class Finish {
 public:
  // It is done and may be forgotten.
  [[nodiscard]] static Finish acknowledge(const Verified&) { return Finish(Outcome::acknowledged); }
  [[nodiscard]] static Finish acknowledge(const UnguardedKey&) {
    return Finish(Outcome::acknowledged);
  }
  // It is to be delivered again, not before `delay` is over. Also if its lease ran out meanwhile
  // and another run has completed it: this one may have covered what the other wrote, so the host
  // sends a copy, with its count of deliveries.
  [[nodiscard]] static Finish abandon(Duration delay, std::string reason) {
    return Finish(Outcome::abandoned, delay, std::move(reason));
  }
  // No repetition will help: a person has to look.
  [[nodiscard]] static Finish dead_letter(std::string reason) {
    return Finish(Outcome::dead_lettered, Duration{}, std::move(reason));
  }

  [[nodiscard]] Outcome outcome() const { return outcome_; }
  [[nodiscard]] Duration delay() const { return delay_; }
  [[nodiscard]] const std::string& reason() const { return reason_; }

  friend bool operator==(const Finish&, const Finish&) = default;

 private:
  explicit Finish(Outcome outcome, Duration delay = {}, std::string reason = {})
      : outcome_(outcome), delay_(delay), reason_(std::move(reason)) {}
  Outcome outcome_;
  Duration delay_;
  std::string reason_;
};

using Action = std::variant<Call, Wait, Finish>;

// Situations worth counting: metrics in production, "sometimes" assertions in simulation.
enum class Note : std::uint8_t {
  conflict_lost,     // a conditional write was refused: somebody else made progress
  stale_read,        // an observation was too old and is read again
  answer_lost,       // a call had no answer and may have taken effect
  claim_awaited,     // another run is opening the PR
  claim_taken_over,  // a silent holder was replaced
  pull_adopted,      // the PR existed already
  twin_closed,       // a second PR for one head was closed
  pull_reopened,     // a PR that a person had closed was proposed again
  release_finished,  // a release that another run left half-done was published
  text_restored,     // a person's edit that our write had covered was put back
  branch_fallback,   // the branch name was taken
  rate_limited,      // GitHub asked to wait
  version_conflict,  // the existing PR has another version (optimistic)
  lock_failure,      // 412 (optimistic)
};
inline constexpr std::size_t note_count = 14;

[[nodiscard]] std::string_view to_string(Note note);

class Notes {
 public:
  void add(Note note) { bits_ |= 1U << static_cast<unsigned>(note); }
  [[nodiscard]] bool has(Note note) const {
    return (bits_ >> static_cast<unsigned>(note) & 1U) != 0;
  }
  [[nodiscard]] bool empty() const { return bits_ == 0; }
  [[nodiscard]] std::uint32_t bits() const { return bits_; }

 private:
  std::uint32_t bits_ = 0;
};

}  // namespace regent
