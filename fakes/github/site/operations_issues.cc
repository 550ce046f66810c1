// Pull requests as the issues that they also are: labels and comments.
#include <algorithm>
#include <expected>
#include <nlohmann/json.hpp>

#include "fakes/github/responses.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

constexpr std::string_view colour_digits = "0123456789abcdefABCDEF";

// The pull request that the route names; the answer when there is none.
std::expected<github::Pull, HttpResponse> issue_of(Call& call) {
  const github::Response response = read_pull(call, call.number(0));
  if (const auto* pull = response.as<github::Pull>()) return *pull;
  return std::unexpected(refusal(call, response));
}

Json present_labels(const Call& call, const std::vector<std::string>& names) {
  Json out = Json::array();
  for (const std::string& name : names) out.push_back(call.present().label(name));
  return out;
}

// The names in a body: `["a"]`, `{"labels":["a"]}`, or objects with a name.
std::optional<std::vector<std::string>> names_in(const Json& body) {
  const Json* list = &body;
  if (body.is_object()) {
    const auto it = body.find("labels");
    if (it == body.end()) return std::nullopt;
    list = &*it;
  }
  if (!list->is_array()) return std::nullopt;
  std::vector<std::string> names;
  for (const Json& item : *list) {
    if (item.is_string()) {
      names.push_back(item.get<std::string>());
    } else if (item.is_object() && item.contains("name") && item["name"].is_string()) {
      names.push_back(item["name"].get<std::string>());
    } else {
      return std::nullopt;
    }
  }
  return names;
}

// The current labels, not those that a lagging read shows.
std::vector<std::string> labels_now(const Call& call) {
  Circumstances now = call.circumstances;
  now.staleness = Duration::zero();
  const github::Response response =
      call.repository->handle(github::GetPull{github::PullNumber{call.number(0)}}, now);
  const auto* pull = response.as<github::Pull>();
  return pull == nullptr ? std::vector<std::string>() : pull->labels;
}

HttpResponse put_labels(Call& call, std::vector<std::string> names) {
  for (const std::string& name : names) call.desk->define(name);
  ++call.site.revision;
  const github::Response response =
      call.send(SiteRequest(SetLabels{github::PullNumber{call.number(0)}, std::move(names)}));
  if (!response.ok()) return refusal(call, response);
  return json_reply(present_labels(call, labels_now(call)));
}

std::string key_of(std::string name) {
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return name;
}

Comment* find_comment(Call& call) {
  const auto it = call.desk->comments.find(call.number(0));
  return it == call.desk->comments.end() ? nullptr : &it->second;
}

}  // namespace

HttpResponse list_issues(Call& call) {
  const std::string_view state = call.target.query("state").value_or("open");
  const std::string_view labels = call.target.query("labels").value_or("");
  Json out = Json::array();
  for (std::uint32_t number = call.repository->last_number(); number > 0; --number) {
    const github::Response response = read_pull(call, number);
    const auto* pull = response.as<github::Pull>();
    if (pull == nullptr) continue;
    const bool open = pull->state == github::PullState::open;
    if ((state == "open" && !open) || (state == "closed" && open)) continue;
    bool labelled = true;
    for (std::string_view rest = labels; !rest.empty();) {
      const auto comma = std::min(rest.find(','), rest.size());
      labelled =
          labelled && std::ranges::find(pull->labels, rest.substr(0, comma)) != pull->labels.end();
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    if (labelled) out.push_back(call.present().issue(*pull));
  }
  return Paging(call).reply(call, out);
}

HttpResponse get_issue(Call& call) {
  const auto issue = issue_of(call);
  return issue ? json_reply(call.present().issue(*issue)) : issue.error();
}

HttpResponse update_issue(Call& call) {
  Fields fields(call);
  github::UpdatePull request{.number = github::PullNumber{call.number(0)}};
  request.title = fields.text("title");
  request.body = fields.text("body");
  const auto state = fields.text("state");
  if (auto refused = fields.refusal()) return *std::move(refused);
  if (state && *state != "open" && *state != "closed")
    return invalid(call, "Issue", "state", "invalid");
  if (state) request.state = *state == "open" ? github::PullState::open : github::PullState::closed;
  const github::Response response = call.send(request);
  if (!response.ok()) return refusal(call, response);
  if (call.body.contains("labels")) {
    auto names = names_in(call.body);
    if (!names)
      return refusal(call, 422, "Invalid request.\n\nFor 'properties/labels', it is not an array.");
    static_cast<void>(put_labels(call, *std::move(names)));
  }
  return get_issue(call);
}

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
  const auto issue = issue_of(call);
  if (!issue) return issue.error();
  return Paging(call).reply(call, present_labels(call, issue->labels));
}

HttpResponse add_issue_labels(Call& call) {
  auto names = names_in(call.body);
  if (!names) return refusal(call, not_supplied("labels"));
  for (const std::string& name : *names) call.desk->define(name);
  ++call.site.revision;
  const github::Response response =
      call.send(github::AddLabels{github::PullNumber{call.number(0)}, *std::move(names)});
  if (!response.ok()) return refusal(call, response);
  return json_reply(present_labels(call, labels_now(call)));
}

HttpResponse set_issue_labels(Call& call) {
  auto names = names_in(call.body);
  return put_labels(call, names ? *std::move(names) : std::vector<std::string>());
}

HttpResponse remove_issue_label(Call& call) {
  if (const auto issue = issue_of(call); !issue) return issue.error();
  std::vector<std::string> names = labels_now(call);
  const auto it = std::ranges::find_if(
      names, [&](const std::string& name) { return key_of(name) == key_of(call.argument(1)); });
  if (it == names.end()) return refusal(call, 404, "Label does not exist");
  names.erase(it);
  return put_labels(call, std::move(names));
}

HttpResponse remove_all_issue_labels(Call& call) {
  if (const auto issue = issue_of(call); !issue) return issue.error();
  static_cast<void>(put_labels(call, {}));
  return empty_reply();
}

HttpResponse list_comments(Call& call) {
  const auto issue = issue_of(call);
  if (!issue) return issue.error();
  Json out = Json::array();
  for (const auto& [id, comment] : call.desk->comments)
    if (comment.issue == issue->number) out.push_back(call.present().comment(comment));
  return Paging(call).reply(call, out);
}

HttpResponse create_comment(Call& call) {
  const auto issue = issue_of(call);
  if (!issue) return issue.error();
  Fields fields(call);
  const std::string body = fields.required_text("body");
  if (auto refused = fields.refusal()) return *std::move(refused);
  const Time now = call.circumstances.now;
  const Comment comment{
      call.desk->next_comment++, issue->number, call.viewer.login, body, now, now};
  call.desk->comments.emplace(comment.id, comment);
  ++call.site.revision;
  return json_reply(call.present().comment(comment), 201);
}

HttpResponse get_comment(Call& call) {
  const Comment* comment = find_comment(call);
  return comment == nullptr ? refusal(call, not_found())
                            : json_reply(call.present().comment(*comment));
}

HttpResponse update_comment(Call& call) {
  Comment* comment = find_comment(call);
  if (comment == nullptr) return refusal(call, not_found());
  Fields fields(call);
  const std::string body = fields.required_text("body");
  if (auto refused = fields.refusal()) return *std::move(refused);
  comment->body = body;
  comment->updated_at = call.circumstances.now;
  ++call.site.revision;
  return json_reply(call.present().comment(*comment));
}

HttpResponse delete_comment(Call& call) {
  if (call.desk->comments.erase(call.number(0)) == 0) return refusal(call, not_found());
  ++call.site.revision;
  return empty_reply();
}

}  // namespace regent::fake::site
