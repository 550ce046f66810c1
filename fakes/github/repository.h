// One repository of the simulated GitHub, as a value.
//
// `handle` answers the typed requests of core/github.h as GitHub would (the facts are in the tests,
// one sentence each). Everything else here is what a request cannot do: loading a history, what the
// project's developers do, GitHub's background work, the webhooks, and the truth for checkers.
//
// Copying is cheap: immutable content (commits, trees, texts, versions of pull requests) lies in a
// pool that copies share, a repository itself is a few arrays of 32-bit ids. A copy is nevertheless
// a separate world: an object that was created in one is unknown in the other.
//
// Thread safety: copies that share a pool belong to one thread. `fork` makes a copy for another.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/github.h"
#include "core/sha.h"
#include "core/time.h"
#include "fakes/github/background.h"
#include "fakes/github/circumstances.h"
#include "fakes/github/digest.h"
#include "fakes/github/history.h"
#include "fakes/github/known_objects.h"
#include "fakes/github/outbox.h"
#include "fakes/github/pool.h"
#include "fakes/github/pulls.h"
#include "fakes/github/refs.h"
#include "fakes/github/releases.h"
#include "fakes/github/settings.h"
#include "fakes/github/site_requests.h"
#include "fakes/github/truth.h"
#include "fakes/github/webhook.h"

namespace regent::fake {

class Repository {
 public:
  // An empty repository: no commit, no ref, and most requests refused. `owner` is the login that
  // stands before the colon in `owner:branch`.
  explicit Repository(Settings settings = {}, std::string owner = "octo", std::string name = "repo",
                      std::string_view default_branch = "main");

  // A copy that may live in another thread: freezes the shared pool, and whoever adds to it next
  // does so in a pool of his own on top. Fork a loaded history once per run; many layers make reads
  // slower.
  [[nodiscard]] Repository fork() const;

  // How it behaves from now on.
  void configure(const Settings& settings) { settings_ = settings; }

  // From now on every read is current, until something changes again.
  void forget_past() { history_.forget(); }
  // The most changes of one ref, pull request or release that a stale read can look behind.
  [[nodiscard]] std::uint32_t past_depth() const { return history_.depth(); }

  // ---- Requests -------------------------------------------------------------------------------

  // Answers `request`. Rate limits are the installation's and live in `GitHub`; here the headers
  // say that nothing was used.
  [[nodiscard]] github::Response handle(const github::Request& request,
                                        const Circumstances& circumstances);

  // What HTTP offers beyond the product's requests, with GitHub's own refusals (site_requests.h).
  // Answers: `ObjectId` for what is made (201), `Pull`, `Release` or `Done`.
  [[nodiscard]] github::Response handle(const SiteRequest& request,
                                        const Circumstances& circumstances);

  // ---- Loading a history: no webhook, no staleness, no pull request ----------------------------

  struct ImportedCommit {
    Sha sha;                   // kept as given, whatever the content
    std::vector<Sha> parents;  // those that were never imported are shown but not followed
    std::string_view message;
    Time date{};                // of author and committer
    std::optional<Sha> tree{};  // nullopt: the first parent's, or the empty tree
  };
  void import(const ImportedCommit& commit);

  // Makes `name` (full) point to `target`, an object of this repository; zero removes it.
  void set_ref(std::string_view name, Sha target);
  void set_branch(std::string_view branch, Sha target);
  void set_tag(std::string_view tag, Sha target);

  // A repository with one commit on its default branch and `files` in it; returns the commit.
  Sha initialize(std::string_view message, Time date,
                 const std::vector<github::CreateTree::File>& files = {});

  // ---- What the project's developers do -------------------------------------------------------

  struct Landed {
    Sha sha;
    github::PullNumber number{};
  };
  struct Landing {
    std::string_view branch;   // the base
    std::string_view message;  // whole commit message; its first line is the pull request's title
    Time date{};               // of author and committer
    Time now{};                // GitHub's clock
    std::vector<github::CreateTree::File> files{};  // what the commit changes
  };
  // A developer's pull request is opened and merged: one new commit on top of `branch`, and one
  // webhook (`closed`, merged). Precondition: the branch exists.
  Landed land(const Landing& landing);
  Sha land(std::string_view branch, std::string_view message, Time date, Time now) {
    return land(Landing{branch, message, date, now}).sha;
  }

  // A person renames a branch (DOC renaming-a-branch): open pull requests from it are closed, those
  // into it follow. False when `from` is absent or `to` cannot be made.
  bool rename_branch(std::string_view from, std::string_view to, Time now);

  // The number of a new issue: pull requests are numbered with them (DOC, REST issues).
  github::PullNumber take_issue_number() {
    ++revision_;
    return pulls_.skip(writable_pool());
  }

  // ---- Webhooks and background work -----------------------------------------------------------

  // Those emitted since the last call, in order of emission.
  [[nodiscard]] std::vector<Webhook> take_webhooks() { return outbox_.take(); }
  [[nodiscard]] bool has_webhooks() const { return !outbox_.empty(); }

  // What GitHub has still to do, in canonical order; each may happen at any time, in any order.
  [[nodiscard]] std::span<const Background> background() const { return background_; }
  void run_background(std::size_t index, Time now);

  // ---- The truth ------------------------------------------------------------------------------

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] std::string_view owner() const { return identity_->owner; }
  [[nodiscard]] std::string_view name() const { return identity_->name; }
  [[nodiscard]] std::string_view default_branch() const { return identity_->default_branch; }

  // By full name, by branch name, by tag name; nullopt when absent.
  [[nodiscard]] std::optional<Sha> ref(std::string_view full_name) const;
  [[nodiscard]] std::optional<Sha> branch(std::string_view name) const;
  [[nodiscard]] std::optional<Sha> tag(std::string_view name) const;
  // All refs whose full name starts with `prefix`, by name.
  [[nodiscard]] std::vector<RefView> refs(std::string_view prefix) const;

