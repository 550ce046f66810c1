#include "sim/simulation.h"

#include <algorithm>
#include <utility>

#include "core/assert.h"
#include "sim/webhook_trigger.h"

namespace regent::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view base_branch = "main";
constexpr Time beginning{1'750'000'000s};
constexpr Duration sweep_every = 30min;
constexpr Duration queue_lease = 60s;
constexpr std::uint32_t deliveries_max = 5;
constexpr std::uint8_t budget_per_segment = 6;
constexpr std::uint64_t calls_per_merge = 12;  // about

// The usual answers.
constexpr Duration merge_pause = 20s;
constexpr Duration background_delay = 2s;
constexpr Duration webhook_delay = 100ms;
constexpr Duration webhook_delay_of_delayed = 10min;
constexpr Duration copy_delay = 1s;

// Rest must be reached within these, or liveness is broken: once faults have stopped, and in steps
// per merge while they go on.
constexpr Duration rest_max = 6h;
constexpr std::uint64_t rest_steps_max = 20'000;

// Calls of GitHub that one merge may cost, with everything that follows from it; and what a fault
// or a rest's own sweep may add. A runaway loop is far above.
constexpr std::uint64_t calls_per_merge_max = 60;
constexpr std::uint64_t calls_per_fault_max = 40;
constexpr std::uint64_t calls_per_rest_max = 60;

// Calls an hour beyond the reserve, at least, and beyond what processes send that do not know of it
// yet: enough for a rest.
constexpr std::uint32_t scarce_calls_min = 100;

// The usual answer is what `fake::Settings` has of itself.
fake::Settings settings_of(const Spec& spec, const Odds& odds, Choices& choices) {
  fake::Settings settings = spec.script.settings;
  settings.behaviour = spec.behaviour;
  settings.subscriptions.create = true;
  if (spec.script.active) return settings;
  const auto decide = [&](What what, bool& value, std::uint32_t permille) {
    value = choices.chance({Subject::setting, 0, 0, what}, value, permille);
  };
  decide(What::delete_branch_on_merge, settings.delete_branch_on_merge,
         odds.deletes_branch_on_merge);
  decide(What::drops_merge_commit_sha, settings.drops_merge_commit_sha,
         odds.drops_merge_commit_sha);
  settings.update_refs_error = static_cast<fake::UpdateRefsError>(
      choices.below({Subject::setting, 0, 0, What::update_refs_error}, 0, 3));
  decide(What::weak_etags, settings.weak_etags, odds.weak_etags);
  decide(What::ignores_head_filter, settings.ignores_head_filter, odds.ignores_head_filter);
  decide(What::closes_pulls_of_recreated_branches, settings.closes_pulls_of_recreated_branches,
         odds.closes_pulls_of_recreated_branches);
  // Some installations are shared with others, who leave little to the bot.
  const auto scarce = static_cast<std::uint32_t>(
      choices.ask({Subject::setting, 0, 0, What::scarce_limit}, 0, [](Prng& prng) -> std::uint64_t {
        return prng.chance(100) ? 1 + prng.below(scarce_calls_min) : 0;
      }));
  if (scarce > 0) {
    const Config& config = spec.config;
    const auto processes = std::max({spec.workers, config.azure_queue.max_concurrent_calls,
                                     config.aws_queue.reserved_concurrency});
    settings.rate_limit_per_hour = config.concurrency.github_api.rate_limit_buffer + 2 * processes +
                                   scarce_calls_min + scarce - 1;
  }
  return settings;
}

bool is_queue_exclusive(const Spec& spec, const Odds& odds, Choices& choices) {
  if (spec.script.active) return spec.script.exclusive_queue;
  return choices.chance({Subject::setting, 0, 0, What::exclusive_queue}, false,
                        odds.exclusive_queue);
}

bool is_person(Fault fault) { return fault >= Fault::person_edits && fault <= Fault::person_tags; }

bool any_person(const FaultSet& faults) {
  for (std::size_t i = 0; i < fault_count; ++i)
    if (faults[i] && is_person(static_cast<Fault>(i))) return true;
  return false;
}

std::pair<std::string, std::string> split_name(const std::string& full) {
  const auto slash = full.find('/');
  return {full.substr(0, slash), full.substr(slash + 1)};
}

Question about_next_merge(std::size_t merged) {
  return {Subject::merge, static_cast<std::uint32_t>(merged) + 1, 0, What::pause};
}

fake::Repository make_repository(const Spec& spec, const Odds& odds, Choices& choices) {
  auto [owner, name] = split_name(spec.workload->repository);
  return fake::Repository(settings_of(spec, odds, choices), std::move(owner), std::move(name),
                          base_branch);
}

}  // namespace

