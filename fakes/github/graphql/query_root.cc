// Where every query begins.
#include <algorithm>
#include <charconv>
#include <map>

#include "fakes/github/graphql/connection.h"
#include "fakes/github/graphql/context.h"
#include "fakes/github/graphql/pull_node.h"
#include "fakes/github/names.h"
#include "fakes/github/node_ids.h"

namespace regent::fake::graphql {
namespace {

class QueryRoot final : public Node {
 public:
  explicit QueryRoot(const Context& at) : context(at) {}
  [[nodiscard]] std::string_view type() const override { return "Query"; }
  [[nodiscard]] Resolved resolve(const Call& call) const override;

  [[nodiscard]] Resolved repository(const Call& call) const;
  [[nodiscard]] Resolved nodes(const Call& call) const;
  [[nodiscard]] Resolved owner(const Call& call, std::string_view kind) const;
  [[nodiscard]] Resolved rate_limit() const;
  [[nodiscard]] Resolved search(const Call& call) const;

  const Context& context;
};

using It = const QueryRoot&;

constexpr Resolver<QueryRoot> rows[] = {
    {"viewer",
     [](It it, const Call&) -> Resolved {
       return account(it.context, it.context.session().viewer);
     }},
    {"repository", [](It it, const Call& call) -> Resolved { return it.repository(call); }},
    {"repositoryOwner",
     [](It it, const Call& call) -> Resolved { return it.owner(call, "repositoryOwner"); }},
    {"user", [](It it, const Call& call) -> Resolved { return it.owner(call, "User"); }},
    {"organization",
     [](It, const Call& call) -> Resolved {
       return Fault("NOT_FOUND", "Could not resolve to an Organization with the login of '" +
                                     std::string(call.text("login").value_or("")) + "'.");
     }},
    {"node",
     [](It it, const Call& call) -> Resolved {
       return node_of_id(it.context, call.text("id").value_or(""));
     }},
    {"nodes", [](It it, const Call& call) -> Resolved { return it.nodes(call); }},
    {"rateLimit", [](It it, const Call&) -> Resolved { return it.rate_limit(); }},
    {"search", [](It it, const Call& call) -> Resolved { return it.search(call); }}};

Resolved QueryRoot::resolve(const Call& call) const {
  return resolve_in<QueryRoot>(rows, *this, call);
}

Resolved QueryRoot::repository(const Call& call) const {
  const std::string name = std::string(call.text("owner").value_or("")) + '/' +
                           std::string(call.text("name").value_or(""));
  Repository* repository = context.session().github.find(name);
  if (repository != nullptr) return repository_node(context, *repository);
  return Fault("NOT_FOUND", "Could not resolve to a Repository with the name '" + name + "'.");
}

Resolved QueryRoot::nodes(const Call& call) const {
  std::vector<NodePtr> nodes;
  for (const std::string& id : call.texts("ids")) {
    Resolved resolved = node_of_id(context, id);
    if (Fault* fault = std::get_if<Fault>(&resolved)) return std::move(*fault);
    nodes.push_back(std::get<NodePtr>(resolved));
  }
  return nodes;
}

Resolved QueryRoot::owner(const Call& call, std::string_view kind) const {
  const std::string_view login = call.text("login").value_or("");
  const Session& session = context.session();
  bool is_known = login == session.viewer || login == session.bot || login == session.person;
  for (const Repository& repository : session.github.repositories()) {
    is_known = is_known || login == repository.owner();
  }
  if (is_known) return account(context, login);
  if (kind == "repositoryOwner") return NodePtr();
  return Fault("NOT_FOUND",
               "Could not resolve to a User with the login of '" + std::string(login) + "'.");
}

Resolved QueryRoot::rate_limit() const {
  const Session& session = context.session();
  const Time now = session.circumstances.now;
  const std::uint32_t limit = session.github.repository().settings().rate_limit_per_hour;
  const std::uint32_t remaining = std::min(limit, session.github.rate_limit_remaining(now));
  const Time reset = std::chrono::floor<std::chrono::hours>(now) + std::chrono::hours(1);
  return plain("RateLimit", {{"cost", 1},
                             {"limit", limit},
                             {"nodeCount", 0},
                             {"remaining", remaining},
                             {"resetAt", to_date_time(reset)},
                             {"used", limit - remaining}});
}

// `key:value` terms of a search; others are kept under the key "".
std::multimap<std::string, std::string> terms_of(std::string_view query) {
  std::multimap<std::string, std::string> terms;
  while (!query.empty()) {
    const std::string_view word = query.substr(0, query.find(' '));
    query.remove_prefix(std::min(word.size() + 1, query.size()));
    const auto colon = word.find(':');
    if (word.empty()) continue;
    if (colon == std::string_view::npos) {
      terms.emplace("", word);
    } else {
      terms.emplace(word.substr(0, colon), word.substr(colon + 1));
    }
  }
  return terms;
}

// Searching for open pull requests by their heads, which is all that can be searched here.
Resolved QueryRoot::search(const Call& call) const {
  std::vector<github::Pull> found;
  const auto terms = terms_of(call.text("query").value_or(""));
  const auto name = terms.find("repo");
  const auto head = terms.find("head");
  Repository* repository =
      name == terms.end() ? nullptr : context.session().github.find(name->second);
  const bool wants_open = std::ranges::any_of(terms, [](const auto& term) {
    return (term.first == "is" || term.first == "state") && term.second == "open";
  });
  if (!wants_open) {
    return Fault("NOT_IMPLEMENTED",
                 "The simulated GitHub only searches for open pull requests of one repository");
  }
  if (repository != nullptr) {
    const std::string prefix = head == terms.end() ? "" : head->second;
    const github::Response response =
        context.read(*repository, github::SearchPulls{prefix}, part::pull);
    if (const github::Pulls* pulls = response.as<github::Pulls>()) found = pulls->pulls;
    const auto is_of = [&](const char* term, std::string_view value) {
      const auto it = terms.find(term);
      return it == terms.end() || it->second == value;
    };
    std::erase_if(found, [&](const github::Pull& pull) {
      const auto labels = terms.equal_range("label");
      const bool has_labels = std::all_of(labels.first, labels.second, [&](const auto& term) {
        return std::ranges::find(pull.labels, term.second) != pull.labels.end();
      });
      return !has_labels || !is_of("base", pull.base) ||
             !is_of("author", PullNode(context, *repository, pull).author());
    });
  }
  // Nobody is asked for a review, assigned or mentioned here.
  for (const char* term : {"review-requested", "assignee", "mentions"}) {
    if (terms.contains(term)) found.clear();
  }
  return connect(call,
                 {.connection = "SearchResultItemConnection",
                  .edge = "SearchResultItemEdge",
                  .count = found.size(),
                  .node = [&](std::size_t i) { return pull_node(context, *repository, found[i]); },
                  .key =
                      [&](std::size_t i) {
                        return std::to_string(static_cast<std::uint32_t>(found[i].number));
                      }});
}

NodePtr node_in(const Context& context, Repository& repository, const NodeReference& reference) {
  const std::string& key = reference.key;
  std::uint32_t number = 0;
  std::from_chars(key.data(), key.data() + key.size(), number);
  if (reference.prefix == "R") return repository_node(context, repository);
  if (reference.prefix == "PR") {
    return pull_node(context, repository, github::PullNumber{number});
  }
  if (reference.prefix == "REF") {
    const bool is_branch = key.starts_with(branch_directory);
    return ref_node(context, repository, key, is_branch ? part::base : part::ledger);
  }
  if (reference.prefix == "RE" && number > 0 && repository.has_release(number - 1)) {
    return release_node(context, repository, number - 1);
  }
  if (reference.prefix == "LA") return label_node(context, repository, key);
  const bool is_object = reference.prefix == "C" || reference.prefix == "T" ||
                         reference.prefix == "B" || reference.prefix == "TA";
  if (is_object) {
    return object_node(context, repository, Sha::parse(key).value_or(Sha{}));
  }
  return nullptr;
}

}  // namespace

Resolved node_of_id(const Context& context, std::string_view id) {
  NodePtr node;
  if (const auto reference = parse_node_id(id)) {
    Repository* repository = context.session().github.find(reference->full_name);
    if (repository != nullptr) node = node_in(context, *repository, *reference);
    if (reference->prefix == "U") node = account(context, reference->full_name);
  }
  if (node != nullptr) return node;
  return Fault("NOT_FOUND",
               "Could not resolve to a node with the global id of '" + std::string(id) + "'.");
}

NodePtr query_root(const Context& context) { return std::make_shared<QueryRoot>(context); }

}  // namespace regent::fake::graphql
