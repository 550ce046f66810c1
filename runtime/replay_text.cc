#include "runtime/replay_text.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "runtime/invariants.h"
#include "runtime/json_text.h"
#include "runtime/story_text.h"
#include "runtime/text.h"

namespace regent::runtime {

std::string replay_text(const AnyTrace& trace, const Replayed& replayed, bool shows_state,
                        const Page& page) {
  std::string out = page.style.paint(Colour::bold, printable(trace.about())) + "\n\n";
  out += story_text(replayed.story, page.style, page.columns, StoryColumns::with_steps);
  if (!shows_state) return out;
  out += "\n";
  for (const std::string& line : replayed.state) out += printable(line) + "\n";
  return out;
}

std::string verdict_text(const Replayed& replayed, const std::string& difference,
                         const Page& page) {
  if (!replayed.violation)
    return "\n" + page.style.paint(Colour::green, "The run passes") +
           fmt::format(": {}, and no invariant is violated.\n", counted(replayed.steps, "step"));
  const sim::Violation& violation = *replayed.violation;
  std::string out = "\n" + page.style.paint(Colour::red, violation.invariant + " is violated") +
                    fmt::format(" at step {}: {}.\n", violation.step, printable(violation.message));
  if (!replayed.is_the_traces) out += "It is another violation than the trace's.\n";
  if (const auto rule = rule_of(violation.invariant); !rule.empty())
    out += "The rule: " + std::string(rule) + "\n";
  return difference.empty() ? out : out + "What it takes: " + printable(difference) + ".\n";
}

std::string shrink_text(const ShrinkReport& report) {
  std::string out;
  for (const ShrinkReport::Size& size : report.sizes)
    out += fmt::format("{}{} {} → {}", out.empty() ? "" : ", ", size.what, grouped(size.before),
                       grouped(size.after));
  return out;
}

std::string shrink_json(const ShrinkReport& report, const std::string& file,
                        const std::string& difference) {
  using Json = nlohmann::ordered_json;
  Json before = Json::object();
  Json after = Json::object();
  for (const ShrinkReport::Size& size : report.sizes) {
    before[std::string(size.what)] = size.before;
    after[std::string(size.what)] = size.after;
  }
  const sim::Violation& violation = report.smallest->violation();
  return json_text({{"schema", "regent.shrink/1"},
                    {"trace", file},
                    {"before", std::move(before)},
                    {"after", std::move(after)},
                    {"replays", report.replays},
                    {"steps", report.steps},
                    {"minimal", report.is_minimal},
                    {"violation",
                     {{"step", violation.step},
                      {"invariant", violation.invariant},
                      {"message", violation.message}}},
                    {"difference", difference.empty() ? Json(nullptr) : Json(difference)}});
}

}  // namespace regent::runtime