Simulation::Simulation(const Spec& spec, Journal* journal, Listener* listener)
    : config_(spec.config),
      workload_(*spec.workload),
      script_(spec.script),
      mutant_(spec.mutant),
      journal_(journal),
      choices_(spec.seed, spec.tape, listener),
      tactics_(spec.script.active ? Strategy::uniform : spec.strategy, spec.faults, spec.workers,
               calls_per_merge * spec.workload->merges.size(), choices_.prng()),
      faults_(tactics_.odds().faults),
      github_(make_repository(spec, tactics_.odds(), choices_)),
      queue_(is_queue_exclusive(spec, tactics_.odds(), choices_), deliveries_max, queue_lease),
      monitor_(std::string(base_branch), spec.config.protocol == Protocol::ledger,
               spec.config.tag_prefix()),
      workers_(spec.workers),
      now_(beginning) {
  REGENT_ASSERT(spec.workers > 0, "a simulation has at least one worker");
  // As many processes are configured as there are.
  auto& processes = config_.azure_queue.max_concurrent_calls;
  processes = std::max(processes, spec.workers);
  report_.seed = spec.seed;
  report_.strategy = tactics_.strategy();
  fault_rate_ = tactics_.draw_fault_rate(choices_.prng());
  budget_.fill(budget_per_segment);
  load();
}

void Simulation::load() {
  Sha head;
  if (workload_.before.empty()) {
    head = repository().initialize("chore: initial commit", now_);
  } else {
    head = repository().initialize(workload_.before.front().message, workload_.before.front().date);
    for (std::size_t i = 1; i < workload_.before.size(); ++i)
      head = repository()
                 .land({.branch = base_branch,
                        .message = workload_.before[i].message,
                        .date = workload_.before[i].date,
                        .now = now_})
                 .sha;
  }
  if (!workload_.tag.empty()) repository().set_tag(config_.tag_prefix() + workload_.tag, head);
  (void)repository().take_webhooks();
  now_ += 1h;  // everything so far is old: no read misses it
  agenda_.add(now_ + sweep_every, Due::sweep);
  if (script_.active) return load_script();
  if (!workload_.merges.empty()) agenda_.add(now_ + 1s, Due::merge);
  if (any_person(faults_)) expect_person(1s, 10min);
  if (contains(faults_, Fault::config_changed)) expect_change(1min, 2h);
}

void Simulation::log(Journal::Kind kind, const std::string& who, std::string what) {
  if (journal_ != nullptr) journal_->add(report_.steps, now_, who, std::move(what), kind);
}

void Simulation::fail(std::string invariant, std::string message) {
  log(Journal::Kind::violation, "VIOLATION", invariant + ": " + message);
  report_.violations.push_back(
      {report_.seed, report_.steps, std::move(invariant), std::move(message)});
}

bool Simulation::check(std::optional<Breach> breach) {
  if (!breach) return true;
  fail(std::move(breach->invariant), std::move(breach->message));
  return false;
}

Report Simulation::run() {
  if (logging() && journal_->keeps_states()) journal_->begin(snapshot_of(repository()));
  while (report_.violations.empty()) {
    const bool more = merged_ < workload_.merges.size();
    const bool releasing = merged_ > 0 && workload_.merges[merged_ - 1].release;
    const bool resting =
        (!more || releasing) && (!script_.active || (agenda_.count(Due::person) == 0 && quiet()));
    if (resting && agenda_.count(Due::merge) == 0) {
      if (!come_to_rest()) break;
      if (releasing) {
        release();
        end_step();
        if (!report_.violations.empty()) break;
      }
      if (!more) {
        if (!script_.active) (void)come_to_rest();
        break;
      }
      calm_ = false;
      agenda_.add(now_ + choices_.between(about_next_merge(merged_), merge_pause, 1s, 2min),
                  Due::merge);
      if (any_person(faults_)) expect_person(1s, 10min);
      if (contains(faults_, Fault::config_changed)) expect_change(1min, 2h);
    }
    if (report_.steps - steps_at_rest_ > rest_steps_max * (1 + merged_ - merges_at_rest_)) {
      fail("liveness", "the work has no end: " + pending());
      break;
    }
    if (!step()) break;
  }
  end_step();
  witness_notes();
  report_.virtual_ms = now_ - beginning;
  report_.hash = choices_.digest().hex();
  report_.tally.expected = workload_.releases_expected();
  return std::move(report_);
}

