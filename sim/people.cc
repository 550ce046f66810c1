// What people do to a release PR, its branch, the base and the tags, while the bot is at work.
#include <array>
#include <utility>

#include "sim/simulation.h"

namespace regent::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Fault, 8> acts = {Fault::person_edits,          Fault::person_closes,
                                       Fault::person_reopens,        Fault::person_merges,
                                       Fault::person_deletes_branch, Fault::person_pushes_branch,
                                       Fault::person_rewrites_base,  Fault::person_tags};

}  // namespace

github::Response Simulation::by_hand(const github::Request& request) {
  fake::Circumstances circumstances{.now = now_};
  circumstances.by_app = false;
  auto response = repository().handle(request, circumstances);
  if (logging()) log("person", github::to_line(request) + " → " + github::to_line(response));
  return response;
}

void Simulation::person() {
  const Fault fault = acts[choices_.below(acts.size())];
  if (!contains(faults_, fault)) return;
  act(fault);
}

void Simulation::act(Fault fault) {
  const auto pull = monitor_.live_pull(repository());
  // A real history says when which version was released; nobody may anticipate it.
  const bool free = !workload_.real;
  switch (fault) {
    case Fault::person_edits:
      if (pull && inject(fault)) edit(*pull);
      return;
    case Fault::person_closes:
      if (pull && inject(fault)) set_state(pull->number, github::PullState::closed);
      return;
    case Fault::person_reopens:
      if (const auto closed = closed_release_pull(); closed && inject(fault))
        set_state(closed->number, github::PullState::open);
      return;
    case Fault::person_merges:
      if (free && pull && inject(fault)) merge_pull(*pull);
      return;
    case Fault::person_deletes_branch:
      if (pull && inject(fault))
        by_hand(github::DeleteRef{"refs/heads/" + std::string(pull->head)});
      return;
    case Fault::person_pushes_branch:
      if (pull && inject(fault)) push(*pull);
      return;
    case Fault::person_rewrites_base:
      return rewrite_base();
    case Fault::person_tags:
      return tag_by_hand();
    default:
      return;
  }
}

void Simulation::edit(const fake::PullView& pull) {
  const std::string words = "note " + std::to_string(++words_) + " by a person";
  std::string body(pull.body);
  if (choices_.chance(500)) {
    body += "\n\n" + words + "\n";
  } else {
    body.insert(0, words + "\n\n");
  }
  github::UpdatePull request{.number = pull.number};
  request.body = std::move(body);
  if (by_hand(request).ok()) monitor_.note_words(pull.number, words);
}

void Simulation::set_state(github::PullNumber number, github::PullState state) {
  github::UpdatePull request{.number = number};
  request.state = state;
  by_hand(request);
}

std::optional<fake::PullView> Simulation::closed_release_pull() const {
  for (std::uint32_t number = repository().pull_count(); number > 0; --number) {
    auto pull = repository().pull(github::PullNumber{number});
    if (!pull || !pull->head.starts_with(release_branch_prefix)) continue;
    if (pull->state == github::PullState::closed && !pull->merged) return pull;
    return std::nullopt;
  }
  return std::nullopt;
}

bool Simulation::merge_pull(const fake::PullView& pull) {
  const auto response = by_hand(github::MergePull{pull.number, std::nullopt});
  if (!response.ok()) return false;
  const auto merged = repository().pull(pull.number);
  ++report_.releases;
  monitor_.note_release(repository(), config_, *merged, *merged->merge_commit_sha);
  return true;
}

void Simulation::push(const fake::PullView& pull) {
  const auto head = repository().commit(pull.head_sha);
  if (!head) return;
  const auto commit = by_hand(github::CreateCommit{"fix typo in the notes",
                                                   head->tree,
                                                   {pull.head_sha},
                                                   {"A Person", "person@example.com", now_}});
  if (const auto* created = commit.as<github::ObjectId>())
    by_hand(github::UpdateRef{"refs/heads/" + std::string(pull.head), created->sha, false});
}

// The last commit of the base is amended and force-pushed: the same message, another id.
void Simulation::rewrite_base() {
  const auto head = repository().branch("main");
  if (!head || landed_.empty() || landed_.back() != *head) return;
  const auto commit = repository().commit(*head);
  if (!commit || !commit->first_parent) return;
  for (const fake::RefView& tag : repository().refs("refs/tags/"))
    if (tag.target == *head) return;  // nobody takes a release back
  if (!inject(Fault::person_rewrites_base)) return;
  const auto amended = by_hand(github::CreateCommit{std::string(commit->message),
                                                    commit->tree,
                                                    {*commit->first_parent},
                                                    {"A Person", "person@example.com", now_}});
  const auto* created = amended.as<github::ObjectId>();
  if (created == nullptr) return;
  if (!by_hand(github::UpdateRef{"refs/heads/main", created->sha, true}).ok()) return;
  landed_.back() = created->sha;
  monitor_.note_rewrite();
}

void Simulation::tag_by_hand() {
  const auto head = repository().branch("main");
  if (!head || !inject(Fault::person_tags)) return;
  std::string name = "nightly-" + std::to_string(report_.steps);
  if (!workload_.real && choices_.chance(300))
    name =
        config_.tag_prefix() + std::to_string(10 + report_.releases + report_.steps % 7) + ".0.0";
  if (repository().tag(name)) return;
  if (by_hand(github::CreateRef{"refs/tags/" + name, *head}).ok()) monitor_.note_tag(name, *head);
}

void Simulation::configure() {
  if (calm_) return;
  agenda_.add(now_ + choices_.between(10min, 6h), Due::configuration);
  if (!inject(Fault::config_changed)) return;
  auto& naming = config_.concurrency.branch_naming;
  naming.strategy = static_cast<BranchNamingStrategy>(choices_.below(3));
  naming.fallback_strategy = static_cast<FallbackStrategy>(choices_.below(3));
  if (!workload_.real) {
    for (TypeRule& rule : config_.release_rules.types)
      if (rule.type == "perf") rule.bump = choices_.chance(500) ? Bump::minor : Bump::patch;
  }
  if (logging())
    log("operator", "changes the configuration: " + std::string(to_string(naming.strategy)));
}

}  // namespace regent::sim
