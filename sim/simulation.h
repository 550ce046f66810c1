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
#include "sim/call_fault.h"
#include "sim/choices.h"
#include "sim/fault.h"
#include "sim/journal.h"
#include "sim/monitor.h"
#include "sim/queue.h"
#include "sim/report.h"
#include "sim/script.h"
#include "sim/strategy.h"
#include "sim/workload.h"

namespace regent::sim {

// Everything that determines a run. `workload` must outlive the simulation.
struct Spec {
  Config config;
  fake::Behaviour behaviour = fake::Behaviour::github_com;
  std::uint32_t workers = 3;
  FaultSet faults;
  Strategy strategy = Strategy::portfolio;
  const Workload* workload = nullptr;
  std::uint64_t seed = 1;
  Script script;         // what a scenario prescribes; empty in a campaign
  Tape* tape = nullptr;  // records the choices, or gives them instead of the seed; may be null
  const Mutant* mutant = nullptr;  // a bug in every worker; must outlive the simulation
};

class Simulation {
 public:
  // `listener` hears the run, and must outlive it.
  explicit Simulation(const Spec& spec, Journal* journal = nullptr, Listener* listener = nullptr);

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
    bool applied = false;  // the request took effect, and `failure` is answered all the same
    Duration staleness{};
    std::uint8_t stale_parts = fake::part::all;
    bool twin = false;
    Duration latency{};
    Duration effect_after{};  // of a request whose client is gone; zero: drawn
    bool paused = false;
    std::optional<CallFault> fault{};  // where it comes from; of scenarios: none
  };

  // What a replica shows that stands still.
  struct Lag {
    Time stands_at{};
    std::uint8_t parts = fake::part::all;
  };

  struct Worker {
    enum class State : std::uint8_t { idle, running, down };
    State state = State::idle;
    std::optional<Actor> actor;
    std::uint64_t message = 0;
    std::uint64_t receipt = 0;
    std::uint32_t deliveries = 0;
    Trigger trigger;
    Time quiet_until{};  // GitHub asked this run not to ask before
    std::uint32_t generation = 0;
    std::uint32_t calls = 0;  // of this worker, in all its runs
    std::uint32_t runs = 0;
    Anchor anchor;
    Fate fate;
    Lag lag;
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

  // `generation` of a person's appointment that has no successor.
  static constexpr std::uint32_t interruption = 1;

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
  std::uint64_t excuses() const;
  std::string pending() const;
  void merge_next();
  std::string with_landed_ids(std::string message) const;
  void release();
  void after_step();
  void take_webhooks();
  Question about_webhook(const Trigger& trigger);
  void deliver(Trigger trigger);
  void log(Journal::Kind kind, const std::string& who, std::string what);
  bool logging() const { return journal_ != nullptr; }

  // workers.cc
  void dispatch();
  std::uint32_t merge_of(const Trigger& trigger) const;
  void start(std::uint32_t worker, Queue::Received message);
  void advance(std::uint32_t worker, Event event);
  void obey(std::uint32_t worker);
  void finish(std::uint32_t worker, const Ending& ending);
  void arrive_at_github(std::uint32_t worker);
  github::Response send(const github::Request& request, const Fate& fate, Time sent_at);
  void crash(std::uint32_t worker);
  Time own_clock(std::uint32_t worker);
  Fate choose_fate(std::uint32_t worker, const github::Request& request);
  std::uint64_t draw_fault(Prng& prng, const github::Request& request) const;
  bool can_befall(Fault fault, const github::Request& request) const;
  void apply(const CallFault& fault, std::uint32_t worker, const github::Request& request,
             Fate& fate);
  Question about_call(std::uint32_t worker, What what) const;
  void note_exchange(std::uint32_t worker, const github::Request& request,
                     const github::Response* response);
  bool can_inject(Fault fault) const;
  bool inject(Fault fault);
  void interrupt(std::uint32_t worker);
  void schedule_dispatch();

  // state.cc
  void end_step();
  std::string state_of(std::uint32_t worker) const;
  std::vector<std::string> state() const;

  // script.cc
  void load_script();
  void perform(std::uint32_t act);
  void perform_only_scripted(const ScriptedAct& scripted);
  void reopen_newest_closed();
  Fate scripted_fate(std::uint32_t worker, const github::Request& request);
  static void befall(const CallRule& rule, Fate& fate);
  void deliver_scripted(const Trigger& trigger);

  // witness.cc
  void met(Situation situation) { ++report_.situations[static_cast<std::size_t>(situation)]; }
  template <typename Is>
  bool any_at_work(Is is) const;
  void witness_merge();
  void witness_release(const fake::PullView& pull);
  void witness_person(const github::Request& request);
  void witness_rewrite();
  void witness_configuration();
  void witness_background(const fake::Background& todo);
  void witness_webhook(std::uint32_t nth);
  void witness_start(std::uint32_t worker, const Queue::Received& message);
  void witness_sending(std::uint32_t worker);
  void witness_call(const Worker& worker, const github::Request& request,
                    const github::Response* response);
  void witness_ghost(const github::Request& request, const github::Response& response,
                     std::uint64_t revision_before);
  void witness_notes();
  void hear_request(std::uint32_t worker);

  // people.cc
  void expect_person(Duration earliest, Duration latest);
  void expect_change(Duration earliest, Duration latest);
  void person(std::uint32_t occasion, bool interrupts);
  void act(Fault fault);
  void configure();
  void edit(const fake::PullView& pull);
  void push(const fake::PullView& pull);
  void take_branch();
  void rewrite_base();
  void tag_by_hand();
  void set_state(github::PullNumber number, github::PullState state);
  bool merge_pull(const fake::PullView& pull);
  github::Response by_hand(const github::Request& request);
  std::optional<fake::PullView> newest_release_pull() const;
  std::optional<fake::PullView> closed_release_pull() const;

  fake::Repository& repository() { return github_.repository(); }
  const fake::Repository& repository() const { return github_.repository(); }

  Config config_;
  const Workload& workload_;
  Script script_;
  const Mutant* mutant_;
  Journal* journal_;
  Choices choices_;
  Tactics tactics_;
  FaultSet faults_;  // those that this seed may suffer
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
  std::uint32_t webhooks_arrived_ = 0;  // the youngest, as it was sent: 1 + its place
  std::uint32_t webhooks_asked_ = 0;    // of those that tell of no merge of the workload
  std::size_t merges_told_ = 0;         // by a webhook
  std::uint32_t persons_asked_ = 0;
  Question person_;  // about what the person at hand does
  std::uint32_t changes_asked_ = 0;
  std::uint32_t jobs_asked_ = 0;
  std::uint32_t jobs_run_ = 0;
  std::vector<Sha> landed_;               // per merge of the workload, as it stands on the base now
  std::map<std::string, Sha> landed_as_;  // by the id in the real project
  std::array<std::uint8_t, fault_count> budget_{};
  std::uint32_t fault_rate_ = 0;  // of 100,000 calls
  Time now_{};
  std::size_t merged_ = 0;
  std::uint64_t sweeps_ = 0;
  std::uint64_t words_ = 0;
  std::uint64_t steps_at_rest_ = 0;
  std::uint64_t calls_at_rest_ = 0;
  std::uint64_t faults_at_rest_ = 0;
  std::uint64_t excuses_at_rest_ = 0;
  std::size_t merges_at_rest_ = 0;
  std::uint64_t revision_ = 0;
  bool calm_ = false;
  Report report_;
};

}  // namespace regent::sim
