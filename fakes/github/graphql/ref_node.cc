// Refs and their lists.
#include <algorithm>

#include "fakes/github/graphql/connection.h"
#include "fakes/github/graphql/context.h"
#include "fakes/github/names.h"
#include "fakes/github/node_ids.h"

namespace regent::fake::graphql {
namespace {

class RefNode final : public Node {
 public:
  RefNode(const Context& context, Repository& repository, github::Ref ref)
      : context_(context), repository_(repository), ref_(std::move(ref)) {}
  [[nodiscard]] std::string_view type() const override { return "Ref"; }
  [[nodiscard]] Resolved resolve(const Call& call) const override;

 private:
  // `refs/heads/`, `refs/tags/`, or all up to the last slash.
  [[nodiscard]] std::string_view prefix() const {
    const std::string_view name = ref_.name;
    if (name.starts_with(branch_directory)) return branch_directory;
    if (name.starts_with(tag_directory)) return tag_directory;
    return name.substr(0, name.rfind('/') + 1);
  }

  const Context& context_;
  Repository& repository_;
  github::Ref ref_;
};

Resolved RefNode::resolve(const Call& call) const {
  using It = const RefNode&;
  static constexpr Resolver<RefNode> rows[] = {
      {"id",
       [](It it, const Call&) -> Resolved {
         return Value(ref_node_id(full_name(it.repository_), it.ref_.name));
       }},
      {"name",
       [](It it, const Call&) -> Resolved {
         return Value(std::string_view(it.ref_.name).substr(it.prefix().size()));
       }},
      {"prefix", [](It it, const Call&) -> Resolved { return Value(it.prefix()); }},
      {"repository",
       [](It it, const Call&) -> Resolved { return repository_node(it.context_, it.repository_); }},
      {"target",
       [](It it, const Call&) -> Resolved {
         return object_node(it.context_, it.repository_, it.ref_.target);
       }},
      {"branchProtectionRule", [](It, const Call&) -> Resolved { return NodePtr(); }},
      {"associatedPullRequests", [](It it, const Call& asked) -> Resolved {
         const std::string_view name = it.ref_.name;
         if (!name.starts_with(branch_directory)) {
           return connect_nothing(asked, "PullRequestConnection");
         }
         return connect_pulls(it.context_, it.repository_, asked, branch_of(name));
       }}};
  return resolve_in<RefNode>(rows, *this, call);
}

std::uint8_t part_of_list(std::string_view prefix) {
  return prefix.starts_with(tag_directory) ? part::tags : part::heads;
}

// The commit date of a tag; the beginning of time for one that is no commit's.
Time date_of(const Repository& repository, const Sha& target) {
  const auto tagged = repository.commit_of(target);
  return tagged ? repository.commit(*tagged)->committed_at : Time{};
}

// Of two tags with one date the lesser name is the newer, as `Observe` has it.
void sort_by_date(const Repository& repository, std::vector<github::Ref>& refs) {
  struct Dated {
    Time date;
    github::Ref ref;
  };
  std::vector<Dated> dated;
  for (github::Ref& ref : refs) {
    const Time date = date_of(repository, ref.target);
    dated.push_back({date, std::move(ref)});
  }
  std::ranges::sort(dated, [](const Dated& a, const Dated& b) {
    return a.date != b.date ? a.date < b.date : a.ref.name > b.ref.name;
  });
  refs.clear();
  for (Dated& entry : dated) refs.push_back(std::move(entry.ref));
}

}  // namespace

NodePtr ref_node(const Context& context, Repository& repository, github::Ref ref) {
  return std::make_shared<RefNode>(context, repository, std::move(ref));
}

NodePtr ref_node(const Context& context, Repository& repository, std::string_view full_name,
                 std::uint8_t part) {
  const std::optional<Sha> target = context.ref(repository, full_name, part);
  if (!target) return nullptr;
  return ref_node(context, repository, {std::string(full_name), *target});
}

Resolved connect_refs(const Context& context, Repository& repository, const Call& call) {
  const std::string prefix(call.text("refPrefix").value_or(""));
  if (!prefix.starts_with("refs/")) {
    return Fault("INVALID_ARGUMENT", "refPrefix must start with refs/");
  }
  const github::Response response =
      context.read(repository, github::ListMatchingRefs{prefix}, part_of_list(prefix));
  const github::Refs* listed = response.as<github::Refs>();
  std::vector<github::Ref> refs = listed == nullptr ? std::vector<github::Ref>() : listed->refs;
  if (const auto query = call.text("query")) {
    std::erase_if(refs, [&](const github::Ref& ref) {
      return std::string_view(ref.name).substr(prefix.size()).find(*query) ==
             std::string_view::npos;
    });
  }
  if (const Value* order = call.argument("orderBy"); order != nullptr && !order->is_null()) {
    if (text_of(*order, "field") == "TAG_COMMIT_DATE") sort_by_date(repository, refs);
    if (text_of(*order, "direction") == "DESC") std::ranges::reverse(refs);
  }
  return connect(call,
                 {.connection = "RefConnection",
                  .edge = "RefEdge",
                  .count = refs.size(),
                  .node = [&](std::size_t i) { return ref_node(context, repository, refs[i]); },
                  .key = [&](std::size_t i) { return refs[i].name; }});
}

}  // namespace regent::fake::graphql
