#include "sim/ledger_view.h"

#include <nlohmann/json.hpp>

namespace regent::sim {
namespace {

using Json = nlohmann::json;

LedgerView parse(std::string_view message) {
  LedgerView view;
  const auto brace = message.find('{');
  if (brace == std::string_view::npos) return view;
  view.has_record = true;
  const Json record = Json::parse(message.substr(brace), nullptr, false);
  view.is_object = record.is_object();
  if (!view.is_object) return view;
  view.publishing = record.value("publishing", Json::object()).value("version", "");
  const auto found = record.find("proposal");
  if (found == record.end()) return view;
  LedgerView::Proposal& proposal = view.proposal.emplace();
  proposal.version = found->value("version", "");
  proposal.branch = found->value("branch", "");
  proposal.commit = found->value("commit", "");
  if (const auto base = Sha::parse(found->value("base", ""))) proposal.base = *base;
  if (const auto pull = found->find("pull"); pull != found->end())
    proposal.pull = pull->get<std::uint32_t>();
  return view;
}

}  // namespace

const LedgerView* LedgerReader::read(const fake::Repository& github, const std::string& base) {
  const auto commit = github.ref("refs/release-regent/" + base);
  if (!commit) return nullptr;
  if (commit_ != commit) {
    const auto object = github.commit(*commit);
    view_ = std::make_shared<const LedgerView>(
        parse(object ? std::string_view(object->message) : std::string_view()));
    commit_ = commit;
  }
  return view_.get();
}

}  // namespace regent::sim
