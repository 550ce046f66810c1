// Git's refs and objects.
#include <nlohmann/json.hpp>

#include "fakes/github/base64.h"
#include "fakes/github/node_ids.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/present.h"
#include "fakes/github/site/target.h"

namespace regent::fake::site {
namespace {

constexpr std::size_t base64_line = 60;  // digits in a line of a blob

std::string_view type_of(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::blob:
      return "blob";
    case ObjectKind::tree:
      return "tree";
    case ObjectKind::tag:
      return "tag";
    case ObjectKind::commit:
    case ObjectKind::none:
      return "commit";
  }
  return "commit";
}

Json signature(const github::Signature& who) {
  return {{"name", who.name}, {"email", who.email}, {"date", iso_date(who.date)}};
}

Json unsigned_object() {
  return {{"verified", false},
          {"reason", "unsigned"},
          {"signature", nullptr},
          {"payload", nullptr},
          {"verified_at", nullptr}};
}

}  // namespace

Json Presenter::ref(const github::Ref& ref) const {
  const std::string path = percent_encoded(ref.name.substr(std::string_view("refs/").size()));
  return {{"ref", ref.name},
          {"node_id", ref_node_id(full_name_, ref.name)},
          {"url", api_ + "/git/refs/" + path},
          {"object", object(repository_.kind(ref.target), ref.target)}};
}

Json Presenter::object(ObjectKind kind, const Sha& id) const {
  const std::string type(type_of(kind));
  return {{"sha", id.hex()}, {"type", type}, {"url", api_ + "/git/" + type + "s/" + id.hex()}};
}

Json Presenter::git_tag(const TagView& tag) const {
  const std::string sha = tag.sha.hex();
  return {{"node_id", node_id("TA", full_name_, sha)},
          {"tag", tag.name},
          {"sha", sha},
          {"url", api_ + "/git/tags/" + sha},
          {"message", tag.message},
          {"tagger", signature(tag.tagger)},
          {"object", object(tag.kind, tag.object)},
          {"verification", unsigned_object()}};
}

Json Presenter::git_commit(const github::Commit& commit) const {
  const std::string sha = commit.sha.hex();
  Json parents = Json::array();
  for (const Sha& parent : commit.parents)
    parents.push_back({{"sha", parent.hex()},
                       {"url", api_ + "/git/commits/" + parent.hex()},
                       {"html_url", html_commit(parent)}});
  return {{"sha", sha},
          {"node_id", node_id("C", full_name_, sha)},
          {"url", api_ + "/git/commits/" + sha},
          {"html_url", html_commit(commit.sha)},
          {"author", signature(commit.author)},
          {"committer", signature(commit.committer)},
          {"tree", {{"sha", commit.tree.hex()}, {"url", api_ + "/git/trees/" + commit.tree.hex()}}},
          {"message", commit.message},
          {"parents", std::move(parents)},
          {"verification", unsigned_object()}};
}

Json Presenter::commit(const github::Commit& commit, Form form) const {
  const std::string sha = commit.sha.hex();
  const std::string url = api_ + "/commits/" + sha;
  Json parents = Json::array();
  for (const Sha& parent : commit.parents)
    parents.push_back({{"sha", parent.hex()},
                       {"url", api_ + "/commits/" + parent.hex()},
                       {"html_url", html_commit(parent)}});
  Json json{
      {"sha", sha},
      {"node_id", node_id("C", full_name_, sha)},
      {"commit",
       {{"author", signature(commit.author)},
        {"committer", signature(commit.committer)},
        {"message", commit.message},
        {"tree", {{"sha", commit.tree.hex()}, {"url", api_ + "/git/trees/" + commit.tree.hex()}}},
        {"url", api_ + "/git/commits/" + sha},
        {"comment_count", 0},
        {"verification", unsigned_object()}}},
      {"url", url},
      {"html_url", html_commit(commit.sha)},
      {"comments_url", url + "/comments"},
      {"author", nullptr},
      {"committer", nullptr},
      {"parents", std::move(parents)}};
  if (form == Form::brief) return json;
  const auto parent =
      commit.parents.empty() ? std::nullopt : repository_.commit(commit.parents.front());
  json["files"] = files(parent ? parent->tree : Sha{}, commit.tree, commit.sha);
  std::size_t added = 0;
  std::size_t removed = 0;
  for (const Json& file : json["files"]) {
    added += file["additions"].get<std::size_t>();
    removed += file["deletions"].get<std::size_t>();
  }
  json["stats"] = {{"total", added + removed}, {"additions", added}, {"deletions", removed}};
  return json;
}

Json Presenter::tree(const Sha& tree, bool recursive) const {
  Json entries = Json::array();
  const auto add = [&](const auto& self, const Sha& id, const std::string& path) -> void {
    const auto content = repository_.tree(id);
    if (!content) return;
    for (const TreeEntryView& entry : *content) {
      const std::string sha = entry.object.hex();
      Json json{{"path", path + std::string(entry.name)},
                {"mode", to_string(entry.mode)},
                {"type", entry.is_tree()        ? "tree"
                         : entry.is_submodule() ? "commit"
                                                : "blob"},
                {"sha", sha}};
      // Another repository's commit has no size, and no place in this one.
      if (const auto text = repository_.blob(entry.object)) json["size"] = text->size();
      if (!entry.is_submodule())
        json["url"] = api_ + (entry.is_tree() ? "/git/trees/" : "/git/blobs/") + sha;
      entries.push_back(std::move(json));
      if (entry.is_tree() && recursive)
        self(self, entry.object, path + std::string(entry.name) + '/');
    }
  };
  add(add, tree, std::string());
  return {{"sha", tree.hex()},
          {"url", api_ + "/git/trees/" + tree.hex()},
          {"tree", std::move(entries)},
          {"truncated", false}};
}

Json Presenter::blob(const Sha& blob, std::string_view text) const {
  const std::string sha = blob.hex();
  return {{"sha", sha},
          {"node_id", node_id("B", full_name_, sha)},
          {"size", text.size()},
          {"url", api_ + "/git/blobs/" + sha},
          {"content", to_base64(text, base64_line)},
          {"encoding", "base64"}};
}

}  // namespace regent::fake::site
