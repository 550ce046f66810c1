#include "runtime/reconciliation.h"

#include <utility>

#include "core/errors.h"

namespace regent::runtime {
namespace {

// A lost answer, or a server error, says nothing about what a write did.
Deed::Fate fate_of(const github::Request& request, const github::Response& response) {
  const ErrorClass error = classify(request, response);
  if (error == ErrorClass::ok) return Deed::Fate::done;
  return may_have_taken_effect(error) ? Deed::Fate::unknown : Deed::Fate::refused;
}

// Drives a run and keeps what it did.
class Driver {
 public:
  Driver(const Config& config, effects::GitHubPort& port, Pause& pause, const https::Pace& pace,
         bool dry_run)
      : config_(config), port_(port), pause_(pause), pacer_(pace), dry_(dry_run), runner_(config) {}

  Reconciliation run(Begin begin) {
    Event event = std::move(begin);
    for (;;) {
      const auto notes = runner_.advance(config_, std::move(event));
      if (!notes) return broken(notes.error());
      note(*notes);
      if (const auto* finish = std::get_if<Finish>(&runner_.pending())) return finished(*finish);
      if (plan_is_complete()) return ended(Reconciliation::End::planned);
      if (const auto* wait = std::get_if<Wait>(&runner_.pending())) {
        ++result_.waits;
        pause_.wait(wait->duration);
        event = Woken{};
      } else {
        event = carry_out(runner_.pending_call()->request());
        if (complete_) return ended(Reconciliation::End::planned);
      }
    }
  }

 private:
  Event carry_out(const github::Request& request) {
    if (!github::is_write(request)) return send(request);
    if (dry_) return pretend(request);
    Event event = send(request);
    Deed deed{request, Deed::Fate::unknown, lost_, {}};
    if (const auto* answered = std::get_if<Answered>(&event)) {
      const github::Response& response = answered->response;
      deed.fate = fate_of(request, response);
      if (!response.ok()) deed.detail = github::to_line(response);
      if (const auto* pull = response.as<github::Pull>()) deed.pull = pull->number;
    }
    result_.deeds.push_back(std::move(deed));
    return event;
  }

  Event send(const github::Request& request) {
    const Time now = pause_.now();
    if (const auto earliest = pacer_.earliest(request, now); earliest && *earliest > now)
      pause_.wait(*earliest - now);
    pacer_.began(request, pause_.now());
    auto answer = port_.send(request);
    pacer_.ended();
    if (!answer) {
      lost_ = std::move(answer.error().reason);
      return Unanswered{};
    }
    headers_ = answer->headers;
    return Answered{std::move(*answer)};
  }

  // GitHub's answer to a write that is not sent.
  Event pretend(const github::Request& request) {
    result_.deeds.push_back({request, Deed::Fate::planned, {}, {}});
    github::Response response{201, headers_, {}};
    if (std::holds_alternative<github::CreateTree>(request) ||
        std::holds_alternative<github::CreateCommit>(request)) {
      std::array<std::uint8_t, Sha::size_bytes> id{};
      id.back() = ++objects_;
      response.payload = github::ObjectId{Sha(id)};
    } else {
      swung_ = std::holds_alternative<github::UpdateRefs>(request);
      complete_ = !swung_;
    }
    return Answered{std::move(response)};
  }

  // What comes next depends on what the writes would have made.
  bool plan_is_complete() const {
    if (!swung_) return false;
    const Call* call = runner_.pending_call();
    return call == nullptr || std::holds_alternative<github::Observe>(call->request()) ||
           std::holds_alternative<github::ObservePull>(call->request()) ||
           std::holds_alternative<github::ObservePulls>(call->request());
  }

  void note(const Notes& notes) {
    for (std::size_t i = 0; i < note_count; ++i)
      if (notes.has(static_cast<Note>(i))) result_.notes.add(static_cast<Note>(i));
  }

  Reconciliation finished(const Finish& finish) {
    using enum Reconciliation::End;
    result_.retry_after = finish.delay();
    result_.reason = finish.reason();
    if (finish.outcome() == Outcome::acknowledged) return ended(right);
    if (!lost_.empty() && finish.outcome() == Outcome::abandoned) result_.reason += ": " + lost_;
    return ended(finish.outcome() == Outcome::abandoned ? failed : needs_a_person);
  }

  Reconciliation broken(const effects::DutyViolation& violation) {
    result_.reason = std::string(violation.rule) + ' ' + violation.subject;
    return ended(Reconciliation::End::broken);
  }

  Reconciliation ended(Reconciliation::End end) {
    result_.end = end;
    result_.run = runner_.run();
    return std::move(result_);
  }

  const Config& config_;
  effects::GitHubPort& port_;
  Pause& pause_;
  https::Pacer pacer_;
  bool dry_;
  effects::Runner runner_;
  Reconciliation result_;
  github::Headers headers_;  // of the last answer
  std::string lost_;         // why the last answer that was lost did not come
  std::uint8_t objects_ = 0;
  bool swung_ = false;
  bool complete_ = false;
};

}  // namespace

Reconciliation reconcile(const Config& config, Begin begin, effects::GitHubPort& port, Pause& pause,
                         const https::Pace& pace, bool dry_run) {
  return Driver(config, port, pause, pace, dry_run).run(std::move(begin));
}

}  // namespace regent::runtime
