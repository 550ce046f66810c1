// Choices in words.
#include <string_view>

#include "sim/call_fault.h"
#include "sim/difference.h"

namespace regent::sim {
namespace {

std::string number(std::uint64_t value) { return std::to_string(value); }

// `worker 2's call 3 (POST /pulls)`.
std::string call_of(const Choice& choice) {
  const Question& question = choice.question;
  return "worker " + number(question.index) + "'s call " + number(question.nth) + " (" +
         choice.operation + ")";
}

std::string_view crash_clause(std::uint8_t variant) {
  switch (variant) {
    case 0:
      return "is never sent, for its process crashes";
    case 1:
      return "takes effect, and its process crashes";
    default:
      return "is under way when its process crashes";
  }
}

std::string fault_clause(const CallFault& suffered) {
  switch (suffered.fault) {
    case Fault::crash:
      return std::string(crash_clause(suffered.variant));
    case Fault::answer_lost:
      return "loses its answer";
    case Fault::request_lost:
      return "is lost on its way";
    case Fault::late_effect:
      return "takes effect after its client has given up";
    case Fault::slow_call:
      return "is slow";
    case Fault::pause:
      return "is held back, for its process stands still";
    case Fault::lease_lost:
      return "goes out while its message is given to somebody else";
    case Fault::stale_read:
      return "is answered with an older state";
    case Fault::twin_create:
      return "overlaps with another create";
    case Fault::token_expired:
      return "meets an expired token";
    default:
      return "is refused (" + to_string(suffered) + ")";
  }
}

std::string call_clause(const Choice& choice) {
  const std::string ms = number(choice.answer) + " ms";
  switch (choice.question.what) {
    case What::fault: {
      const auto fault = decode_call_fault(choice.answer);
      return call_of(choice) + " " + (fault ? fault_clause(*fault) : "suffers nothing");
    }
    case What::latency:
    case What::delay:
      return call_of(choice) + " takes " + ms;
    case What::staleness:
      return call_of(choice) + " is answered with the state of " + ms + " before";
    case What::effect_after:
      return call_of(choice) + " takes effect " + ms + " later";
    case What::gives_up_after:
      return call_of(choice) + " is given up after " + ms;
    case What::downtime:
      return "after " + call_of(choice) + " the process is down for " + ms;
    case What::interrupted_after:
      return "a person acts during " + call_of(choice);
    default:
      return to_string(choice.question) + " is " + number(choice.answer);
  }
}

std::string webhook_clause(const Choice& choice) {
  const Question& question = choice.question;
  const std::string who = question.subject == Subject::merge_webhook
                              ? "the webhook of merge " + number(question.index)
                              : "webhook " + number(question.index);
  const std::string ms = number(choice.answer) + " ms";
  if (question.what == What::delay) return who + " takes " + ms;
  if (question.what == What::copy_delay) return "the copy of " + who + " takes " + ms;
  const std::string delivery = answer_text(question.what, choice.answer);
  return who + " is " + (delivery == "dropped" ? "lost" : delivery);
}

std::string person_clause(const Choice& choice) {
  const Question& question = choice.question;
  const std::string occasion = "on occasion " + number(question.index);
  if (question.what == What::pause)
    return "a person waits " + number(choice.answer) + " ms before occasion " +
           number(question.index);
  if (question.what != What::act) return to_string(question) + " is " + number(choice.answer);
  switch (static_cast<Fault>(choice.answer - 1)) {
    case Fault::person_edits:
      return "a person edits the release PR " + occasion;
    case Fault::person_closes:
      return "a person closes the release PR " + occasion;
    case Fault::person_reopens:
      return "a person reopens a release PR " + occasion;
    case Fault::person_merges:
      return "a person merges the release PR " + occasion;
    case Fault::person_deletes_branch:
      return "a person deletes the release branch " + occasion;
    case Fault::person_pushes_branch:
      return "a person pushes to the release branch " + occasion;
    case Fault::person_takes_branch:
      return "a person makes a branch of a name that the bot would choose " + occasion;
    case Fault::person_rewrites_base:
      return "a person rewrites the base " + occasion;
    default:
      return "a person tags by hand " + occasion;
  }
}

std::string run_clause(const Question& question) {
  const std::string who = "worker " + number(question.index);
  const std::string run = " in its run " + number(question.nth);
  return question.what == What::clock ? who + "'s clock is set wrong" + run
                                      : who + " draws other names" + run;
}

}  // namespace

std::string to_clause(const Choice& choice) {
  const Question& question = choice.question;
  const std::string index = number(question.index);
  switch (question.subject) {
    case Subject::call:
      return call_clause(choice);
    case Subject::merge:
      return "merge " + index + " comes " + number(choice.answer) + " ms after the one before";
    case Subject::merge_webhook:
    case Subject::webhook:
      return webhook_clause(choice);
    case Subject::person:
      return person_clause(choice);
    case Subject::operator_:
      return question.what == What::change ? "the configuration changes on occasion " + index
                                           : to_string(question) + " is " + number(choice.answer);
    case Subject::run:
      return run_clause(question);
    case Subject::job:
      return question.what == What::delay
                 ? "GitHub does its background job " + index + " after " + number(choice.answer) +
                       " ms"
                 : "GitHub does its background jobs in another order at job " + index;
    case Subject::setting:
      return "GitHub or the queue behave otherwise (" + to_string(question) + ")";
  }
  return to_string(question);
}

}  // namespace regent::sim
