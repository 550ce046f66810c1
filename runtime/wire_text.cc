#include "runtime/wire_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "effects/https/rest_line.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

std::string pretty(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string_view word(github::PullState state) {
  return state == github::PullState::open ? "open" : "closed";
}

Json row_json(const github::RefUpdate& row) {
  Json json{{"name", row.name}};
  if (row.before) json["beforeOid"] = row.before->hex();
  json["afterOid"] = row.after.hex();
  json["force"] = row.force;
  return json;
}

Json shas_json(const std::vector<Sha>& shas) {
  Json json = Json::array();
  for (const Sha& sha : shas) json.push_back(sha.hex());
  return json;
}

Json files_json(const std::vector<github::CreateTree::File>& files) {
  Json json = Json::array();
  for (const auto& file : files)
    json.push_back(
        {{"path", file.path}, {"mode", "100644"}, {"type", "blob"}, {"content", file.content}});
  return json;
}

// What stands below a request's line.
struct Contents {
  // Reads, whose line says all.
  template <typename Request>
  std::string operator()(const Request&) const {
    return {};
  }
  std::string operator()(const github::Observe& r) const {
    return graphql("query", "Observe",
                   {{"ledger", r.ledger_ref}, {"base", r.base}, {"branches", r.branch_prefix}});
  }
  std::string operator()(const github::ObserveFile& r) const {
    return graphql("query", "ObserveFile", with_file(r.file, Json::object()));
  }
  std::string operator()(const github::ObservePull& r) const {
    return graphql("query", "ObservePull",
                   with_file(r.file, {{"number", static_cast<std::uint32_t>(r.number)},
                                      {"ledger", r.ledger_ref}}));
  }
  std::string operator()(const github::ObservePulls& r) const {
    return graphql(
        "query", "ObservePulls",
        with_file(r.file, {{"head", r.head}, {"base", r.base}, {"ledger", r.ledger_ref}}));
  }
  std::string operator()(const github::EditPull& r) const {
    Json input{{"number", static_cast<std::uint32_t>(r.number)}};
    if (r.title) input["title"] = *r.title;
    input["body"] = r.body;
    return graphql("mutation", "updatePullRequest", input);
  }
  std::string operator()(const github::UpdateRefs& r) const {
    Json rows = Json::array();
    for (const github::RefUpdate& row : r.updates) rows.push_back(row_json(row));
    return graphql("mutation", "updateRefs", {{"refUpdates", std::move(rows)}});
  }
  std::string operator()(const github::GetPull& r) const {
    return r.if_none_match ? "\nIf-None-Match: " + *r.if_none_match : std::string();
  }
  std::string operator()(const github::CreateTree& r) const {
    return below({{"base_tree", r.base_tree.hex()}, {"tree", files_json(r.files)}});
  }
  std::string operator()(const github::CreateCommit& r) const {
    return below({{"message", r.message},
                  {"tree", r.tree.hex()},
                  {"parents", shas_json(r.parents)},
                  {"author", {{"name", r.author.name}, {"email", r.author.email}}}});
  }
  std::string operator()(const github::CreateRef& r) const {
    return below({{"ref", r.ref}, {"sha", r.sha.hex()}});
  }
  std::string operator()(const github::UpdateRef& r) const {
    return below({{"sha", r.sha.hex()}, {"force", r.force}});
  }
  std::string operator()(const github::CreatePull& r) const {
    return below({{"title", r.title}, {"head", r.head}, {"base", r.base}, {"body", r.body}});
  }
  std::string operator()(const github::UpdatePull& r) const {
    Json body = Json::object();
    if (r.title) body["title"] = *r.title;
    if (r.body) body["body"] = *r.body;
    if (r.state) body["state"] = word(*r.state);
    if (r.base) body["base"] = *r.base;
    return (r.if_match ? "\nIf-Match: " + *r.if_match : std::string()) + below(body);
  }
  std::string operator()(const github::MergePull& r) const {
    Json body{{"merge_method", "squash"}};
    if (r.sha) body["sha"] = r.sha->hex();
    return below(body);
  }
  std::string operator()(const github::AddLabels& r) const { return below({{"labels", r.labels}}); }
  std::string operator()(const github::CreateRelease& r) const {
    return below({{"tag_name", r.tag_name},
                  {"target_commitish", r.target.hex()},
                  {"name", r.name},
                  {"body", r.body},
                  {"draft", r.draft},
                  {"prerelease", r.prerelease}});
  }

 private:
  static Json with_file(const std::optional<github::GetContents>& file, Json variables) {
    if (file) variables["file"] = file->commit.hex() + ":" + file->path;
    return variables;
  }
  static std::string below(const Json& body) { return "\n" + pretty(body); }
  static std::string graphql(const std::string& kind, const std::string& name,
                             const Json& variables) {
    return "POST /graphql\n" + kind + " " + name + " " + pretty(variables);
  }
};

Json ref_json(const github::Ref& ref) {
  return {{"ref", ref.name}, {"object", {{"sha", ref.target.hex()}}}};
}

Json refs_json(const std::vector<github::Ref>& refs) {
  Json json = Json::array();
  for (const github::Ref& ref : refs) json.push_back(ref_json(ref));
  return json;
}

Json commits_json(const std::vector<github::CommitSummary>& commits) {
  Json json = Json::array();
  for (const auto& commit : commits)
    json.push_back({{"sha", commit.sha.hex()}, {"message", commit.message}});
  return json;
}

Json pull_json(const github::Pull& pull) {
  Json json{{"number", static_cast<std::uint32_t>(pull.number)},
            {"state", word(pull.state)},
            {"merged", pull.merged},
            {"title", pull.title},
            {"head", {{"ref", pull.head}, {"sha", pull.head_sha.hex()}}},
            {"base", {{"ref", pull.base}}},
            {"body", pull.body}};
  if (pull.merge_commit_sha) json["merge_commit_sha"] = pull.merge_commit_sha->hex();
  return json;
}

// One overload per answer.
struct Payloads {
  Json operator()(const github::Done&) const { return nullptr; }
  Json operator()(const github::Observation& o) const {
    Json json{{"ledger", nullptr},
              {"base", nullptr},
              {"heads", refs_json(o.heads)},
              {"tags", refs_json(o.tags)},
              {"releases", o.released_tags}};
    if (o.ledger) json["ledger"] = {{"oid", o.ledger->oid.hex()}, {"message", o.ledger->message}};
    if (o.base) json["base"] = {{"oid", o.base->oid.hex()}};
    return json;
  }
  Json operator()(const github::PullView& view) const {
    Json json = pull_json(view.pull);
    json["edits"] = view.edits.size();
    json["ledger"] = view.ledger ? Json(view.ledger->hex()) : Json(nullptr);
    return json;
  }
  Json operator()(const github::FileView& view) const {
    if (view.contents) return (*this)(*view.contents);
    return {{"exists", view.exists}};
  }
  Json operator()(const github::PullViews& views) const {
    Json pulls = Json::array();
    for (const auto& entry : views.pulls) {
      pulls.push_back(pull_json(entry.pull));
      pulls.back()["edits"] = entry.edits.size();
    }
    return {{"pulls", std::move(pulls)},
            {"ledger", views.ledger ? Json(views.ledger->hex()) : Json(nullptr)}};
  }
  Json operator()(const github::Ref& ref) const { return ref_json(ref); }
  Json operator()(const github::Refs& refs) const { return refs_json(refs.refs); }
  Json operator()(const github::Commit& commit) const {
    return {{"sha", commit.sha.hex()},
            {"tree", commit.tree.hex()},
            {"parents", shas_json(commit.parents)},
            {"message", commit.message}};
  }
  Json operator()(const github::Commits& commits) const { return commits_json(commits.commits); }
  Json operator()(const github::Comparison& comparison) const {
    return {{"total_commits", comparison.total_commits},
            {"commits", commits_json(comparison.commits)}};
  }
  Json operator()(const github::FileContents& file) const {
    return {{"sha", file.blob.hex()}, {"content", file.text}};
  }
  Json operator()(const github::Pull& pull) const { return pull_json(pull); }
  Json operator()(const github::Pulls& pulls) const {
    Json json = Json::array();
    for (const github::Pull& pull : pulls.pulls) json.push_back(pull_json(pull));
    return json;
  }
  Json operator()(const github::Release& release) const {
    return {{"id", release.id},
            {"tag_name", release.tag_name},
            {"name", release.name},
            {"draft", release.draft},
            {"body", release.body}};
  }
  Json operator()(const github::ObjectId& id) const { return {{"sha", id.sha.hex()}}; }
  Json operator()(const github::ApiError& error) const {
    Json json{{"message", error.message}};
    if (!error.graphql_type.empty()) json["type"] = error.graphql_type;
    for (const auto& item : error.errors)
      json["errors"].push_back({{"resource", item.resource},
                                {"field", item.field},
                                {"code", item.code},
                                {"message", item.message}});
    return json;
  }
};

}  // namespace

std::string wire_text(const github::Request& request, std::string_view repository) {
  const std::size_t slash = std::min(repository.find('/'), repository.size());
  const https::RepositoryName name{
      std::string(repository.substr(0, slash)),
      std::string(repository.substr(std::min(slash + 1, repository.size())))};
  const auto line = https::rest_line(name, request, https::readable());
  const std::string content = std::visit(Contents{}, request);
  return line ? std::string(line->method) + ' ' + line->path + content : content;
}

std::string wire_text(const github::Response& response) {
  const Json body = std::visit(Payloads{}, response.payload);
  return body.is_null() ? std::string() : pretty(body);
}

}  // namespace regent::runtime
