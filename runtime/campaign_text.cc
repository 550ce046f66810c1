#include "runtime/campaign_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "runtime/invariants.h"
#include "runtime/story.h"
#include "runtime/story_text.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

constexpr std::size_t label_columns = 30;
constexpr std::size_t mismatches_max = 12;
constexpr std::size_t violations_max = 5;

using Count = std::pair<std::string, std::uint64_t>;

template <typename Kind, typename Counts>
std::vector<Count> counts_of(const Counts& counts) {
  std::vector<Count> out;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] > 0) out.emplace_back(to_string(static_cast<Kind>(i)), counts[i]);
  return out;
}

std::uint64_t sum_of(const std::vector<Count>& counts) {
  std::uint64_t sum = 0;
  for (const Count& count : counts) sum += count.second;
  return sum;
}

class Table {
 public:
  explicit Table(const Page& page) : page_(page) {}

  void row(std::string_view label, std::string_view value) {
    out_ += "  " + page_.style.paint(Colour::dim, padded(label, label_columns - 2)) +
            std::string(value) + "\n";
  }

  // As many to a line as fit, in columns.
  void grid(const std::vector<Count>& counts) {
    std::size_t names = 0;
    std::size_t numbers = 0;
    for (const auto& [name, number] : counts) {
      names = std::max(names, columns_of(name));
      numbers = std::max(numbers, grouped(number).size());
    }
    constexpr std::size_t gap = 4;
    const std::size_t cell = names + 2 + numbers + gap;
    const std::size_t room = std::min<std::size_t>(page_.columns, 110) - label_columns + gap;
    const std::size_t per_line = std::max<std::size_t>(1, room / cell);
    // Down the columns, as a person reads a list.
    const std::size_t lines = (counts.size() + per_line - 1) / per_line;
    for (std::size_t line = 0; line < lines; ++line) {
      std::string text;
      for (std::size_t i = line; i < counts.size(); i += lines)
        text += (text.empty() ? "" : std::string(gap, ' ')) + padded(counts[i].first, names + 2) +
                right_aligned(grouped(counts[i].second), numbers);
      row("", text);
    }
  }

  [[nodiscard]] std::string text() && { return std::move(out_); }

 private:
  const Page& page_;
  std::string out_;
};

std::string faults_name(const SimulateOptions& options) {
  if (options.faults == "all") return "all faults";
  return options.faults == "none" ? "no faults" : "faults: " + printable(options.faults);
}

std::string seeds_name(const sim::CampaignSpec& campaign) {
  if (campaign.seed_count == 1) return fmt::format("seed {}", campaign.first_seed);
  return fmt::format("seeds {} to {}", campaign.first_seed,
                     campaign.first_seed + (campaign.seed_count - 1));
}

std::string workload_name(const sim::CampaignSpec& campaign) {
  if (!campaign.history)
    return counted(campaign.generate_merges, "generated merge") + " for each seed";
  const sim::Workload& history = *campaign.history;
  return fmt::format("{}: {}, {}", printable(history.repository),
                     counted(history.merges.size(), "merge"),
                     counted(history.releases_expected(), "release"));
}

void add_releases(Table& table, const sim::ReleaseTally& tally, const Page& page) {
  const bool all = tally.matched == tally.expected;
  const std::string value =
      fmt::format("{} of {}", grouped(tally.matched), grouped(tally.expected));
  table.row("releases reproduced", page.style.paint(all ? Colour::green : Colour::bold, value));
  const std::size_t shown = std::min(tally.mismatched.size(), mismatches_max);
  for (std::size_t i = 0; i < shown; ++i) {
    const sim::Mismatch& mismatch = tally.mismatched[i];
    const std::string computed = mismatch.computed.empty() ? "nothing" : mismatch.computed;
    table.row(i == 0 ? "  released otherwise" : "",
              fmt::format("{}  {:<10}  computed: {}",
                          page.style.paint(Colour::yellow, mismatch.sha.substr(0, 7)),
                          printable(mismatch.expected), printable(computed)));
  }
  if (tally.mismatched.size() > shown)
    table.row("", fmt::format("and {} more", tally.mismatched.size() - shown));
}

std::size_t kinds_expected(const sim::CampaignSpec& campaign) {
  const sim::SituationCounts none{};
  return sim::never_met(none, campaign.run.config.protocol, campaign.run.behaviour).size();
}

void add_never(Table& table, const std::vector<sim::Situation>& never, const Page& page) {
  std::string_view label = "never met, and should be";
  for (const sim::Situation situation : never) {
    table.row(std::exchange(label, ""), page.style.paint(Colour::red, to_string(situation)) + ": " +
                                            std::string(meaning(situation)));
  }
}

