#include "effects/https/encode.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "effects/https/base64.h"
#include "effects/https/dates.h"
#include "effects/https/documents.h"

namespace regent::https {
namespace {

using Json = nlohmann::json;

std::string number(github::PullNumber pull) {
  return std::to_string(static_cast<std::uint32_t>(pull));
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// `heads/main` of `refs/heads/main`: REST's paths leave `refs/` out.
std::string ref_path(std::string_view ref) {
  if (ref.starts_with("refs/")) ref.remove_prefix(5);
  return percent_encoded_path(ref);
}

std::string_view word(github::PullFilter filter) {
  switch (filter) {
    case github::PullFilter::open:
      return "open";
    case github::PullFilter::closed:
      return "closed";
    case github::PullFilter::all:
      break;
  }
  return "all";
}

Json signature(const github::Signature& signature) {
  return {
      {"name", signature.name}, {"email", signature.email}, {"date", timestamp(signature.date)}};
}

class Encoder {
 public:
  Encoder(const RepositoryName& repository, std::string_view node_id)
      : repository_(repository),
        root_("/repos/" + percent_encoded(repository.owner) + '/' +
              percent_encoded(repository.name)),
        node_id_(node_id) {}

  HttpRequest get(const std::string& path) const {
    return {Api::rest, "GET", root_ + path, {}, {}, true};
  }
  HttpRequest send(std::string method, const std::string& path, const Json& body) const {
    return {Api::rest, std::move(method), root_ + path, {}, dump(body), false};
  }
  HttpRequest query(std::string_view document, Json variables) const {
    variables["owner"] = repository_.owner;
    variables["name"] = repository_.name;
    return graphql(document, std::move(variables), true);
  }
  HttpRequest graphql(std::string_view document, Json variables, bool is_read) const {
    return {Api::graphql,
            "POST",
            "/graphql",
            {},
            dump({{"query", document}, {"variables", std::move(variables)}}),
            is_read};
  }

  HttpRequest operator()(const github::Observe& r) const {
    return query(documents::observe, {{"ledger", r.ledger_ref},
                                      {"base", "refs/heads/" + r.base},
                                      {"heads", "refs/heads/" + r.branch_prefix}});
  }
  HttpRequest operator()(const github::ObserveFile& r) const {
    return query(std::string(documents::observe_file) + std::string(documents::commit_file),
                 {{"commit", r.file.commit.hex()}, {"path", r.file.path}});
  }
  HttpRequest operator()(const github::ObservePull& r) const {
    return query(view_document(documents::observe_pull),
                 view_variables(r, {{"number", static_cast<std::uint32_t>(r.number)}}));
  }
  HttpRequest operator()(const github::ObservePulls& r) const {
    return query(
        view_document(documents::observe_pulls),
        view_variables(
            r, {{"head", r.head}, {"into", r.base}, {"first", github::ObservePulls::views_max}}));
  }
  HttpRequest operator()(const github::GetRef& r) const {
    return get("/git/ref/" + ref_path(r.ref));
  }
  HttpRequest operator()(const github::ListMatchingRefs& r) const {
    return get("/git/matching-refs/" + ref_path(r.prefix));
  }
  HttpRequest operator()(const github::GetCommit& r) const {
    return get("/git/commits/" + r.sha.hex());
  }
  HttpRequest operator()(const github::CompareCommits& r) const {
    return get("/compare/" + r.base.hex() + "..." + r.head.hex() +
               "?per_page=250&page=" + std::to_string(r.page));
  }
  HttpRequest operator()(const github::ListCommits& r) const {
    return get("/commits?sha=" + r.from.hex() + "&per_page=100&page=" + std::to_string(r.page));
  }
  HttpRequest operator()(const github::GetContents& r) const {
    return get("/contents/" + percent_encoded_path(r.path) + "?ref=" + r.commit.hex());
  }
  HttpRequest operator()(const github::ListPulls& r) const {
    std::string path = "/pulls?state=" + std::string(word(r.state));
    if (!r.head.empty()) path += "&head=" + percent_encoded(repository_.owner + ':' + r.head);
    if (!r.base.empty()) path += "&base=" + percent_encoded(r.base);
    return get(path + "&sort=created&direction=desc&per_page=100&page=" + std::to_string(r.page));
  }
  HttpRequest operator()(const github::GetPull& r) const {
    HttpRequest request = get("/pulls/" + number(r.number));
    if (r.if_none_match) request.headers.push_back({"If-None-Match", *r.if_none_match});
    return request;
  }
  HttpRequest operator()(const github::SearchPulls& r) const {
    const std::string terms = "repo:" + repository_.owner + '/' + repository_.name +
                              " is:pr is:open head:" + r.head_prefix;
    return {Api::rest,
            "GET",
            "/search/issues?q=" + percent_encoded(terms) + "&sort=created&order=desc&per_page=100",
            {},
            {},
            true};
  }
  HttpRequest operator()(const github::GetReleaseByTag& r) const {
    return get("/releases/tags/" + percent_encoded_path(r.tag_name));
  }
  HttpRequest operator()(const github::CreateTree& r) const {
    std::vector<TreeEntry> entries;
    for (const auto& file : r.files) entries.push_back({file.path, &file.content, {}});
    return tree(r.base_tree, entries);
  }
  HttpRequest tree(const Sha& base_tree, const std::vector<TreeEntry>& entries) const {
    Json rows = Json::array();
    for (const TreeEntry& entry : entries) {
      Json row{{"path", entry.path}, {"mode", "100644"}, {"type", "blob"}};
      if (entry.content != nullptr) {
        row["content"] = *entry.content;
      } else {
        row["sha"] = entry.blob.hex();
      }
      rows.push_back(std::move(row));
    }
    Json body{{"tree", std::move(rows)}};
    if (!base_tree.is_zero()) body["base_tree"] = base_tree.hex();
    return send("POST", "/git/trees", body);
  }
  HttpRequest operator()(const github::CreateCommit& r) const {
    Json parents = Json::array();
    for (const Sha& parent : r.parents) parents.push_back(parent.hex());
    return send("POST", "/git/commits",
                {{"message", r.message},
                 {"tree", r.tree.hex()},
                 {"parents", std::move(parents)},
                 {"author", signature(r.author)},
                 {"committer", signature(r.author)}});
  }
  HttpRequest operator()(const github::UpdateRefs& r) const {
    Json rows = Json::array();
    for (const github::RefUpdate& update : r.updates) {
      Json row{{"name", update.name}, {"afterOid", update.after.hex()}, {"force", update.force}};
      if (update.before) row["beforeOid"] = update.before->hex();
      rows.push_back(std::move(row));
    }
    Json input{{"repositoryId", node_id_}, {"refUpdates", std::move(rows)}};
    return graphql(documents::update_refs, {{"input", std::move(input)}}, false);
  }
  HttpRequest operator()(const github::CreateRef& r) const {
    return send("POST", "/git/refs", {{"ref", r.ref}, {"sha", r.sha.hex()}});
  }
  HttpRequest operator()(const github::UpdateRef& r) const {
    return send("PATCH", "/git/refs/" + ref_path(r.ref),
                {{"sha", r.sha.hex()}, {"force", r.force}});
  }
  HttpRequest operator()(const github::DeleteRef& r) const {
    return {Api::rest, "DELETE", root_ + "/git/refs/" + ref_path(r.ref), {}, {}, false};
  }
  HttpRequest operator()(const github::CreatePull& r) const {
    return send("POST", "/pulls",
                {{"title", r.title}, {"head", r.head}, {"base", r.base}, {"body", r.body}});
  }
  HttpRequest operator()(const github::UpdatePull& r) const {
    Json body = Json::object();
    if (r.title) body["title"] = *r.title;
    if (r.body) body["body"] = *r.body;
    if (r.state) body["state"] = *r.state == github::PullState::open ? "open" : "closed";
    if (r.base) body["base"] = *r.base;
    HttpRequest request = send("PATCH", "/pulls/" + number(r.number), body);
    if (r.if_match) request.headers.push_back({"If-Match", *r.if_match});
    return request;
  }
  HttpRequest operator()(const github::EditPull& r) const {
    Json input{{"pullRequestId", node_id_}, {"body", r.body}};
    if (r.title) input["title"] = *r.title;
    return graphql(
        std::string(documents::edit_pull) + std::string(documents::pull_fields),
        {{"input", std::move(input)}, {"ledger", r.ledger_ref}, {"base", "refs/heads/" + r.base}},
        false);
  }
  HttpRequest operator()(const github::MergePull& r) const {
    Json body{{"merge_method", "squash"}};
    if (r.sha) body["sha"] = r.sha->hex();
    return send("PUT", "/pulls/" + number(r.number) + "/merge", body);
  }
  HttpRequest operator()(const github::AddLabels& r) const {
    return send("POST", "/issues/" + number(r.number) + "/labels", {{"labels", r.labels}});
  }
  HttpRequest operator()(const github::CreateRelease& r) const {
    return send("POST", "/releases",
                {{"tag_name", r.tag_name},
                 {"target_commitish", r.target.hex()},
                 {"name", r.name},
                 {"body", r.body},
                 {"draft", r.draft},
                 {"prerelease", r.prerelease}});
  }

 private:
  static std::string view_document(std::string_view operation) {
    return std::string(operation) + std::string(documents::pull_fields) +
           std::string(documents::commit_file);
  }
  template <typename Request>
  static Json view_variables(const Request& r, Json variables) {
    variables["ledger"] = r.ledger_ref;
    variables["base"] = "refs/heads/" + r.base;
    variables["withFile"] = r.file.has_value();
    const github::GetContents file = r.file.value_or(github::GetContents{});
    variables["commit"] = file.commit.hex();
    variables["path"] = file.path;
    return variables;
  }

  const RepositoryName& repository_;
  std::string root_;
  std::string_view node_id_;
};

}  // namespace

HttpRequest encode(const RepositoryName& repository, const github::Request& request,
                   std::string_view node_id) {
  return std::visit(Encoder(repository, node_id), request);
}

HttpRequest get_repository(const RepositoryName& repository) {
  return Encoder(repository, {}).get("");
}

HttpRequest get_pull_id(const RepositoryName& repository, github::PullNumber number) {
  return Encoder(repository, {})
      .query(documents::pull_id, {{"number", static_cast<std::uint32_t>(number)}});
}

HttpRequest get_raw_contents(const RepositoryName& repository, const github::GetContents& request) {
  HttpRequest raw = Encoder(repository, {})(request);
  raw.headers.push_back({"Accept", "application/vnd.github.raw+json"});
  return raw;
}

HttpRequest get_older_edits(const RepositoryName& repository, github::PullNumber number,
                            std::string_view cursor) {
  return Encoder(repository, {})
      .query(documents::pull_edits,
             {{"number", static_cast<std::uint32_t>(number)}, {"after", cursor}});
}

HttpRequest create_blob(const RepositoryName& repository, std::string_view content) {
  return Encoder(repository, {})
      .send("POST", "/git/blobs", {{"content", base64(content)}, {"encoding", "base64"}});
}

HttpRequest create_tree(const RepositoryName& repository, const Sha& base_tree,
                        const std::vector<TreeEntry>& entries) {
  return Encoder(repository, {}).tree(base_tree, entries);
}

bool is_utf8(std::string_view text) {
  const Json probe(text);
  return probe.dump(-1, ' ', false, Json::error_handler_t::ignore) ==
         probe.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace regent::https
