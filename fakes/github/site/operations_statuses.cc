// The statuses that services give to commits (DOC, REST commits/statuses).
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/github/responses.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

constexpr std::array<std::string_view, 4> states = {"error", "failure", "pending", "success"};

// Those of a commit, oldest first.
std::vector<const CommitStatus*> statuses_of(const Call& call, const Sha& commit) {
  std::vector<const CommitStatus*> found;
  for (const CommitStatus& status : call.desk->statuses)
    if (status.commit == commit) found.push_back(&status);
  return found;
}

// The last one of each context, in the order in which the contexts first appeared.
std::vector<const CommitStatus*> latest(const std::vector<const CommitStatus*>& all) {
  std::vector<const CommitStatus*> last;
  for (const CommitStatus* status : all) {
    const auto it = std::ranges::find(last, status->context, &CommitStatus::context);
    it == last.end() ? last.push_back(status) : static_cast<void>(*it = status);
  }
  return last;
}

// DOC, "Get the combined status for a specific reference".
std::string_view combined(const std::vector<const CommitStatus*>& last) {
  const auto is = [&](std::string_view state) {
    return [state](const CommitStatus* status) { return status->state == state; };
  };
  if (std::ranges::any_of(last, is("error")) || std::ranges::any_of(last, is("failure")))
    return "failure";
  if (last.empty() || std::ranges::any_of(last, is("pending"))) return "pending";
  return "success";
}

HttpResponse no_commit(const Call& call) {
  return refusal(call, 422, "No commit found for SHA: " + call.argument(0));
}

}  // namespace

HttpResponse create_status(Call& call) {
  const auto sha = Sha::parse(call.argument(0));
  if (!sha || call.repository->kind(*sha) != ObjectKind::commit) return no_commit(call);
  Fields fields(call);
  CommitStatus status{.id = call.desk->statuses.size() + 1,
                      .commit = *sha,
                      .state = fields.required_text("state"),
                      .context = fields.text("context").value_or("default"),
                      .target_url = fields.text("target_url").value_or(""),
                      .description = fields.text("description").value_or(""),
                      .creator = call.viewer.login,
                      .created_at = call.circumstances.now};
  if (auto refused = fields.refusal()) return *std::move(refused);
  if (std::ranges::find(states, status.state) == states.end())
    return refusal(call, validation_failed(
                             {{"Status", "state", "custom", "state is not included in the list"}}));
  call.desk->statuses.push_back(std::move(status));
  ++call.site.revision;
  return json_reply(call.present().status(call.desk->statuses.back(), Form::full), 201);
}

HttpResponse list_statuses(Call& call) {
  const auto sha = call.resolve(call.argument(0));
  if (!sha) return no_commit(call);
  auto all = statuses_of(call, *sha);
  std::ranges::reverse(all);
  Json out = Json::array();
  for (const CommitStatus* status : all) out.push_back(call.present().status(*status, Form::full));
  return Paging(call).reply(call, out);
}

HttpResponse get_combined_status(Call& call) {
  const auto sha = call.resolve(call.argument(0));
  if (!sha) return no_commit(call);
  const auto last = latest(statuses_of(call, *sha));
  const Paging paging(call);
  Json statuses = Json::array();
  for (std::size_t i = paging.first(); i < std::min(last.size(), paging.first() + paging.size());
       ++i)
    statuses.push_back(call.present().status(*last[i], Form::brief));
  const std::string url =
      call.links.repository(call.path[0] + '/' + call.path[1]) + "/commits/" + sha->hex();
  HttpResponse reply = json_reply({{"state", combined(last)},
                                   {"statuses", std::move(statuses)},
                                   {"sha", sha->hex()},
                                   {"total_count", last.size()},
                                   {"repository", call.present().repository()},
                                   {"commit_url", url},
                                   {"url", url + "/status"}});
  paging.add_link(call, last.size(), reply);
  return reply;
}

}  // namespace regent::fake::site
