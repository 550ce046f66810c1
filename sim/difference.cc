#include "sim/difference.h"

#include <algorithm>
#include <utility>

namespace regent::sim {
namespace {

// Of more, every one tells little, and to look for the one that matters takes long.
constexpr std::size_t choices_to_compare_max = 60;

bool is_about_time(const Choice& choice) {
  return form_of(choice.question.what) == AnswerForm::milliseconds;
}

// Indices of the choices, the most telling one first.
std::vector<std::size_t> by_weight(const std::vector<Choice>& choices) {
  std::vector<std::size_t> order;
  for (const bool about_time : {false, true})
    for (std::size_t i = choices.size(); i-- > 0;)
      if (is_about_time(choices[i]) == about_time) order.push_back(i);
  return order;
}

}  // namespace

std::optional<Difference> nearest_passing(const Case& the_case, std::uint64_t steps_max) {
  const std::vector<Choice>& choices = the_case.trace.choices;
  const auto order = by_weight(choices);
  std::uint64_t steps = 0;
  const auto passes_without = [&](std::size_t a, std::size_t b) {
    Case without = the_case;
    auto& left = without.trace.choices;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(std::max(a, b)));
    if (a != b) left.erase(left.begin() + static_cast<std::ptrdiff_t>(std::min(a, b)));
    const Replay replayed = replay(without);
    steps += replayed.report.steps;
    return replayed.report.violations.empty();
  };
  for (std::size_t i = 0; i < order.size() && steps < steps_max; ++i)
    if (passes_without(order[i], order[i])) return Difference{{choices[order[i]]}};
  for (std::size_t i = 0; i < order.size(); ++i)
    for (std::size_t j = i + 1; j < order.size() && steps < steps_max; ++j)
      if (passes_without(order[i], order[j])) {
        const auto [a, b] = std::minmax(order[i], order[j]);
        return Difference{{choices[a], choices[b]}};
      }
  return std::nullopt;
}

std::string to_sentence(const Difference& difference) {
  const auto& choices = difference.choices;
  std::string out = to_clause(choices.front());
  if (choices.size() == 1) return out + "; if that went as usual, the run would pass";
  out.append(", and ").append(to_clause(choices.back()));
  return out + "; if both went as usual, the run would pass";
}

std::string explanation(const Case& the_case) {
  if (the_case.trace.choices.empty())
    return "nothing out of the ordinary; the run fails although everything goes as usual";
  if (the_case.trace.choices.size() > choices_to_compare_max) return {};
  const auto difference = nearest_passing(the_case);
  return difference ? to_sentence(*difference) : std::string();
}

}  // namespace regent::sim
