// The state of one run of the ledger protocol (protocol.md, "The ledger protocol").
//
// Everything in it was read from GitHub in this run, or follows from that. A run that dies takes
// nothing with it: what must survive stands in the ledger.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/entropy.h"
#include "core/github.h"
#include "core/ledger_record.h"
#include "core/trigger.h"
#include "core/wanted.h"

namespace regent {

// What the next event answers.
enum class LedgerPhase : std::uint8_t {
  idle,                 // Begin
  waiting,              // Woken: observe again
  observing,            // Observe
  probing_branch,       // GetRef of a branch that the observation had no room for
  comparing,            // CompareCommits L...H, or ListCommits without L
  placing,              // CompareCommits: is an expected commit an ancestor of H?
  viewing_pull,         // ObservePull of the proposal's PR
  listing_pulls,        // ObservePulls of the proposal's branch, number unknown
  viewing_predecessor,  // ObservePull of a superseded PR
  listing_predecessor,  // ListPulls of a superseded branch, number unknown
  naming_merge,         // GetCommit of L: is it the merge of a release PR?
  placing_merge,        // CompareCommits: is the merge of a release PR an ancestor of H?
  finding_previous,     // CompareCommits: which release came before a merge that is below L?
  closing_pull,         // UpdatePull of a PR that must not stay open
  collecting_notes,     // CompareCommits or ListCommits for a release to be published
  publishing,           // CreateRelease
  reading_changelog,    // ObserveFile, or GetContents of a large one
  storing_tree,         // CreateTree
  storing_commit,       // CreateCommit: the release branch's
  storing_ledger,       // CreateCommit: the ledger's
  swinging,             // UpdateRefs
  opening_pull,         // CreatePull
  editing_pull,         // EditPull, whose answer shows what came of it
  reading_back,         // ObservePull of a PR that this run wrote to, without an answer
  restoring_text,       // EditPull of a PR that is not, or no longer, to be projected
  verifying,            // ObservePull of a PR that this run opened
  finished,
};

// An observation contradicts what is known: either it is stale, or a person changed history. It is
// believed when the same ledger still contradicts it after the time in which GitHub's reads settle:
// what the ledger says was true before that time began, so a read that still denies it is no lag.
struct Suspicion {
  Sha ledger;  // zero: there was none
  Time since{};
  friend bool operator==(const Suspicion&, const Suspicion&) = default;
};

// A merged PR whose merge commit is not in the base that was seen. It is looked for until reads
// have settled since it was first missed; after that a person has rewritten the base.
struct MissingMerge {
  Version version;
  Time since{};
  friend bool operator==(const MissingMerge&, const MissingMerge&) = default;
};

// One round's observation; every round starts from an empty one.
struct Observed {
  github::Observation github;
  Time at{};  // GitHub's clock at the observation; the round's other answers may come much later
  LedgerRecord record;
  std::optional<Released> last;                // L
  std::optional<Version> below;                // tags from here up were found unreachable
  std::vector<github::CommitSummary> commits;  // L..H, oldest first
  std::uint32_t page = 1;
  std::vector<Sha> unplaced;             // expected ancestors of H that are not in `commits`
  std::optional<github::PullView> pull;  // the proposal's PR
  Time listed_at{};                      // GitHub's clock at the list in which it was looked for
  bool twins = false;                    // it has an open twin, to be closed
  bool predecessors_begun = false;
  std::uint32_t predecessor = 0;          // the one being read
  std::vector<bool> predecessor_settled;  // its PR can no longer matter
  std::string carried_text;               // a person's words on a superseded PR's body
  std::optional<github::Pull> unnamed;    // merged, and GitHub does not say where
  std::optional<Released> placing;        // a merge whose place is being looked for
  std::optional<Released> merged;         // a release PR of ours that was merged, and where
  std::optional<Released> previous;       // the release before `merged`, if that is not L
  bool previous_found = false;
  std::vector<github::CommitSummary> notes_commits;
  std::uint32_t notes_page = 0;
  bool published = false;           // the release of `record.publishing` exists
  bool swung = false;               // since then, this run has moved the ledger
  std::vector<std::string> probed;  // branches that were asked for by name
  std::optional<Time> named_at;     // the time in names of branches
  std::optional<WantedRelease> wanted;
  std::string section;                        // the changelog of `wanted`, rendered
  std::optional<github::FileView> changelog;  // at the base's head, where a view showed it
  friend bool operator==(const Observed&, const Observed&) = default;
};

// A swing under preparation: the record to be, and the rows beside the ledger's own.
struct NextLedger {
  struct Branch {
    std::string name;           // without `refs/heads/`
    std::optional<Sha> before;  // nullopt: it is to be created
    std::optional<Sha> after;   // nullopt: it is to be removed, or its commit is not stored yet
    bool remove = false;
    friend bool operator==(const Branch&, const Branch&) = default;
  };
  LedgerRecord record;
  std::vector<Branch> branches{};
  bool tag = false;  // create the tag of `record.last`
  friend bool operator==(const NextLedger&, const NextLedger&) = default;
};

// The last `POST /pulls` of this run; branch and `after` name the claim that permitted it.
struct Posted {
  std::string branch;
  github::PullNumber after{};
  bool unanswered = false;
  Time at{};
  friend bool operator==(const Posted&, const Posted&) = default;
};

// A PR of ours whose number this run learned from its creation or from a list.
struct KnownPull {
  std::string branch;
  github::PullNumber number{};
  friend bool operator==(const KnownPull&, const KnownPull&) = default;
};

struct LedgerRun {
  LedgerPhase phase = LedgerPhase::idle;
  Trigger trigger;
  std::string holder;  // this run's name in claims
  Entropy entropy;
  std::uint32_t attempt = 1;  // of the queue, at delivering the message
  std::uint32_t rounds = 0;   // observations made
  std::uint32_t edits = 0;    // texts written
  std::uint64_t epoch = 0;    // the ledger's, as far as this run has seen
  Time epoch_since{};         // GitHub's clock when this run first saw it
  std::optional<std::uint32_t> rate_limit_remaining;
  Time rate_limit_reset{};
  Time began_at{};  // GitHub's clock at the first answer
  Time now{};       // GitHub's clock at the last answer; before the first the process's own
  std::optional<Suspicion> suspicion;
  std::optional<MissingMerge> missing_merge;
  Observed seen;
  std::optional<NextLedger> next;
  std::optional<Posted> posted;
  std::optional<KnownPull> known;
  std::string written_body;                      // the last one that this run wrote
  std::optional<github::PullNumber> unverified;  // where, until it has been read back
  friend bool operator==(const LedgerRun&, const LedgerRun&) = default;
};

}  // namespace regent
