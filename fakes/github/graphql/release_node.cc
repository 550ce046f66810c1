// Releases. Those that a lagging reader cannot see yet are the newest ones.
#include <algorithm>
#include <utility>

#include "fakes/github/graphql/connection.h"
#include "fakes/github/graphql/context.h"
#include "fakes/github/names.h"
#include "fakes/github/node_ids.h"

namespace regent::fake::graphql {
namespace {

class ReleaseNode final : public Node {
 public:
  ReleaseNode(const Context& context, Repository& repository, ReleaseView release)
      : context_(context), repository_(repository), release_(release) {}
  [[nodiscard]] std::string_view type() const override { return "Release"; }
  [[nodiscard]] Resolved resolve(const Call& call) const override;

 private:
  [[nodiscard]] std::string path() const {
    return '/' + full_name(repository_) + "/releases/tag/" + std::string(release_.tag_name);
  }
  [[nodiscard]] bool is_latest() const;
  [[nodiscard]] ReleaseFacts facts() const;

  const Context& context_;
  Repository& repository_;
  ReleaseView release_;
};

bool ReleaseNode::is_latest() const {
  for (std::size_t i = repository_.release_count(); i > 0; --i) {
    if (!repository_.has_release(i - 1)) continue;
    const ReleaseView other = repository_.release(i - 1);
    if (!other.draft && !other.prerelease) return other.id == release_.id;
  }
  return false;
}

// Without records a release is as old as what it releases.
ReleaseFacts ReleaseNode::facts() const {
  const Records* records = context_.session().records;
  if (records != nullptr) {
    if (const auto facts = records->release(repository_, release_.id)) return *facts;
  }
  const auto tagged = repository_.tagged_commit(release_.tag_name);
  const auto commit = tagged ? repository_.commit(*tagged) : std::nullopt;
  const Time date = commit ? commit->committed_at : Time{};
  return {.created_at = date,
          .published_at = release_.draft ? std::nullopt : std::optional(date),
          .author = context_.session().bot};
}

Resolved ReleaseNode::resolve(const Call& call) const {
  using It = const ReleaseNode&;
  static constexpr Resolver<ReleaseNode> rows[] = {
      {"id",
       [](It it, const Call&) -> Resolved {
         return Value(node_id("RE", full_name(it.repository_), std::to_string(it.release_.id)));
       }},
      {"databaseId", [](It it, const Call&) -> Resolved { return Value(it.release_.id); }},
      {"name", [](It it, const Call&) -> Resolved { return Value(it.release_.name); }},
      {"tagName", [](It it, const Call&) -> Resolved { return Value(it.release_.tag_name); }},
      {"tag",
       [](It it, const Call&) -> Resolved {
         return ref_node(it.context_, it.repository_,
                         std::string(tag_directory) + std::string(it.release_.tag_name),
                         part::tags);
       }},
      {"tagCommit",
       [](It it, const Call&) -> Resolved {
         const auto target = it.repository_.tagged_commit(it.release_.tag_name);
         return target ? object_node(it.context_, it.repository_, *target) : NodePtr();
       }},
      {"author",
       [](It it, const Call&) -> Resolved { return account(it.context_, it.facts().author); }},
      {"createdAt",
       [](It it, const Call&) -> Resolved { return Value(to_date_time(it.facts().created_at)); }},
      {"updatedAt",
       [](It it, const Call&) -> Resolved { return Value(to_date_time(it.facts().created_at)); }},
      {"publishedAt",
       [](It it, const Call&) -> Resolved {
         const auto date = it.facts().published_at;
         return date ? Value(to_date_time(*date)) : Value();
       }},
      {"description", [](It it, const Call&) -> Resolved { return Value(it.release_.body); }},
      {"descriptionHTML", [](It it, const Call&) -> Resolved { return Value(it.release_.body); }},
      {"isDraft", [](It it, const Call&) -> Resolved { return Value(it.release_.draft); }},
      {"isLatest", [](It it, const Call&) -> Resolved { return Value(it.is_latest()); }},
      {"isPrerelease",
       [](It it, const Call&) -> Resolved { return Value(it.release_.prerelease); }},
      {"repository",
       [](It it, const Call&) -> Resolved { return repository_node(it.context_, it.repository_); }},
      {"resourcePath", [](It it, const Call&) -> Resolved { return Value(it.path()); }},
      {"url", [](It it, const Call&) -> Resolved {
         return Value(it.context_.session().url + it.path());
       }}};
  return resolve_in<ReleaseNode>(rows, *this, call);
}

// How many releases, in order of creation, this reader can see.
std::size_t visible_releases(const Context& context, Repository& repository) {
  std::size_t count = repository.release_count();
  if (!context.lags(part::releases)) return count;
  const github::Response response =
      context.read(repository, github::Observe{"refs/heads/", "", ""}, part::releases);
  const github::Observation* seen = response.as<github::Observation>();
  if (seen == nullptr || seen->released_tags.empty()) return 0;
  for (; count > 0; --count) {
    if (!repository.has_release(count - 1)) continue;
    const ReleaseView release = repository.release(count - 1);
    if (!release.draft && release.tag_name == seen->released_tags.front()) break;
  }
  return count;
}

}  // namespace

NodePtr release_node(const Context& context, Repository& repository, std::size_t index) {
  return std::make_shared<ReleaseNode>(context, repository, repository.release(index));
}

Resolved connect_releases(const Context& context, Repository& repository, const Call& call) {
  std::vector<std::size_t> indexes;
  const std::size_t visible = visible_releases(context, repository);
  for (std::size_t i = 0; i < visible; ++i) {
    if (repository.has_release(i)) indexes.push_back(i);
  }
  // GitHub shows the newest last unless it is told otherwise.
  if (const Value* order = call.argument("orderBy"); order != nullptr && !order->is_null()) {
    if (text_of(*order, "field") == "NAME") {
      std::ranges::sort(indexes, {},
                        [&](std::size_t i) { return std::pair(repository.release(i).name, i); });
    }
    if (text_of(*order, "direction") == "DESC") std::ranges::reverse(indexes);
  }
  return connect(
      call, {.connection = "ReleaseConnection",
             .edge = "ReleaseEdge",
             .count = indexes.size(),
             .node = [&](std::size_t i) { return release_node(context, repository, indexes[i]); },
             .key = [&](std::size_t i) { return std::to_string(indexes[i]); }});
}

}  // namespace regent::fake::graphql
