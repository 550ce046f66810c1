// Workers: the production runner between the simulated queue and the simulated GitHub.
#include <algorithm>
#include <span>
#include <utility>

#include "core/assert.h"
#include "sim/simulation.h"

namespace regent::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration client_timeout = 10s;
constexpr Duration effect_after_max = 9s;
constexpr Duration usual_effect_after = 1s;
constexpr std::uint32_t rate_scale = 100'000;
constexpr Duration clock_error_max = 10min;
constexpr Duration lag_max = 25s;  // the longest on record (facts, "Pull requests")

// Variants of faults (sim/call_fault.h).
constexpr std::uint8_t lasting = 1;  // of a stale read
constexpr std::uint8_t applied = 3;  // of a server error
constexpr Duration usual_latency = 100ms;

std::string name_of(std::uint32_t worker) { return "worker " + std::to_string(worker + 1); }

// Until when GitHub asks to wait; its clock's beginning: it says nothing.
Time told_wait(const github::Response& response) {
  const github::Headers& headers = response.headers;
  if (headers.retry_after) return headers.date + *headers.retry_after;
  return headers.rate_limit_remaining == 0 ? headers.rate_limit_reset : Time{};
}

// Whether others can see what it does; an object that nothing refers to is seen by nobody.
bool decides(const github::Request& request) {
  return is_write(request) && !std::holds_alternative<github::CreateTree>(request) &&
         !std::holds_alternative<github::CreateCommit>(request);
}

// What GitHub may answer, by variant; none: the fault is no refusal.
std::span<const fake::Failure> failures_of(Fault fault) {
  using fake::Failure;
  static constexpr std::array server = {Failure::error_500, Failure::bad_gateway_502,
                                        Failure::unavailable_503, Failure::bad_gateway_502};
  static constexpr std::array unprocessable = {Failure::reference_update_failed_422,
                                               Failure::update_refs_rejected,
                                               Failure::head_invalid_422};
  static constexpr std::array conflict = {Failure::conflict_409};
  static constexpr std::array precondition = {Failure::precondition_412};
  static constexpr std::array not_found = {Failure::not_found_404};
  static constexpr std::array primary = {Failure::primary_limit_403, Failure::primary_limit_429};
  static constexpr std::array secondary = {Failure::secondary_limit_403,
                                           Failure::secondary_limit_429,
                                           Failure::secondary_limit_blank_retry_after};
  static constexpr std::array expired = {Failure::bad_credentials_401};
  switch (fault) {
    case Fault::server_error:
      return server;
    case Fault::unprocessable_422:
      return unprocessable;
    case Fault::conflict_409:
      return conflict;
    case Fault::precondition_412:
      return precondition;
    case Fault::not_found_404:
      return not_found;
    case Fault::rate_limit_primary:
      return primary;
    case Fault::rate_limit_secondary:
      return secondary;
    case Fault::token_expired:
      return expired;
    default:
      return {};
  }
}

// The refusal that this request would meet; nullopt: none that GitHub is known to give.
std::optional<fake::Failure> failure_of(const CallFault& fault, const github::Request& request) {
  const auto failures = failures_of(fault.fault);
  if (fault.fault == Fault::unprocessable_422) {  // the request says which
    const auto found = std::ranges::find_if(
        failures, [&](fake::Failure failure) { return fake::is_plausible(failure, request); });
    return found != failures.end() ? std::optional(*found) : std::nullopt;
  }
  if (fault.variant >= failures.size()) return std::nullopt;
  const fake::Failure failure = failures[fault.variant];
  return fake::is_plausible(failure, request) ? std::optional(failure) : std::nullopt;
}

}  // namespace

bool Simulation::can_inject(Fault fault) const {
  const auto index = static_cast<std::size_t>(fault);
  return !calm_ && faults_[index] && budget_[index] > 0;
}

bool Simulation::inject(Fault fault) {
  const auto index = static_cast<std::size_t>(fault);
  if (!can_inject(fault)) return false;
  --budget_[index];
  ++report_.faults[index];
  return true;
}

void Simulation::schedule_dispatch() { agenda_.add(now_ + 5ms, Due::dispatch); }

