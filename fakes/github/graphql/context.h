// What all nodes of one request share: who asks, and how the simulated GitHub is asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/github/graphql/node.h"
#include "fakes/github/graphql/service.h"

namespace regent::fake::graphql {

// Outlives the nodes, which refer to it.
class Context {
 public:
  explicit Context(const Session& session) : session_(session) {}

  [[nodiscard]] const Session& session() const { return session_; }

  // A read that lags as the request's circumstances say for `part` (circumstances.h).
  [[nodiscard]] github::Response read(Repository& repository, const github::Request& request,
                                      std::uint8_t part) const;
  // A write, or a read that does not lag.
  [[nodiscard]] github::Response send(Repository& repository, const github::Request& request) const;
  [[nodiscard]] github::Response send(Repository& repository, const SiteRequest& request) const;
  // The ref `full_name` as such a read shows it; nullopt when absent.
  [[nodiscard]] std::optional<Sha> ref(Repository& repository, std::string_view full_name,
                                       std::uint8_t part) const;
  // True when reads of that part may be behind.
  [[nodiscard]] bool lags(std::uint8_t part) const;

 private:
  // The request's circumstances, all of which lag or none.
  [[nodiscard]] Circumstances circumstances(bool lagging) const;

  const Session& session_;
};

[[nodiscard]] std::string full_name(const Repository& repository);
// `2011-01-26T19:01:12Z`, to the second.
[[nodiscard]] std::string to_date_time(Time time);
// The errors of a REST refusal in GraphQL's words.
[[nodiscard]] Fault to_fault(const github::ApiError& error);

// ---- The nodes, by what they show -------------------------------------------------------------

// An account: `bot` and people; a login that nobody has is a user's.
[[nodiscard]] NodePtr account(const Context& context, std::string_view login);
// The same as whoever writes: apps are bots there.
[[nodiscard]] NodePtr actor(const Context& context, std::string_view login);
[[nodiscard]] NodePtr repository_node(const Context& context, Repository& repository);
// nullptr: there is no such ref.
[[nodiscard]] NodePtr ref_node(const Context& context, Repository& repository,
                               std::string_view full_name, std::uint8_t part);
[[nodiscard]] NodePtr ref_node(const Context& context, Repository& repository, github::Ref ref);
// A commit, tree, blob or annotated tag; nullptr when it is unknown.
[[nodiscard]] NodePtr object_node(const Context& context, Repository& repository, const Sha& sha);
// What a revision expression (`main`, `refs/tags/v1`, `HEAD:README.md`) names; nullptr: nothing.
[[nodiscard]] NodePtr expression_node(const Context& context, Repository& repository,
                                      std::string_view expression);
[[nodiscard]] NodePtr release_node(const Context& context, Repository& repository,
                                   std::size_t index);
[[nodiscard]] NodePtr pull_node(const Context& context, Repository& repository, github::Pull pull);
// nullptr: there is no such pull request, or not yet for this reader.
[[nodiscard]] NodePtr pull_node(const Context& context, Repository& repository,
                                github::PullNumber number);
[[nodiscard]] NodePtr comment_node(const Context& context, Repository& repository,
                                   const std::string& pull_url, const CommentFacts& comment);
[[nodiscard]] NodePtr label_node(const Context& context, Repository& repository,
                                 std::string_view name);
[[nodiscard]] Resolved connect_pulls(const Context& context, Repository& repository,
                                     const Call& call, std::string_view head);
[[nodiscard]] Resolved connect_pulls_of_commit(const Context& context, Repository& repository,
                                               const Sha& sha, const Call& call);
[[nodiscard]] Resolved connect_labels(const Context& context, Repository& repository,
                                      const Call& call, std::vector<std::string> names);
[[nodiscard]] Resolved connect_releases(const Context& context, Repository& repository,
                                        const Call& call);
[[nodiscard]] Resolved connect_refs(const Context& context, Repository& repository,
                                    const Call& call);
// What a global node id names, or why it names nothing.
[[nodiscard]] Resolved node_of_id(const Context& context, std::string_view id);
[[nodiscard]] NodePtr query_root(const Context& context);
[[nodiscard]] NodePtr mutation_root(const Context& context);

}  // namespace regent::fake::graphql
