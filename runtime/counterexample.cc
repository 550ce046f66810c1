#include "runtime/counterexample.h"

#include <fmt/format.h>

#include "runtime/invariants.h"
#include "runtime/progress_bar.h"
#include "runtime/story.h"
#include "runtime/story_text.h"
#include "runtime/text.h"
#include "sim/difference.h"

namespace regent::runtime {
namespace {

constexpr std::uint64_t steps_max = 2'000'000;

std::string size_text(const sim::CaseSize& size) {
  return fmt::format("{}, {}, {} and {}", counted(size.choices, "choice"),
                     counted(size.steps, "step"), counted(size.merges, "merge"),
                     counted(size.workers, "worker"));
}

std::string shrunk_text(const sim::Shrunk& shrunk) {
  return fmt::format("Reduced from {}\nto {}{}.\n", size_text(shrunk.before),
                     size_text(shrunk.after),
                     shrunk.is_minimal ? "" : ", and perhaps not the least (`regent shrink`)");
}

}  // namespace

Counterexample counterexample_of(const sim::CampaignSpec& campaign, const sim::Violation& violation,
                                 const std::string& history, bool shrinks, const Console& console) {
  Counterexample out{sim::record(campaign, violation, history), {}};
  if (!shrinks) return out;
  ProgressBar bar(steps_max, console.is_watched(), "step");
  out.shrunk = sim::shrink(out.recorded, {steps_max, campaign.jobs},
                           [&](std::uint64_t steps) { bar.show(steps); });
  return out;
}

std::string counterexample_text(const Counterexample& counterexample, const std::string& reproduce,
                                const Page& page) {
  const auto& [recorded, shrunk] = counterexample;
  const sim::Case& shown = shrunk ? shrunk->smallest : recorded;
  const sim::Violation& violation = shown.trace.violation;
  sim::Journal journal;
  (void)sim::replay(shown, &journal);
  const Story story = story_of(journal, violation);
  std::string out =
      "\n" + page.style.paint(Colour::bold, fmt::format("How seed {} comes to it", violation.seed));
  out += "\n";
  if (shrunk) out += shrunk_text(*shrunk);
  out += story.premise + " Runs that change nothing are told in one line.\n\n";
  out += story_text(story, page.style, page.columns) + "\n";
  out += page.style.paint(Colour::red, violation.invariant + " is violated: ") +
         printable(violation.message) + ".\n";
  if (const auto rule = rule_of(violation.invariant); !rule.empty())
    out += "The rule: " + std::string(rule) + "\n";
  if (const std::string difference = sim::explanation(shown); shrunk && !difference.empty())
    out += "What it takes: " + printable(difference) + ".\n";
  return out + "To see it again:\n  " + page.style.paint(Colour::bold, reproduce) + "\n";
}

}  // namespace regent::runtime