bool Simulation::step() {
  const Appointment next = agenda_.take();
  now_ = std::max(now_, next.at);
  ++report_.steps;
  if (choices_.tape() != nullptr) [[unlikely]]
    choices_.tape()->begin_step(report_.steps);
  if (choices_.listener() != nullptr) [[unlikely]]
    choices_.listener()->begin_step(report_.steps);
  choices_.observe("what is due", static_cast<std::uint64_t>(next.due) << 32 | next.arg);
  play(next);
  after_step();
  end_step();
  return report_.violations.empty();
}

void Simulation::play(const Appointment& next) {
  const auto current = [&] { return workers_[next.arg].generation == next.generation; };
  switch (next.due) {
    case Due::merge:
      return merge_next();
    case Due::person: {
      if (calm_) return;
      if (script_.active) return perform(next.arg);
      return person(next.arg, next.generation == interruption);
    }
    case Due::webhook:
      witness_webhook(next.arg + 1);
      return arrive(std::move(under_way_[next.arg]));
    case Due::dispatch:
      return dispatch();
    case Due::call:
      if (current()) arrive_at_github(next.arg);
      return;
    case Due::answer:
      if (current()) advance(next.arg, Unanswered{});
      return;
    case Due::wake:
      if (current()) advance(next.arg, Woken{});
      return;
    case Due::restart:
      workers_[next.arg].state = Worker::State::idle;
      log(Journal::Kind::restart, "worker " + std::to_string(next.arg + 1), "is up again");
      return schedule_dispatch();
    case Due::ghost: {
      const Ghost ghost = std::move(ghosts_[next.arg]);
      const auto revision = repository().revision();
      const auto response = send(ghost.request, {}, ghost.sent_at);
      witness_ghost(ghost.request, response, revision);
      if (!logging()) return;
      log(Journal::Kind::background, "GitHub",
          "late: " + github::to_line(ghost.request) + " → " + github::to_line(response));
      return journal_->add_exchange({ghost.request, response, ghost.sent_at, {}, {}});
    }
    case Due::background: {
      const auto todo = repository().background();
      if (todo.empty()) return;
      // A replay may have fewer jobs to choose from.
      const std::size_t index =
          script_.active
              ? 0
              : choices_.below({Subject::job, ++jobs_run_, 0, What::which}, 0, todo.size()) %
                    todo.size();
      if (logging())
        log(Journal::Kind::background, "GitHub", "in the background: " + to_line(todo[index]));
      witness_background(todo[index]);
      return repository().run_background(index, now_);
    }
    case Due::sweep: {
      if (calm_) return;
      agenda_.add(now_ + sweep_every, Due::sweep);
      return arrive({.kind = TriggerKind::look,
                     .delivery = "sweep-" + std::to_string(++sweeps_),
                     .base = std::string(base_branch)});
    }
    case Due::configuration:
      return configure();
  }
}

void Simulation::after_step() {
  if (repository().has_webhooks()) take_webhooks();
  const auto todo = repository().background().size();
  for (auto planned = agenda_.count(Due::background); todo > 0 && planned < todo; ++planned)
    agenda_.add(
        now_ + (calm_ ? Duration(100ms)
                : script_.active
                    ? script_.background_after
                    : choices_.between({Subject::job, ++jobs_asked_, 0, What::delay},
                                       background_delay, 100ms, tactics_.odds().background_max)),
        Due::background);
  if (repository().revision() != revision_) {
    revision_ = repository().revision();
    choices_.observe("the state of GitHub", repository().digest());
  }
  check(monitor_.check_step(repository(), config_));
}

// ---- Rest -------------------------------------------------------------------------------------

bool Simulation::quiet() const {
  const bool idle = std::ranges::all_of(
      workers_, [](const Worker& worker) { return worker.state == Worker::State::idle; });
  return idle && queue_.empty() && repository().background().empty() &&
         agenda_.count(Due::webhook) == 0 && agenda_.count(Due::ghost) == 0;
}

