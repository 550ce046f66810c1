#include "runtime/trace_json.h"

#include <nlohmann/json.hpp>

#include "runtime/json_text.h"
#include "runtime/number_ranges.h"
#include "runtime/trace_members.h"
#include "sim/digest.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

std::string on_one_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json faults_json(const sim::FaultSet& faults) {
  Json json = Json::array();
  for (std::size_t i = 0; i < sim::fault_count; ++i)
    if (faults[i]) json.push_back(to_string(static_cast<sim::Fault>(i)));
  return json;
}

Json settings_json(const sim::Trace& trace) {
  Json json{{"protocol", to_string(trace.config.protocol)},
            {"github", fake::to_string(trace.behaviour)},
            {"workers", trace.workers},
            {"faults", faults_json(trace.faults)},
            {"strategy", to_string(trace.strategy)},
            {"seed", trace.seed},
            {"mutant", trace.mutant.empty() ? Json(nullptr) : Json(trace.mutant)}};
  if (const auto* history = std::get_if<sim::HistoryFile>(&trace.work)) {
    json["history"] = history->name;
  } else {
    json["generate"] = std::get<sim::GeneratedWork>(trace.work).merges;
  }
  json["work_hash"] = trace.work_hash;
  json["merges"] = print_ranges(trace.merges);
  json["config"] = config_lines(trace.config);
  return json;
}

Json choice_json(const sim::Choice& choice) {
  const auto what = choice.question.what;
  const auto form = sim::form_of(what);
  const bool is_text = form == sim::AnswerForm::word || form == sim::AnswerForm::bits;
  Json json{{"choice", to_string(choice.question)}};
  json["answer"] = is_text ? Json(answer_text(what, choice.answer)) : Json(choice.answer);
  if (choice.question.subject == sim::Subject::call) json["operation"] = choice.operation;
  json["step"] = choice.step;
  return json;
}

Json violation_json(const sim::Violation& violation) {
  return {{"step", violation.step},
          {"invariant", violation.invariant},
          {"message", violation.message},
          {"fingerprint", sim::normalised(violation.message)}};
}

// Everything but the digest: the object's members, a choice on a line.
std::string members_text(const sim::Trace& trace) {
  std::string settings = json_text(settings_json(trace));
  settings.pop_back();
  for (auto at = settings.find('\n'); at != std::string::npos; at = settings.find('\n', at + 1))
    settings.insert(at + 1, "  ");
  std::string out = "  \"schema\": " + on_one_line(trace_schema) + ",\n";
  out += "  \"kind\": \"simulation\",\n";
  out += "  \"settings\": " + settings + ",\n";
  out += "  \"choices\": [";
  std::string_view separator = "\n";
  for (const sim::Choice& choice : trace.choices) {
    out.append(separator).append("    ").append(on_one_line(choice_json(choice)));
    separator = ",\n";
  }
  out += trace.choices.empty() ? "],\n" : "\n  ],\n";
  return out + "  \"violation\": " + on_one_line(violation_json(trace.violation));
}

}  // namespace

std::string trace_digest(const sim::Trace& trace) {
  sim::Digest128 digest;
  digest.mix(members_text(trace));
  return digest.hex();
}

std::string trace_json(const sim::Trace& trace) {
  return "{\n" + members_text(trace) + ",\n  \"digest\": \"" + trace_digest(trace) + "\"\n}\n";
}

}  // namespace regent::runtime
