#include "effects/https/encode.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/assert.h"
#include "effects/https/base64.h"
#include "effects/https/dates.h"
#include "effects/https/documents.h"

namespace regent::https {
namespace {

using Json = nlohmann::json;

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json signature(const github::Signature& signature) {
  return {
      {"name", signature.name}, {"email", signature.email}, {"date", timestamp(signature.date)}};
}

HttpRequest graphql(std::string_view document, Json variables, bool is_read) {
  return {Api::graphql,
          "POST",
          "/graphql",
          {},
          dump({{"query", document}, {"variables", std::move(variables)}}),
          is_read};
}
HttpRequest query(const RepositoryName& repository, std::string_view document, Json variables) {
  variables["owner"] = repository.owner;
  variables["name"] = repository.name;
  return graphql(document, std::move(variables), true);
}

Json tree_body(const Sha& base_tree, const std::vector<TreeEntry>& entries) {
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
  return body;
}

// What stands below a request's line: the body, and the condition.
struct Content {
  Json body = nullptr;
  std::vector<Header> headers{};
};

struct ContentOf {
  // Reads.
  template <typename Request>
  Content operator()(const Request&) const {
    return {};
  }
  Content operator()(const github::GetPull& r) const {
    if (!r.if_none_match) return {};
    return {nullptr, {{"If-None-Match", *r.if_none_match}}};
  }

  Content operator()(const github::CreateTree& r) const {
    std::vector<TreeEntry> entries;
    for (const auto& file : r.files) entries.push_back({file.path, &file.content, {}});
    return {tree_body(r.base_tree, entries)};
  }
  Content operator()(const github::CreateCommit& r) const {
    Json parents = Json::array();
    for (const Sha& parent : r.parents) parents.push_back(parent.hex());
    return {{{"message", r.message},
             {"tree", r.tree.hex()},
             {"parents", std::move(parents)},
             {"author", signature(r.author)},
             {"committer", signature(r.author)}}};
  }
  Content operator()(const github::CreateRef& r) const {
    return {{{"ref", r.ref}, {"sha", r.sha.hex()}}};
  }
  Content operator()(const github::UpdateRef& r) const {
    return {{{"sha", r.sha.hex()}, {"force", r.force}}};
  }
  Content operator()(const github::CreatePull& r) const {
    return {{{"title", r.title}, {"head", r.head}, {"base", r.base}, {"body", r.body}}};
  }
  Content operator()(const github::UpdatePull& r) const {
    Content content{Json::object()};
    if (r.title) content.body["title"] = *r.title;
    if (r.body) content.body["body"] = *r.body;
    if (r.state) content.body["state"] = *r.state == github::PullState::open ? "open" : "closed";
    if (r.base) content.body["base"] = *r.base;
    if (r.if_match) content.headers.push_back({"If-Match", *r.if_match});
    return content;
  }
  Content operator()(const github::MergePull& r) const {
    Content content{{{"merge_method", "squash"}}};
    if (r.sha) content.body["sha"] = r.sha->hex();
    return content;
  }
  Content operator()(const github::AddLabels& r) const { return {{{"labels", r.labels}}}; }
  Content operator()(const github::CreateRelease& r) const {
    return {{{"tag_name", r.tag_name},
             {"target_commitish", r.target.hex()},
             {"name", r.name},
             {"body", r.body},
             {"draft", r.draft},
             {"prerelease", r.prerelease}}};
  }
};

HttpRequest rest(const RestLine& line, Content content) {
  REGENT_ASSERT(line.method == "GET" || line.method == "DELETE" || !content.body.is_null(),
                "a write says what it writes");
  return {Api::rest,
          std::string(line.method),
          line.path,
          std::move(content.headers),
          content.body.is_null() ? std::string() : dump(content.body),
          line.method == "GET"};
}

HttpRequest in_repository(const RepositoryName& repository, std::string_view method,
                          std::string_view path, Json body = nullptr) {
  std::string whole =
      "/repos/" + percent_encoded(repository.owner) + '/' + percent_encoded(repository.name);
  return rest({method, whole.append(path)}, {std::move(body)});
}

std::string view_document(std::string_view operation) {
  return std::string(operation) + std::string(documents::pull_fields) +
         std::string(documents::commit_file);
}

template <typename Request>
Json view_variables(const Request& r, Json variables) {
  variables["ledger"] = r.ledger_ref;
  variables["base"] = "refs/heads/" + r.base;
  variables["withFile"] = r.file.has_value();
  const github::GetContents file = r.file.value_or(github::GetContents{});
  variables["commit"] = file.commit.hex();
  variables["path"] = file.path;
  return variables;
}

struct Document {
  const RepositoryName& repository;
  std::string_view node_id;

