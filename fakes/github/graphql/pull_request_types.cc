// What is served of GitHub's public schema: pull requests and what belongs to them.
#include "fakes/github/graphql/schema.h"

namespace regent::fake::graphql {

std::string_view pull_request_types() {
  return R"graphql(
enum PullRequestMergeMethod { MERGE REBASE SQUASH }
enum MergeableState { CONFLICTING MERGEABLE UNKNOWN }
enum MergeStateStatus { BEHIND BLOCKED CLEAN DIRTY DRAFT HAS_HOOKS UNKNOWN UNSTABLE }
enum PullRequestReviewDecision { APPROVED CHANGES_REQUESTED REVIEW_REQUIRED }
enum CommentAuthorAssociation {
  COLLABORATOR CONTRIBUTOR FIRST_TIMER FIRST_TIME_CONTRIBUTOR MANNEQUIN MEMBER NONE OWNER
}
enum ReactionContent { CONFUSED EYES HEART HOORAY LAUGH ROCKET THUMBS_DOWN THUMBS_UP }
enum LockReason { OFF_TOPIC RESOLVED SPAM TOO_HEATED }

interface Labelable {
  labels(
    first: Int, after: String, last: Int, before: String,
    orderBy: LabelOrder = {field: CREATED_AT, direction: ASC}
  ): LabelConnection
}
interface Closable { closed: Boolean! closedAt: DateTime }

type PullRequest implements Node & Labelable & Closable {
  id: ID!
  fullDatabaseId: BigInt
  databaseId: Int
  number: Int!
  title: String!
  titleHTML: HTML!
  body: String!
  bodyText: String!
  bodyHTML: HTML!
  state: PullRequestState!
  isDraft: Boolean!
  locked: Boolean!
  activeLockReason: LockReason
  closed: Boolean!
  merged: Boolean!
  mergedAt: DateTime
  mergedBy: Actor
  closedAt: DateTime
  createdAt: DateTime!
  updatedAt: DateTime!
  lastEditedAt: DateTime
  publishedAt: DateTime
  editor: Actor
  includesCreatedEdit: Boolean!
  url: URI!
  permalink: URI!
  resourcePath: URI!
  repository: Repository!
  baseRepository: Repository
  headRefName: String!
  headRefOid: GitObjectID!
  headRef: Ref
  headRepository: Repository
  headRepositoryOwner: RepositoryOwner
  baseRefName: String!
  baseRefOid: GitObjectID!
  baseRef: Ref
  isCrossRepository: Boolean!
  maintainerCanModify: Boolean!
  mergeCommit: Commit
  potentialMergeCommit: Commit
  mergeable: MergeableState!
  mergeStateStatus: MergeStateStatus!
  autoMergeRequest: AutoMergeRequest
  author: Actor
  authorAssociation: CommentAuthorAssociation!
  viewerDidAuthor: Boolean!
  viewerCanUpdate: Boolean!
  viewerCanDeleteHeadRef: Boolean!
  viewerCanEnableAutoMerge: Boolean!
  viewerMergeHeadlineText(mergeType: PullRequestMergeMethod): String!
  viewerMergeBodyText(mergeType: PullRequestMergeMethod): String!
  additions: Int!
  deletions: Int!
  changedFiles: Int!
  files(
    first: Int, after: String, last: Int, before: String
  ): PullRequestChangedFileConnection
  commits(first: Int, after: String, last: Int, before: String): PullRequestCommitConnection!
  labels(
    first: Int, after: String, last: Int, before: String,
    orderBy: LabelOrder = {field: CREATED_AT, direction: ASC}
  ): LabelConnection
  assignees(first: Int, after: String, last: Int, before: String): UserConnection!
  participants(first: Int, after: String, last: Int, before: String): UserConnection!
  comments(first: Int, after: String, last: Int, before: String): IssueCommentConnection!
  reviews(first: Int, after: String, last: Int, before: String): PullRequestReviewConnection
  latestReviews(first: Int, after: String, last: Int, before: String): PullRequestReviewConnection
  reviewRequests(first: Int, after: String, last: Int, before: String): ReviewRequestConnection
  reviewDecision: PullRequestReviewDecision
  reactionGroups: [ReactionGroup!]
  milestone: Milestone
  projectCards(first: Int, after: String, last: Int, before: String): ProjectCardConnection!
  projectItems(first: Int, after: String, last: Int, before: String): ProjectV2ItemConnection!
  closingIssuesReferences(
    first: Int, after: String, last: Int, before: String
  ): IssueConnection
  statusCheckRollup: StatusCheckRollup
  userContentEdits(
    first: Int, after: String, last: Int, before: String
  ): UserContentEditConnection
}
type PullRequestEdge { cursor: String! node: PullRequest }
type PullRequestConnection {
  edges: [PullRequestEdge]
  nodes: [PullRequest]
  pageInfo: PageInfo!
  totalCount: Int!
}
type AutoMergeRequest { enabledAt: DateTime mergeMethod: PullRequestMergeMethod! enabledBy: Actor
  authorEmail: String commitBody: String commitHeadline: String }

type UserContentEdit implements Node {
  id: ID!
  createdAt: DateTime!
  updatedAt: DateTime!
  editedAt: DateTime!
  deletedAt: DateTime
  deletedBy: Actor
  diff: String
  editor: Actor
}
type UserContentEditEdge { cursor: String! node: UserContentEdit }
type UserContentEditConnection {
  edges: [UserContentEditEdge]
  nodes: [UserContentEdit]
  pageInfo: PageInfo!
  totalCount: Int!
}

type PullRequestCommit implements Node {
  id: ID!
  commit: Commit!
  pullRequest: PullRequest!
  resourcePath: URI!
  url: URI!
}
type PullRequestCommitEdge { cursor: String! node: PullRequestCommit }
type PullRequestCommitConnection {
  edges: [PullRequestCommitEdge]
  nodes: [PullRequestCommit]
  pageInfo: PageInfo!
  totalCount: Int!
}
type PullRequestChangedFile { path: String! additions: Int! deletions: Int! }
type PullRequestChangedFileConnection {
  nodes: [PullRequestChangedFile]
  pageInfo: PageInfo!
  totalCount: Int!
}

type Label implements Node {
  id: ID!
  name: String!
  color: String!
  description: String
  isDefault: Boolean!
  createdAt: DateTime
  updatedAt: DateTime
  repository: Repository!
  resourcePath: URI!
  url: URI!
}
type LabelEdge { cursor: String! node: Label }
type LabelConnection {
  edges: [LabelEdge]
  nodes: [Label]
  pageInfo: PageInfo!
  totalCount: Int!
}

type ReactingUserConnection { totalCount: Int! }
type ReactionGroup {
  content: ReactionContent!
  createdAt: DateTime
  users(first: Int, after: String, last: Int, before: String): ReactingUserConnection!
}
type IssueComment implements Node {
  id: ID!
  author: Actor
  authorAssociation: CommentAuthorAssociation!
  body: String!
  createdAt: DateTime!
  includesCreatedEdit: Boolean!
  isMinimized: Boolean!
  minimizedReason: String
  reactionGroups: [ReactionGroup!]
  url: URI!
  viewerDidAuthor: Boolean!
}
type IssueCommentEdge { cursor: String! node: IssueComment }
type IssueCommentConnection {
  edges: [IssueCommentEdge]
  nodes: [IssueComment]
  pageInfo: PageInfo!
  totalCount: Int!
}
enum PullRequestReviewState { APPROVED CHANGES_REQUESTED COMMENTED DISMISSED PENDING }
type PullRequestReview implements Node {
  id: ID!
  author: Actor
  authorAssociation: CommentAuthorAssociation!
  body: String!
  commit: Commit
  createdAt: DateTime!
  submittedAt: DateTime
  includesCreatedEdit: Boolean!
  reactionGroups: [ReactionGroup!]
  state: PullRequestReviewState!
  url: URI!
}
type PullRequestReviewConnection {
  nodes: [PullRequestReview]
  pageInfo: PageInfo!
  totalCount: Int!
}
union RequestedReviewer = User | Team
type ReviewRequest { id: ID! requestedReviewer: RequestedReviewer }
type ReviewRequestConnection {
  nodes: [ReviewRequest]
  pageInfo: PageInfo!
  totalCount: Int!
}

type Milestone implements Node {
  id: ID!
  number: Int!
  title: String!
  description: String
  dueOn: DateTime
}
type MilestoneConnection {
  nodes: [Milestone]
  pageInfo: PageInfo!
  totalCount: Int!
}
type Project implements Node { id: ID! name: String! number: Int! resourcePath: URI! url: URI! }
type ProjectConnection {
  nodes: [Project]
  pageInfo: PageInfo!
  totalCount: Int!
}
type ProjectColumn implements Node { id: ID! name: String! }
type ProjectCard implements Node { id: ID! project: Project! column: ProjectColumn }
type ProjectCardConnection {
  nodes: [ProjectCard]
  pageInfo: PageInfo!
  totalCount: Int!
}
type ProjectV2 implements Node { id: ID! title: String! number: Int! }
type ProjectV2Item implements Node { id: ID! project: ProjectV2! }
type ProjectV2ItemConnection {
  nodes: [ProjectV2Item]
  pageInfo: PageInfo!
  totalCount: Int!
}

union IssueOrPullRequest = Issue | PullRequest
type Issue implements Node {
  id: ID!
  number: Int!
  title: String!
  body: String!
  state: IssueState!
  stateReason: IssueStateReason
  url: URI!
  createdAt: DateTime!
  updatedAt: DateTime!
  labels(
    first: Int, after: String, last: Int, before: String,
    orderBy: LabelOrder = {field: CREATED_AT, direction: ASC}
  ): LabelConnection
}
enum IssueStateReason { COMPLETED NOT_PLANNED REOPENED }
type IssueConnection {
  nodes: [Issue]
  pageInfo: PageInfo!
  totalCount: Int!
}
)graphql";
}

}  // namespace regent::fake::graphql
