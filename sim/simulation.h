// One simulated world: GitHub, webhooks, queue, workers, people and time, run from one seed.
//
// The workers are the production reducer behind the production runner; only the port is simulated.
// A run alternates between a *safety phase*, in which faults are injected and every step is
// checked, and *rest*: faults stop, what is under way arrives, a sweep says "look again", and the
// wanted state must be reached within a bound, or the report says what is still pending. A real
// history comes to rest before each of its releases.
//
// Deterministic: the same `Spec` gives the same `Report`, on every machine. Not thread-safe; runs
// are independent of each other.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/config.h"
#include "fakes/github/github.h"
#include "sim/actor.h"
#include "sim/agenda.h"
#include "sim/choices.h"
#include "sim/fault.h"
#include "sim/journal.h"
#include "sim/monitor.h"
#include "sim/queue.h"
#include "sim/report.h"
#include "sim/script.h"
#include "sim/workload.h"

namespace regent::sim {

// Everything that determines a run. `workload` must outlive the simulation.
struct Spec {
  Config config;
  fake::Behaviour behaviour = fake::Behaviour::github_com;
  std::uint32_t workers = 3;
  FaultSet faults;
  const Workload* workload = nullptr;
  std::uint64_t seed = 1;
  Script script;  // what a scenario prescribes; empty in a campaign
};

class Simulation {
 public:
  explicit Simulation(const Spec& spec, Journal* journal = nullptr);

  // Runs to the end of the workload or to the first violation.
  [[nodiscard]] Report run();

  // How many calls each rule of the script befell, and how often each of its acts changed
  // something.
  [[nodiscard]] const std::vector<std::uint32_t>& rule_hits() const { return rule_hits_; }
  [[nodiscard]] const std::vector<std::uint32_t>& act_hits() const { return act_hits_; }

 private:
  // What becomes of one call.
  struct Fate {
    enum class Kind : std::uint8_t {
      answered,
      answer_lost,
      request_lost,
      late_effect,
      crash_before,
      crash_after,
      crash_midway,  // the request arrives, later, from a process that is gone
    };
    Kind kind = Kind::answered;
    std::optional<fake::Failure> failure;
    Duration staleness{};
    std::uint8_t stale_parts = fake::part::all;
    bool twin = false;
    Duration latency{};
    Duration effect_after{};  // of a request whose client is gone; zero: drawn
    bool paused = false;
  };

  struct Worker {
    enum class State : std::uint8_t { idle, running, down };
    State state = State::idle;
    std::optional<Actor> actor;
    std::uint64_t message = 0;
    std::uint64_t receipt = 0;
    std::uint32_t generation = 0;
    std::uint32_t calls = 0;  // of this worker, in all its runs
    Fate fate;
    Time sent_at{};
    std::optional<std::uint32_t> rate_limit_remaining;
    Time rate_limit_reset{};
    Duration clock_error{};       // of the machine's clock
    Duration clock_correction{};  // that the process applies, by the last `Date` that it saw
  };

  // A request whose client is gone.
  struct Ghost {
    github::Request request;
    Time sent_at{};
  };

  struct RecentCreate {
    std::string head;
    Time at{};
  };

  // simulation.cc
  void load();
  bool step();
  void play(const Appointment& appointment);
  void arrive(Trigger trigger);
  void fail(std::string invariant, std::string message);
  bool check(std::optional<Breach> breach);
  bool come_to_rest();
  bool quiet() const;
  std::string pending() const;
  void merge_next();
  std::string with_landed_ids(std::string message) const;
  void release();
  void after_step();
  void take_webhooks();
  void deliver(Trigger trigger);
  void log(const std::string& who, std::string what);
  bool logging() const { return journal_ != nullptr; }

  // workers.cc
  void dispatch();
  void start(std::uint32_t worker, Queue::Received message);
  void advance(std::uint32_t worker, Event event);
  void obey(std::uint32_t worker);
  void finish(std::uint32_t worker, const Finish& finish);
  void arrive_at_github(std::uint32_t worker);
  github::Response send(const github::Request& request, const Fate& fate, Time sent_at);
  void crash(std::uint32_t worker);
  Time own_clock(std::uint32_t worker);
  Fate choose_fate(std::uint32_t worker, const github::Request& request);
  void apply(Fault fault, const github::Request& request, Fate& fate);
  bool inject(Fault fault);
  void schedule_dispatch();

  // script.cc
  void load_script();
  void perform(std::uint32_t act);
  void perform_only_scripted(const ScriptedAct& scripted);
  void reopen_newest_closed();
  Fate scripted_fate(std::uint32_t worker, const github::Request& request);
  static void befall(const CallRule& rule, Fate& fate);
  void deliver_scripted(const Trigger& trigger);

  // people.cc
  void person();
  void act(Fault fault);
  void configure();
  void edit(const fake::PullView& pull);
  void push(const fake::PullView& pull);
  void rewrite_base();
  void tag_by_hand();
  void set_state(github::PullNumber number, github::PullState state);
  bool merge_pull(const fake::PullView& pull);
  github::Response by_hand(const github::Request& request);
  std::optional<fake::PullView> closed_release_pull() const;

  fake::Repository& repository() { return github_.repository(); }
  const fake::Repository& repository() const { return github_.repository(); }

  Config config_;
  const Workload& workload_;
  Script script_;
  FaultSet faults_;
  Journal* journal_;
  Choices choices_;
  fake::GitHub github_;
  Queue queue_;
  Monitor monitor_;
  Agenda agenda_;
  std::vector<Worker> workers_;
  std::vector<Trigger> under_way_;  // webhooks between GitHub and the receiver
  std::vector<Ghost> ghosts_;
  std::vector<RecentCreate> recent_creates_;
  std::vector<std::uint32_t> script_seen_;  // per rule of the script: calls that it named
  std::vector<std::uint32_t> rule_hits_;
  std::vector<std::uint32_t> act_hits_;
  std::uint32_t webhooks_seen_ = 0;
  std::vector<Sha> landed_;               // per merge of the workload, as it stands on the base now
  std::map<std::string, Sha> landed_as_;  // by the id in the real project
  std::array<std::uint8_t, fault_count> budget_{};
  std::uint32_t fault_rate_ = 0;  // of 100,000 calls
  Time now_{};
  std::size_t merged_ = 0;
  std::uint64_t sweeps_ = 0;
  std::uint64_t words_ = 0;
  std::uint64_t calls_at_rest_ = 0;
  std::uint64_t faults_at_rest_ = 0;
  std::size_t merges_at_rest_ = 0;
  std::uint64_t revision_ = 0;
  bool calm_ = false;
  Report report_;
};

}  // namespace regent::sim
