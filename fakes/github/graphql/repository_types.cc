// What is served of GitHub's public schema: repositories, refs, git objects, releases.
#include "fakes/github/graphql/schema.h"

namespace regent::fake::graphql {

std::string_view repository_types() {
  return R"graphql(
scalar Base64String scalar DateTime scalar GitObjectID scalar GitRefname scalar GitTimestamp
scalar HTML scalar URI scalar BigInt scalar GitSSHRemote

type Query {
  viewer: User!
  repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
  repositoryOwner(login: String!): RepositoryOwner
  user(login: String!): User
  organization(login: String!): Organization
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  rateLimit(dryRun: Boolean = false): RateLimit
  search(
    query: String!, type: SearchType!, first: Int, after: String, last: Int, before: String
  ): SearchResultItemConnection!
}

type RateLimit {
  cost: Int!
  limit: Int!
  nodeCount: Int!
  remaining: Int!
  resetAt: DateTime!
  used: Int!
}

enum SearchType { ISSUE REPOSITORY USER DISCUSSION }
union SearchResultItem = PullRequest
type SearchResultItemEdge { cursor: String! node: SearchResultItem }
type SearchResultItemConnection {
  issueCount: Int!
  nodes: [SearchResultItem]
  edges: [SearchResultItemEdge]
  pageInfo: PageInfo!
}

interface Node { id: ID! }
interface Actor {
  login: String!
  avatarUrl(size: Int): URI!
  resourcePath: URI!
  url: URI!
}
interface RepositoryOwner {
  id: ID!
  login: String!
  avatarUrl(size: Int): URI!
  resourcePath: URI!
  url: URI!
}
interface GitObject {
  id: ID!
  oid: GitObjectID!
  abbreviatedOid: String!
  commitResourcePath: URI!
  commitUrl: URI!
  repository: Repository!
}

type PageInfo {
  endCursor: String
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
}

type User implements Node & Actor & RepositoryOwner {
  id: ID!
  databaseId: Int
  login: String!
  name: String
  email: String!
  avatarUrl(size: Int): URI!
  resourcePath: URI!
  url: URI!
  organizations(first: Int, after: String, last: Int, before: String): OrganizationConnection!
}
type Bot implements Node & Actor {
  id: ID!
  databaseId: Int
  login: String!
  avatarUrl(size: Int): URI!
  resourcePath: URI!
  url: URI!
}
type Organization implements Node & Actor & RepositoryOwner {
  id: ID!
  databaseId: Int
  login: String!
  name: String
  avatarUrl(size: Int): URI!
  resourcePath: URI!
  url: URI!
  teams(first: Int, after: String, last: Int, before: String, query: String): TeamConnection!
}
type OrganizationEdge { cursor: String! node: Organization }
type OrganizationConnection {
  edges: [OrganizationEdge]
  nodes: [Organization]
  pageInfo: PageInfo!
  totalCount: Int!
}
type Team { id: ID! name: String! slug: String! organization: Organization! }
type TeamEdge { cursor: String! node: Team }
type TeamConnection {
  edges: [TeamEdge]
  nodes: [Team]
  pageInfo: PageInfo!
  totalCount: Int!
}
type UserEdge { cursor: String! node: User }
type UserConnection {
  edges: [UserEdge]
  nodes: [User]
  pageInfo: PageInfo!
  totalCount: Int!
}

enum RepositoryPermission { ADMIN MAINTAIN READ TRIAGE WRITE }
enum RepositoryVisibility { INTERNAL PRIVATE PUBLIC }
enum OrderDirection { ASC DESC }
enum RefOrderField { ALPHABETICAL TAG_COMMIT_DATE }
input RefOrder { field: RefOrderField! direction: OrderDirection! }
enum ReleaseOrderField { CREATED_AT NAME }
input ReleaseOrder { field: ReleaseOrderField! direction: OrderDirection! }
enum LabelOrderField { CREATED_AT NAME }
input LabelOrder { field: LabelOrderField! direction: OrderDirection! }
enum IssueOrderField { COMMENTS CREATED_AT UPDATED_AT }
input IssueOrder { field: IssueOrderField! direction: OrderDirection! }
enum IssueState { CLOSED OPEN }
input IssueFilters {
  assignee: String
  createdBy: String
  labels: [String!]
  mentioned: String
  milestone: String
  milestoneNumber: String
  since: DateTime
  states: [IssueState!]
}
enum PullRequestState { CLOSED MERGED OPEN }
enum MilestoneState { CLOSED OPEN }
enum ProjectState { CLOSED OPEN }

type Repository implements Node {
  id: ID!
  databaseId: Int
  name: String!
  nameWithOwner: String!
  owner: RepositoryOwner!
  description: String
  homepageUrl: URI
  url: URI!
  sshUrl: GitSSHRemote!
  resourcePath: URI!
  createdAt: DateTime!
  updatedAt: DateTime!
  pushedAt: DateTime
  isPrivate: Boolean!
  visibility: RepositoryVisibility!
  isArchived: Boolean!
  isDisabled: Boolean!
  isEmpty: Boolean!
  isFork: Boolean!
  isInOrganization: Boolean!
  isLocked: Boolean!
  isMirror: Boolean!
  isTemplate: Boolean!
  parent: Repository
  hasIssuesEnabled: Boolean!
  hasProjectsEnabled: Boolean!
  hasWikiEnabled: Boolean!
  hasDiscussionsEnabled: Boolean!
  mergeCommitAllowed: Boolean!
  rebaseMergeAllowed: Boolean!
  squashMergeAllowed: Boolean!
  autoMergeAllowed: Boolean!
  deleteBranchOnMerge: Boolean!
  viewerPermission: RepositoryPermission
  viewerCanAdminister: Boolean!
  viewerDefaultCommitEmail: String
  viewerDefaultMergeMethod: PullRequestMergeMethod!
  viewerHasStarred: Boolean!
  stargazerCount: Int!
  forkCount: Int!
  diskUsage: Int
  defaultBranchRef: Ref
  object(expression: String, oid: GitObjectID): GitObject
  ref(qualifiedName: String!): Ref
  refs(
    refPrefix: String!, first: Int, after: String, last: Int, before: String, orderBy: RefOrder,
    query: String
  ): RefConnection
  release(tagName: String!): Release
  latestRelease: Release
  releases(
    first: Int, after: String, last: Int, before: String, orderBy: ReleaseOrder
  ): ReleaseConnection!
  pullRequest(number: Int!): PullRequest
  pullRequests(
    states: [PullRequestState!], labels: [String!], headRefName: String, baseRefName: String,
    orderBy: IssueOrder, first: Int, after: String, last: Int, before: String
  ): PullRequestConnection!
  issueOrPullRequest(number: Int!): IssueOrPullRequest
  issue(number: Int!): Issue
  issues(
    states: [IssueState!], labels: [String!], orderBy: IssueOrder, filterBy: IssueFilters,
    first: Int, after: String, last: Int, before: String
  ): IssueConnection!
  label(name: String!): Label
  labels(
    first: Int, after: String, last: Int, before: String,
    orderBy: LabelOrder = {field: CREATED_AT, direction: ASC}, query: String
  ): LabelConnection
  milestones(
    states: [MilestoneState!], first: Int, after: String, last: Int, before: String, query: String
  ): MilestoneConnection
  projects(
    states: [ProjectState!], first: Int, after: String, last: Int, before: String
  ): ProjectConnection!
  assignableUsers(
    first: Int, after: String, last: Int, before: String, query: String
  ): UserConnection!
  mentionableUsers(
    first: Int, after: String, last: Int, before: String, query: String
  ): UserConnection!
}

type Ref implements Node {
  id: ID!
  name: String!
  prefix: String!
  repository: Repository!
  target: GitObject
  branchProtectionRule: BranchProtectionRule
  associatedPullRequests(
    states: [PullRequestState!], headRefName: String, baseRefName: String, labels: [String!],
    orderBy: IssueOrder, first: Int, after: String, last: Int, before: String
  ): PullRequestConnection!
}
type BranchProtectionRule {
  id: ID!
  requiresStrictStatusChecks: Boolean!
  requiresApprovingReviews: Boolean!
  requiredApprovingReviewCount: Int
}
type RefEdge { cursor: String! node: Ref }
type RefConnection {
  edges: [RefEdge]
  nodes: [Ref]
  pageInfo: PageInfo!
  totalCount: Int!
}

type GitActor {
  avatarUrl(size: Int): URI!
  date: GitTimestamp
  email: String
  name: String
  user: User
}
type Commit implements Node & GitObject {
  id: ID!
  oid: GitObjectID!
  abbreviatedOid: String!
  commitResourcePath: URI!
  commitUrl: URI!
  resourcePath: URI!
  url: URI!
  treeUrl: URI!
  repository: Repository!
  message: String!
  messageHeadline: String!
  messageBody: String!
  messageHeadlineHTML: HTML!
  committedDate: DateTime!
  authoredDate: DateTime!
  author: GitActor
  committer: GitActor
  authors(first: Int, after: String, last: Int, before: String): GitActorConnection!
  tree: Tree!
  parents(first: Int, after: String, last: Int, before: String): CommitConnection!
  history(
    first: Int, after: String, last: Int, before: String
  ): CommitHistoryConnection!
  file(path: String!): TreeEntry
  associatedPullRequests(
    first: Int, after: String, last: Int, before: String
  ): PullRequestConnection
  statusCheckRollup: StatusCheckRollup
}
type GitActorEdge { cursor: String! node: GitActor }
type GitActorConnection {
  edges: [GitActorEdge]
  nodes: [GitActor]
  pageInfo: PageInfo!
  totalCount: Int!
}
type CommitEdge { cursor: String! node: Commit }
type CommitConnection {
  edges: [CommitEdge]
  nodes: [Commit]
  pageInfo: PageInfo!
  totalCount: Int!
}
type CommitHistoryConnection {
  edges: [CommitEdge]
  nodes: [Commit]
  pageInfo: PageInfo!
  totalCount: Int!
}
enum StatusState { ERROR EXPECTED FAILURE PENDING SUCCESS }
enum CheckStatusState { COMPLETED IN_PROGRESS PENDING QUEUED REQUESTED WAITING }
enum CheckConclusionState {
  ACTION_REQUIRED CANCELLED FAILURE NEUTRAL SKIPPED STALE STARTUP_FAILURE SUCCESS TIMED_OUT
}
type Workflow { id: ID! name: String! }
type WorkflowRun { id: ID! workflow: Workflow! }
type CheckSuite { id: ID! workflowRun: WorkflowRun }
type CheckRun {
  id: ID!
  name: String!
  checkSuite: CheckSuite!
  status: CheckStatusState!
  conclusion: CheckConclusionState
  startedAt: DateTime
  completedAt: DateTime
  detailsUrl: URI
  isRequired(pullRequestId: ID, pullRequestNumber: Int): Boolean!
}
type StatusContext {
  id: ID!
  context: String!
  state: StatusState!
  targetUrl: URI
  description: String
  createdAt: DateTime!
  isRequired(pullRequestId: ID, pullRequestNumber: Int): Boolean!
}
union StatusCheckRollupContext = CheckRun | StatusContext
type StatusCheckRollupContextConnection {
  nodes: [StatusCheckRollupContext]
  pageInfo: PageInfo!
  totalCount: Int!
}
type StatusCheckRollup {
  id: ID!
  state: StatusState!
  contexts(
    first: Int, after: String, last: Int, before: String
  ): StatusCheckRollupContextConnection!
}

type Tree implements Node & GitObject {
  id: ID!
  oid: GitObjectID!
  abbreviatedOid: String!
  commitResourcePath: URI!
  commitUrl: URI!
  repository: Repository!
  entries: [TreeEntry!]
}
type TreeEntry {
  extension: String
  mode: Int!
  name: String!
  object: GitObject
  oid: GitObjectID!
  path: String
  type: String!
}
type Blob implements Node & GitObject {
  id: ID!
  oid: GitObjectID!
  abbreviatedOid: String!
  commitResourcePath: URI!
  commitUrl: URI!
  repository: Repository!
  byteSize: Int!
  isBinary: Boolean
  isTruncated: Boolean!
  text: String
}
type Tag implements Node & GitObject {
  id: ID!
  oid: GitObjectID!
  abbreviatedOid: String!
  commitResourcePath: URI!
  commitUrl: URI!
  repository: Repository!
  name: String!
  message: String
  tagger: GitActor
  target: GitObject!
}

type Release implements Node {
  id: ID!
  databaseId: Int
  name: String
  tagName: String!
  tag: Ref
  tagCommit: Commit
  author: User
  createdAt: DateTime!
  publishedAt: DateTime
  updatedAt: DateTime!
  description: String
  descriptionHTML: HTML
  isDraft: Boolean!
  isLatest: Boolean!
  isPrerelease: Boolean!
  repository: Repository!
  resourcePath: URI!
  url: URI!
}
type ReleaseEdge { cursor: String! node: Release }
type ReleaseConnection {
  edges: [ReleaseEdge]
  nodes: [Release]
  pageInfo: PageInfo!
  totalCount: Int!
}
)graphql";
}

}  // namespace regent::fake::graphql
