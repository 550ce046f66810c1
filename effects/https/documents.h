// The GraphQL documents that Release Regent sends, all of them.
//
// One document per operation, sent with the fragments that it uses (encode.cc). Names of aliases,
// fields and variables here are what the decoder reads (decode_graphql.cc). Source: the public
// GraphQL schema.
#pragma once

#include <string_view>

namespace regent::https::documents {

// github::Observe. `$ledger` is a full ref name, `$base` is `refs/heads/<base>`, `$heads` a ref
// prefix that ends in a slash.
//
// A ref's full name is its `prefix` and `name` together, whatever `refPrefix` was asked for. An
// annotated tag points to a tag object, which points to the commit, or to one more tag object.
inline constexpr std::string_view observe = R"graphql(
query Observe($owner: String!, $name: String!, $ledger: String!, $base: String!, $heads: String!) {
  repository(owner: $owner, name: $name) {
    id
    ledger: object(expression: $ledger) {
      oid
      ... on Commit { message }
    }
    base: ref(qualifiedName: $base) {
      target {
        oid
        ... on Commit {
          committedDate
          tree { oid }
        }
      }
    }
    heads: refs(refPrefix: $heads, first: 100, orderBy: {field: ALPHABETICAL, direction: ASC}) {
      nodes {
        prefix
        name
        target { oid }
      }
    }
    tags: refs(
      refPrefix: "refs/tags/"
      first: 100
      orderBy: {field: TAG_COMMIT_DATE, direction: DESC}
    ) {
      nodes {
        prefix
        name
        target {
          oid
          ... on Tag {
            target {
              oid
              ... on Tag { target { oid } }
            }
          }
        }
      }
    }
    releases(first: 20, orderBy: {field: CREATED_AT, direction: DESC}) {
      nodes {
        tagName
        isDraft
      }
    }
  }
}
)graphql";

// A PR with the history of its body. Edits come newest first; a body that was never edited has
// none. A version that a person deleted from the history has `diff: null`.
inline constexpr std::string_view pull_fields = R"graphql(
fragment PullFields on PullRequest {
  id
  number
  state
  title
  body
  createdAt
  viewerDidAuthor
  isCrossRepository
  headRefName
  headRefOid
  headRepositoryOwner { login }
  baseRefName
  mergeCommit { oid }
  labels(first: 100) { nodes { name } }
  userContentEdits(first: 100) {
    nodes {
      editedAt
      editor {
        __typename
        login
      }
      diff
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
)graphql";

// The file at `$path` of a commit. `byteSize` tells a text that is shown as it is from one that was
// not UTF-8.
inline constexpr std::string_view commit_file = R"graphql(
fragment CommitFile on Commit {
  file(path: $path) {
    object {
      oid
      ... on Blob {
        byteSize
        isTruncated
        text
      }
    }
  }
}
)graphql";

// github::ObserveFile.
inline constexpr std::string_view observe_file = R"graphql(
query ObserveFile($owner: String!, $name: String!, $commit: GitObjectID!, $path: String!) {
  repository(owner: $owner, name: $name) {
    commit: object(oid: $commit) { ...CommitFile }
  }
}
)graphql";

// github::ObservePull. The file is read if `$withFile`.
inline constexpr std::string_view observe_pull = R"graphql(
query ObservePull(
  $owner: String!
  $name: String!
  $number: Int!
  $ledger: String!
  $base: String!
  $commit: GitObjectID!
  $path: String!
  $withFile: Boolean!
) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) { ...PullFields }
    ledger: object(expression: $ledger) { oid }
    base: ref(qualifiedName: $base) { target { oid } }
    commit: object(oid: $commit) @include(if: $withFile) { ...CommitFile }
  }
}
)graphql";

// github::ObservePulls.
inline constexpr std::string_view observe_pulls = R"graphql(
query ObservePulls(
  $owner: String!
  $name: String!
  $head: String!
  $into: String!
  $first: Int!
  $ledger: String!
  $base: String!
  $commit: GitObjectID!
  $path: String!
  $withFile: Boolean!
) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequests(
      headRefName: $head
      baseRefName: $into
      first: $first
      orderBy: {field: CREATED_AT, direction: DESC}
    ) {
      nodes { ...PullFields }
    }
    ledger: object(expression: $ledger) { oid }
    base: ref(qualifiedName: $base) { target { oid } }
    commit: object(oid: $commit) @include(if: $withFile) { ...CommitFile }
  }
}
)graphql";

// github::EditPull. All that is shown was read after the edit; `actor` is who made it.
inline constexpr std::string_view edit_pull = R"graphql(
mutation EditPull($input: UpdatePullRequestInput!, $ledger: String!, $base: String!) {
  updatePullRequest(input: $input) {
    actor {
      __typename
      login
    }
    pullRequest {
      ...PullFields
      repository {
        ledger: object(expression: $ledger) { oid }
        base: ref(qualifiedName: $base) { target { oid } }
      }
    }
  }
}
)graphql";

// The older edits of a PR's body, after the first hundred.
inline constexpr std::string_view pull_edits = R"graphql(
query PullEdits($owner: String!, $name: String!, $number: Int!, $after: String!) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      userContentEdits(first: 100, after: $after) {
        nodes {
          editedAt
          editor {
            __typename
            login
          }
          diff
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
)graphql";

// The global id of a PR, which `updatePullRequest` needs.
inline constexpr std::string_view pull_id = R"graphql(
query PullId($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) { id }
  }
}
)graphql";

// github::UpdateRefs. `$input` is `{repositoryId, refUpdates: [{name, beforeOid, afterOid,
// force}]}`; `beforeOid` is left out where any state may be replaced.
inline constexpr std::string_view update_refs = R"graphql(
mutation UpdateRefs($input: UpdateRefsInput!) {
  updateRefs(input: $input) { clientMutationId }
}
)graphql";

}  // namespace regent::https::documents
