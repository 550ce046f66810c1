// Git's objects, read by their ids, which do not lag.
#include <algorithm>

#include "fakes/github/graphql/connection.h"
#include "fakes/github/graphql/context.h"
#include "fakes/github/names.h"
#include "fakes/github/node_ids.h"

namespace regent::fake::graphql {
namespace {

// What commits, trees and blobs have in common.
Resolved resolve_object(const Context& context, Repository& repository, const Sha& sha,
                        std::string_view id_prefix, const Call& call) {
  const std::string path = '/' + full_name(repository) + "/commit/" + sha.hex();
  if (call.field == "id") return Value(node_id(id_prefix, full_name(repository), sha.hex()));
  if (call.field == "oid") return Value(sha.hex());
  if (call.field == "abbreviatedOid") return Value(sha.abbreviated());
  if (call.field == "commitResourcePath") return Value(path);
  if (call.field == "commitUrl") return Value(context.session().url + path);
  if (call.field == "repository") return repository_node(context, repository);
  return not_served(id_prefix, call.field);
}

NodePtr git_actor(const Context& context, const github::Signature& who) {
  return plain("GitActor", {{"avatarUrl", context.session().url + "/avatars/" + who.email},
                            {"date", to_date_time(who.date)},
                            {"email", who.email},
                            {"name", who.name},
                            {"user", NodePtr()}});
}

NodePtr tree_entry(const Context& context, Repository& repository, const TreeEntryView& entry,
                   std::string_view path) {
  const auto dot = entry.name.rfind('.');
  const bool has_extension = !entry.is_tree() && dot != std::string_view::npos;
  return plain("TreeEntry", {{"extension", has_extension ? entry.name.substr(dot) : ""},
                             {"mode", static_cast<int>(entry.mode)},
                             {"name", entry.name},
                             {"object", object_node(context, repository, entry.object)},
                             {"oid", entry.object.hex()},
                             {"path", path},
                             {"type", entry.is_tree()        ? "tree"
                                      : entry.is_submodule() ? "commit"
                                                             : "blob"}});
}

// The entry at `path` of `tree`; nullopt when there is none.
std::optional<TreeEntryView> find_entry(const Repository& repository, Sha tree,
                                        std::string_view path) {
  while (true) {
    const auto entries = repository.tree(tree);
    if (!entries) return std::nullopt;
    const std::string_view name = path.substr(0, path.find('/'));
    const auto it = std::ranges::find(*entries, name, &TreeEntryView::name);
    if (it == entries->end()) return std::nullopt;
    if (name.size() == path.size()) return *it;
    tree = it->object;
    path.remove_prefix(name.size() + 1);
  }
}

class BlobNode final : public Node {
 public:
  BlobNode(const Context& context, Repository& repository, Sha sha, std::string text)
      : context_(context), repository_(repository), sha_(sha), text_(std::move(text)) {}
  [[nodiscard]] std::string_view type() const override { return "Blob"; }
  [[nodiscard]] Resolved resolve(const Call& call) const override {
    const bool is_binary = text_.find('\0') != std::string::npos;
    if (call.field == "byteSize") return Value(text_.size());
    if (call.field == "isBinary") return Value(is_binary);
    if (call.field == "isTruncated") return Value(text_.size() > Repository::text_in_query_max);
    if (call.field == "text")
      return is_binary ? Value() : Value(text_.substr(0, Repository::text_in_query_max));
    return resolve_object(context_, repository_, sha_, "B", call);
  }

 private:
  const Context& context_;
  Repository& repository_;
  Sha sha_;
  std::string text_;
};

class TreeNode final : public Node {
 public:
  TreeNode(const Context& context, Repository& repository, Sha sha)
      : context_(context), repository_(repository), sha_(sha) {}
  [[nodiscard]] std::string_view type() const override { return "Tree"; }
  [[nodiscard]] Resolved resolve(const Call& call) const override {
    if (call.field != "entries") return resolve_object(context_, repository_, sha_, "T", call);
    std::vector<NodePtr> entries;
    for (const TreeEntryView& entry : repository_.tree(sha_).value_or(std::vector<TreeEntryView>()))
      entries.push_back(tree_entry(context_, repository_, entry, entry.name));
    return entries;
  }

