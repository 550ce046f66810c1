#include "runtime/wire_text.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

std::string pretty(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string number(github::PullNumber pull) {
  return std::to_string(static_cast<std::uint32_t>(pull));
}

std::string_view short_ref(std::string_view ref) {
  constexpr std::string_view prefix = "refs/";
  return ref.starts_with(prefix) ? ref.substr(prefix.size()) : ref;
}

std::string_view word(github::PullState state) {
  return state == github::PullState::open ? "open" : "closed";
}

std::string_view word(github::PullFilter filter) {
  switch (filter) {
    case github::PullFilter::open:
      return "open";
    case github::PullFilter::closed:
      return "closed";
    case github::PullFilter::all:
      return "all";
  }
  return "all";
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

// One overload per request: the line, then the body.
class Requests {
 public:
  explicit Requests(std::string_view repository) : root_("/repos/" + std::string(repository)) {}

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
  std::string operator()(const github::GetRef& r) const {
    return get("/git/ref/" + std::string(short_ref(r.ref)));
  }
  std::string operator()(const github::ListMatchingRefs& r) const {
    return get("/git/matching-refs/" + std::string(short_ref(r.prefix)));
  }
  std::string operator()(const github::GetCommit& r) const {
    return get("/git/commits/" + r.sha.hex());
  }
  std::string operator()(const github::CompareCommits& r) const {
    return get("/compare/" + r.base.hex() + "..." + r.head.hex() + page(r.page, '?'));
  }
  std::string operator()(const github::ListCommits& r) const {
    return get("/commits?sha=" + r.from.hex() + page(r.page, '&'));
  }
  std::string operator()(const github::GetContents& r) const {
    return get("/contents/" + r.path + "?ref=" + r.commit.hex());
  }
  std::string operator()(const github::ListPulls& r) const {
    std::string query = "/pulls?state=" + std::string(word(r.state));
    const std::string owner = root_.substr(7, root_.find('/', 7) - 7);
    if (!r.head.empty()) query += "&head=" + owner + ":" + r.head;
    if (!r.base.empty()) query += "&base=" + r.base;
    return get(query + page(r.page, '&'));
  }
  std::string operator()(const github::GetPull& r) const {
    const std::string line = get("/pulls/" + number(r.number));
    return r.if_none_match ? line + "\nIf-None-Match: " + *r.if_none_match : line;
  }
  std::string operator()(const github::SearchPulls& r) const {
    return "GET /search/issues?q=repo:" + root_.substr(7) + "+is:pr+is:open+head:" + r.head_prefix;
  }
  std::string operator()(const github::GetReleaseByTag& r) const {
    return get("/releases/tags/" + r.tag_name);
  }
  std::string operator()(const github::CreateTree& r) const {
    return send("POST", "/git/trees",
                {{"base_tree", r.base_tree.hex()}, {"tree", files_json(r.files)}});
  }
  std::string operator()(const github::CreateCommit& r) const {
    return send("POST", "/git/commits",
                {{"message", r.message},
                 {"tree", r.tree.hex()},
                 {"parents", shas_json(r.parents)},
                 {"author", {{"name", r.author.name}, {"email", r.author.email}}}});
  }
  std::string operator()(const github::UpdateRefs& r) const {
    Json rows = Json::array();
    for (const github::RefUpdate& row : r.updates) rows.push_back(row_json(row));
    return graphql("mutation", "updateRefs", {{"refUpdates", std::move(rows)}});
  }
  std::string operator()(const github::CreateRef& r) const {
    return send("POST", "/git/refs", {{"ref", r.ref}, {"sha", r.sha.hex()}});
  }
  std::string operator()(const github::UpdateRef& r) const {
    return send("PATCH", "/git/refs/" + std::string(short_ref(r.ref)),
                {{"sha", r.sha.hex()}, {"force", r.force}});
  }
  std::string operator()(const github::DeleteRef& r) const {
    return "DELETE " + root_ + "/git/refs/" + std::string(short_ref(r.ref));
  }
  std::string operator()(const github::CreatePull& r) const {
    return send("POST", "/pulls",
                {{"title", r.title}, {"head", r.head}, {"base", r.base}, {"body", r.body}});
  }
  std::string operator()(const github::UpdatePull& r) const {
    Json body = Json::object();
    if (r.title) body["title"] = *r.title;
    if (r.body) body["body"] = *r.body;
    if (r.state) body["state"] = word(*r.state);
    if (r.base) body["base"] = *r.base;
    return send("PATCH", "/pulls/" + number(r.number), body,
                r.if_match ? "If-Match: " + *r.if_match : std::string());
  }
  std::string operator()(const github::EditPull& r) const {
    Json input{{"number", static_cast<std::uint32_t>(r.number)}};
    if (r.title) input["title"] = *r.title;
    input["body"] = r.body;
    return graphql("mutation", "updatePullRequest", input);
  }
  std::string operator()(const github::MergePull& r) const {
    Json body{{"merge_method", "squash"}};
    if (r.sha) body["sha"] = r.sha->hex();
    return send("PUT", "/pulls/" + number(r.number) + "/merge", body);
  }
  std::string operator()(const github::AddLabels& r) const {
    return send("POST", "/issues/" + number(r.number) + "/labels", {{"labels", r.labels}});
  }
  std::string operator()(const github::CreateRelease& r) const {
    return send("POST", "/releases",
                {{"tag_name", r.tag_name},
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
  static std::string page(std::uint32_t page, char separator) {
    return page == 1 ? "" : separator + ("page=" + std::to_string(page));
  }
  std::string get(const std::string& path) const { return "GET " + root_ + path; }
  std::string send(const std::string& method, const std::string& path, const Json& body,
                   const std::string& header = {}) const {
    return method + " " + root_ + path + (header.empty() ? "" : "\n" + header) + "\n" +
           pretty(body);
  }
  static std::string graphql(const std::string& kind, const std::string& name,
                             const Json& variables) {
    return "POST /graphql\n" + kind + " " + name + " " + pretty(variables);
  }

  std::string root_;
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
  return std::visit(Requests(repository), request);
}

std::string wire_text(const github::Response& response) {
  const Json body = std::visit(Payloads{}, response.payload);
  return body.is_null() ? std::string() : pretty(body);
}

}  // namespace regent::runtime
