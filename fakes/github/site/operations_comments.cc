// What people say to issues and pull requests.
#include <nlohmann/json.hpp>

#include "fakes/github/responses.h"
#include "fakes/github/site/issues.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

Comment* find_comment(Call& call) {
  const auto it = call.desk->comments.find(call.number(0));
  return it == call.desk->comments.end() ? nullptr : &it->second;
}

}  // namespace

HttpResponse list_comments(Call& call) {
  const auto issue = find_issue(call, call.number(0));
  if (!issue) return refusal(call, not_found());
  Json out = Json::array();
  for (const auto& [id, comment] : call.desk->comments)
    if (comment.issue == issue->number) out.push_back(call.present().comment(comment));
  return Paging(call).reply(call, out);
}

HttpResponse create_comment(Call& call) {
  const auto issue = find_issue(call, call.number(0));
  if (!issue) return refusal(call, not_found());
  Fields fields(call);
  const std::string body = fields.required_text("body");
  if (auto refused = fields.refusal()) return *std::move(refused);
  const Time now = call.circumstances.now;
  const Comment comment{
      call.desk->next_comment++, issue->number, call.viewer.login, body, now, now};
  call.desk->comments.emplace(comment.id, comment);
  if (const auto it = call.desk->issues.find(issue->number); it != call.desk->issues.end())
    it->second.updated_at = now;
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
