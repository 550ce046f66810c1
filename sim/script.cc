// A simulation in which nothing is drawn: what happens, and when, stands in the script.
#include <algorithm>
#include <utility>

#include "sim/simulation.h"

namespace regent::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration call_latency = 100ms;
constexpr Duration webhook_latency = 100ms;

// What the bound on calls counts a mishap as.
std::optional<Fault> fault_of(const CallRule& rule) {
  switch (rule.mishap) {
    case Mishap::answer_lost:
      return Fault::answer_lost;
    case Mishap::request_lost:
      return Fault::request_lost;
    case Mishap::late_effect:
      return Fault::late_effect;
    case Mishap::crash_before:
    case Mishap::crash_after:
    case Mishap::crash_midway:
      return Fault::crash;
    case Mishap::none:
      break;
  }
  if (rule.failure) return Fault::server_error;
  if (rule.staleness > Duration{}) return Fault::stale_read;
  if (rule.paused) return Fault::pause;
  if (rule.latency > Duration{}) return Fault::slow_call;
  return std::nullopt;
}

std::optional<Fault> fault_of(Act act) {
  switch (act) {
    case Act::edits:
      return Fault::person_edits;
    case Act::closes:
      return Fault::person_closes;
    case Act::merges:
      return Fault::person_merges;
    case Act::deletes_branch:
      return Fault::person_deletes_branch;
    case Act::pushes_branch:
      return Fault::person_pushes_branch;
    case Act::rewrites_base:
      return Fault::person_rewrites_base;
    case Act::reopens:
    case Act::resets_branch:
    case Act::tags:
    case Act::look:
      break;
  }
  return std::nullopt;
}

}  // namespace

void Simulation::load_script() {
  for (const Duration at : script_.merges_at) agenda_.add(now_ + at, Due::merge);
  for (std::size_t i = 0; i < script_.acts.size(); ++i) {
    agenda_.add(now_ + script_.acts[i].at, Due::person, static_cast<std::uint32_t>(i));
    if (const auto fault = fault_of(script_.acts[i].act))
      faults_.set(static_cast<std::size_t>(*fault));
  }
  if (script_.simultaneous_creates) faults_.set(static_cast<std::size_t>(Fault::twin_create));
  script_seen_.assign(script_.calls.size(), 0);
  rule_hits_.assign(script_.calls.size(), 0);
  act_hits_.assign(script_.acts.size(), 0);
}

void Simulation::perform(std::uint32_t index) {
  const ScriptedAct& scripted = script_.acts[index];
  const auto before = repository().revision();
  if (scripted.act == Act::look) {
    ++act_hits_[index];
    return arrive({.kind = TriggerKind::look,
                   .delivery = "look-" + std::to_string(index + 1),
                   .base = std::string(repository().default_branch())});
  }
  if (const auto fault = fault_of(scripted.act)) {
    act(*fault);
  } else {
    perform_only_scripted(scripted);
  }
  if (repository().revision() != before) ++act_hits_[index];
}

// What no campaign has its people do.
void Simulation::perform_only_scripted(const ScriptedAct& scripted) {
  const Sha base = *repository().branch(repository().default_branch());
  if (scripted.act == Act::resets_branch) {
    if (const auto pull = monitor_.live_pull(repository()))
      by_hand(github::UpdateRef{"refs/heads/" + std::string(pull->head), base, true});
  } else if (scripted.act == Act::tags) {
    if (by_hand(github::CreateRef{"refs/tags/" + scripted.tag, base}).ok())
      monitor_.note_tag(scripted.tag, base);
  } else {
    reopen_newest_closed();
  }
}

void Simulation::reopen_newest_closed() {
  for (std::uint32_t number = repository().last_number(); number > 0; --number) {
    const auto pull = repository().pull(github::PullNumber{number});
    const bool ours = pull && pull->head.starts_with(release_branch_prefix);
    if (ours && pull->state == github::PullState::closed && !pull->merged)
      return set_state(pull->number, github::PullState::open);
  }
}

Simulation::Fate Simulation::scripted_fate(std::uint32_t index, const github::Request& request) {
  Fate fate;
  fate.latency = call_latency;
  if (calm_) return fate;
  const std::string_view operation = github::operation(request);
  for (std::size_t i = 0; i < script_.calls.size(); ++i) {
    const CallRule& rule = script_.calls[i];
    if (rule.worker != 0 && rule.worker != index + 1) continue;
    if (rule.operation != operation) continue;
    const std::uint32_t seen = ++script_seen_[i];
    if (seen < rule.first || seen > rule.last) continue;
    ++rule_hits_[i];
    if (const auto fault = fault_of(rule)) ++report_.faults[static_cast<std::size_t>(*fault)];
    befall(rule, fate);
  }
  return fate;
}

void Simulation::befall(const CallRule& rule, Fate& fate) {
  using Kind = Fate::Kind;
  static constexpr std::array kinds = {Kind::answered,    Kind::answer_lost,  Kind::request_lost,
                                       Kind::late_effect, Kind::crash_before, Kind::crash_after,
                                       Kind::crash_midway};
  if (rule.mishap != Mishap::none) fate.kind = kinds[static_cast<std::size_t>(rule.mishap)];
  if (rule.effect_after > Duration{}) fate.effect_after = rule.effect_after;
  if (rule.failure) fate.failure = rule.failure;
  if (rule.latency > Duration{}) fate.latency = rule.latency;
  if (rule.staleness > Duration{}) {
    fate.staleness = rule.staleness;
    fate.stale_parts = rule.stale_parts;
  }
  fate.paused = fate.paused || rule.paused;
}

void Simulation::deliver_scripted(const Trigger& trigger) {
  WebhookRule fate;
  const std::uint32_t nth = ++webhooks_seen_;
  for (const WebhookRule& rule : script_.webhooks)
    if (rule.nth == 0 || rule.nth == nth) fate = rule;
  if (fate.copies == 0) log(Journal::Kind::webhook, "network", "loses a webhook");
  for (std::uint32_t copy = 0; copy < fate.copies; ++copy) {
    agenda_.add(now_ + webhook_latency + fate.delay + copy * 1s, Due::webhook,
                static_cast<std::uint32_t>(under_way_.size()));
    under_way_.push_back(trigger);
  }
}

}  // namespace regent::sim
