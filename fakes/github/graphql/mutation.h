// What the mutations share: each takes its input apart, sends typed requests of core/github.h or
// fakes/github/site_requests.h, and answers with a payload or a fault.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/github/graphql/context.h"
#include "fakes/github/node_ids.h"

namespace regent::fake::graphql {

// The input of a mutation, and what its ids name.
class MutationInput {
 public:
  MutationInput(const Context& context, const Value& value) : context_(context), value_(value) {}

  [[nodiscard]] const Value* find(std::string_view name) const { return value_.find(name); }
  [[nodiscard]] std::string text(std::string_view name) const {
    return std::string(text_of(value_, name).value_or(""));
  }
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view name) const {
    const auto text = text_of(value_, name);
    return text ? std::optional<std::string>(*text) : std::nullopt;
  }
  [[nodiscard]] bool is_true(std::string_view name) const {
    const Value* value = find(name);
    const bool* truth = value == nullptr ? nullptr : value->get<bool>();
    return truth != nullptr && *truth;
  }
  [[nodiscard]] Sha sha(std::string_view name) const {
    return Sha::parse(text(name)).value_or(Sha{});
  }
  // What the id `name` refers to, if it is of the kind `prefix`; nullopt otherwise.
  [[nodiscard]] std::optional<NodeReference> reference(std::string_view name,
                                                       std::string_view prefix) const;
  // Its repository. Precondition: `reference` came from here.
  [[nodiscard]] Repository& repository(const NodeReference& reference) const {
    return *context_.session().github.find(reference.full_name);
  }
  // The answer's object: `fields` and the client's own id.
  [[nodiscard]] NodePtr payload(std::string_view type, std::vector<PlainNode::Field> fields) const;
  [[nodiscard]] const Context& context() const { return context_; }

 private:
  const Context& context_;
  const Value& value_;
};

// What an id that names nothing of its kind is answered.
[[nodiscard]] Fault unresolved(std::string_view id);
// Of a pull request's id.
[[nodiscard]] github::PullNumber number_of(const NodeReference& reference);
// The refusal of an injected fault, or of GitHub itself.
[[nodiscard]] std::optional<Fault> fault_of(const github::Response& response);

// mutate_refs.cc
[[nodiscard]] Resolved update_refs(const MutationInput& input);
[[nodiscard]] Resolved create_ref(const MutationInput& input);
[[nodiscard]] Resolved update_ref(const MutationInput& input);
[[nodiscard]] Resolved delete_ref(const MutationInput& input);
// mutate_commits.cc
[[nodiscard]] Resolved create_commit_on_branch(const MutationInput& input);
// mutate_pulls.cc
[[nodiscard]] Resolved create_pull(const MutationInput& input);
[[nodiscard]] Resolved update_pull(const MutationInput& input);
[[nodiscard]] Resolved close_pull(const MutationInput& input);
[[nodiscard]] Resolved reopen_pull(const MutationInput& input);
[[nodiscard]] Resolved merge_pull(const MutationInput& input);
// mutate_issues.cc: what pull requests have in common with issues
[[nodiscard]] Resolved add_labels(const MutationInput& input);
[[nodiscard]] Resolved remove_labels(const MutationInput& input);
[[nodiscard]] Resolved add_comment(const MutationInput& input);

// Gives the pull request the labels of `labelIds`, when there are any; a fault when it cannot.
[[nodiscard]] std::optional<Fault> replace_labels(const MutationInput& input);

}  // namespace regent::fake::graphql
