// Git refs, branches and tags.
#include <nlohmann/json.hpp>

#include "fakes/github/responses.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

HttpResponse ref_reply(const Call& call, const github::Response& response) {
  const auto* ref = response.as<github::Ref>();
  return ref == nullptr ? refusal(call, response)
                        : json_reply(call.present().ref(*ref), response.status);
}

}  // namespace

HttpResponse get_ref(Call& call) {
  return ref_reply(call, call.send(github::GetRef{"refs/" + call.argument(0)}));
}

HttpResponse list_matching_refs(Call& call) {
  // A slash at the end is a part of the prefix: `heads/re/` does not match `heads/release`.
  std::string prefix = "refs/" + (call.path.size() > 2 ? call.argument(0) : std::string());
  if (call.target.path().ends_with('/') && !prefix.ends_with('/')) prefix += '/';
  const github::Response response = call.send(github::ListMatchingRefs{prefix});
  const auto* refs = response.as<github::Refs>();
  if (refs == nullptr) return refusal(call, response);
  Json out = Json::array();
  for (const github::Ref& ref : refs->refs) out.push_back(call.present().ref(ref));
  return json_reply(out);
}

// What `GET /git/ref/{ref}` and `GET /git/matching-refs/{ref}` were before they were two; still
// served, and what PyGithub sends. One that does not exist is all that begin like it, or 404.
HttpResponse get_ref_or_matching(Call& call) {
  HttpResponse one = get_ref(call);
  if (one.status != 404) return one;
  HttpResponse matching = list_matching_refs(call);
  return matching.status == 200 && matching.body == "[]" ? one : matching;
}

HttpResponse create_ref(Call& call) {
  Fields fields(call);
  const std::string ref = fields.required_text("ref");
  const std::string hex = fields.required_text("sha");
  if (auto refused = fields.refusal()) return *std::move(refused);
  const auto sha = fields.sha("sha");
  if (auto refused = fields.refusal()) return *std::move(refused);
  return ref_reply(call, call.send(github::CreateRef{ref, *sha}));
}

HttpResponse update_ref(Call& call) {
  Fields fields(call);
  const std::string hex = fields.required_text("sha");
  const bool force = fields.flag("force").value_or(false);
  const auto sha = fields.sha("sha");
  if (auto refused = fields.refusal()) return *std::move(refused);
  return ref_reply(call, call.send(github::UpdateRef{"refs/" + call.argument(0), *sha, force}));
}

HttpResponse delete_ref(Call& call) {
  const github::Response response = call.send(github::DeleteRef{"refs/" + call.argument(0)});
  return response.ok() ? empty_reply(response.status) : refusal(call, response);
}

HttpResponse list_branches(Call& call) {
  const github::Response response = call.send(github::ListMatchingRefs{"refs/heads/"});
  const auto* refs = response.as<github::Refs>();
  if (refs == nullptr) return refusal(call, response);
  Json out = Json::array();
  for (const github::Ref& ref : refs->refs)
    out.push_back(
        call.present().branch(std::string_view(ref.name).substr(11), ref.target, Form::brief));
  return Paging(call).reply(call, out);
}

HttpResponse get_branch(Call& call) {
  const github::Response response = call.send(github::GetRef{"refs/heads/" + call.argument(0)});
  const auto* ref = response.as<github::Ref>();
  if (ref == nullptr) return refusal(call, 404, "Branch not found");
  return json_reply(call.present().branch(call.argument(0), ref->target, Form::full));
}

HttpResponse get_branch_protection(Call& call) {
  if (!call.repository->branch(call.argument(0))) return refusal(call, 404, "Branch not found");
  return refusal(call, 404, "Branch not protected");
}

HttpResponse rename_branch(Call& call) {
  Fields fields(call);
  const std::string name = fields.required_text("new_name");
  if (auto refused = fields.refusal()) return *std::move(refused);
  const std::string& from = call.argument(0);
  if (!call.repository->branch(from)) return refusal(call, 404, "Branch not found");
  if (!call.repository->rename_branch(from, name, call.circumstances.now))
    return refusal(call, 422, "New branch already exists");
  return json_reply(call.present().branch(name, *call.repository->branch(name), Form::full), 201);
}

HttpResponse list_tags(Call& call) {
  const github::Response response = call.send(github::ListMatchingRefs{"refs/tags/"});
  const auto* refs = response.as<github::Refs>();
  if (refs == nullptr) return refusal(call, response);
  Json out = Json::array();
  // Newest name first, as GitHub sorts them.
  for (auto it = refs->refs.rbegin(); it != refs->refs.rend(); ++it)
    if (const auto commit = call.repository->commit_of(it->target))
      out.push_back(call.present().tag(std::string_view(it->name).substr(10), *commit));
  return Paging(call).reply(call, out);
}

}  // namespace regent::fake::site
