#include "runtime/replay_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/json_text.h"
#include "runtime/wire_text.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;
using Journal = sim::Journal;
using Line = Journal::Line;

constexpr std::string_view arrow = " → ";

Json pull_json(const sim::PullSnapshot& pull) {
  return {{"title", pull.title},
          {"state", pull.state},
          {"head", pull.head},
          {"base", pull.base},
          {"body", pull.body}};
}

Json nothing_changed() {
  return {{"refs", Json::object()}, {"pulls", Json::object()}, {"releases", Json::object()}};
}

// Who acts, as a lane of the page.
std::string lane_of(const Line& line) {
  if (line.who.starts_with("worker ")) return "worker-" + line.who.substr(7);
  if (line.who == "GitHub") return "github";
  if (line.who == "receiver" || line.who == "network") return "queue";
  return "people";
}

std::string_view kind_of(const Line& line) {
  switch (line.kind) {
    case Journal::Kind::call:
      return "call";
    case Journal::Kind::take:
      return "delivery";
    case Journal::Kind::crash:
      return "crash";
    case Journal::Kind::restart:
      return "start";
    case Journal::Kind::finish:
      return line.what.starts_with("is done") ? "acknowledge" : "wait";
    case Journal::Kind::merge:
      return "merge";
    case Journal::Kind::background:
      return "background";
    case Journal::Kind::person:
    case Journal::Kind::configuration:
      return "person";
    case Journal::Kind::webhook:
    case Journal::Kind::note:
    case Journal::Kind::rest:
    case Journal::Kind::violation:
      return "note";
  }
  return "note";
}

// A step before it has its number: those of calls stand earlier than their lines in the journal.
struct Entry {
  Time at{};
  Json step;
  std::optional<std::size_t> call{};  // of an answer: the entry of its call
};

class Replayer {
 public:
  explicit Replayer(std::string_view repository) : repository_(repository) {}

  void add(const Line& line) {
    if (line.kind == Journal::Kind::violation) {
      violated_at_ = entries_.size();
      entries_.push_back({line.at, step_of(line, last_lane_, "note", line.what), {}});
      entries_.back().step["changes"] = changes_json(line.changes);
      return;
    }
    last_lane_ = lane_of(line);
    if (line.kind == Journal::Kind::call && line.exchange) return add_call(line);
    Json step = step_of(line, last_lane_, kind_of(line), line.what);
    add_peer(line, step);
    if (line.exchange) add_exchange(step, *line.exchange);
    step["changes"] = changes_json(line.changes);
    entries_.push_back({line.at, std::move(step), {}});
  }

  // In the order of time, numbered from 1.
  Json finish(Time start) {
    std::vector<std::size_t> order(entries_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(entries_[i].at, i); });
    std::vector<std::size_t> numbers(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) numbers[order[i]] = i + 1;
    Json steps = Json::array();
    for (const std::size_t i : order) {
      Entry& entry = entries_[i];
      entry.step["step"] = numbers[i];
      entry.step["at"] = (entry.at - start).count();
      if (entry.call) entry.step["of"] = numbers[*entry.call];
      steps.push_back(std::move(entry.step));
    }
    if (violated_at_) violation_step_ = numbers[*violated_at_];
    return steps;
  }
  // After `finish`; 0: there is none.
  [[nodiscard]] std::size_t violation_step() const { return violation_step_; }

 private:
  static Json step_of(const Line&, const std::string& lane, std::string_view kind,
                      const std::string& text) {
    return {{"step", 0},
            {"at", 0},
            {"lane", lane},
            {"kind", kind},
            {"text", text},
            {"peer", nullptr},
            {"of", nullptr},
            {"fault", nullptr},
            {"request", nullptr},
            {"response", nullptr},
            {"changes", nothing_changed()}};
  }

  // Who the step concerns as well.
  static void add_peer(const Line& line, Json& step) {
    if (line.kind == Journal::Kind::take) {
      step["peer"] = step["lane"];
      step["lane"] = "queue";
    }
    if (line.kind == Journal::Kind::finish) step["peer"] = "queue";
    if (line.kind == Journal::Kind::merge) step["peer"] = "github";
    if (line.kind == Journal::Kind::crash) step["fault"] = "crash";
    if (line.kind == Journal::Kind::webhook && line.who == "network") step["fault"] = line.what;
  }

  Json request_json(const github::Request& request) const {
    return {{"operation", github::operation(request)}, {"text", wire_text(request, repository_)}};
  }
  static Json response_json(const github::Response& response) {
    return {{"status", response.status}, {"text", wire_text(response)}};
  }
  void add_exchange(Json& step, const Journal::Exchange& exchange) const {
    step["peer"] = step["lane"] == "github" ? Json(nullptr) : Json("github");
    step["request"] = request_json(exchange.request);
    if (exchange.response) step["response"] = response_json(*exchange.response);
    if (!exchange.fault.empty()) step["fault"] = exchange.fault;
  }

  // Sent earlier; what GitHub did with it, now. Nothing comes back when the answer is lost.
  void add_call(const Line& line) {
    const Journal::Exchange& exchange = *line.exchange;
    const auto split = line.what.find(arrow);
    const std::string outcome =
        split == std::string::npos ? std::string() : line.what.substr(split + arrow.size());
    Json call = step_of(line, last_lane_, "call", line.what.substr(0, split));
    call["peer"] = "github";
    call["request"] = request_json(exchange.request);
    if (!exchange.fault.empty()) call["fault"] = exchange.fault;
    const std::size_t index = entries_.size();
    entries_.push_back({exchange.sent_at, std::move(call), {}});
    Json answer = step_of(line, "github", exchange.response ? "answer" : "note", outcome);
    if (exchange.answered_at) answer["peer"] = last_lane_;
    if (exchange.response) answer["response"] = response_json(*exchange.response);
    answer["changes"] = changes_json(line.changes);
    entries_.push_back({line.at, std::move(answer), index});
  }

  std::string_view repository_;
  std::vector<Entry> entries_;
  std::string last_lane_ = "people";
  std::optional<std::size_t> violated_at_;
  std::size_t violation_step_ = 0;
};

