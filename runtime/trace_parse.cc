// Reading a trace, strictly.
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "runtime/config_file.h"
#include "runtime/number_ranges.h"
#include "runtime/options.h"
#include "runtime/trace_json.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t number_max = ~std::uint64_t{0};
constexpr std::uint64_t step_max = 1'000'000'000'000;
constexpr std::uint32_t workers_max = 64;
constexpr std::uint32_t merges_max = 100'000;

// The first thing that is wrong; what comes after it may only follow from it.
class Refusal {
 public:
  void note(const std::string& key, std::string reason) {
    if (!first_) first_.emplace(key, std::move(reason));
  }
  [[nodiscard]] const std::optional<std::pair<std::string, std::string>>& first() const {
    return first_;
  }

 private:
  std::optional<std::pair<std::string, std::string>> first_;
};

// The members of an object. Each is asked for; one that was not is refused by `finish`.
class Members {
 public:
  Members(const Json& json, std::string path, Refusal& refusal)
      : json_(json), path_(std::move(path)), refusal_(refusal) {
    if (!json_.is_object()) refusal_.note(path_, "must be an object");
  }

  void refuse(const std::string& key, std::string reason) const {
    refusal_.note(path_.empty() ? key : path_ + "/" + key, std::move(reason));
  }
  bool has(const std::string& key) const { return json_.is_object() && json_.contains(key); }

  const Json& any(const std::string& key) {
    static const Json nothing;
    if (!has(key)) {
      refuse(key, "is missing");
      return nothing;
    }
    asked_.insert(key);
    return json_[key];
  }
  std::string text(const std::string& key) {
    const Json& value = any(key);
    if (value.is_string()) return value.get<std::string>();
    refuse(key, "must be a text");
    return {};
  }
  std::uint64_t number(const std::string& key, std::uint64_t min, std::uint64_t max) {
    const Json& value = any(key);
    const auto number = value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
    if (value.is_number_unsigned() && number >= min && number <= max) return number;
    refuse(key,
           "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    return min;
  }
  // A text that `parse` understands; `must_be` completes "must be …".
  template <typename Parse>
  auto parsed(const std::string& key, Parse parse, const std::string& must_be) {
    const std::string word = text(key);
    auto value = parse(word);
    if (!value) refuse(key, "must be " + must_be + ", not " + in_quotes(word));
    return value;
  }
  // Calls `read(item, path)` for each item of a list.
  template <typename Read>
  void list(const std::string& key, Read read) {
    const Json& value = any(key);
    if (!value.is_array()) return refuse(key, "must be a list");
    const std::string path = (path_.empty() ? key : path_ + "/" + key) + "/";
    for (std::size_t i = 0; i < value.size(); ++i) read(value[i], path + std::to_string(i));
  }
  Members object(const std::string& key) {
    return {any(key), path_.empty() ? key : path_ + "/" + key, refusal_};
  }
  void finish() const {
    if (!json_.is_object()) return;
    for (const auto& [key, value] : json_.items())
      if (!asked_.contains(key)) refuse(key, "is not a key of a trace");
  }

 private:
  const Json& json_;
  std::string path_;
  Refusal& refusal_;
  std::set<std::string> asked_;
};

// The text if it is that word.
std::optional<std::string> optional_if(const std::string& text, std::string_view word) {
  return text == word ? std::optional(text) : std::nullopt;
}

std::optional<Protocol> parse_protocol(const std::string& text) {
  for (const Protocol protocol : {Protocol::ledger, Protocol::optimistic})
    if (text == to_string(protocol)) return protocol;
  return std::nullopt;
}

bool is_hash(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string read_hash(Members& members, const std::string& key) {
  std::string hash = members.text(key);
  if (!is_hash(hash)) members.refuse(key, "must be 32 hexadecimal digits");
  return hash;
}

Config read_config_lines(Members& settings, Refusal& refusal) {
  std::string text;
  settings.list("config", [&](const Json& line, const std::string& path) {
    if (!line.is_string()) return refusal.note(path, "must be a text");
    text += line.get<std::string>() + "\n";
  });
  auto config = parse_config(text, "config");
  if (config) return *std::move(config);
  const std::string where =
      "config/" + std::to_string(std::max<std::size_t>(config.error().line, 1) - 1);
  settings.refuse(where, config.error().key.empty()
                             ? config.error().reason
                             : config.error().key + ": " + config.error().reason);
  return {};
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
