// Objects first, then one `updateRefs` that decides everything (protocol.md, ledger steps 3 and 4).
#include <utility>

#include "core/assert.h"
#include "core/conflict_resolution.h"
#include "core/ledger_protocol.h"

namespace regent {
namespace {

constexpr Duration conflict_pause_ms{250};

std::string full(std::string_view branch) { return "refs/heads/" + std::string(branch); }

bool needs_commit(const NextLedger& next) {
  for (const auto& branch : next.branches)
    if (!branch.remove && !branch.after) return true;
  return false;
}

}  // namespace

Action LedgerProtocol::build(NextLedger next) {
  run_.next = std::move(next);
  if (!needs_commit(*run_.next)) return store_ledger();
  if (config_.changelog_path.empty()) return on_changelog(Response{.status = 404});
  return call(Call::read(github::GetContents{config_.changelog_path, run_.seen.github.base->oid}),
              LedgerPhase::reading_changelog);
}

Action LedgerProtocol::on_changelog(Response response) {
  std::string_view existing;
  if (response.status != 404) {
    const auto* file = response.as<github::FileContents>();
    if (!response.ok() || file == nullptr) return failed(response);
    existing = file->text;
  }
  github::CreateTree request{run_.seen.github.base->tree, {}};
  if (!config_.changelog_path.empty())
    request.files.push_back(
        {config_.changelog_path, prepend_to_changelog_file(existing, run_.seen.section)});
  return call(Call::store(std::move(request)), LedgerPhase::storing_tree);
}

// Author, committer and date depend on nothing but the base, so that runs that want the same
// release on the same base make the same commit.
Action LedgerProtocol::on_tree(const Response& response) {
  const auto tree = Stored::created(response);
  if (!tree) return failed(response);
  const auto& base = *run_.seen.github.base;
  return call(Call::store(github::CreateCommit{release_title(run_.next->record.proposal->version),
                                               tree->sha(),
                                               {base.oid},
                                               {config_.commit_identity.name,
                                                config_.commit_identity.email, base.committed_at}}),
              LedgerPhase::storing_commit);
}

Action LedgerProtocol::on_commit(const Response& response) {
  const auto commit = Stored::created(response);
  if (!commit) return failed(response);
  run_.next->record.proposal->commit = commit->sha();
  for (auto& branch : run_.next->branches)
    if (!branch.remove && !branch.after) branch.after = commit->sha();
  return store_ledger();
}

Action LedgerProtocol::store_ledger() {
  const auto& seen = run_.seen.github;
  std::vector<Sha> parents;
  if (seen.ledger) parents.push_back(seen.ledger->oid);
  return call(Call::store(github::CreateCommit{
                  encode(run_.next->record),
                  seen.base->tree,
                  std::move(parents),
                  {config_.commit_identity.name, config_.commit_identity.email, run_.now}}),
              LedgerPhase::storing_ledger);
}

Action LedgerProtocol::on_ledger_commit(const Response& response) {
  const auto ledger = Stored::created(response);
  if (!ledger) return failed(response);
  const auto& seen = run_.seen.github;
  const auto& record = run_.next->record;
  Swing swing(run_.trigger.base, seen.ledger ? &*seen.ledger : nullptr, *ledger);
  for (const auto& branch : run_.next->branches) {
    if (branch.remove) {
      swing.remove(full(branch.name), *branch.before);
    } else if (branch.before) {
      swing.replace(full(branch.name), *branch.before, Stored::proposed(*record.proposal));
    } else {
      swing.create(full(branch.name), Stored::proposed(*record.proposal));
    }
  }
  if (run_.next->tag)
    swing.create("refs/tags/" + config_.tag_prefix() + record.last->version.to_string(),
                 Stored::merged(*run_.seen.merged));
  run_.seen.github.ledger = github::Observation::LedgerHead{ledger->sha(), {}};
  return call(Call::swing(std::move(swing)), LedgerPhase::swinging);
}

Action LedgerProtocol::on_swung(const Response& response) {
  if (!response.ok()) {
    const ErrorClass error = classify(github::UpdateRefs{}, response);
    if (error != ErrorClass::stale_data) return failed(response);
    // Somebody else made progress, or what was seen was old. Either way: look again.
    notes_.add(Note::conflict_lost);
    return again(conflict_pause_ms * run_.rounds, "the ledger moved");
  }
  auto& seen = run_.seen;
  const bool released = seen.merged.has_value();
  seen.record = std::move(run_.next->record);
  run_.epoch = seen.record.epoch;
  run_.epoch_since = run_.now;
  seen.swung = true;
  for (const auto& branch : run_.next->branches) {
    std::erase_if(seen.github.heads,
                  [&](const auto& ref) { return ref.name == full(branch.name); });
    if (!branch.remove) seen.github.heads.push_back({full(branch.name), *branch.after});
  }
  run_.next.reset();
  seen.predecessor_settled.assign(seen.record.predecessors.size(), false);
  if (released) return collect_notes();
  if (seen.record.proposal && seen.wanted) return ensure_pull();
  return again({}, "the ledger has a new state, which is not verified yet");
}

}  // namespace regent
