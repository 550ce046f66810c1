// The invariants, checked by code that shares nothing with the reducer (protocol.md, "Invariants").
//
// The monitor looks at the simulated GitHub's truth, never at what a worker believes. Versions and
// changelogs come from the oracle (sim/oracle.h), the ledger is read with a JSON library instead of
// the product's codec (sim/ledger_view.h). After each step `check_step` looks at what must never
// be; `check_rest` at what must be once nothing is under way. A value.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/config.h"
#include "core/github.h"
#include "fakes/github/repository.h"
#include "sim/ledger_view.h"
#include "sim/oracle.h"
#include "sim/release_tags.h"

namespace regent::sim {

// An invariant's name and what broke it.
struct Breach {
  std::string invariant;
  std::string message;
  friend bool operator==(const Breach&, const Breach&) = default;
};

class Monitor {
 public:
  Monitor(std::string base, bool ledger, std::string release_tag_prefix = "v")
      : base_(std::move(base)), ledger_(ledger), release_tags_(std::move(release_tag_prefix)) {}

  // After every step: O(open pull requests) when something changed, O(1) otherwise.
  [[nodiscard]] std::optional<Breach> check_step(const fake::Repository& github,
                                                 const Config& config);

  // After each request of a worker that GitHub accepted.
  [[nodiscard]] std::optional<Breach> check_call(const fake::Repository& github,
                                                 const github::Request& request,
                                                 const github::Response& response);

  // After each request of the app: `remaining` of `per_hour` are left by GitHub's own count, which
  // an invented refusal does not touch. Nobody uses up what the configuration reserves.
  [[nodiscard]] static std::optional<Breach> check_limit(std::uint32_t remaining,
                                                         std::uint32_t per_hour,
                                                         const Config& config);

  // When everything has come to rest.
  [[nodiscard]] std::optional<Breach> check_rest(const fake::Repository& github,
                                                 const Config& config);

  // When a run acknowledges the message that names `merge`: whatever becomes of its PR, the merge
  // is released, or the ledger proposes a release of it, or there is nothing to release of it.
  [[nodiscard]] std::optional<Breach> check_acknowledged(const fake::Repository& github,
                                                         const Config& config, const Sha& merge);

  // A person wrote `text` into the body of a release PR, outside the managed region.
  void note_words(github::PullNumber pull, std::string text);
  // A person merged a release PR; what its release must hold is computed now.
  void note_release(const fake::Repository& github, const Config& config,
                    const fake::PullView& pull, const Sha& merge_commit);
  // A person closed or reopened a release PR, or deleted its branch: whoever saw it meanwhile may
  // have to propose it again.
  void note_touched(github::PullNumber pull) { touched_.insert(pull); }
  // A person rewrote the base: versions may go down with it.
  void note_rewrite() { shown_.reset(); }
  // A person made a branch that looks like one of ours.
  void note_branch(const std::string& name, const Sha& commit) { branches_.emplace(name, commit); }
  // A person made a tag.
  void note_tag(const std::string& name, const Sha& commit);

  // The next `check_step` looks, whatever the revision. For callers that go from one copy of the
  // repository to another.
  void forget_revision() { revision_ = ~std::uint64_t{0}; }

  // What it remembers, not how far it has looked: equal monitors judge alike from now on.
  friend bool operator==(const Monitor& a, const Monitor& b) {
    return a.base_ == b.base_ && a.ledger_ == b.ledger_ &&
           a.release_tags_.prefix() == b.release_tags_.prefix() && a.shown_ == b.shown_ &&
           a.tags_ == b.tags_ && a.branches_ == b.branches_ && a.tags_by_hand_ == b.tags_by_hand_ &&
           a.highest_by_hand_ == b.highest_by_hand_ && a.highest_released_ == b.highest_released_ &&
           a.proposed_on_ == b.proposed_on_ && a.recorded_ == b.recorded_ &&
           a.touched_ == b.touched_ && a.due_ == b.due_ && a.words_ == b.words_;
  }
  // For tables of monitors; equal monitors have equal hashes.
  [[nodiscard]] std::size_t hash() const {
    const std::size_t shown = shown_ ? std::hash<std::string>{}(shown_->version) * 31 +
                                           static_cast<std::size_t>(shown_->pull)
                                     : 0;
    return ((shown * 31 + tags_.size()) * 31 + due_.size()) * 31 + words_.size();
  }