void Simulation::dispatch() {
  for (std::uint32_t i = 0; i < workers_.size(); ++i) {
    if (workers_[i].state != Worker::State::idle) continue;
    auto message = queue_.receive(now_);
    if (!message) break;
    start(i, std::move(*message));
  }
  // A lease may run out, a delay may end: look again then, once. A worker that becomes idle looks
  // by itself.
  const bool somebody_idle = std::ranges::any_of(
      workers_, [](const Worker& worker) { return worker.state == Worker::State::idle; });
  if (!somebody_idle || agenda_.count(Due::dispatch) > 0) return;
  if (const auto next = queue_.next_change(now_))
    agenda_.add(std::max(*next, now_) + 50ms, Due::dispatch);
}

// Which merge of the workload it tells of, from 1; 0: none that still stands.
std::uint32_t Simulation::merge_of(const Trigger& trigger) const {
  if (choices_.tape() == nullptr || !trigger.must_contain) return 0;
  const auto found = std::ranges::find(landed_, *trigger.must_contain);
  return found != landed_.end() ? static_cast<std::uint32_t>(found - landed_.begin()) + 1 : 0;
}

void Simulation::start(std::uint32_t index, Queue::Received message) {
  Worker& worker = workers_[index];
  witness_start(index, message);
  worker.state = Worker::State::running;
  worker.message = message.message;
  worker.receipt = message.receipt;
  worker.deliveries = message.deliveries;
  worker.trigger = message.trigger;
  worker.quiet_until = {};
  worker.actor.emplace(config_, mutant_);
  ++worker.runs;
  worker.anchor = {merge_of(message.trigger), message.deliveries, 0};
  if (logging())
    log(Journal::Kind::take, name_of(index),
        "takes delivery " + message.trigger.delivery + ", attempt " +
            std::to_string(message.deliveries));
  if (queue_.exclusive()) {
    const auto leases = std::ranges::count_if(queue_.messages(), [&](const Message& entry) {
      return entry.leased_until && *entry.leased_until > now_;
    });
    if (leases > 1) fail("one-at-a-time", "two messages of one repository are leased at once");
  }
  const Time own = own_clock(index);
  advance(index,
          Begin{std::move(message.trigger), choices_.entropy(index + 1, worker.runs),
                message.deliveries, worker.rate_limit_remaining, worker.rate_limit_reset, own});
}

// What the process takes for the time before GitHub tells it. A machine's clock is set now and
// then.
Time Simulation::own_clock(std::uint32_t index) {
  Worker& worker = workers_[index];
  if (!calm_ && !script_.active) {
    // Milliseconds from the earliest that it may be wrong by, from 1; 0: it is left alone.
    const auto answer = choices_.ask(
        {Subject::run, index + 1, worker.runs, What::clock}, 0, [&](Prng& prng) -> std::uint64_t {
          if (prng.below(rate_scale) >= fault_rate_ || !can_inject(Fault::clock_skew)) return 0;
          return 1 + prng.below(static_cast<std::uint64_t>(2 * clock_error_max.count()) + 1);
        });
    if (answer > 0 && inject(Fault::clock_skew)) {
      worker.clock_error = Duration(static_cast<std::int64_t>(answer - 1)) - clock_error_max;
      if (logging())
        log(Journal::Kind::configuration, name_of(index),
            "has its clock set wrong, by " + std::to_string(worker.clock_error.count() / 1000) +
                " s");
    }
  }
  return now_ + worker.clock_error + worker.clock_correction;
}

void Simulation::advance(std::uint32_t index, Event event) {
  Worker& worker = workers_[index];
  auto notes = worker.actor->advance(config_, std::move(event));
  if (!notes) {
    return fail("ordering-duty", std::string(notes.error().rule) + ": " + notes.error().subject);
  }
  if (!notes->empty())
    for (std::size_t i = 0; i < note_count; ++i)
      if (notes->has(static_cast<Note>(i))) {
        ++report_.notes[i];
        if (logging())
          log(Journal::Kind::note, name_of(index),
              "notes: " + std::string(to_string(static_cast<Note>(i))));
      }
  obey(index);
}