 private:
  const Context& context_;
  Repository& repository_;
  Sha sha_;
};

class TagNode final : public Node {
 public:
  TagNode(const Context& context, Repository& repository, TagView tag)
      : context_(context), repository_(repository), tag_(std::move(tag)) {}
  [[nodiscard]] std::string_view type() const override { return "Tag"; }
  [[nodiscard]] Resolved resolve(const Call& call) const override {
    if (call.field == "name") return Value(tag_.name);
    if (call.field == "message") return Value(tag_.message);
    if (call.field == "tagger") return git_actor(context_, tag_.tagger);
    if (call.field == "target") return object_node(context_, repository_, tag_.object);
    return resolve_object(context_, repository_, tag_.sha, "TA", call);
  }

 private:
  const Context& context_;
  Repository& repository_;
  TagView tag_;
};

class CommitNode final : public Node {
 public:
  CommitNode(const Context& context, Repository& repository, github::Commit commit)
      : context_(context), repository_(repository), commit_(std::move(commit)) {}
  [[nodiscard]] std::string_view type() const override { return "Commit"; }
  [[nodiscard]] Resolved resolve(const Call& call) const override;

 private:
  [[nodiscard]] std::string_view headline() const {
    return std::string_view(commit_.message).substr(0, commit_.message.find('\n'));
  }
  [[nodiscard]] std::string_view message_body() const {
    std::string_view rest = std::string_view(commit_.message).substr(headline().size());
    rest.remove_prefix(std::min(rest.find_first_not_of('\n'), rest.size()));
    return rest;
  }
  [[nodiscard]] std::string path() const {
    return '/' + full_name(repository_) + "/commit/" + commit_.sha.hex();
  }
  [[nodiscard]] Resolved parents(const Call& call) const;
  [[nodiscard]] Resolved history(const Call& call) const;
  [[nodiscard]] Resolved file(std::string_view path) const;

