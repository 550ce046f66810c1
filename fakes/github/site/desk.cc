#include "fakes/github/site/desk.h"

#include <algorithm>
#include <array>

namespace regent::fake::site {
namespace {

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

}  // namespace

LabelDefinitions default_labels() {
  LabelDefinitions labels;
  for (const auto& [name, color, description] :
       {std::array{"bug", "d73a4a", "Something isn't working"},
        {"documentation", "0075ca", "Improvements or additions to documentation"},
        {"duplicate", "cfd3d7", "This issue or pull request already exists"},
        {"enhancement", "a2eeef", "New feature or request"},
        {"good first issue", "7057ff", "Good for newcomers"},
        {"help wanted", "008672", "Extra attention is needed"},
        {"invalid", "e4e669", "This doesn't seem right"},
        {"question", "d876e3", "Further information is requested"},
        {"wontfix", "ffffff", "This will not be worked on"}})
    labels.emplace(name, LabelDefinition{name, color, description, true});
  return labels;
}

void Desk::note(const Webhook& webhook) {
  if (webhook.event == Webhook::Event::push) pushed_at = webhook.emitted_at;
  if (webhook.event != Webhook::Event::pull_request) return;
  const auto number = static_cast<std::size_t>(webhook.number);
  if (pulls.size() < number) pulls.resize(number);
  PullDates& dates = pulls[number - 1];
  dates.updated_at = webhook.emitted_at;
  if (webhook.action == Webhook::Action::closed) {
    dates.closed_at = webhook.emitted_at;
    if (webhook.merged) {
      dates.merged_at = webhook.emitted_at;
      dates.merged_by_bot = webhook.by_app;
    }
  } else if (webhook.action == Webhook::Action::reopened) {
    dates.closed_at.reset();
  }
}

const PullDates& Desk::dates(github::PullNumber number) const {
  static const PullDates unknown;
  const auto index = static_cast<std::size_t>(number) - 1;
  return index < pulls.size() ? pulls[index] : unknown;
}

void Desk::define(const std::string& label) {
  labels.try_emplace(lower_case(label), LabelDefinition{label});
}

LabelDefinition Desk::label(const std::string& name) const {
  const auto it = labels.find(lower_case(name));
  return it == labels.end() ? LabelDefinition{name} : it->second;
}

}  // namespace regent::fake::site
