// Which mutation answers which field.
#include <algorithm>
#include <iterator>

#include "fakes/github/graphql/mutation.h"

namespace regent::fake::graphql {
namespace {

struct Row {
  std::string_view field;
  Resolved (*run)(const MutationInput& input);
};
constexpr Row rows[] = {{"updateRefs", update_refs},
                        {"createRef", create_ref},
                        {"updateRef", update_ref},
                        {"deleteRef", delete_ref},
                        {"createCommitOnBranch", create_commit_on_branch},
                        {"createPullRequest", create_pull},
                        {"updatePullRequest", update_pull},
                        {"closePullRequest", close_pull},
                        {"reopenPullRequest", reopen_pull},
                        {"mergePullRequest", merge_pull},
                        {"addLabelsToLabelable", add_labels},
                        {"removeLabelsFromLabelable", remove_labels},
                        {"addComment", add_comment}};

class MutationRoot final : public Node {
 public:
  explicit MutationRoot(const Context& context) : context_(context) {}
  [[nodiscard]] std::string_view type() const override { return "Mutation"; }
  [[nodiscard]] Resolved resolve(const Call& call) const override {
    const auto row = std::ranges::find(rows, call.field, &Row::field);
    const Value* input = call.argument("input");
    if (row == std::end(rows) || input == nullptr) return not_served(type(), call.field);
    return row->run(MutationInput(context_, *input));
  }

 private:
  const Context& context_;
};

}  // namespace

NodePtr mutation_root(const Context& context) { return std::make_shared<MutationRoot>(context); }

}  // namespace regent::fake::graphql