std::string Simulation::pending() const {
  std::string out;
  const auto add = [&](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
  for (std::size_t i = 0; i < workers_.size(); ++i)
    if (workers_[i].state != Worker::State::idle)
      add("worker " + std::to_string(i + 1) +
          (workers_[i].state == Worker::State::down ? " is down" : " is at work"));
  for (const Message& message : queue_.messages())
    add("message " + message.trigger.delivery + " after " + std::to_string(message.deliveries) +
        " deliveries");
  for (const auto& todo : repository().background()) add("GitHub has to " + to_line(todo));
  return out;
}

// What only a sweep can repair: a webhook that never came, or that GitHub does not send to this
// app; a message that was given up; and a look that saw an old state and found nothing to do.
std::uint64_t Simulation::excuses() const {
  static constexpr std::array silent = {
      Fault::webhook_dropped,      Fault::stale_read,           Fault::config_changed,
      Fault::person_closes,        Fault::person_reopens,       Fault::person_deletes_branch,
      Fault::person_pushes_branch, Fault::person_rewrites_base, Fault::not_found_404};
  std::uint64_t sum = queue_.dead_lettered();
  for (const Fault fault : silent) sum += report_.faults[static_cast<std::size_t>(fault)];
  return sum;
}

// Faults stop, everything under way arrives; then one sweep, as any deployment has them, must find
// or make the wanted state.
bool Simulation::come_to_rest() {
  calm_ = true;
  log(Journal::Kind::rest, "everyone", "faults stop; everything under way arrives");
  take_webhooks();  // of what a person did between two steps
  agenda_.remove(Due::person);
  agenda_.remove(Due::configuration);
  const Time deadline = now_ + rest_max;
  const std::uint64_t steps = report_.steps + rest_steps_max;
  for (bool swept = false;;) {
    if (quiet()) {
      if (swept) break;
      swept = true;
      // Webhooks alone must do, unless something excuses them. Otherwise the sweep would repair
      // whatever a run left undone, and nobody would notice.
      const bool excused = script_.active || excuses() != excuses_at_rest_;
      if (!excused && !check(monitor_.check_rest(repository(), config_))) return false;
      arrive({.kind = TriggerKind::look,
              .delivery = "sweep-" + std::to_string(++sweeps_),
              .base = std::string(base_branch)});
    }
    if (agenda_.empty() || now_ > deadline || report_.steps > steps) {
      fail("liveness", "the wanted state is not reached: " + pending());
      return false;
    }
    if (!step()) return false;
  }
  if (agenda_.count(Due::sweep) == 0) agenda_.add(now_ + sweep_every, Due::sweep);
  if (!check(monitor_.check_rest(repository(), config_))) return false;
  if (queue_.accepted() != queue_.processed() + queue_.dead_lettered()) {
    fail("nothing-accepted-lost", std::to_string(queue_.accepted()) + " webhooks were accepted, " +
                                      std::to_string(queue_.processed()) + " processed and " +
                                      std::to_string(queue_.dead_lettered()) + " dead-lettered");
    return false;
  }
  std::uint64_t faults = 0;
  for (const auto count : report_.faults) faults += count;
  const std::uint64_t calls = report_.api_calls - calls_at_rest_;
  const std::uint64_t bound = calls_per_rest_max +
                              calls_per_merge_max * (merged_ - merges_at_rest_) +
                              calls_per_fault_max * (faults - faults_at_rest_);
  if (calls > bound) {
    fail("api-budget", std::to_string(calls) + " calls since the last rest, at most " +
                           std::to_string(bound) + " are allowed");
    return false;
  }
  steps_at_rest_ = report_.steps;
  calls_at_rest_ = report_.api_calls;
  faults_at_rest_ = faults;
  excuses_at_rest_ = excuses();
  merges_at_rest_ = merged_;
  budget_.fill(budget_per_segment);
  under_way_.clear();
  webhooks_arrived_ = 0;
  ghosts_.clear();
  recent_creates_.clear();
  for (Worker& worker : workers_) worker.lag = {};
  return true;
}

// ---- The project's people, as the workload has them ---------------------------------------------

// A commit that is replayed gets another id than it had in the real project; messages that name an
// earlier commit (reverts do) have to follow.
std::string Simulation::with_landed_ids(std::string message) const {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::size_t id_digits = 2 * Sha::size_bytes;
  if (landed_as_.empty()) return message;
  for (std::size_t at = message.find_first_of(digits); at != std::string::npos;
       at = message.find_first_of(digits, at)) {
    const std::size_t end = std::min(message.find_first_not_of(digits, at), message.size());
    if (end - at == id_digits)
      if (const auto landed = landed_as_.find(message.substr(at, id_digits));
          landed != landed_as_.end())
        message.replace(at, id_digits, landed->second.hex());
    at = end;
  }
  return message;
}

void Simulation::merge_next() {
  witness_merge();
  const Merge& merge = workload_.merges[merged_];
  std::string message = with_landed_ids(merge.message);
  if (merge.reverts) message += "\n\nThis reverts commit " + landed_[*merge.reverts].hex() + ".";
  const auto landed =
      repository().land({.branch = base_branch, .message = message, .date = now_, .now = now_});
  landed_.push_back(landed.sha);
  if (!merge.source.empty()) landed_as_.insert_or_assign(merge.source, landed.sha);
  if (logging())
    log(Journal::Kind::merge, "developer",
        "merges #" + std::to_string(static_cast<std::uint32_t>(landed.number)) + " " +
            landed.sha.abbreviated() + " \"" + message.substr(0, message.find('\n')) + "\"");
  ++merged_;
  ++report_.merges;
  if (script_.active || merge.release || merged_ == workload_.merges.size()) return;
  // Merges come in bursts.
  const auto draw = [&](Prng& prng) {
    return prng.chance(tactics_.odds().bursts) ? draw_between(prng, 50ms, 20s)
                                               : draw_between(prng, 20s, 30min);
  };
  agenda_.add(now_ + choices_.wait(about_next_merge(merged_), merge_pause, draw), Due::merge);
}

void Simulation::release() {
  const Merge& merge = workload_.merges[merged_ - 1];
  const auto pull = monitor_.live_pull(repository());
  const std::string computed =
      pull ? version_in_title(pull->title).value_or(std::string()) : std::string();
  if (!merge.expected_version.empty() && computed != merge.expected_version) {
    report_.tally.mismatched.push_back({merge.source, merge.expected_version, computed});
    // The real project released something else: its tag becomes the last release.
    const std::string tag = config_.tag_prefix() + merge.expected_version;
    const auto head = *repository().branch(base_branch);
    if (by_hand(github::CreateRef{"refs/tags/" + tag, head}).ok()) monitor_.note_tag(tag, head);
    return;
  }
  if (!pull) return;
  if (!merge.expected_version.empty()) ++report_.tally.matched;
  if (!merge_pull(*pull))
    fail("projection", "the release PR cannot be merged: " + std::string(pull->title));
}

// ---- Webhooks ---------------------------------------------------------------------------------

void Simulation::take_webhooks() {
  for (const fake::Webhook& webhook : repository().take_webhooks())
    if (auto trigger = trigger_of(webhook, base_branch)) deliver(std::move(*trigger));
}

// By the merge that it tells of, or by its number among the others.
Question Simulation::about_webhook(const Trigger& trigger) {
  const bool of_merge = trigger.kind == TriggerKind::merged && merged_ > merges_told_ &&
                        trigger.must_contain && *trigger.must_contain == landed_.back();
  if (!of_merge) return {Subject::webhook, ++webhooks_asked_, 0, What::delivery};
  merges_told_ = merged_;
  return {Subject::merge_webhook, static_cast<std::uint32_t>(merged_), 0, What::delivery};
}

void Simulation::deliver(Trigger trigger) {
  const auto send_out = [&](Duration delay) {
    agenda_.add(now_ + delay, Due::webhook, static_cast<std::uint32_t>(under_way_.size()));
    under_way_.push_back(trigger);
  };
  if (calm_) return send_out(100ms);
  if (script_.active) return deliver_scripted(trigger);
  enum Delivery : std::uint64_t { prompt, dropped, delayed, duplicated };
  Question about = about_webhook(trigger);
  const auto delivery = choices_.ask(about, prompt, [&](Prng& prng) -> std::uint64_t {
    const Odds& odds = tactics_.odds();
    const auto chosen = prng.below(1000);
    const auto within = [&](std::uint64_t from, std::uint64_t permille) {
      return chosen >= from && chosen < from + permille;
    };
    if (within(0, odds.dropped) && can_inject(Fault::webhook_dropped)) return dropped;
    if (within(100, odds.delayed) && can_inject(Fault::webhook_delayed)) return delayed;
    if (within(500, odds.duplicated) && can_inject(Fault::webhook_duplicated)) return duplicated;
    return prompt;
  });
  if (delivery == dropped && inject(Fault::webhook_dropped))
    return log(Journal::Kind::webhook, "network", "loses a webhook");
  const bool is_late = delivery == delayed && inject(Fault::webhook_delayed);
  about.what = What::delay;
  send_out(is_late ? choices_.between(about, webhook_delay_of_delayed, 30s, 40min)
                   : choices_.between(about, webhook_delay, 50ms, 3s));
  about.what = What::copy_delay;
  if (delivery == duplicated && inject(Fault::webhook_duplicated))
    send_out(choices_.between(about, copy_delay, 50ms, 5min));
}

void Simulation::arrive(Trigger trigger) {
  if (logging()) log(Journal::Kind::webhook, "receiver", "accepts delivery " + trigger.delivery);
  if (!queue_.enqueue(std::move(trigger), now_)) return met(Situation::duplicate_dropped);
  schedule_dispatch();
}

}  // namespace regent::sim
