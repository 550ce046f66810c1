// What the site knows of a repository and the value in fakes/github does not: dates, comments,
// definitions of labels.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/github/repository.h"

namespace regent::fake::graphql {

struct PullDates {
  Time updated_at{};
  std::optional<Time> closed_at{};
  std::optional<Time> merged_at{};
  std::optional<bool> merged_by_bot{};
};

struct RepositoryFacts {
  Time created_at{};
  Time pushed_at{};
  std::string description{};
  bool is_private = false;
};

struct ReleaseFacts {
  Time created_at{};
  std::optional<Time> published_at{};
  std::string author{};  // login
};

struct LabelFacts {
  std::string name;
  std::string color = "ededed";  // as GitHub makes a label that is first used
  std::string description{};
};

struct CommentFacts {
  std::uint64_t id = 0;
  std::string login;
  std::string body;
  Time created_at{};
};

// Answers for repositories of the session. As it stands it knows nothing, and what is shown then
// follows from the value alone.
class Records {
 public:
  virtual ~Records() = default;
  [[nodiscard]] virtual std::optional<RepositoryFacts> repository(const Repository&) const {
    return std::nullopt;
  }
  [[nodiscard]] virtual std::optional<PullDates> pull(const Repository&, github::PullNumber) const {
    return std::nullopt;
  }
  [[nodiscard]] virtual std::optional<ReleaseFacts> release(const Repository&,
                                                            std::uint64_t /*id*/) const {
    return std::nullopt;
  }
  // By name.
  [[nodiscard]] virtual std::vector<LabelFacts> labels(const Repository&) const { return {}; }
  // Oldest first.
  [[nodiscard]] virtual std::vector<CommentFacts> comments(const Repository&,
                                                           github::PullNumber) const {
    return {};
  }
  // Writes a comment; nullopt: comments are not kept.
  virtual std::optional<CommentFacts> add_comment(const Repository&, github::PullNumber,
                                                  std::string_view /*login*/,
                                                  std::string_view /*body*/, Time /*now*/) {
    return std::nullopt;
  }
};

}  // namespace regent::fake::graphql