void add_deviations(Table& table, const sim::CampaignResult& result, const Page& page) {
  if (result.deviations.empty())
    return table.row("run again", page.style.paint(Colour::green, "each seed did the same"));
  table.row("run again", page.style.paint(Colour::red, counted(result.deviations.size(), "seed") +
                                                           " did something else"));
  const std::size_t shown = std::min(result.deviations.size(), violations_max);
  for (std::size_t i = 0; i < shown; ++i) table.row("", printable(to_string(result.deviations[i])));
  if (result.deviations.size() > shown)
    table.row("", fmt::format("and {} more", result.deviations.size() - shown));
}

std::string strategies_text(const sim::CampaignResult& result) {
  std::string text;
  for (const auto& [name, seeds] : counts_of<sim::Strategy>(result.strategies))
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, grouped(seeds));
  return text;
}

std::string rate_text(const sim::CampaignResult& result, Duration wall_ms) {
  const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(wall_ms.count(), 1));
  return fmt::format("{}, {} API calls a second", humanised(wall_ms),
                     grouped(result.api_calls * 1'000 / ms));
}

std::string per_merge(const sim::CampaignResult& result) {
  const double merges = static_cast<double>(std::max<std::uint64_t>(result.merges, 1));
  return fmt::format("{}, {:.1f} for each of {}", grouped(result.api_calls),
                     static_cast<double>(result.api_calls) / merges,
                     counted(result.merges, "merge"));
}

}  // namespace

std::string campaign_heading(const SimulateOptions& options, const sim::CampaignSpec& campaign,
                             const Page& page) {
  const std::string who =
      fmt::format("{} protocol, {}, {}, {}", to_string(campaign.run.config.protocol),
                  counted(campaign.run.workers, "racing worker"),
                  fake::to_string(campaign.run.behaviour), faults_name(options));
  return page.style.paint(Colour::bold, "Simulating the " + who) + "\n" +
         fmt::format("{}, {}, {}\n\n", workload_name(campaign), seeds_name(campaign),
                     counted(campaign.jobs, "thread"));
}

std::string campaign_table(const sim::CampaignSpec& campaign, const sim::CampaignResult& result,
                           Duration wall_ms, const Page& page) {
  Table table(page);
  if (campaign.history) add_releases(table, result.tally, page);
  table.row("simulated", counted(result.seeds, "seed") + ", " + counted(result.steps, "step"));
  table.row("strategies", strategies_text(result));
  table.row("API calls", per_merge(result));
  table.row("virtual time", humanised(result.virtual_ms));
  table.row("wall time", rate_text(result, wall_ms));
  const auto faults = counts_of<sim::Fault>(result.faults);
  table.row("faults injected", grouped(sum_of(faults)));
  table.grid(faults);
  table.row("conflicts lost and retried", grouped(result.conflicts()));
  const auto situations = counts_of<sim::Situation>(result.situations);
  table.row("situations met",
            fmt::format("{} of {} kinds", situations.size(), kinds_expected(campaign)));
  table.grid(situations);
  add_never(table, result.never, page);
  if (campaign.check_determinism) add_deviations(table, result, page);
  table.row("hash", result.hash);
  const bool clean = result.violation_count == 0;
  table.row("violations", page.style.paint(clean ? Colour::green : Colour::red,
                                           clean ? "none" : grouped(result.violation_count)));
  return std::move(table).text();
}

std::string violations_text(const sim::CampaignResult& result, const Reproduce& reproduce,
                            const Page& page) {
  std::string out = "\n" + page.style.paint(Colour::bold, "Violations") + "\n";
  const std::size_t shown = std::min(result.violations.size(), violations_max);
  for (std::size_t i = 0; i < shown; ++i) {
    const sim::Violation& violation = result.violations[i];
    const std::string where = fmt::format("  seed {}, step {}: ", violation.seed, violation.step);
    const std::size_t used = where.size() + violation.invariant.size() + 2;
    const std::size_t room = page.columns > used + 20 ? page.columns - used : 20;
    out += where + page.style.paint(Colour::red, violation.invariant) + ": " +
           cut(printable(violation.message), room) + "\n";
    out += "    " + page.style.paint(Colour::dim, reproduce(violation)) + "\n";
  }
  if (result.violation_count > shown)
    out +=
        fmt::format("  and {} more (--json lists them)\n", grouped(result.violation_count - shown));
  return out;
}

}  // namespace regent::runtime
