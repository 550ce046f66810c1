#include "fakes/github/site/webhook_payload.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/github/node_ids.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/site_state.h"

namespace regent::fake::site {
namespace {

github::Pull pull_of(const Repository& repository, const Webhook& webhook) {
  // Reading changes nothing of the value; a copy keeps the source const.
  Repository reader = repository;
  const github::Response response =
      reader.handle(github::GetPull{webhook.number}, Circumstances{.now = webhook.emitted_at});
  github::Pull pull = *response.as<github::Pull>();
  // What the webhook says of the merge may be stale (rocq-prover/bot#1).
  if (webhook.merge_commit_sha) pull.merge_commit_sha = webhook.merge_commit_sha;
  return pull;
}

Json commit_json(const github::Commit& commit, const std::string& page) {
  return {{"id", commit.sha.hex()},
          {"tree_id", commit.tree.hex()},
          {"distinct", true},
          {"message", commit.message},
          {"timestamp", iso_date(commit.committer.date)},
          {"url", page + "/commit/" + commit.sha.hex()},
          {"author", {{"name", commit.author.name}, {"email", commit.author.email}}},
          {"committer", {{"name", commit.committer.name}, {"email", commit.committer.email}}},
          {"added", Json::array()},
          {"removed", Json::array()},
          {"modified", Json::array()}};
}

}  // namespace

std::string webhook_payload(const Links& links, const Cast& cast, const Repository& repository,
                            const Desk& desk, const Webhook& webhook, bool names_installation) {
  const Presenter present(links, cast, repository, desk);
  const std::string full_name =
      std::string(repository.owner()) + '/' + std::string(repository.name());
  const std::string page = links.page(full_name);
  Json json = Json::object();
  const bool is_branch = webhook.ref.starts_with("refs/heads/");
  switch (webhook.event) {
    case Webhook::Event::pull_request:
      json["action"] = to_string(webhook.action);
      json["number"] = static_cast<std::uint32_t>(webhook.number);
      json["pull_request"] = present.pull(pull_of(repository, webhook), Form::full);
      if (webhook.action == Webhook::Action::labeled) {
        const Json& labels = json["pull_request"]["labels"];
        if (!labels.empty()) json["label"] = labels.back();
      }
      break;
    case Webhook::Event::push: {
      json = {{"ref", webhook.ref},
              {"before", webhook.before.hex()},
              {"after", webhook.after.hex()},
              {"created", webhook.before.is_zero()},
              {"deleted", webhook.after.is_zero()},
              {"forced", !webhook.before.is_zero() && !webhook.after.is_zero() &&
                             !repository.is_ancestor(webhook.before, webhook.after)},
              {"base_ref", nullptr},
              {"compare", page + "/compare/" + webhook.before.abbreviated() + "..." +
                              webhook.after.abbreviated()},
              {"commits", Json::array()},
              {"head_commit", nullptr},
              {"pusher", {{"name", present.login(webhook.by_app)}, {"email", nullptr}}}};
      constexpr std::size_t commits_max = 2048;  // DOC, push
      repository.walk_first_parents(webhook.after, [&](const CommitView& commit) {
        if (webhook.before.is_zero() || commit.sha == webhook.before ||
            json["commits"].size() == commits_max)
          return false;
        json["commits"].push_back(commit_json(*repository.whole_commit(commit.sha), page));
        return true;
      });
      std::ranges::reverse(json["commits"]);
      if (const auto head = repository.commit_of(webhook.after))
        json["head_commit"] = commit_json(*repository.whole_commit(*head), page);
      break;
    }
    case Webhook::Event::create:
    case Webhook::Event::remove:
      json = {{"ref", webhook.ref.substr(webhook.ref.find('/', 5) + 1)},
              {"ref_type", is_branch ? "branch" : "tag"}};
      if (webhook.event == Webhook::Event::create) {
        json["master_branch"] = repository.default_branch();
        json["description"] = desk.description.empty() ? Json() : Json(desk.description);
      }
      json["pusher_type"] = "user";
      break;
  }
  json["repository"] = present.repository();
  json["sender"] = present.account(present.login(webhook.by_app));
  if (names_installation)
    json["installation"] = {
        {"id", SiteState::installation},
        {"node_id", node_id("INST", full_name, std::to_string(SiteState::installation))}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace regent::fake::site