void Simulation::obey(std::uint32_t index) {
  Worker& worker = workers_[index];
  ++worker.generation;
  if (const auto ending = worker.actor->ending()) return finish(index, *ending);
  if (const Wait* wait = worker.actor->wait()) {
    // A living process keeps its lease while it waits.
    queue_.extend(worker.message, worker.receipt, now_ + wait->duration + queue_.lease_ms());
    agenda_.add(now_ + wait->duration, Due::wake, index, worker.generation);
    return;
  }
  if (now_ < worker.quiet_until)
    return fail("api-budget", name_of(index) + " asks again before the time that GitHub told it");
  ++worker.calls;
  ++worker.anchor.nth;
  worker.sent_at = now_;
  if (choices_.listener() != nullptr) [[unlikely]]
    hear_request(index);
  worker.fate = choose_fate(index, *worker.actor->request());
  if (!worker.fate.paused)
    queue_.extend(worker.message, worker.receipt, now_ + worker.fate.latency + queue_.lease_ms());
  agenda_.add(now_ + worker.fate.latency, Due::call, index, worker.generation);
  witness_sending(index);
  if (is_write(*worker.actor->request())) interrupt(index);
}

// A person acts in the middle of a write.
void Simulation::interrupt(std::uint32_t index) {
  const bool replays = choices_.tape() != nullptr && choices_.tape()->replays();
  if (calm_ || script_.active || (tactics_.odds().interruptions == 0 && !replays)) return;
  const auto answer = choices_.ask(about_call(index, What::interrupted_after), 0, [&](Prng& prng) {
    return tactics_.draw_interruption(workers_[index].fate.latency, prng);
  });
  if (answer > 0)
    agenda_.add(now_ + Duration(static_cast<std::int64_t>(answer - 1)), Due::person,
                ++persons_asked_, interruption);
}

void Simulation::finish(std::uint32_t index, const Ending& ending) {
  Worker& worker = workers_[index];
  worker.state = Worker::State::idle;
  switch (ending.outcome) {
    case Outcome::acknowledged:
      log(Journal::Kind::finish, name_of(index), "is done, and acknowledges");
      if (worker.trigger.must_contain)
        check(monitor_.check_acknowledged(repository(), config_, *worker.trigger.must_contain));
      queue_.complete(worker.message, worker.receipt);
      break;
    case Outcome::abandoned:
      log(Journal::Kind::finish, name_of(index), "gives up for now: " + ending.reason);
      if (!queue_.abandon(worker.message, worker.receipt, now_ + ending.delay))
        queue_.send_again({worker.message, worker.receipt, worker.deliveries, worker.trigger},
                          now_ + ending.delay);
      break;
    case Outcome::dead_lettered:
      log(Journal::Kind::finish, name_of(index), "gives up for good: " + ending.reason);
      // Nothing that happens in a campaign needs a person's look.
      if (!script_.active) fail("liveness", "a run gives up for good: " + ending.reason);
      queue_.dead_letter(worker.message, worker.receipt);
      break;
  }
  schedule_dispatch();
}

void Simulation::crash(std::uint32_t index) {
  Worker& worker = workers_[index];
  worker.state = Worker::State::down;
  worker.rate_limit_remaining.reset();
  worker.clock_correction = {};
  ++worker.generation;
  log(Journal::Kind::crash, name_of(index), "CRASHES");
  const bool drawn = !calm_ && !script_.active;
  agenda_.add(now_ + (drawn ? choices_.between(about_call(index, What::downtime), 1s, 1s, 30s)
                            : Duration(1s)),
              Due::restart, index);
  agenda_.add(now_ + queue_.lease_ms() + 50ms, Due::dispatch);
}

// ---- One call ---------------------------------------------------------------------------------

Question Simulation::about_call(std::uint32_t index, What what) const {
  return {Subject::call, index + 1, workers_[index].calls, what};
}

Simulation::Fate Simulation::choose_fate(std::uint32_t index, const github::Request& request) {
  Fate fate;
  if (script_.active) return scripted_fate(index, request);
  if (choices_.tape() != nullptr) [[unlikely]]
    choices_.tape()->begin_call(github::operation(request), workers_[index].anchor);
  fate.latency = choices_.wait(about_call(index, What::latency), usual_latency,
                               [&](Prng& prng) { return tactics_.draw_latency(index, prng); });
  if (calm_ || faults_.none()) return fate;
  const auto answer = choices_.ask(about_call(index, What::fault), 0,
                                   [&](Prng& prng) { return draw_fault(prng, request); });
  if (const auto fault = decode_call_fault(answer)) apply(*fault, index, request, fate);
  // The replica that answers this worker has not caught up yet.
  const Lag& lag = workers_[index].lag;
  const Duration behind = now_ + fate.latency - lag.stands_at;
  if (fake::may_lag(request) && fate.staleness == Duration{} && behind <= lag_max) {
    fate.staleness = behind;
    fate.stale_parts = lag.parts;
  }
  return fate;
}

