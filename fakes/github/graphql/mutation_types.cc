// What is served of GitHub's public schema: mutations.
#include "fakes/github/graphql/schema.h"

namespace regent::fake::graphql {

std::string_view mutation_types() {
  return R"graphql(
type Mutation {
  updateRefs(input: UpdateRefsInput!): UpdateRefsPayload
  createRef(input: CreateRefInput!): CreateRefPayload
  updateRef(input: UpdateRefInput!): UpdateRefPayload
  deleteRef(input: DeleteRefInput!): DeleteRefPayload
  createCommitOnBranch(input: CreateCommitOnBranchInput!): CreateCommitOnBranchPayload
  createPullRequest(input: CreatePullRequestInput!): CreatePullRequestPayload
  updatePullRequest(input: UpdatePullRequestInput!): UpdatePullRequestPayload
  closePullRequest(input: ClosePullRequestInput!): ClosePullRequestPayload
  reopenPullRequest(input: ReopenPullRequestInput!): ReopenPullRequestPayload
  mergePullRequest(input: MergePullRequestInput!): MergePullRequestPayload
  addLabelsToLabelable(input: AddLabelsToLabelableInput!): AddLabelsToLabelablePayload
  removeLabelsFromLabelable(
    input: RemoveLabelsFromLabelableInput!
  ): RemoveLabelsFromLabelablePayload
  addComment(input: AddCommentInput!): AddCommentPayload
}

input RefUpdate {
  name: GitRefname!
  beforeOid: GitObjectID
  afterOid: GitObjectID!
  force: Boolean = false
}
input UpdateRefsInput { clientMutationId: String repositoryId: ID! refUpdates: [RefUpdate!]! }
type UpdateRefsPayload { clientMutationId: String }

input CreateRefInput {
  clientMutationId: String
  repositoryId: ID!
  name: String!
  oid: GitObjectID!
}
type CreateRefPayload { clientMutationId: String ref: Ref }
input UpdateRefInput {
  clientMutationId: String
  refId: ID!
  oid: GitObjectID!
  force: Boolean = false
}
type UpdateRefPayload { clientMutationId: String ref: Ref }
input DeleteRefInput { clientMutationId: String refId: ID! }
type DeleteRefPayload { clientMutationId: String }

input CommittableBranch { id: ID repositoryNameWithOwner: String branchName: String }
input CommitMessage { headline: String! body: String }
input FileAddition { path: String! contents: Base64String! }
input FileDeletion { path: String! }
input FileChanges { additions: [FileAddition!] = [] deletions: [FileDeletion!] = [] }
input CreateCommitOnBranchInput {
  clientMutationId: String
  branch: CommittableBranch!
  message: CommitMessage!
  expectedHeadOid: GitObjectID!
  fileChanges: FileChanges
}
type CreateCommitOnBranchPayload { clientMutationId: String commit: Commit ref: Ref }

input CreatePullRequestInput {
  clientMutationId: String
  repositoryId: ID!
  headRepositoryId: ID
  baseRefName: String!
  headRefName: String!
  title: String!
  body: String
  draft: Boolean = false
  maintainerCanModify: Boolean = true
}
type CreatePullRequestPayload { clientMutationId: String pullRequest: PullRequest }
enum PullRequestUpdateState { CLOSED OPEN }
input UpdatePullRequestInput {
  clientMutationId: String
  pullRequestId: ID!
  title: String
  body: String
  state: PullRequestUpdateState
  baseRefName: String
  maintainerCanModify: Boolean
  assigneeIds: [ID!]
  labelIds: [ID!]
  milestoneId: ID
  projectIds: [ID!]
}
type UpdatePullRequestPayload { clientMutationId: String actor: Actor pullRequest: PullRequest }
input ClosePullRequestInput { clientMutationId: String pullRequestId: ID! }
type ClosePullRequestPayload { clientMutationId: String pullRequest: PullRequest }
input ReopenPullRequestInput { clientMutationId: String pullRequestId: ID! }
type ReopenPullRequestPayload { clientMutationId: String pullRequest: PullRequest }
input MergePullRequestInput {
  clientMutationId: String
  pullRequestId: ID!
  expectedHeadOid: GitObjectID
  mergeMethod: PullRequestMergeMethod = MERGE
  commitHeadline: String
  commitBody: String
  authorEmail: String
}
type MergePullRequestPayload { clientMutationId: String actor: Actor pullRequest: PullRequest }
input AddLabelsToLabelableInput {
  clientMutationId: String
  labelableId: ID!
  labelIds: [ID!]!
}
type AddLabelsToLabelablePayload { clientMutationId: String labelable: Labelable }
input RemoveLabelsFromLabelableInput {
  clientMutationId: String
  labelableId: ID!
  labelIds: [ID!]!
}
type RemoveLabelsFromLabelablePayload { clientMutationId: String labelable: Labelable }
input AddCommentInput { clientMutationId: String subjectId: ID! body: String! }
type AddCommentPayload { clientMutationId: String commentEdge: IssueCommentEdge subject: Node }
)graphql";
}

}  // namespace regent::fake::graphql
