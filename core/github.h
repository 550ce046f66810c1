// The requests that Release Regent sends to GitHub, and GitHub's answers, as values.
//
// Each request type maps one to one onto a REST operation or a GraphQL document; its comment names
// it. Nothing here does I/O: `effects` carries a request to a port, `fakes/github` answers it in
// process, and the HTTPS client will answer it from the network. Strings hold text as GitHub has it
// (UTF-8 by convention, any bytes in practice). Owner and repository are the port's, not the
// request's: one reducer works on one repository.
//
// Sources: docs.github.com/rest (API version 2022-11-28), the public GraphQL schema.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/sha.h"
#include "core/time.h"

namespace regent::github {

// The number of an issue or pull request; 0 is never assigned.
enum class PullNumber : std::uint32_t {};

// ---------------------------------------------------------------------------------------------
// What GitHub stores
// ---------------------------------------------------------------------------------------------

// A ref and what it points to; `name` is full: `refs/heads/main`.
struct Ref {
  std::string name;
  Sha target;
  friend bool operator==(const Ref&, const Ref&) = default;
};

// Who wrote or committed, and when. Fixed by the writer so that equal content has an equal id.
struct Signature {
  std::string name;
  std::string email;
  Time date{};
  friend bool operator==(const Signature&, const Signature&) = default;
};

struct Commit {
  Sha sha;
  Sha tree;
  std::vector<Sha> parents;
  std::string message;
  Signature author;
  Signature committer;
  friend bool operator==(const Commit&, const Commit&) = default;
};

enum class PullState : std::uint8_t { open, closed };

// A pull request as `GET /repos/{owner}/{repo}/pulls/{number}` shows it.
struct Pull {
  PullNumber number{};
  PullState state = PullState::open;
  bool merged = false;
  std::string title;
  std::string body;
  std::string head;  // branch name without `refs/heads/`, in the same repository
  Sha head_sha;
  std::string base;  // branch name without `refs/heads/`
  std::optional<Sha> merge_commit_sha;
  std::vector<std::string> labels;
  Time created_at{};  // by GitHub's clock, in whole seconds
  friend bool operator==(const Pull&, const Pull&) = default;
};

struct Release {
  std::uint64_t id = 0;
  std::string tag_name;
  std::string name;
  std::string body;
  bool draft = false;
  bool prerelease = false;
  friend bool operator==(const Release&, const Release&) = default;
};

// One version of a PR body, GraphQL `PullRequest.userContentEdits` (oldest first here).
struct BodyEdit {
  Time edited_at{};
  bool by_us = false;  // the editor is the authenticated app
  std::string body;    // the whole body after this edit; GitHub calls the field `diff`
  friend bool operator==(const BodyEdit&, const BodyEdit&) = default;
};

// ---------------------------------------------------------------------------------------------
// Reads
// ---------------------------------------------------------------------------------------------

// GraphQL: everything that the ledger protocol looks at first, in one query:
//   repository { ledger: object(expression: $ledger_ref) { oid ... on Commit { message } }
//     base: ref(qualifiedName: "refs/heads/$base") { target { oid ... on Commit { committedDate
//     tree { oid } } } } heads: refs(refPrefix: "refs/heads/$branch_prefix", first: 100) { nodes {
//     name target { oid } } } tags: refs(refPrefix: "refs/tags/", first: 100, orderBy:
//     {TAG_COMMIT_DATE, DESC}) {…} releases(first: 20, orderBy: {CREATED_AT, DESC}) { nodes {
//     tagName } } }
// Answer: `Observation`. Each field may be stale on its own.
struct Observe {
  std::string ledger_ref;     // full name
  std::string base;           // branch name
  std::string branch_prefix;  // branch name prefix, `release/`
  friend bool operator==(const Observe&, const Observe&) = default;
};

// GET /repos/{owner}/{repo}/contents/{path}?ref=…. Answer: `FileContents`; 404 when absent.
struct GetContents {
  std::string path;
  Sha commit;
  friend bool operator==(const GetContents&, const GetContents&) = default;
};

// GraphQL: the same file, as proof that it is not there as well: REST answers 404 also when it does
// not know the commit yet. Answer: `FileView`, or HTTP 200 with errors (`NOT_FOUND`: the commit).
struct ObserveFile {
  GetContents file;
  friend bool operator==(const ObserveFile&, const ObserveFile&) = default;
};

// GraphQL: a PR with the history of its body, where the ledger and the base stand, and a file, in
// one query. Answer: `PullView`.
struct ObservePull {
  PullNumber number{};
  std::string ledger_ref;  // full name
  std::string base;        // branch name
  std::optional<GetContents> file{};
  friend bool operator==(const ObservePull&, const ObservePull&) = default;
};

// GraphQL: the same of all PRs from `head` into `base`, newest first, at most `views_max`. Answer:
// `PullViews`. Lags like a list.
struct ObservePulls {
  static constexpr std::size_t views_max = 20;  // `first:` of the query

