// Releases.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/github/responses.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

// Newest first: by creation, as GitHub lists them.
std::vector<std::size_t> visible(const Call& call) {
  std::vector<std::size_t> indices;
  // DOC: drafts are shown to those who can push.
  const bool sees_drafts = call.viewer.kind != Viewer::Kind::anonymous;
  for (std::size_t i = call.repository->release_count(); i-- > 0;)
    if (call.repository->has_release(i) && (sees_drafts || !call.repository->release(i).draft))
      indices.push_back(i);
  return indices;
}

HttpResponse release_reply(Call& call, const github::Response& response) {
  const auto* release = response.as<github::Release>();
  if (release == nullptr) return refusal(call, response);
  return json_reply(call.present().release(release->id - 1), response.status);
}

// The commit that `target_commitish` names; nullopt: none does.
std::optional<Sha> target_of(const Call& call, const std::optional<std::string>& commitish) {
  return call.resolve(commitish && !commitish->empty() ? std::string_view(*commitish)
                                                       : call.repository->default_branch());
}

std::string notes(const Call& call, const std::string& tag, const std::optional<Sha>& target,
                  const std::optional<std::string>& previous) {
  std::optional<Sha> stop;
  if (previous) stop = call.repository->tagged_commit(*previous);
  std::string changes;
  std::string before = previous.value_or("");
  if (target)
    call.repository->walk_first_parents(*target, [&](const CommitView& commit) {
      if (stop && commit.sha == *stop) return false;
      for (std::uint32_t number = 1; number <= call.repository->last_number(); ++number) {
        const auto pull = call.repository->pull(github::PullNumber{number});
        if (!pull || pull->merge_commit_sha != commit.sha) continue;
        const auto edits = call.repository->body_edits(pull->number);
        const bool by_bot = !edits.empty() && edits.front().by_us;
        changes = "* " + std::string(pull->title) + " by @" +
                  std::string(call.present().login(by_bot)) + " in " +
                  call.links.page(call.path[0] + '/' + call.path[1]) + "/pull/" +
                  std::to_string(number) + '\n' + changes;
      }
      return true;
    });
  const std::string page = call.links.page(call.path[0] + '/' + call.path[1]);
  std::string out;
  if (!changes.empty()) out = "## What's Changed\n" + changes + "\n\n";
  return out + "**Full Changelog**: " + page +
         (before.empty() ? "/commits/" + tag : "/compare/" + before + "..." + tag);
}

// The published release before: what notes start from when nobody says.
std::optional<std::string> latest_tag(const Call& call, const std::string& other_than) {
  for (std::size_t i = call.repository->release_count(); i-- > 0;) {
    if (!call.repository->has_release(i)) continue;
    const ReleaseView release = call.repository->release(i);
    if (!release.draft && release.tag_name != other_than) return std::string(release.tag_name);
  }
  return std::nullopt;
}

}  // namespace

HttpResponse list_releases(Call& call) {
  Json out = Json::array();
  for (const std::size_t index : visible(call)) out.push_back(call.present().release(index));
  return Paging(call).reply(call, out);
}

HttpResponse create_release(Call& call) {
  Fields fields(call);
  github::CreateRelease request;
  request.tag_name = fields.required_text("tag_name");
  const auto commitish = fields.text("target_commitish");
  request.name = fields.text("name").value_or("");
  request.body = fields.text("body").value_or("");
  request.draft = fields.flag("draft").value_or(false);
  request.prerelease = fields.flag("prerelease").value_or(false);
  const bool generates = fields.flag("generate_release_notes").value_or(false);
  if (auto refused = fields.refusal()) return *std::move(refused);
  const auto target = target_of(call, commitish);
  if (target) request.target = *target;
  if (generates) {
    const std::string generated =
        notes(call, request.tag_name, target, latest_tag(call, request.tag_name));
    request.body += (request.body.empty() ? "" : "\n\n") + generated;
    if (request.name.empty()) request.name = request.tag_name;
  }
  const github::Response response = call.send(request);
  if (const auto* made = response.as<github::Release>()) {
    const Time now = call.circumstances.now;
    call.desk->releases[made->id] = {now, request.draft ? std::nullopt : std::optional(now),
                                     call.viewer.login, commitish.value_or("")};
    ++call.site.revision;
  }
  return release_reply(call, response);
}

HttpResponse get_release(Call& call) {
  const std::uint32_t id = call.number(0);
  if (id == 0 || !call.repository->has_release(id - 1)) return refusal(call, not_found());
  if (call.repository->release(id - 1).draft && call.viewer.kind == Viewer::Kind::anonymous)
    return refusal(call, not_found());
  return json_reply(call.present().release(id - 1));
}

HttpResponse get_latest_release(Call& call) {
  // DOC: the most recent one that is neither a draft nor a prerelease.
  for (const std::size_t index : visible(call)) {
    const ReleaseView release = call.repository->release(index);
    if (!release.draft && !release.prerelease) return json_reply(call.present().release(index));
  }
  return refusal(call, not_found());
}

HttpResponse get_release_by_tag(Call& call) {
  return release_reply(call, call.send(github::GetReleaseByTag{call.argument(0)}));
}

HttpResponse update_release(Call& call) {
  Fields fields(call);
  EditRelease request{.id = call.number(0)};
  request.tag_name = fields.text("tag_name");
  const auto commitish = fields.text("target_commitish");
  request.name = fields.text("name");
  request.body = fields.text("body");
  request.draft = fields.flag("draft");
  request.prerelease = fields.flag("prerelease");
  if (auto refused = fields.refusal()) return *std::move(refused);
  if (commitish) {
    request.target = target_of(call, commitish);
    if (!request.target) return invalid(call, "Release", "target_commitish", "invalid");
  }
  const github::Response response = call.send(SiteRequest(request));
  if (response.ok()) {
    ReleaseFacts& facts = call.desk->releases[request.id];
    if (commitish) facts.target_commitish = *commitish;
    if (!call.repository->release(request.id - 1).draft && !facts.published_at)
      facts.published_at = call.circumstances.now;
    ++call.site.revision;
  }
  return release_reply(call, response);
}

HttpResponse delete_release(Call& call) {
  const std::uint32_t id = call.number(0);
  const github::Response response = call.send(SiteRequest(DeleteRelease{id}));
  if (!response.ok()) return refusal(call, response);
  std::erase_if(call.desk->assets, [&](const auto& entry) { return entry.second.release == id; });
  return empty_reply();
}

HttpResponse generate_notes(Call& call) {
  Fields fields(call);
  const std::string tag = fields.required_text("tag_name");
  const auto commitish = fields.text("target_commitish");
  auto previous = fields.text("previous_tag_name");
  if (auto refused = fields.refusal()) return *std::move(refused);
  if (previous && !call.repository->tag(*previous))
    return invalid(call, "Release", "previous_tag_name", "invalid");
  if (!previous) previous = latest_tag(call, tag);
  const auto tagged = call.repository->tagged_commit(tag);
  const auto target = tagged ? tagged : target_of(call, commitish);
  return json_reply({{"name", tag}, {"body", notes(call, tag, target, previous)}});
}

}  // namespace regent::fake::site