  // REST operations.
  template <typename Request>
  HttpRequest operator()(const Request& r) const {
    return rest(*rest_line(repository, r), ContentOf{}(r));
  }
  HttpRequest operator()(const github::Observe& r) const {
    return query(repository, documents::observe,
                 {{"ledger", r.ledger_ref},
                  {"base", "refs/heads/" + r.base},
                  {"heads", "refs/heads/" + r.branch_prefix}});
  }
  HttpRequest operator()(const github::ObserveFile& r) const {
    return query(repository,
                 std::string(documents::observe_file) + std::string(documents::commit_file),
                 {{"commit", r.file.commit.hex()}, {"path", r.file.path}});
  }
  HttpRequest operator()(const github::ObservePull& r) const {
    return query(repository, view_document(documents::observe_pull),
                 view_variables(r, {{"number", static_cast<std::uint32_t>(r.number)}}));
  }
  HttpRequest operator()(const github::ObservePulls& r) const {
    return query(
        repository, view_document(documents::observe_pulls),
        view_variables(
            r, {{"head", r.head}, {"into", r.base}, {"first", github::ObservePulls::views_max}}));
  }
  HttpRequest operator()(const github::EditPull& r) const {
    Json input{{"pullRequestId", node_id}, {"body", r.body}};
    if (r.title) input["title"] = *r.title;
    return graphql(
        std::string(documents::edit_pull) + std::string(documents::pull_fields),
        {{"input", std::move(input)}, {"ledger", r.ledger_ref}, {"base", "refs/heads/" + r.base}},
        false);
  }
  HttpRequest operator()(const github::UpdateRefs& r) const {
    Json rows = Json::array();
    for (const github::RefUpdate& update : r.updates) {
      Json row{{"name", update.name}, {"afterOid", update.after.hex()}, {"force", update.force}};
      if (update.before) row["beforeOid"] = update.before->hex();
      rows.push_back(std::move(row));
    }
    Json input{{"repositoryId", node_id}, {"refUpdates", std::move(rows)}};
    return graphql(documents::update_refs, {{"input", std::move(input)}}, false);
  }
};

}  // namespace

HttpRequest encode(const RepositoryName& repository, const github::Request& request,
                   std::string_view node_id) {
  return std::visit(Document{repository, node_id}, request);
}

HttpRequest get_repository(const RepositoryName& repository) {
  return in_repository(repository, "GET", "");
}

HttpRequest get_pull_id(const RepositoryName& repository, github::PullNumber number) {
  return query(repository, documents::pull_id, {{"number", static_cast<std::uint32_t>(number)}});
}

HttpRequest get_raw_contents(const RepositoryName& repository, const github::GetContents& request) {
  HttpRequest raw = encode(repository, request);
  raw.headers.push_back({"Accept", "application/vnd.github.raw+json"});
  return raw;
}

HttpRequest get_older_edits(const RepositoryName& repository, github::PullNumber number,
                            std::string_view cursor) {
  return query(repository, documents::pull_edits,
               {{"number", static_cast<std::uint32_t>(number)}, {"after", cursor}});
}

HttpRequest create_blob(const RepositoryName& repository, std::string_view content) {
  return in_repository(repository, "POST", "/git/blobs",
                       {{"content", base64(content)}, {"encoding", "base64"}});
}

HttpRequest create_tree(const RepositoryName& repository, const Sha& base_tree,
                        const std::vector<TreeEntry>& entries) {
  return rest(*rest_line(repository, github::CreateTree{}), {tree_body(base_tree, entries)});
}

bool is_utf8(std::string_view text) {
  const Json probe(text);
  return probe.dump(-1, ' ', false, Json::error_handler_t::ignore) ==
         probe.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace regent::https