  std::string head;        // branch name
  std::string base;        // branch name
  std::string ledger_ref;  // full name
  std::optional<GetContents> file{};
  friend bool operator==(const ObservePulls&, const ObservePulls&) = default;
};

// GET /repos/{owner}/{repo}/git/ref/{ref}. Answer: `Ref`; 404 when absent.
struct GetRef {
  std::string ref;  // full name
  friend bool operator==(const GetRef&, const GetRef&) = default;
};

// GET /repos/{owner}/{repo}/git/matching-refs/{ref}. Answer: `Refs`, by name.
struct ListMatchingRefs {
  std::string prefix;  // full: `refs/tags/v`
  friend bool operator==(const ListMatchingRefs&, const ListMatchingRefs&) = default;
};

// GET /repos/{owner}/{repo}/git/commits/{sha}. Answer: `Commit`; 404 when absent.
struct GetCommit {
  Sha sha;
  friend bool operator==(const GetCommit&, const GetCommit&) = default;
};

// GET /repos/{owner}/{repo}/compare/{base}...{head}?page=N, 250 commits a page, oldest first.
// Answer: `Comparison`; 404 when either is absent.
struct CompareCommits {
  Sha base;
  Sha head;
  std::uint32_t page = 1;
  friend bool operator==(const CompareCommits&, const CompareCommits&) = default;
};

// GET /repos/{owner}/{repo}/commits?sha=…&page=N, newest first, 100 a page: for a repository that
// has no release yet, where there is nothing to compare with. Answer: `Commits`.
struct ListCommits {
  Sha from;
  std::uint32_t page = 1;
  friend bool operator==(const ListCommits&, const ListCommits&) = default;
};

enum class PullFilter : std::uint8_t { open, closed, all };

// GET /repos/{owner}/{repo}/pulls, newest first, 100 a page. Answer: `Pulls`. Lags.
struct ListPulls {
  PullFilter state = PullFilter::open;
  std::string head;  // branch name (sent as `owner:branch`); empty: any
  std::string base;  // branch name; empty: any
  std::uint32_t page = 1;
  friend bool operator==(const ListPulls&, const ListPulls&) = default;
};

// GET /repos/{owner}/{repo}/pulls/{number}. Answer: `Pull`, ETag in the headers; 304 and `Done`
// when the pull request is still the one that `if_none_match`, an ETag, names (not charged, DOC).
struct GetPull {
  PullNumber number{};
  std::optional<std::string> if_none_match = std::nullopt;
  friend bool operator==(const GetPull&, const GetPull&) = default;
};

// GET /search/issues?q=repo:…+is:pr+is:open+head:{prefix}. Answer: `Pulls`, lags by minutes.
struct SearchPulls {
  std::string head_prefix;
  friend bool operator==(const SearchPulls&, const SearchPulls&) = default;
};

// GET /repos/{owner}/{repo}/releases/tags/{tag}. Answer: `Release`; 404 when absent or a draft.
struct GetReleaseByTag {
  std::string tag_name;
  friend bool operator==(const GetReleaseByTag&, const GetReleaseByTag&) = default;
};

// ---------------------------------------------------------------------------------------------
// Writes
// ---------------------------------------------------------------------------------------------

// POST /repos/{owner}/{repo}/git/trees with inline contents. Answer: `ObjectId`.
struct CreateTree {
  struct File {
    std::string path;
    std::string content;
    friend bool operator==(const File&, const File&) = default;
  };
  Sha base_tree;
  std::vector<File> files;
  friend bool operator==(const CreateTree&, const CreateTree&) = default;
};

// POST /repos/{owner}/{repo}/git/commits. Answer: `ObjectId`.
struct CreateCommit {
  std::string message;
  Sha tree;
  std::vector<Sha> parents;
  Signature author;  // also the committer
  friend bool operator==(const CreateCommit&, const CreateCommit&) = default;
};

// One row of GraphQL `updateRefs`: a compare-and-swap when `before` is set.
struct RefUpdate {
  std::string name;           // full
  std::optional<Sha> before;  // zero: must be absent; nullopt: whatever it is
  Sha after;                  // zero: delete
  bool force = false;         // allow what is not a fast-forward
  friend bool operator==(const RefUpdate&, const RefUpdate&) = default;
};

// GraphQL mutation `updateRefs`: all rows or none. Answer: `Done`, or HTTP 200 with errors
// (status 200 and an `ApiError`).
struct UpdateRefs {
  std::vector<RefUpdate> updates;
  friend bool operator==(const UpdateRefs&, const UpdateRefs&) = default;
};

// POST /repos/{owner}/{repo}/git/refs. Answer: `Ref`; 422 when it exists.
struct CreateRef {
  std::string ref;
  Sha sha;
  friend bool operator==(const CreateRef&, const CreateRef&) = default;
};

// PATCH /repos/{owner}/{repo}/git/refs/{ref}. Answer: `Ref`.
struct UpdateRef {
  std::string ref;
  Sha sha;
  bool force = false;
  friend bool operator==(const UpdateRef&, const UpdateRef&) = default;
};

// DELETE /repos/{owner}/{repo}/git/refs/{ref}. Answer: `Done` (204).
struct DeleteRef {
  std::string ref;
  friend bool operator==(const DeleteRef&, const DeleteRef&) = default;
};

// POST /repos/{owner}/{repo}/pulls. Answer: `Pull` (201).
struct CreatePull {
  std::string title;
  std::string head;
  std::string base;
  std::string body;
  friend bool operator==(const CreatePull&, const CreatePull&) = default;
};

// PATCH /repos/{owner}/{repo}/pulls/{number}. Answer: `Pull`.
struct UpdatePull {
  PullNumber number{};
  std::optional<std::string> title{};
  std::optional<std::string> body{};
  std::optional<PullState> state{};
  std::optional<std::string> base{};
  std::optional<std::string> if_match{};  // an ETag; github.com refuses it (facts, §1)
  friend bool operator==(const UpdatePull&, const UpdatePull&) = default;
};

// GraphQL mutation `updatePullRequest`: the text of a PR, without a condition, and in the same
// answer what `ObservePull` shows after it: the PR as it is now, the ledger and the base as they
// are seen. Answer: `PullView`, or HTTP 200 with errors.
struct EditPull {
  PullNumber number{};
  std::optional<std::string> title{};
  std::string body;
  std::string ledger_ref;  // full name
  std::string base;        // branch name
  friend bool operator==(const EditPull&, const EditPull&) = default;
};

// PUT /repos/{owner}/{repo}/pulls/{number}/merge with `merge_method: squash`. Answer: `ObjectId`.
// The product never merges; the people in the simulation do.
struct MergePull {
  PullNumber number{};
  std::optional<Sha> sha;  // the head that must still be there: 409 otherwise
  friend bool operator==(const MergePull&, const MergePull&) = default;
};

// POST /repos/{owner}/{repo}/issues/{number}/labels. Answer: `Done`.
struct AddLabels {
  PullNumber number{};
  std::vector<std::string> labels;
  friend bool operator==(const AddLabels&, const AddLabels&) = default;
};

// POST /repos/{owner}/{repo}/releases. Answer: `Release` (201); 422 `already_exists` by tag.
struct CreateRelease {
  std::string tag_name;
  Sha target;
  std::string name;
  std::string body;
  bool draft = false;
  bool prerelease = false;
  friend bool operator==(const CreateRelease&, const CreateRelease&) = default;
};

using Request = std::variant<Observe, ObserveFile, ObservePull, ObservePulls, GetRef,
                             ListMatchingRefs, GetCommit, CompareCommits, ListCommits, GetContents,
                             ListPulls, GetPull, SearchPulls, GetReleaseByTag, CreateTree,
                             CreateCommit, UpdateRefs, CreateRef, UpdateRef, DeleteRef, CreatePull,
                             UpdatePull, EditPull, MergePull, AddLabels, CreateRelease>;

// The operation's name in logs and traces, `updateRefs` or `POST /pulls`.
[[nodiscard]] std::string_view operation(const Request& request);

// True for requests that can change something at GitHub.
[[nodiscard]] bool is_write(const Request& request);

// One canonical line: operation and what identifies its target. Never the body of a text.
[[nodiscard]] std::string to_line(const Request& request);

// ---------------------------------------------------------------------------------------------
// Answers
// ---------------------------------------------------------------------------------------------

struct Observation {
  struct LedgerHead {
    Sha oid;
    std::string message;
    friend bool operator==(const LedgerHead&, const LedgerHead&) = default;
  };
  struct BaseHead {
    Sha oid;
    Sha tree;
    Time committed_at{};  // committer date
    friend bool operator==(const BaseHead&, const BaseHead&) = default;
  };
  static constexpr std::size_t heads_max = 100;  // `first:` of the query

