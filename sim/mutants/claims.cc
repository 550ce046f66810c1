// The claim that gives one run the right to post, its lease and its holder.
#include <array>

#include "core/conflict_resolution.h"
#include "core/pull_body.h"
#include "sim/mutants/alter.h"
#include "sim/mutants/catalogue.h"

namespace regent::mutants {
namespace {

using namespace std::chrono_literals;

// The create that a run without a right to it would send. Its text is right but for the changes,
// which a run fills in as soon as it sees the PR.
github::CreatePull create_of(const Stage& stage, const std::string& title,
                             const std::string& branch) {
  const Version version = version_of_title(title).value_or(Version{});
  return {title, branch, stage.ledger().trigger.base,
          updated_body({}, Changelog{}, version, "", stage.config.changelog)};
}

bool is_claimed_by_another(const LedgerRun& run) {
  const auto& proposal = run.seen.record.proposal;
  return proposal && !proposal->pull && proposal->claim && proposal->claim->holder != run.holder;
}

template <typename Edit>
void edit_claim_of_another(const Stage& stage, Event& event, Edit edit) {
  edit_claim(event, [&](Claim& claim) {
    if (claim.holder != stage.ledger().holder) edit(claim);
  });
}

// Lets another run's claim begin at another time, as far as its lease goes. PRs are compared with
// that time as well, and move with it.
template <typename Since>
void move_lease(const Stage& stage, Event& event, Since since) {
  if (found_in<github::Observation>(event) != nullptr) stage.memory.number = 0;
  edit_claim_of_another(stage, event, [&](Claim& claim) {
    const Time seen = since(claim);
    stage.memory.number = static_cast<std::uint64_t>((seen - claim.since).count());
    claim.since = seen;
  });
  edit_pulls(event, [&](github::Pull& pull) {
    pull.created_at += Duration(static_cast<std::int64_t>(stage.memory.number));
  });
}

// FNV-1a.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325u;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return value;
}

constexpr std::array mutants = {
    Mutant{.name = "claim-ignored",
           .bug = "A claim of another run is taken for one's own: whoever sees it posts.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 edit_claim(event, [&](Claim& claim) { claim.holder = stage.ledger().holder; });
                 return Reaction::deliver;
               }},
    Mutant{.name = "claim-lease-ignored",
           .bug = "A claim is taken over at once, however young it is.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 move_lease(stage, event, [](const Claim&) { return Time{}; });
                 return Reaction::deliver;
               }},
    Mutant{.name = "claim-never-expires",
           .bug = "The claim of a silent holder is waited for, for ever.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 if (const auto* const answer = answer_in(event))
                   move_lease(stage, event, [&](const Claim&) { return answer->headers.date; });
                 return Reaction::deliver;
               }},
    Mutant{.name = "claim-used-after-its-lease",
           .bug = "A claim whose lease ran out is used as it is, on the branch of its old holder.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 const auto* const answer = answer_in(event);
                 if (answer == nullptr) return Reaction::deliver;
                 edit_claim(event, [&](Claim& claim) {
                   if (answer->headers.date - claim.since > stage.config.ledger.claim_lease_ms)
                     claim.holder = stage.ledger().holder;
                 });
                 return Reaction::deliver;
               }},
    // Off by up to half a day: a machine that takes its local time for UTC.
    Mutant{.name = "lease-by-local-clock",
           .bug = "A claim's age is measured by the worker's own clock, not by GitHub's Date.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 constexpr Duration half_a_day = 12h;
                 const auto range = static_cast<std::uint64_t>(2 * half_a_day.count());
                 const Duration drawn(
                     static_cast<std::int64_t>(draw(stage.ledger().entropy, 0) % range));
                 const Duration ahead = drawn - half_a_day;
                 move_lease(stage, event, [&](const Claim& claim) { return claim.since - ahead; });
                 return Reaction::deliver;
               }},
    Mutant{.name = "holder-named-by-delivery",
           .bug = "Two runs on one delivery share a name, and with it each other's claims.",
           .on_event =
               [](const Stage&, Event& event) {
                 if (auto* const begin = std::get_if<Begin>(&event))
                   begin->entropy = {hash(begin->trigger.delivery), hash(begin->trigger.base)};
                 return Reaction::deliver;
               }},
    // The ledger is read, the claim is another run's, and the list shows no PR: so it posts.
    Mutant{.name = "empty-list-trusted",
           .bug = "A list without the PR is proof that it does not exist: it is created.",
           .on_event =
               [](const Stage& stage, Event& event) {
                 // Whatever came of the create: the reducer knows only of its wait.
                 if (std::exchange(stage.memory.number, 0) != 0) event = Woken{};
                 const auto* const list = found_in<github::PullViews>(event);
                 const auto* const asked = stage.asked_for<github::ObservePulls>();
                 if (list == nullptr || asked == nullptr) return Reaction::deliver;
                 stage.memory.text.clear();
                 if (!is_claimed_by_another(stage.ledger()) || !list->pulls.empty())
                   return Reaction::deliver;
                 const Proposal& proposal = *stage.ledger().seen.record.proposal;
                 if (asked->head == proposal.branch)
                   stage.memory.text = release_title(proposal.version) + "\n" + proposal.branch;
                 return Reaction::deliver;
               },
           .on_plan = [](const Stage& stage, Plan& plan) -> std::optional<Event> {
             if (!std::holds_alternative<Wait>(plan) || stage.memory.text.empty())
               return std::nullopt;
             const std::string text = std::exchange(stage.memory.text, {});
             const auto end = text.find('\n');
             plan = create_of(stage, text.substr(0, end), text.substr(end + 1));
             stage.memory.number = 1;
             return std::nullopt;
           }},
};

}  // namespace

std::span<const Mutant> claim_mutants() { return mutants; }

}  // namespace regent::mutants
