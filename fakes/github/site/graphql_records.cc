#include "fakes/github/site/graphql_records.h"

#include "core/assert.h"

namespace regent::fake::site {
namespace {

graphql::CommentFacts facts_of(const Comment& comment) {
  return {comment.id, comment.login, comment.body, comment.created_at};
}

}  // namespace

Desk& GraphqlRecords::desk(const Repository& repository) const {
  const std::vector<Repository>& all = site_.github.repositories();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].owner() == repository.owner() && all[i].name() == repository.name())
      return site_.desks[i];
  REGENT_ASSERT(false, "every repository of the site has a desk");
  return site_.desks.front();
}

std::optional<graphql::RepositoryFacts> GraphqlRecords::repository(
    const Repository& repository) const {
  const Desk& desk = this->desk(repository);
  return graphql::RepositoryFacts{desk.created_at, desk.pushed_at, desk.description,
                                  desk.is_private};
}

std::optional<graphql::PullDates> GraphqlRecords::pull(const Repository& repository,
                                                       github::PullNumber number) const {
  const PullDates& dates = desk(repository).dates(number);
  if (dates.updated_at == Time{}) return std::nullopt;  // nothing has happened to it yet
  return graphql::PullDates{dates.updated_at, dates.closed_at, dates.merged_at,
                            dates.merged_by_bot};
}

std::optional<graphql::ReleaseFacts> GraphqlRecords::release(const Repository& repository,
                                                             std::uint64_t id) const {
  const Desk& desk = this->desk(repository);
  const auto it = desk.releases.find(id);
  if (it == desk.releases.end()) return std::nullopt;
  return graphql::ReleaseFacts{it->second.created_at, it->second.published_at, it->second.author};
}

std::vector<graphql::LabelFacts> GraphqlRecords::labels(const Repository& repository) const {
  std::vector<graphql::LabelFacts> out;
  for (const auto& [key, label] : desk(repository).labels)
    out.push_back({label.name, label.color, label.description});
  return out;
}

std::vector<graphql::CommentFacts> GraphqlRecords::comments(const Repository& repository,
                                                            github::PullNumber number) const {
  std::vector<graphql::CommentFacts> out;
  for (const auto& [id, comment] : desk(repository).comments)
    if (comment.issue == number) out.push_back(facts_of(comment));
  return out;
}

std::optional<graphql::CommentFacts> GraphqlRecords::add_comment(const Repository& repository,
                                                                 github::PullNumber number,
                                                                 std::string_view login,
                                                                 std::string_view body, Time now) {
  Desk& desk = this->desk(repository);
  const Comment comment{desk.next_comment++, number, std::string(login),
                        std::string(body),   now,    now};
  desk.comments.emplace(comment.id, comment);
  ++site_.revision;
  return facts_of(comment);
}

}  // namespace regent::fake::site