  std::optional<LedgerHead> ledger;
  std::optional<BaseHead> base;
  std::vector<Ref> heads;  // branches under the prefix, by name, at most `heads_max`
  std::vector<Ref> tags;   // newest commit first; `target` is the commit (tags peeled)
  std::vector<std::string> released_tags;  // tag names of published releases, newest first
  friend bool operator==(const Observation&, const Observation&) = default;
};

struct FileContents {
  std::string text;
  Sha blob;
  friend bool operator==(const FileContents&, const FileContents&) = default;
};

// A file in a commit, as GraphQL shows it.
struct FileView {
  bool exists = false;
  std::optional<FileContents> contents;  // nullopt too when it is large, or no text
  friend bool operator==(const FileView&, const FileView&) = default;
};

struct PullView {
  Pull pull;
  std::vector<BodyEdit> edits;     // oldest first; the first is the body as it was created
  std::optional<Sha> ledger;       // what the ledger ref points to
  std::optional<Sha> base;         // the base's head
  std::optional<FileView> file{};  // nullopt: not asked for, or the commit is not visible
  friend bool operator==(const PullView&, const PullView&) = default;
};

struct PullViews {
  struct Entry {
    Pull pull;
    std::vector<BodyEdit> edits;
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  std::vector<Entry> pulls;  // newest first
  std::optional<Sha> ledger;
  std::optional<Sha> base;
  std::optional<FileView> file{};
  friend bool operator==(const PullViews&, const PullViews&) = default;
};

enum class CompareStatus : std::uint8_t { identical, ahead, behind, diverged };

struct CommitSummary {
  Sha sha;
  std::string message;
  friend bool operator==(const CommitSummary&, const CommitSummary&) = default;
};

struct Comparison {
  CompareStatus status = CompareStatus::identical;
  std::uint32_t total_commits = 0;     // in all pages
  std::vector<CommitSummary> commits;  // this page, oldest first
  friend bool operator==(const Comparison&, const Comparison&) = default;
};

struct Refs {
  std::vector<Ref> refs;
  friend bool operator==(const Refs&, const Refs&) = default;
};

struct Pulls {
  std::vector<Pull> pulls;
  bool more = false;  // a `Link` header with rel="next"
  friend bool operator==(const Pulls&, const Pulls&) = default;
};

struct Commits {
  std::vector<CommitSummary> commits;
  bool more = false;
  friend bool operator==(const Commits&, const Commits&) = default;
};

struct ObjectId {
  Sha sha;
  friend bool operator==(const ObjectId&, const ObjectId&) = default;
};

struct Done {
  friend bool operator==(const Done&, const Done&) = default;
};

// GitHub's error envelope, `{"message","errors"?,"documentation_url","status"}`; for GraphQL the
// first error's `type` and `message`.
struct ApiError {
  struct Item {
    std::string resource;
    std::string field;
    std::string code;
    std::string message;
    friend bool operator==(const Item&, const Item&) = default;
  };
  std::string message;
  std::vector<Item> errors;
  std::string graphql_type;  // empty for REST
  friend bool operator==(const ApiError&, const ApiError&) = default;
};

// The headers that decide something.
struct Headers {
  Time date{};                          // GitHub's clock, to the second
  std::string etag;                     // with its quotes; empty: none
  std::optional<Duration> retry_after;  // nullopt also when the header is blank
  std::uint32_t rate_limit_remaining = 0;
  Time rate_limit_reset{};
  friend bool operator==(const Headers&, const Headers&) = default;
};

using Payload =
    std::variant<Done, Observation, FileView, PullView, PullViews, Ref, Refs, Commit, Commits,
                 Comparison, FileContents, Pull, Pulls, Release, ObjectId, ApiError>;

struct Response {
  int status = 200;
  Headers headers{};
  Payload payload{};

  // 2xx and no GraphQL error.
  [[nodiscard]] bool ok() const {
    return status >= 200 && status < 300 && !std::holds_alternative<ApiError>(payload);
  }
  [[nodiscard]] const ApiError* error() const { return std::get_if<ApiError>(&payload); }
  template <typename T>
  [[nodiscard]] const T* as() const {
    return std::get_if<T>(&payload);
  }
  friend bool operator==(const Response&, const Response&) = default;
};

// One canonical line: status, and the error's message or what the answer holds.
[[nodiscard]] std::string to_line(const Response& response);

}  // namespace regent::github
