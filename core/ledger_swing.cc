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
  if (config_.changelog_path.empty()) return store_commit(run_.seen.github.base->tree);
  if (run_.seen.changelog) return build_on(*run_.seen.changelog);
  return call(Call::read(github::ObserveFile{changelog_file()}), LedgerPhase::reading_changelog);
}

github::GetContents LedgerProtocol::changelog_file() const {
  return {config_.changelog_path, run_.seen.github.base->oid};
}

// That there is no file must be certain: a new one in place of the old would lose its entries.
Action LedgerProtocol::build_on(const github::FileView& changelog) {
  if (changelog.contents) return store_tree(changelog.contents->text);
  if (!changelog.exists) return store_tree("");
  return call(Call::read(changelog_file()), LedgerPhase::reading_changelog);
}

Action LedgerProtocol::on_changelog(const Response& response) {
  if (const auto* view = response.as<github::FileView>()) return build_on(*view);
  if (const auto* file = response.as<github::FileContents>()) return store_tree(file->text);
  if (classify(github::GetContents{}, response) == ErrorClass::not_found)
    return suspect("the changelog file is not visible");
  return failed(response);
}

// `changelog`: the file as the base has it.
Action LedgerProtocol::store_tree(std::string_view changelog) {
  github::CreateTree request{run_.seen.github.base->tree, {}};
  request.files.push_back(
      {config_.changelog_path, prepend_to_changelog_file(changelog, run_.seen.section)});
  return call(Call::store(std::move(request)), LedgerPhase::storing_tree);
}

Action LedgerProtocol::on_tree(const Response& response) {
  const auto tree = Stored::created(response);
  return tree ? store_commit(tree->sha()) : failed(response);
}

// Author, committer and date depend on nothing but the base, so that runs that want the same
// release on the same base make the same commit.
Action LedgerProtocol::store_commit(const Sha& tree) {
  const auto& base = *run_.seen.github.base;
  return call(Call::store(github::CreateCommit{release_title(run_.next->record.proposal->version),
                                               tree,
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
