// Reading a trace, strictly.
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "runtime/number_ranges.h"
#include "runtime/trace_json.h"
#include "runtime/trace_members.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t number_max = ~std::uint64_t{0};
constexpr std::uint64_t step_max = 1'000'000'000'000;
constexpr std::uint32_t workers_max = 64;
constexpr std::uint32_t merges_max = 100'000;

bool is_hash(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string read_hash(Members& members, const std::string& key) {
  std::string hash = members.text(key);
  if (!is_hash(hash)) members.refuse(key, "must be 32 hexadecimal digits");
  return hash;
}

void read_work(Members& settings, sim::Trace& trace) {
  if (settings.has("history")) {
    trace.work = sim::HistoryFile{settings.text("history")};
  } else {
    trace.work = sim::GeneratedWork{
        static_cast<std::uint32_t>(settings.number("generate", 0, merges_max)), trace.seed};
  }
  trace.work_hash = read_hash(settings, "work_hash");
  const auto merges = settings.parsed(
      "merges", [](const std::string& text) { return parse_ranges(text, merges_max); },
      "numbers of merges, like 1-4,9");
  if (merges) trace.merges = *merges;
}

void read_settings(Members settings, sim::Trace& trace, Refusal& refusal) {
  const auto protocol = settings.parsed("protocol", parse_protocol, "ledger or optimistic");
  const auto behaviour = settings.parsed(
      "github", [](const std::string& text) { return fake::parse_behaviour(text); },
      "github.com, conditional or conditional-2023");
  if (behaviour) trace.behaviour = *behaviour;
  trace.workers = static_cast<std::uint32_t>(settings.number("workers", 1, workers_max));
  settings.list("faults", [&](const Json& name, const std::string& path) {
    const auto fault = name.is_string() ? sim::parse_fault(name.get<std::string>()) : std::nullopt;
    if (!fault) return refusal.note(path, "must be a kind of fault");
    trace.faults.set(static_cast<std::size_t>(*fault));
  });
  const auto strategy = settings.parsed(
      "strategy", [](const std::string& text) { return sim::parse_strategy(text); },
      "uniform, pct, swarm or portfolio");
  if (strategy) trace.strategy = *strategy;
  trace.seed = settings.number("seed", 0, number_max);
  if (!settings.any("mutant").is_null()) trace.mutant = settings.text("mutant");
  read_work(settings, trace);
  trace.config = read_config_lines(settings, refusal);
  if (protocol && trace.config.protocol != *protocol)
    settings.refuse("protocol", "is not the configuration's");
  settings.finish();
}

std::uint64_t read_answer(Members& members, sim::What what) {
  const auto form = sim::form_of(what);
  if (form == sim::AnswerForm::number || form == sim::AnswerForm::milliseconds)
    return members.number("answer", 0, sim::answer_max(what));
  const auto answer = members.parsed(
      "answer", [&](const std::string& text) { return sim::parse_answer(what, text); },
      "an answer to its question");
  return answer.value_or(0);
}

sim::Choice read_choice(Members members) {
  sim::Choice choice;
  const auto question = members.parsed(
      "choice", [](const std::string& text) { return sim::parse_question(text); },
      "the name of a choice");
  if (!question) return choice;
  choice.question = *question;
  choice.answer = read_answer(members, question->what);
  if (question->subject == sim::Subject::call) choice.operation = members.text("operation");
  choice.step = members.number("step", 0, step_max);
  members.finish();
  return choice;
}

sim::Violation read_violation(Members members, std::uint64_t seed) {
  sim::Violation violation{seed, members.number("step", 0, step_max), members.text("invariant"),
                           members.text("message")};
  if (members.text("fingerprint") != sim::normalised(violation.message))
    members.refuse("fingerprint", "is not the message's");
  members.finish();
  return violation;
}

sim::Trace read_trace(const Json& json, Refusal& refusal) {
  sim::Trace trace;
  Members members(json, {}, refusal);
  (void)members.parsed(
      "schema", [](const std::string& text) { return optional_if(text, trace_schema); },
      std::string(trace_schema));
  (void)members.parsed(
      "kind", [](const std::string& text) { return optional_if(text, "simulation"); },
      "simulation");
  read_settings(members.object("settings"), trace, refusal);
  members.list("choices", [&](const Json& item, const std::string& path) {
    trace.choices.push_back(read_choice({item, path, refusal}));
  });
  trace.violation = read_violation(members.object("violation"), trace.seed);
  const std::string digest = read_hash(members, "digest");
  members.finish();
  if (!refusal.first() && digest != trace_digest(trace))
    members.refuse("digest",
                   "does not fit the trace, which was changed: it would be " + trace_digest(trace));
  return trace;
}

}  // namespace

std::expected<std::string, Damage> trace_kind(std::string_view text) {
  Places places;
  const auto json = parse_strictly(text, places);
  if (!json) return std::unexpected(json.error());
  Refusal refusal;
  Members members(*json, {}, refusal);
  (void)members.parsed(
      "schema", [](const std::string& word) { return optional_if(word, trace_schema); },
      std::string(trace_schema));
  std::string kind = members.text("kind");
  if (const auto& first = refusal.first())
    return std::unexpected(damage_of(text, places, first->first, first->second));
  return kind;
}

std::expected<sim::Trace, Damage> parse_trace(std::string_view text) {
  Places places;
  const auto json = parse_strictly(text, places);
  if (!json) return std::unexpected(json.error());
  Refusal refusal;
  sim::Trace trace = read_trace(*json, refusal);
  if (const auto& first = refusal.first())
    return std::unexpected(damage_of(text, places, first->first, first->second));
  return trace;
}

}  // namespace regent::runtime