  const Context& context_;
  Repository& repository_;
  github::Commit commit_;
};

Resolved CommitNode::parents(const Call& call) const {
  return connect(call, {.connection = "CommitConnection",
                        .edge = "CommitEdge",
                        .count = commit_.parents.size(),
                        .node =
                            [&](std::size_t i) {
                              return object_node(context_, repository_, commit_.parents[i]);
                            },
                        .key = [&](std::size_t i) { return commit_.parents[i].hex(); }});
}

Resolved CommitNode::history(const Call& call) const {
  std::vector<Sha> shas;
  bool more = true;
  for (std::uint32_t page = 1; more; ++page) {
    const github::Response response =
        context_.send(repository_, github::ListCommits{commit_.sha, page});
    const github::Commits* commits = response.as<github::Commits>();
    if (commits == nullptr) break;
    for (const github::CommitSummary& commit : commits->commits) shas.push_back(commit.sha);
    more = commits->more;
  }
  return connect(
      call, {.connection = "CommitHistoryConnection",
             .edge = "CommitEdge",
             .count = shas.size(),
             .node = [&](std::size_t i) { return object_node(context_, repository_, shas[i]); },
             .key = [&](std::size_t i) { return shas[i].hex(); }});
}

Resolved CommitNode::file(std::string_view path) const {
  const auto entry = find_entry(repository_, commit_.tree, path);
  return entry ? tree_entry(context_, repository_, *entry, path) : NodePtr();
}

Resolved CommitNode::resolve(const Call& call) const {
  using It = const CommitNode&;
  static constexpr Resolver<CommitNode> rows[] = {
      {"message", [](It it, const Call&) -> Resolved { return Value(it.commit_.message); }},
      {"messageHeadline", [](It it, const Call&) -> Resolved { return Value(it.headline()); }},
      {"messageHeadlineHTML", [](It it, const Call&) -> Resolved { return Value(it.headline()); }},
      {"messageBody", [](It it, const Call&) -> Resolved { return Value(it.message_body()); }},
      {"committedDate",
       [](It it, const Call&) -> Resolved {
         return Value(to_date_time(it.commit_.committer.date));
       }},
      {"authoredDate",
       [](It it, const Call&) -> Resolved { return Value(to_date_time(it.commit_.author.date)); }},
      {"author",
       [](It it, const Call&) -> Resolved { return git_actor(it.context_, it.commit_.author); }},
      {"committer",
       [](It it, const Call&) -> Resolved { return git_actor(it.context_, it.commit_.committer); }},
      {"authors",
       [](It it, const Call& asked) -> Resolved {
         return connect(
             asked, {.connection = "GitActorConnection",
                     .edge = "GitActorEdge",
                     .count = 1,
                     .node = [&](std::size_t) { return git_actor(it.context_, it.commit_.author); },
                     .key = [&](std::size_t) { return it.commit_.author.email; }});
       }},
      {"tree",
       [](It it, const Call&) -> Resolved {
         return NodePtr(std::make_shared<TreeNode>(it.context_, it.repository_, it.commit_.tree));
       }},
      {"parents", [](It it, const Call& asked) -> Resolved { return it.parents(asked); }},
      {"history", [](It it, const Call& asked) -> Resolved { return it.history(asked); }},
      {"file",
       [](It it, const Call& asked) -> Resolved {
         return it.file(asked.text("path").value_or(""));
       }},
      {"associatedPullRequests",
       [](It it, const Call& asked) -> Resolved {
         return connect_pulls_of_commit(it.context_, it.repository_, it.commit_.sha, asked);
       }},
      {"statusCheckRollup", [](It, const Call&) -> Resolved { return NodePtr(); }},
      {"resourcePath", [](It it, const Call&) -> Resolved { return Value(it.path()); }},
      {"url",
       [](It it, const Call&) -> Resolved { return Value(it.context_.session().url + it.path()); }},
      {"treeUrl", [](It it, const Call&) -> Resolved {
         return Value(it.context_.session().url + '/' + full_name(it.repository_) + "/tree/" +
                      it.commit_.sha.hex());
       }}};
  for (const Resolver<CommitNode>& row : rows) {
    if (row.field == call.field) return row.resolve(*this, call);
  }
  return resolve_object(context_, repository_, commit_.sha, "C", call);
}

// The full name of the ref that `revision` means, as git looks it up; "": none that exists.
std::string ref_of_revision(const Context& context, Repository& repository,
                            std::string_view revision) {
  if (revision == "HEAD") {
    return std::string(branch_directory) + std::string(repository.default_branch());
  }
  for (const std::string_view directory :
       {std::string_view(), std::string_view("refs/"), tag_directory, branch_directory}) {
    std::string name = std::string(directory) + std::string(revision);
    if (!name.starts_with("refs/")) continue;
    if (context.ref(repository, name, part::ledger)) return name;
  }
  return {};
}

}  // namespace

NodePtr object_node(const Context& context, Repository& repository, const Sha& sha) {
  const github::Response response = context.send(repository, github::GetCommit{sha});
  if (const github::Commit* commit = response.as<github::Commit>()) {
    return std::make_shared<CommitNode>(context, repository, *commit);
  }
  if (const auto text = repository.blob(sha)) {
    return std::make_shared<BlobNode>(context, repository, sha, std::string(*text));
  }
  if (repository.kind(sha) == ObjectKind::tree) {
    return std::make_shared<TreeNode>(context, repository, sha);
  }
  if (const auto tag = repository.annotated_tag(sha)) {
    return std::make_shared<TagNode>(context, repository, *tag);
  }
  return nullptr;
}

NodePtr expression_node(const Context& context, Repository& repository,
                        std::string_view expression) {
  const auto colon = expression.find(':');
  const std::string_view revision = expression.substr(0, colon);
  std::optional<Sha> sha;
  if (const std::string name = ref_of_revision(context, repository, revision); !name.empty()) {
    sha = context.ref(repository, name, part::ledger);
  } else {
    sha = Sha::parse(revision);
  }
  if (!sha) return nullptr;
  if (colon == std::string_view::npos) return object_node(context, repository, *sha);
  const auto peeled = repository.commit_of(*sha);
  const auto commit = peeled ? repository.commit(*peeled) : std::nullopt;
  if (!commit) return nullptr;
  const std::string_view path = expression.substr(colon + 1);
  if (path.empty()) return object_node(context, repository, commit->tree);
  const auto entry = find_entry(repository, commit->tree, path);
  return entry ? object_node(context, repository, entry->object) : nullptr;
}

}  // namespace regent::fake::graphql
