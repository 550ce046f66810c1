// What the site knows of its repositories, for GraphQL.
#pragma once

#include "fakes/github/graphql/records.h"
#include "fakes/github/site/site_state.h"

namespace regent::fake::site {

class GraphqlRecords final : public graphql::Records {
 public:
  // `site` must outlive it.
  explicit GraphqlRecords(SiteState& site) : site_(site) {}

  [[nodiscard]] std::optional<graphql::RepositoryFacts> repository(
      const Repository& repository) const override;
  [[nodiscard]] std::optional<graphql::PullDates> pull(const Repository& repository,
                                                       github::PullNumber number) const override;
  [[nodiscard]] std::optional<graphql::ReleaseFacts> release(const Repository& repository,
                                                             std::uint64_t id) const override;
  [[nodiscard]] std::vector<graphql::LabelFacts> labels(
      const Repository& repository) const override;
  [[nodiscard]] std::vector<graphql::CommentFacts> comments(
      const Repository& repository, github::PullNumber number) const override;
  std::optional<graphql::CommentFacts> add_comment(const Repository& repository,
                                                   github::PullNumber number,
                                                   std::string_view login, std::string_view body,
                                                   Time now) override;

 private:
  [[nodiscard]] Desk& desk(const Repository& repository) const;

  SiteState& site_;
};

}  // namespace regent::fake::site