// A fault that can happen to this call and is left in the budget, or none.
std::uint64_t Simulation::draw_fault(Prng& prng, const github::Request& request) const {
  const std::uint32_t focus = decides(request) ? tactics_.odds().focus : 1;
  if (prng.below(rate_scale) >= fault_rate_ * focus) return 0;
  CallFault fault{tactics_.draw(call_faults, prng), 0};
  switch (fault.fault) {  // drawn whether or not the fault can happen
    case Fault::stale_read:
    case Fault::server_error:
    case Fault::rate_limit_secondary:
      fault.variant = static_cast<std::uint8_t>(prng.below(variants(fault.fault)));
      break;
    case Fault::rate_limit_primary:
      fault.variant = prng.chance(500) ? 0 : 1;
      break;
    default:
      break;
  }
  if (!can_befall(fault.fault, request)) return 0;
  if (fault.fault == Fault::crash)
    fault.variant = static_cast<std::uint8_t>(prng.below(variants(fault.fault)));
  return encode(fault);
}

bool Simulation::can_befall(Fault fault, const github::Request& request) const {
  if (!can_inject(fault)) return false;
  switch (fault) {
    case Fault::stale_read:
      return fake::may_lag(request);
    case Fault::late_effect:
      return is_write(request);
    case Fault::twin_create:
      return std::holds_alternative<github::CreatePull>(request);
    default:
      break;
  }
  const auto failures = failures_of(fault);
  return failures.empty() || failure_of({fault, 0}, request).has_value();
}

// Turns `fate` into one that suffers `fault`, if that can happen to this call and is left in the
// budget.
void Simulation::apply(const CallFault& suffered, std::uint32_t index,
                       const github::Request& request, Fate& fate) {
  using Kind = Fate::Kind;
  const Fault fault = suffered.fault;
  if (!can_befall(fault, request) || !inject(fault)) return;
  fate.fault = suffered;
  fate.failure = failure_of(suffered, request);
  const auto ask = [&](What what, Duration usual, Duration from, Duration to) {
    return choices_.between(about_call(index, what), usual, from, to);
  };
  switch (fault) {
    case Fault::stale_read:
      fate.staleness = ask(What::staleness, 25s, 1ms, lag_max);
      fate.stale_parts = static_cast<std::uint8_t>(
          choices_.ask(about_call(index, What::stale_parts), fake::part::all,
                       [](Prng& prng) { return 1 + prng.below(fake::part::all); }));
      if (suffered.variant == lasting)
        workers_[index].lag = {now_ + fate.latency - fate.staleness, fate.stale_parts};
      return;
    case Fault::server_error:
      // A gateway that gives up says nothing about what stands behind it.
      fate.applied = suffered.variant == applied && is_write(request);
      return;
    case Fault::crash: {
      static constexpr std::array<Kind, 3> kinds = {Kind::crash_before, Kind::crash_after,
                                                    Kind::crash_midway};
      fate.kind = kinds[suffered.variant];
      return;
    }
    case Fault::answer_lost:
      fate.kind = Kind::answer_lost;
      return;
    case Fault::request_lost:
      fate.kind = Kind::request_lost;
      return;
    case Fault::late_effect:
      fate.kind = Kind::late_effect;
      return;
    case Fault::slow_call:
      fate.latency = ask(What::delay, 5s, 1s, 9900ms);
      return;
    case Fault::pause:
      fate.latency = ask(What::delay, 2min, 30s, 5min);
      fate.paused = true;
      return;
    case Fault::lease_lost:
      fate.latency = ask(What::delay, 10s, 1s, 20s);
      fate.paused = true;
      queue_.lose_lease(workers_[index].message, now_);
      return schedule_dispatch();
    case Fault::twin_create:
      fate.twin = true;
      fate.latency = ask(What::delay, 5s, 100ms, 9900ms);
      return;
    default:
      return;
  }
}