Json initial_json(const sim::Snapshot& snapshot) {
  return changes_json(sim::changes_between({}, snapshot));
}

}  // namespace

Json changes_json(const sim::SnapshotChanges& changes) {
  Json json = nothing_changed();
  for (const auto& [name, target] : changes.refs)
    json["refs"][name] = target ? Json(*target) : Json(nullptr);
  for (const auto& [number, pull] : changes.pulls)
    json["pulls"][std::to_string(number)] = pull ? pull_json(*pull) : Json(nullptr);
  for (const auto& [tag, text] : changes.releases)
    json["releases"][tag] = text ? Json(*text) : Json(nullptr);
  return json;
}

Json lanes_json(std::uint32_t workers) {
  Json lanes = Json::array();
  for (std::uint32_t i = 1; i <= workers; ++i)
    lanes.push_back({{"id", "worker-" + std::to_string(i)},
                     {"name", "Worker " + std::to_string(i)},
                     {"kind", "worker"}});
  lanes.push_back({{"id", "github"}, {"name", "GitHub"}, {"kind", "github"}});
  lanes.push_back({{"id", "queue"}, {"name", "Queue"}, {"kind", "queue"}});
  lanes.push_back({{"id", "people"}, {"name", "People"}, {"kind", "people"}});
  return lanes;
}

std::string replay_json(const sim::Case& the_case, const std::string& subtitle,
                        const std::string& difference, const std::string& reproduce) {
  auto journal = Journal::with_states();
  const sim::Replay run = sim::replay(the_case, &journal);
  Replayer replayer(the_case.source->repository);
  for (const Line& line : journal.lines()) replayer.add(line);
  const Time start = journal.lines().empty() ? Time{} : journal.lines().front().at;
  Json steps = replayer.finish(start);
  Json violation = nullptr;
  std::string title = "the run passes";
  if (!run.report.violations.empty()) {
    const auto* const same = run.violation(fingerprint_of(the_case.trace.violation));
    const sim::Violation& first = same != nullptr ? *same : run.report.violations.front();
    title = first.invariant + ": " + first.message;
    violation = {{"invariant", first.invariant},
                 {"message", first.message},
                 {"step", replayer.violation_step()}};
  }
  return json_text({{"schema", "regent.replay/1"},
                    {"title", title},
                    {"subtitle", subtitle},
                    {"reproduce", reproduce},
                    {"violation", std::move(violation)},
                    {"difference", difference.empty() ? Json(nullptr) : Json(difference)},
                    {"time_unit", "ms"},
                    {"lanes", lanes_json(the_case.trace.workers)},
                    {"initial", initial_json(journal.initial())},
                    {"steps", std::move(steps)}});
}

}  // namespace regent::runtime