  // Open pull requests, ascending. O(open).
  [[nodiscard]] std::span<const github::PullNumber> open_pulls() const { return pulls_.open(); }
  // The highest number of a pull request or issue.
  [[nodiscard]] std::uint32_t last_number() const { return pulls_.count(); }
  // nullopt: there is no such number, or it is an issue's.
  [[nodiscard]] std::optional<PullView> pull(github::PullNumber number) const;
  // Every version of its body, oldest first; the first is the one it was created with.
  [[nodiscard]] std::vector<BodyEditView> body_edits(github::PullNumber number) const;

  [[nodiscard]] std::size_t release_count() const { return releases_.count(); }
  [[nodiscard]] bool has_release(std::size_t index) const {
    return index < releases_.count() && releases_[index] != ReleaseId::none;
  }
  // In order of creation. Precondition: `has_release(index)`.
  [[nodiscard]] ReleaseView release(std::size_t index) const;
  [[nodiscard]] std::optional<ReleaseView> published_release(std::string_view tag) const;

  [[nodiscard]] bool knows(Sha object) const;
  [[nodiscard]] std::optional<CommitView> commit(Sha sha) const;
  // The same as GET /git/commits shows it.
  [[nodiscard]] std::optional<github::Commit> whole_commit(Sha sha) const;
  // The annotated tag of that id; nullopt: it is none.
  [[nodiscard]] std::optional<TagView> annotated_tag(Sha tag) const;
  // The commit that an object stands for: itself, or what an annotated tag was put on; nullopt for
  // anything else.
  [[nodiscard]] std::optional<Sha> commit_of(Sha object) const;
  // The commit that a tag, annotated or not, stands for.
  [[nodiscard]] std::optional<Sha> tagged_commit(std::string_view tag_name) const;
  // True when `ancestor` is reachable from `descendant` or equal to it. Both must be known commits;
  // false otherwise.
  [[nodiscard]] bool is_ancestor(Sha ancestor, Sha descendant) const;
  // The text of a file at a commit.
  [[nodiscard]] std::optional<std::string_view> file(Sha commit, std::string_view path) const;
  [[nodiscard]] ObjectKind kind(Sha object) const;
  // nullopt: no tree, no blob of that id.
  [[nodiscard]] std::optional<std::vector<TreeEntryView>> tree(Sha tree) const;
  [[nodiscard]] std::optional<std::string_view> blob(Sha blob) const;
  // GraphQL shows a text up to this size (bytes); the exact limit is not documented.
  static constexpr std::size_t text_in_query_max = 512 * 1024;
  // The files of `head` that are others than in `base`, by path; both are trees or the zero id.
  [[nodiscard]] std::vector<FileChangeView> changed_files(Sha base, Sha head) const;
  // A best common ancestor of two known commits.
  [[nodiscard]] std::optional<Sha> merge_base(Sha a, Sha b) const;

  // Calls `visit(const CommitView&)` along the first-parent line of `from` until it returns false.
  template <typename Visit>
  void walk_first_parents(Sha from, Visit&& visit) const {
    for (std::optional<CommitView> at = commit(from); at;
         at = at->first_parent ? commit(*at->first_parent) : std::nullopt) {
      if (!visit(*at)) return;
    }
  }

  // Increases with every change that a reader could see. Not part of the value.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }

  // O(1). Equal for equal states, whatever order of operations led to them; the settings do not
  // count.
  [[nodiscard]] Digest digest() const;
  // Without the objects that exist but that nothing refers to: as a reader sees the repository who
  // does not happen to hold an object's id.
  [[nodiscard]] Digest visible_digest() const;
  // Without the past that only stale readers see, which reading prunes: what must survive a
  // restart.
  [[nodiscard]] Digest durable_digest() const;
  // Of the tags and what they point to.
  [[nodiscard]] Digest tags_digest() const { return refs_.tags_digest(); }

  // The state, not the way to it: `revision` and the clock do not count.
  friend bool operator==(const Repository& a, const Repository& b);

  // Refs, open pull requests and pending work on one canonical line, ids abbreviated.
  friend std::string to_line(const Repository& repository);

 private:
  struct Identity {
    std::string owner;
    std::string name;
    std::string default_branch;
    friend bool operator==(const Identity&, const Identity&) = default;
  };
  class Changes;  // a change and everything that follows from it
  class Handler;  // one overload per request, in handle_*.cc

  template <typename AnyRequest>
  github::Response answer_any(const AnyRequest& request, const Circumstances& circumstances);

  // The pool to add to: the shared one, or a layer of this repository's own once that is frozen.
  Pool& writable_pool();
  [[nodiscard]] ObjectId known_object(const Sha& sha) const;
  [[nodiscard]] ObjectId known_commit(const Sha& sha) const;
  [[nodiscard]] ObjectKind kind(ObjectId object) const;
  [[nodiscard]] NameId branch_name(std::string_view branch) const {
    return pool_->names.find(branch_directory, branch);
  }
  [[nodiscard]] ReleaseView view(std::size_t release_index) const;
  [[nodiscard]] CommitView view(ObjectId commit) const;

  Settings settings_;
  std::shared_ptr<const Identity> identity_;
  std::shared_ptr<Pool> pool_;

  Refs refs_;
  Pulls pulls_;
  Releases releases_;
  KnownObjects known_;
  History history_;
  Outbox outbox_;
  std::vector<Background> background_;
  std::uint64_t revision_ = 0;
};

std::string to_line(const Repository& repository);

}  // namespace regent::fake