  // The release that is wanted now, by the oracle; nullopt: none.
  [[nodiscard]] std::optional<Expectation> expected(const fake::Repository& github,
                                                    const Config& config);
  // The open release PR whose head branch exists; nullopt: none.
  [[nodiscard]] std::optional<fake::PullView> live_pull(const fake::Repository& github) const;

 private:
  struct Shown {
    github::PullNumber pull{};
    const char* title = nullptr;  // texts are interned: an equal address is an equal title
    std::string version;
    Sha base_sha;
    friend bool operator==(const Shown&, const Shown&) = default;
  };
  struct Due {
    std::string version;
    std::string tag;
    Sha merge_commit;
    std::vector<Sha> listed;
    // The notes that were found right. Texts are interned: an equal address is an equal text.
    const char* right_notes = nullptr;
    friend bool operator==(const Due& a, const Due& b) {
      return a.version == b.version && a.merge_commit == b.merge_commit && a.listed == b.listed;
    }
  };
  // The PR that the ledger knows by its number.
  struct Recorded {
    github::PullNumber number{};
    std::string version;
    friend bool operator==(const Recorded&, const Recorded&) = default;
  };
  struct Words {
    github::PullNumber pull{};
    std::string text;
    const char* found_in = nullptr;  // the body that was found to hold them, as for `right_notes`
    friend bool operator==(const Words& a, const Words& b) {
      return a.pull == b.pull && a.text == b.text;
    }
  };

  [[nodiscard]] std::optional<Breach> check_version(const fake::Repository& github,
                                                    const Config& config,
                                                    const fake::PullView& pull);
  [[nodiscard]] std::optional<Breach> check_proposal(const fake::Repository& github,
                                                     const Config& config,
                                                     const Expectation& expected) const;
  [[nodiscard]] std::optional<Breach> check_file(const fake::Repository& github,
                                                 const std::string& path, const Sha& release_commit,
                                                 const Expectation& expected) const;
  [[nodiscard]] std::optional<Breach> check_nothing_proposed(const fake::Repository& github) const;
  [[nodiscard]] std::optional<Breach> check_ledger(const fake::Repository& github,
                                                   const std::optional<Expectation>& expected);
  void note_release_tag(const std::string& name, const Sha& commit);
  [[nodiscard]] std::optional<Breach> check_ledger_move(const fake::Repository& github);
  [[nodiscard]] std::optional<Breach> check_base_move(const fake::Repository& github,
                                                      const std::optional<Sha>& next);
  [[nodiscard]] std::optional<Breach> check_given_up(const fake::Repository& github,
                                                     const Recorded& recorded) const;
  [[nodiscard]] bool is_released(const fake::Repository& github, const Sha& merge) const;
  [[nodiscard]] bool is_proposed(const fake::Repository& github, const Sha& merge);
  [[nodiscard]] std::optional<Breach> check_litter(const fake::Repository& github) const;
  [[nodiscard]] std::optional<Breach> check_releases(const fake::Repository& github);
  [[nodiscard]] std::optional<Breach> check_notes(const Due& due, std::string_view notes) const;
  [[nodiscard]] std::optional<Breach> check_words(const fake::Repository& github);
  // A person tagged a higher version by hand, and versions are not rewound.
  [[nodiscard]] bool is_voided(std::string_view version) const {
    return !highest_by_hand_.empty() && compare_versions(version, highest_by_hand_) <= 0;
  }
  [[nodiscard]] std::optional<Expectation> expected_at(const fake::Repository& github,
                                                       const Config& config, const Sha& head);

  std::string base_;
  bool ledger_;
  std::uint64_t revision_ = 0;
  std::optional<Shown> shown_;
  std::map<std::string, Sha> tags_;
  std::map<std::string, Sha, std::less<>> branches_;  // of people
  std::set<std::string> tags_by_hand_;
  std::string highest_released_;      // by the bot
  std::optional<Sha> proposed_on_;    // the base of the ledger's last proposal
  std::optional<Recorded> recorded_;  // in the ledger's last proposal
  std::set<github::PullNumber> touched_;
  std::string highest_by_hand_;
  std::vector<Due> due_;
  std::vector<Words> words_;
  LedgerReader ledger_reader_;
  ReleaseTags release_tags_;
};

}  // namespace regent::sim
