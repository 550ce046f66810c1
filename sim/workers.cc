// Workers: the production runner between the simulated queue and the simulated GitHub.
#include <algorithm>
#include <utility>

#include "core/assert.h"
#include "sim/simulation.h"

namespace regent::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration client_timeout = 10s;
constexpr std::uint32_t rate_scale = 100'000;
constexpr Duration clock_error_max = 10min;

std::string name_of(std::uint32_t worker) { return "worker " + std::to_string(worker + 1); }

bool is_read(const github::Request& request) { return !is_write(request); }

// Faults of a single call, with their weights.
struct Weighted {
  Fault fault;
  std::uint32_t weight;
};
constexpr std::array<Weighted, 17> call_faults = {{{Fault::stale_read, 30},
                                                   {Fault::crash, 10},
                                                   {Fault::answer_lost, 10},
                                                   {Fault::request_lost, 6},
                                                   {Fault::late_effect, 6},
                                                   {Fault::slow_call, 8},
                                                   {Fault::pause, 5},
                                                   {Fault::lease_lost, 4},
                                                   {Fault::server_error, 5},
                                                   {Fault::unprocessable_422, 5},
                                                   {Fault::conflict_409, 2},
                                                   {Fault::precondition_412, 2},
                                                   {Fault::not_found_404, 4},
                                                   {Fault::rate_limit_primary, 1},
                                                   {Fault::rate_limit_secondary, 2},
                                                   {Fault::token_expired, 2},
                                                   {Fault::twin_create, 8}}};

constexpr std::uint32_t total_weight = [] {
  std::uint32_t sum = 0;
  for (const Weighted& entry : call_faults) sum += entry.weight;
  return sum;
}();

}  // namespace

