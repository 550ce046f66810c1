// What people do to a release PR, its branch, the base and the tags, while the bot is at work.
#include <array>
#include <utility>

#include "sim/simulation.h"

namespace regent::sim {
namespace {

using namespace std::chrono_literals;

}  // namespace

// An occasion is named by how many there were before, whether or not they came to pass.
void Simulation::expect_person(Duration earliest, Duration latest) {
  const Question question{Subject::person, ++persons_asked_, 0, What::pause};
  agenda_.add(now_ + choices_.between(question, 10min, earliest, latest), Due::person,
              persons_asked_);
}

void Simulation::expect_change(Duration earliest, Duration latest) {
  const Question question{Subject::operator_, ++changes_asked_, 0, What::pause};
  agenda_.add(now_ + choices_.between(question, 1h, earliest, latest), Due::configuration);
}

github::Response Simulation::by_hand(const github::Request& request) {
  fake::Circumstances circumstances{.now = now_};
  circumstances.by_app = false;
  auto response = repository().handle(request, circumstances);
  if (response.ok()) witness_person(request);
  if (logging()) {
    log(Journal::Kind::person, "person",
        github::to_line(request) + " → " + github::to_line(response));
    journal_->add_exchange({request, response, now_, now_, {}});
  }
  return response;
}

// An interruption has no successor: the occasions that come by themselves go on without it.
void Simulation::person(std::uint32_t occasion, bool interrupts) {
  person_ = {Subject::person, occasion, 0, What::act};
  if (!interrupts) expect_person(5s, tactics_.odds().person_pause_max);
  const auto answer = choices_.ask(person_, 0, [&](Prng& prng) -> std::uint64_t {
    const Fault fault = tactics_.draw(people, prng);
    return contains(faults_, fault) ? static_cast<std::uint64_t>(fault) + 1 : 0;
  });
  if (answer != 0) act(static_cast<Fault>(answer - 1));
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
      if (pull && inject(fault) &&
          by_hand(github::DeleteRef{"refs/heads/" + std::string(pull->head)}).ok())
        monitor_.note_touched(pull->number);
      return;
    case Fault::person_pushes_branch:
      if (pull && inject(fault)) push(*pull);
      return;
    case Fault::person_takes_branch:
      return take_branch();
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
  person_.what = What::at_the_end;
  if (choices_.chance(person_, true, 500)) {
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
  if (by_hand(request).ok()) monitor_.note_touched(number);
}

std::optional<fake::PullView> Simulation::newest_release_pull() const {
  for (std::uint32_t number = repository().last_number(); number > 0; --number) {
    auto pull = repository().pull(github::PullNumber{number});
    if (pull && pull->head.starts_with(release_branch_prefix)) return pull;
  }
  return std::nullopt;
}

std::optional<fake::PullView> Simulation::closed_release_pull() const {
  auto pull = newest_release_pull();
  const bool closed = pull && pull->state == github::PullState::closed && !pull->merged;
  return closed ? std::move(pull) : std::nullopt;
}

bool Simulation::merge_pull(const fake::PullView& pull) {
  witness_release(pull);
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

// A branch for the next release, made by hand: the bot has to leave it alone.
void Simulation::take_branch() {
  const auto head = repository().branch("main");
  const auto wanted = monitor_.expected(repository(), config_);
  if (!head || !wanted) return;
  const auto version = Version::parse(wanted->version);
  if (!version) return;
  person_.what = What::bump;
  const std::array next = {*version, version->bumped(Bump::patch), version->bumped(Bump::minor),
                           version->bumped(Bump::major)};
  const std::string name = std::string(release_branch_prefix) + "v" +
                           next[choices_.below(person_, 0, next.size())].to_string();
  // What the ledger names is the bot's, also while a person has deleted it.
  const auto ledger = repository().ref("refs/release-regent/main");
  const auto record = ledger ? repository().commit(*ledger) : std::nullopt;
  if (record && record->message.find('"' + name + '"') != std::string_view::npos) return;
  if (repository().branch(name) || !inject(Fault::person_takes_branch)) return;
  if (by_hand(github::CreateRef{"refs/heads/" + name, *head}).ok())
    monitor_.note_branch(name, *head);
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
  witness_rewrite();
  monitor_.note_rewrite();
}

void Simulation::tag_by_hand() {
  const auto head = repository().branch("main");
  if (!head || !inject(Fault::person_tags)) return;
  std::string name = "nightly-" + std::to_string(report_.steps);
  person_.what = What::as_version;
  const auto kind = workload_.real ? 0 : choices_.ask(person_, 0, [](Prng& prng) -> std::uint64_t {
    const auto drawn = prng.below(1000);
    return drawn < 300 ? 1 : drawn < 550 ? 2 : 0;
  });
  const auto pull = newest_release_pull();
  if (kind == 1)
    name =
        config_.tag_prefix() + std::to_string(10 + report_.releases + report_.steps % 7) + ".0.0";
  // The very release that the bot is about to make.
  if (kind == 2 && pull)
    if (const auto version = version_in_title(pull->title)) name = config_.tag_prefix() + *version;
  if (repository().tag(name)) return;
  if (by_hand(github::CreateRef{"refs/tags/" + name, *head}).ok()) monitor_.note_tag(name, *head);
}

void Simulation::configure() {
  if (calm_) return;
  Question about{Subject::operator_, changes_asked_, 0, What::change};
  expect_change(10min, 6h);
  const auto changes = choices_.ask(
      about, 0, [&](Prng&) -> std::uint64_t { return can_inject(Fault::config_changed) ? 1 : 0; });
  if (changes == 0 || !inject(Fault::config_changed)) return;
  witness_configuration();
  auto& naming = config_.concurrency.branch_naming;
  about.what = What::naming;
  // A real history has hundreds of tags, and a `stable` branch whose PR was merged below a person's
  // tag is placed by comparing with one after the other (core/ledger_release.cc).
  naming.strategy =
      static_cast<BranchNamingStrategy>(choices_.below(about, 0, workload_.real ? 3 : 4));
  about.what = What::fallback;
  naming.fallback_strategy = static_cast<FallbackStrategy>(choices_.below(about, 0, 3));
  about.what = What::minor_perf;
  if (!workload_.real) {
    for (TypeRule& rule : config_.release_rules.types)
      if (rule.type == "perf")
        rule.bump = choices_.chance(about, false, 500) ? Bump::minor : Bump::patch;
  }
  if (logging())
    log(Journal::Kind::configuration, "operator",
        "changes the configuration: " + std::string(to_string(naming.strategy)));
}

}  // namespace regent::sim
