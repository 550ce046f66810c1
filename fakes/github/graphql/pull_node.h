// A pull request as GraphQL shows it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/github/graphql/context.h"

namespace regent::fake::graphql {

class PullNode final : public Node {
 public:
  PullNode(const Context& context, Repository& repository, github::Pull pull)
      : context_(context), repository_(repository), pull_(std::move(pull)) {}
  [[nodiscard]] std::string_view type() const override { return "PullRequest"; }
  [[nodiscard]] Resolved resolve(const Call& call) const override;

  // pull_node.cc
  [[nodiscard]] Value state() const;
  [[nodiscard]] std::string path() const;
  [[nodiscard]] std::string url() const { return context_.session().url + path(); }
  [[nodiscard]] PullDates dates() const;
  // pull_connections.cc
  [[nodiscard]] Resolved commits(const Call& call) const;
  [[nodiscard]] Resolved edits(const Call& call) const;
  [[nodiscard]] Resolved participants(const Call& call) const;
  [[nodiscard]] Resolved comments(const Call& call) const;
  // pull_changes.cc
  struct FileChange {
    std::string path;
    std::size_t additions = 0;  // lines
    std::size_t deletions = 0;
  };
  [[nodiscard]] std::vector<FileChange> changes() const;
  [[nodiscard]] bool has_conflict() const;
  [[nodiscard]] Value mergeable() const;
  [[nodiscard]] Value merge_state() const;
  [[nodiscard]] Value total(std::size_t FileChange::* lines) const;
  [[nodiscard]] Resolved files(const Call& call) const;

  // Every version of its body, oldest first.
  [[nodiscard]] std::vector<github::BodyEdit> body_edits() const;
  [[nodiscard]] std::string_view login_of(bool by_us) const {
    return by_us ? context_.session().bot : context_.session().person;
  }
  [[nodiscard]] std::string_view author() const;
  // nullptr when the branch is gone.
  [[nodiscard]] NodePtr branch(std::string_view name) const;
  [[nodiscard]] Sha base_sha() const;

  [[nodiscard]] const Context& context() const { return context_; }
  [[nodiscard]] Repository& repository() const { return repository_; }
  [[nodiscard]] const github::Pull& pull() const { return pull_; }

 private:
  const Context& context_;
  Repository& repository_;
  github::Pull pull_;
};

}  // namespace regent::fake::graphql
