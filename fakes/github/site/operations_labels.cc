// Labels, and those that issues and pull requests have.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/github/responses.h"
#include "fakes/github/site/issues.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

constexpr std::string_view colour_digits = "0123456789abcdefABCDEF";

Json present_labels(const Call& call, const std::vector<std::string>& names) {
  Json out = Json::array();
  for (const std::string& name : names) out.push_back(call.present().label(name));
  return out;
}

// The current labels, not those that a lagging read shows.
std::vector<std::string> labels_now(const Call& call) {
  Circumstances now = call.circumstances;
  now.staleness = Duration::zero();
  const auto issue = find_issue(call, call.number(0), now);
  return issue ? issue->labels : std::vector<std::string>();
}

std::string key_of(std::string name) {
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return name;
}

HttpResponse put_labels(Call& call, std::vector<std::string> names) {
  const github::Response response = set_labels(call, call.number(0), std::move(names));
  if (!response.ok()) return refusal(call, response);
  return json_reply(present_labels(call, labels_now(call)));
}

HttpResponse add_pull_labels(Call& call, const std::vector<std::string>& names) {
  for (const std::string& name : names) call.desk->define(name);
  ++call.site.revision;
  const github::Response response =
      call.send(github::AddLabels{github::PullNumber{call.number(0)}, names});
  if (!response.ok()) return refusal(call, response);
  return json_reply(present_labels(call, labels_now(call)));
}

}  // namespace

HttpResponse list_labels(Call& call) {
  Json out = Json::array();
  for (const auto& [key, label] : call.desk->labels)
    out.push_back(call.present().label(label.name));
  return Paging(call).reply(call, out);
}

HttpResponse create_label(Call& call) {
  Fields fields(call);
  LabelDefinition label{fields.required_text("name")};
  label.color = fields.text("color").value_or(label.color);
  label.description = fields.text("description").value_or("");
  if (auto refused = fields.refusal()) return *std::move(refused);
  if (label.color.size() != 6 || label.color.find_first_not_of(colour_digits) != std::string::npos)
    return invalid(call, "Label", "color", "invalid");
  if (!call.desk->labels.try_emplace(key_of(label.name), label).second)
    return invalid(call, "Label", "name", "already_exists");
  ++call.site.revision;
  return json_reply(call.present().label(label.name), 201);
}

HttpResponse get_label(Call& call) {
  const auto it = call.desk->labels.find(key_of(call.argument(0)));
  if (it == call.desk->labels.end()) return refusal(call, not_found());
  return json_reply(call.present().label(it->second.name));
}

HttpResponse update_label(Call& call) {
  const auto it = call.desk->labels.find(key_of(call.argument(0)));
  if (it == call.desk->labels.end()) return refusal(call, not_found());
  Fields fields(call);
  LabelDefinition label = it->second;
  label.name = fields.text("new_name").value_or(label.name);
  label.color = fields.text("color").value_or(label.color);
  label.description = fields.text("description").value_or(label.description);
  if (auto refused = fields.refusal()) return *std::move(refused);
  if (key_of(label.name) != it->first && call.desk->labels.contains(key_of(label.name)))
    return invalid(call, "Label", "name", "already_exists");
  call.desk->labels.erase(it);
  call.desk->labels.emplace(key_of(label.name), label);
  ++call.site.revision;
  return json_reply(call.present().label(label.name));
}

HttpResponse delete_label(Call& call) {
  if (call.desk->labels.erase(key_of(call.argument(0))) == 0) return refusal(call, not_found());
  ++call.site.revision;
  return empty_reply();
}

HttpResponse list_issue_labels(Call& call) {
  const auto issue = find_issue(call, call.number(0));
  if (!issue) return refusal(call, not_found());
  return Paging(call).reply(call, present_labels(call, issue->labels));
}

HttpResponse add_issue_labels(Call& call) {
  const auto names = label_names(call.body);
  if (!names) return refusal(call, not_supplied("labels"));
  if (!call.desk->issues.contains(github::PullNumber{call.number(0)}))
    return add_pull_labels(call, *names);
  std::vector<std::string> all = labels_now(call);
  for (const std::string& name : *names) {
    const bool is_there = std::ranges::any_of(
        all, [&](const std::string& other) { return key_of(other) == key_of(name); });
    if (!is_there) all.push_back(name);
  }
  return put_labels(call, std::move(all));
}

HttpResponse set_issue_labels(Call& call) {
  auto names = label_names(call.body);
  return put_labels(call, names ? *std::move(names) : std::vector<std::string>());
}

HttpResponse remove_issue_label(Call& call) {
  if (!find_issue(call, call.number(0))) return refusal(call, not_found());
  std::vector<std::string> names = labels_now(call);
  const auto it = std::ranges::find_if(
      names, [&](const std::string& name) { return key_of(name) == key_of(call.argument(1)); });
  if (it == names.end()) return refusal(call, 404, "Label does not exist");
  names.erase(it);
  return put_labels(call, std::move(names));
}

HttpResponse remove_all_issue_labels(Call& call) {
  if (!find_issue(call, call.number(0))) return refusal(call, not_found());
  static_cast<void>(put_labels(call, {}));
  return empty_reply();
}

}  // namespace regent::fake::site
