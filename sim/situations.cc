#include "sim/situations.h"

namespace regent::sim {
namespace {

// Which protocol can come to a situation.
enum class Of : std::uint8_t { both, ledger, optimistic, optimistic_where_conditional, neither };

struct Entry {
  std::string_view name;
  std::string_view meaning;
  Of of = Of::ledger;
  std::optional<Note> note = std::nullopt;
};

constexpr std::array<Entry, situation_count> table = {{
    {"conflict-lost", "a swing was refused because somebody else had made progress", Of::ledger,
     Note::conflict_lost},
    {"stale-read-noticed", "an observation was too old and was made again", Of::ledger,
     Note::stale_read},
    {"answer-lost", "a call had no answer and may have taken effect", Of::both, Note::answer_lost},
    {"claim-awaited", "a run waited while another one was opening the PR", Of::ledger,
     Note::claim_awaited},
    {"claim-taken-over", "a silent holder of the claim was replaced", Of::ledger,
     Note::claim_taken_over},
    {"pull-adopted", "a PR whose number nobody had recorded was found and adopted", Of::both,
     Note::pull_adopted},
    {"pull-proposed-again", "a PR that had been closed was proposed again", Of::ledger,
     Note::pull_reopened},
    {"release-finished", "a release that another run had left half-done was published", Of::ledger,
     Note::release_finished},
    {"text-restored", "a person's words that a write had covered were put back", Of::ledger,
     Note::text_restored},
    {"branch-fallback", "the name of the release branch was taken", Of::both,
     Note::branch_fallback},
    {"rate-limited", "GitHub asked to wait", Of::both, Note::rate_limited},
    {"version-conflict", "the open PR was found to propose another version", Of::optimistic,
     Note::version_conflict},
    {"lock-failure", "a conditional write was refused with 412", Of::optimistic_where_conditional,
     Note::lock_failure},
    {"merge-while-opening", "a pull request was merged while the release PR was being opened",
     Of::both},
    {"merge-while-superseded",
     "a release PR was merged while a swing on its branch was being made"},
    {"merge-with-missing-commit", "a release PR was merged before it named the last commit",
     Of::both},
    {"person-during-write", "a person changed something while a worker's write was under way",
     Of::both},
    {"tag-during-swing", "a person tagged a higher version while a swing was being made"},
    {"base-rewritten-during-run", "a person rewrote the base while a worker was at work", Of::both},
    {"configuration-during-run", "the configuration changed while a worker was at work", Of::both},
    {"swings-raced", "two swings of one ledger were under way at once"},
    {"branch-deleted-during-swing",
     "GitHub deleted a merged branch that a swing was about to move"},
    // No protocol uses a branch's name twice, so only a person can bring this about.
    {"closed-after-recreation", "GitHub closed a PR although its branch existed again",
     Of::neither},
    {"twin-closed", "an open PR of the version about to be proposed again was closed first"},
    {"crash-before-open", "a worker died between its claim and its POST /pulls"},
    {"crash-before-publish", "a worker died between the tag and the release"},
    {"late-effect", "a write took effect after its client had given up or died", Of::both},
    {"swing-unanswered", "a swing was carried out and its answer never came"},
    {"open-unanswered", "a PR was opened and the answer never came", Of::both},
    {"message-taken-over", "another worker was given a message that was not finished", Of::both},
    {"message-shared", "two workers were at work on one message at once", Of::both},
    {"write-without-lease", "a worker wrote after its message had been given to another", Of::both},
    {"webhook-overtaken", "a webhook arrived after one that was sent later", Of::both},
    {"duplicate-dropped", "the queue dropped a copy of a message that it still held", Of::both},
}};

const Entry& entry_of(Situation situation) { return table[static_cast<std::size_t>(situation)]; }

}  // namespace

std::string_view to_string(Situation situation) { return entry_of(situation).name; }

std::string_view meaning(Situation situation) { return entry_of(situation).meaning; }

std::optional<Note> note_of(Situation situation) { return entry_of(situation).note; }

bool is_expected(Situation situation, Protocol protocol, fake::Behaviour behaviour) {
  switch (entry_of(situation).of) {
    case Of::both:
      return true;
    case Of::neither:
      return false;
    case Of::ledger:
      return protocol == Protocol::ledger;
    case Of::optimistic:
      return protocol == Protocol::optimistic;
    case Of::optimistic_where_conditional:
      return protocol == Protocol::optimistic && behaviour != fake::Behaviour::github_com;
  }
  return false;
}

std::vector<Situation> never_met(const SituationCounts& counts, Protocol protocol,
                                 fake::Behaviour behaviour) {
  std::vector<Situation> never;
  for (std::size_t i = 0; i < situation_count; ++i) {
    const auto situation = static_cast<Situation>(i);
    if (counts[i] == 0 && is_expected(situation, protocol, behaviour)) never.push_back(situation);
  }
  return never;
}

}  // namespace regent::sim