bool Simulation::inject(Fault fault) {
  const auto index = static_cast<std::size_t>(fault);
  if (calm_ || !faults_[index] || budget_[index] == 0) return false;
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

void Simulation::start(std::uint32_t index, Queue::Received message) {
  Worker& worker = workers_[index];
  worker.state = Worker::State::running;
  worker.message = message.message;
  worker.receipt = message.receipt;
  worker.actor.emplace(config_);
  if (logging())
    log(name_of(index), "takes delivery " + message.trigger.delivery + ", attempt " +
                            std::to_string(message.deliveries));
  if (queue_.exclusive()) {
    const auto leases = std::ranges::count_if(queue_.messages(), [&](const Message& entry) {
      return entry.leased_until && *entry.leased_until > now_;
    });
    if (leases > 1) fail("one-at-a-time", "two messages of one repository are leased at once");
  }
  const Time own = own_clock(index);
  advance(index, Begin{std::move(message.trigger), choices_.entropy(), message.deliveries,
                       worker.rate_limit_remaining, worker.rate_limit_reset, own});
}

// What the process takes for the time before GitHub tells it. A machine's clock is set now and
// then.
Time Simulation::own_clock(std::uint32_t index) {
  Worker& worker = workers_[index];
  const bool drawn = contains(faults_, Fault::clock_skew) && !calm_ && !script_.active;
  if (drawn && choices_.below(rate_scale) < fault_rate_ && inject(Fault::clock_skew)) {
    worker.clock_error = choices_.between(-clock_error_max, clock_error_max);
    log(name_of(index),
        "has its clock set wrong, by " + std::to_string(worker.clock_error.count() / 1000) + " s");
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
          log(name_of(index), "notes: " + std::string(to_string(static_cast<Note>(i))));
      }
  obey(index);
}

void Simulation::obey(std::uint32_t index) {
  Worker& worker = workers_[index];
  ++worker.generation;
  if (const Finish* finished = worker.actor->finish()) return finish(index, *finished);
  if (const Wait* wait = worker.actor->wait()) {
    // A living process keeps its lease while it waits.
    queue_.extend(worker.message, worker.receipt, now_ + wait->duration + queue_.lease_ms());
    agenda_.add(now_ + wait->duration, Due::wake, index, worker.generation);
    return;
  }
  ++worker.calls;
  worker.sent_at = now_;
  worker.fate = choose_fate(index, *worker.actor->request());
  if (!worker.fate.paused)
    queue_.extend(worker.message, worker.receipt, now_ + worker.fate.latency + queue_.lease_ms());
  agenda_.add(now_ + worker.fate.latency, Due::call, index, worker.generation);
}

void Simulation::finish(std::uint32_t index, const Finish& finish) {
  Worker& worker = workers_[index];
  worker.state = Worker::State::idle;
  switch (finish.outcome()) {
    case Outcome::acknowledged:
      log(name_of(index), "is done, and acknowledges");
      queue_.complete(worker.message, worker.receipt);
      break;
    case Outcome::abandoned:
      log(name_of(index), "gives up for now: " + finish.reason());
      queue_.abandon(worker.message, worker.receipt, now_ + finish.delay());
      break;
    case Outcome::dead_lettered:
      log(name_of(index), "gives up for good: " + finish.reason());
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
  log(name_of(index), "CRASHES");
  const bool drawn = !calm_ && !script_.active;
  agenda_.add(now_ + (drawn ? choices_.between(1s, 30s) : Duration(1s)), Due::restart, index);
  agenda_.add(now_ + queue_.lease_ms() + 50ms, Due::dispatch);
}

// ---- One call ---------------------------------------------------------------------------------

Simulation::Fate Simulation::choose_fate(std::uint32_t index, const github::Request& request) {
  Fate fate;
  if (script_.active) return scripted_fate(index, request);
  fate.latency = Duration(20 + static_cast<std::int64_t>(choices_.below(380)));
  if (calm_ || faults_.none()) return fate;
  if (choices_.below(rate_scale) >= fault_rate_) return fate;
  auto chosen = choices_.below(total_weight);
  const auto* entry = call_faults.data();
  while (chosen >= entry->weight) chosen -= (entry++)->weight;
  apply(entry->fault, request, fate);
  return fate;
}

// Turns `fate` into one that suffers `fault`, if that can happen to this call and is left in the
// budget.
void Simulation::apply(Fault fault, const github::Request& request, Fate& fate) {
  using Kind = Fate::Kind;
  const auto refuse = [&](fake::Failure failure) {
    if (fake::is_plausible(failure, request) && inject(fault)) fate.failure = failure;
  };
  switch (fault) {
    case Fault::stale_read:
      if (is_read(request) && inject(fault)) {
        fate.staleness = choices_.between(1ms, 25s);
        fate.stale_parts = static_cast<std::uint8_t>(1 + choices_.below(fake::part::all));
      }
      return;
    case Fault::crash:
      if (inject(fault)) {
        static constexpr std::array<Kind, 3> kinds = {Kind::crash_before, Kind::crash_after,
                                                      Kind::crash_midway};
        fate.kind = kinds[choices_.below(kinds.size())];
      }
      return;
    case Fault::answer_lost:
      if (inject(fault)) fate.kind = Kind::answer_lost;
      return;
    case Fault::request_lost:
      if (inject(fault)) fate.kind = Kind::request_lost;
      return;
    case Fault::late_effect:
      if (!is_read(request) && inject(fault)) fate.kind = Kind::late_effect;
      return;
    case Fault::slow_call:
      if (inject(fault)) fate.latency = choices_.between(1s, 9900ms);
      return;
    case Fault::pause:
      if (inject(fault)) {
        fate.latency = choices_.between(30s, 5min);
        fate.paused = true;
      }
      return;
    case Fault::lease_lost:
      if (inject(fault)) {
        fate.latency = choices_.between(1s, 20s);
        fate.paused = true;
        for (const Worker& worker : workers_)
          if (worker.actor && worker.actor->request() == &request)
            queue_.lose_lease(worker.message, now_);
        schedule_dispatch();
      }
      return;
    case Fault::server_error: {
      static constexpr std::array<fake::Failure, 3> errors = {
          fake::Failure::error_500, fake::Failure::bad_gateway_502, fake::Failure::unavailable_503};
      return refuse(errors[choices_.below(errors.size())]);
    }
    case Fault::unprocessable_422: {
      static constexpr std::array<fake::Failure, 3> errors = {
          fake::Failure::reference_update_failed_422, fake::Failure::update_refs_rejected,
          fake::Failure::head_invalid_422};
      for (const fake::Failure failure : errors)
        if (fake::is_plausible(failure, request)) return refuse(failure);
      return;
    }
    case Fault::conflict_409:
      return refuse(fake::Failure::conflict_409);
    case Fault::precondition_412:
      return refuse(fake::Failure::precondition_412);
    case Fault::not_found_404:
      return refuse(fake::Failure::not_found_404);
    case Fault::rate_limit_primary:
      return refuse(choices_.chance(500) ? fake::Failure::primary_limit_403
                                         : fake::Failure::primary_limit_429);
    case Fault::rate_limit_secondary: {
      static constexpr std::array<fake::Failure, 3> limits = {
          fake::Failure::secondary_limit_403, fake::Failure::secondary_limit_429,
          fake::Failure::secondary_limit_blank_retry_after};
      return refuse(limits[choices_.below(limits.size())]);
    }
    case Fault::token_expired:
      return refuse(fake::Failure::bad_credentials_401);
    case Fault::twin_create:
      if (std::holds_alternative<github::CreatePull>(request) && inject(fault)) {
        fate.twin = true;
        fate.latency = choices_.between(100ms, 9900ms);
      }
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
  circumstances.failure = fate.failure;
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
  return response;
}

void Simulation::arrive_at_github(std::uint32_t index) {
  using Kind = Fate::Kind;
  Worker& worker = workers_[index];
  const Fate fate = worker.fate;
  const github::Request& request = *worker.actor->request();
  const auto later = [&](Duration at_most) {
    const bool told = fate.effect_after > Duration{};
    agenda_.add(now_ + (told ? fate.effect_after : choices_.between(1ms, at_most)), Due::ghost,
                static_cast<std::uint32_t>(ghosts_.size()));
    ghosts_.push_back({request, worker.sent_at});
  };
  const auto line = [&](std::string_view what) {
    if (logging()) log(name_of(index), github::to_line(request) + " → " + std::string(what));
  };
  switch (fate.kind) {
    case Kind::crash_before:
      return crash(index);
    case Kind::request_lost:
      line("lost, no effect");
      agenda_.add(now_ + client_timeout, Due::answer, index, worker.generation);
      return;
    case Kind::late_effect:
      line("no answer; GitHub is still at it");
      later(9s);
      agenda_.add(now_ + (script_.active ? Duration(1s) : choices_.between(100ms, client_timeout)),
                  Due::answer, index, worker.generation);
      return;
    case Kind::crash_midway:
      line("under way when the process dies");
      if (is_write(request)) later(9s);
      return crash(index);
    case Kind::answered:
    case Kind::answer_lost:
    case Kind::crash_after:
      break;
  }
  auto response = send(request, fate, worker.sent_at);
  if (!report_.violations.empty()) return;
  if (logging())
    line(github::to_line(response) + (fate.staleness > Duration{} ? " (stale)" : "") +
         (fate.kind == Kind::answer_lost ? " (answer lost)" : ""));
  if (fate.kind == Kind::crash_after) return crash(index);
  if (fate.kind == Kind::answer_lost) {
    agenda_.add(now_ + client_timeout, Due::answer, index, worker.generation);
    return;
  }
  worker.rate_limit_remaining = response.headers.rate_limit_remaining;
  worker.rate_limit_reset = response.headers.rate_limit_reset;
  worker.clock_correction = response.headers.date - (now_ + worker.clock_error);
  advance(index, Answered{std::move(response)});
}

}  // namespace regent::sim