// A simultaneous create is one that was carried out while this one was under way.
github::Response Simulation::send(const github::Request& request, const Fate& fate, Time sent_at) {
  fake::Circumstances circumstances{.now = now_};
  circumstances.staleness = fate.staleness;
  circumstances.stale_parts = fate.stale_parts;
  if (!fate.applied) circumstances.failure = fate.failure;
  if (const auto* create = std::get_if<github::CreatePull>(&request)) {
    const bool overlaps = std::ranges::any_of(recent_creates_, [&](const RecentCreate& other) {
      return other.head == create->head && other.at >= sent_at;
    });
    circumstances.twin = overlaps && contains(faults_, Fault::twin_create) && !calm_;
  }
  ++report_.api_calls;
  auto response = github_.handle(request, circumstances);
  if (const auto* create = std::get_if<github::CreatePull>(&request); create && response.ok())
    recent_creates_.push_back({create->head, now_});
  check(monitor_.check_limit(github_.rate_limit_remaining(now_),
                             repository().settings().rate_limit_per_hour, config_));
  if (is_write(request)) check(monitor_.check_call(repository(), request, response));
  if (fate.applied) {
    circumstances.failure = fate.failure;
    response = github_.handle(request, circumstances);
  }
  return response;
}

void Simulation::note_exchange(std::uint32_t index, const github::Request& request,
                               const github::Response* response) {
  const Worker& worker = workers_[index];
  const bool told = response != nullptr && worker.fate.kind == Fate::Kind::answered;
  journal_->add_exchange({request, response == nullptr ? std::nullopt : std::optional(*response),
                          worker.sent_at, told ? std::optional(now_) : std::nullopt,
                          worker.fate.fault ? to_string(*worker.fate.fault) : std::string()});
}

void Simulation::arrive_at_github(std::uint32_t index) {
  using Kind = Fate::Kind;
  Worker& worker = workers_[index];
  const Fate fate = worker.fate;
  const github::Request& request = *worker.actor->request();
  if (choices_.tape() != nullptr) [[unlikely]]
    choices_.tape()->begin_call(github::operation(request), worker.anchor);
  const auto later = [&] {
    const bool told = fate.effect_after > Duration{};
    agenda_.add(now_ + (told ? fate.effect_after
                             : choices_.between(about_call(index, What::effect_after),
                                                usual_effect_after, 1ms, effect_after_max)),
                Due::ghost, static_cast<std::uint32_t>(ghosts_.size()));
    ghosts_.push_back({request, worker.sent_at});
  };
  const auto line = [&](std::string_view what, const github::Response* response = nullptr) {
    if (!logging()) return;
    log(Journal::Kind::call, name_of(index), github::to_line(request) + " → " + std::string(what));
    note_exchange(index, request, response);
  };
  switch (fate.kind) {
    case Kind::crash_before:
      witness_call(worker, request, nullptr);
      return crash(index);
    case Kind::request_lost:
      line("lost, no effect");
      agenda_.add(now_ + client_timeout, Due::answer, index, worker.generation);
      return;
    case Kind::late_effect:
      line("no answer; GitHub is still at it");
      later();
      agenda_.add(now_ + (script_.active ? Duration(1s)
                                         : choices_.between(about_call(index, What::gives_up_after),
                                                            client_timeout, 100ms, client_timeout)),
                  Due::answer, index, worker.generation);
      return;
    case Kind::crash_midway:
      line("under way when the process dies");
      if (is_write(request)) later();
      return crash(index);
    case Kind::answered:
    case Kind::answer_lost:
    case Kind::crash_after:
      break;
  }
  auto response = send(request, fate, worker.sent_at);
  witness_call(worker, request, &response);
  if (!report_.violations.empty()) return;
  if (logging())
    line(github::to_line(response) + (fate.staleness > Duration{} ? " (stale)" : "") +
             (fate.kind == Kind::answer_lost ? " (answer lost)" : ""),
         &response);
  if (fate.kind == Kind::crash_after) return crash(index);
  if (fate.kind == Kind::answer_lost) {
    agenda_.add(now_ + client_timeout, Due::answer, index, worker.generation);
    return;
  }
  if (response.status == 403 || response.status == 429) worker.quiet_until = told_wait(response);
  worker.rate_limit_remaining = response.headers.rate_limit_remaining;
  worker.rate_limit_reset = response.headers.rate_limit_reset;
  worker.clock_correction = response.headers.date - (now_ + worker.clock_error);
  advance(index, Answered{std::move(response)});
}

}  // namespace regent::sim
