// What a repository at GitHub is, as simply as it can be said: plain maps, no lag, no index, no
// digest, every question answered by looking at everything. The simulated GitHub must agree with
// it.
//
// Shares nothing with fakes/github but the request types. It does not compute git's ids: it learns
// the id of a new object from the answer (`learn`), and knows content by its files and messages.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/github.h"

namespace regent::fake::testing {

class ReferenceModel {
 public:
  using Files = std::map<std::string, std::string>;
  struct Commit {
    Files files;
    std::vector<Sha> parents;
    std::string message;
    Time date{};
  };
  struct Pull {
    bool open = true;
    bool merged = false;
    std::string title, body, head, base;
    Sha head_sha;
    std::optional<Sha> merge_commit;
    std::vector<std::string> labels;
    std::vector<github::BodyEdit> edits;
    Time created_at{};
  };
  struct Release {
    std::string tag, name, body;
    bool draft, prerelease;
  };

  std::map<std::string, Sha> refs;
  std::map<Sha, Commit> commits;
  std::map<Sha, Files> trees;
  std::vector<Pull> pulls;  // number - 1
  std::vector<Release> releases;
  std::set<std::size_t> gone_heads;  // pulls that will be closed in the background
  Time now{};
  bool by_app = true;

  // What `request` should be answered; ids of new objects are taken from `actual`.
  github::Response answer(const github::Request& request, const github::Response& actual) {
    learned_ = std::holds_alternative<github::ObjectId>(actual.payload)
                   ? std::get<github::ObjectId>(actual.payload).sha
                   : Sha{};
    return std::visit([&](const auto& r) { return on(r); }, request);
  }

  void close_in_background(std::size_t pull) {
    gone_heads.erase(pull);
    if (!refs.contains(head_ref(pulls[pull].head))) pulls[pull].open = false;
  }

  static std::string head_ref(const std::string& branch) { return "refs/heads/" + branch; }

  std::set<Sha> reachable(const Sha& from) const {
    std::set<Sha> found;
    std::vector<Sha> todo{from};
    while (!todo.empty()) {
      const Sha sha = todo.back();
      todo.pop_back();
      if (!found.insert(sha).second) continue;
      for (const Sha& parent : commits.at(sha).parents) todo.push_back(parent);
    }
    return found;
  }
  bool is_ancestor(const Sha& a, const Sha& b) const { return reachable(b).contains(a); }

 private:
  template <typename T>
  static github::Response good(T payload, int status = 200) {
    github::Response response;
    response.status = status;
    response.payload = std::move(payload);
    return response;
  }
  static github::Response bad(int status, std::string message,
                              std::vector<github::ApiError::Item> items = {},
                              std::string type = {}) {
    return good(github::ApiError{std::move(message), std::move(items), std::move(type)}, status);
  }
  static github::Response broken_rule(std::string message) {
    return bad(422, "Validation Failed", {{"PullRequest", "", "custom", std::move(message)}});
  }
  static github::Response graphql(std::string message) {
    return bad(200, std::move(message), {}, "UNPROCESSABLE");
  }

  bool in_the_way(const std::string& name) const {
    return std::ranges::any_of(refs, [&](const auto& ref) {
      return ref.first.starts_with(name + '/') || name.starts_with(ref.first + '/');
    });
  }

  void set_ref(const std::string& name, std::optional<Sha> sha) {
    const bool existed = refs.contains(name);
    if (sha) {
      refs[name] = *sha;
    } else {
      refs.erase(name);
    }
    for (std::size_t i = 0; i < pulls.size(); ++i) {
      Pull& pull = pulls[i];
      if (!pull.open || head_ref(pull.head) != name) continue;
      if (!sha && existed) gone_heads.insert(i);
      if (!sha || pull.head_sha == *sha) continue;
      pull.head_sha = *sha;
      const auto base = refs.find(head_ref(pull.base));
      if (base != refs.end() && is_ancestor(*sha, base->second)) pull.open = false;
    }
  }

  github::Pull show(std::size_t i) const {
    const Pull& p = pulls[i];
    return {static_cast<github::PullNumber>(i + 1),
            p.open ? github::PullState::open : github::PullState::closed,
            p.merged,
            p.title,
            p.body,
            p.head,
            p.head_sha,
            p.base,
            p.merge_commit,
            p.labels,
            std::chrono::floor<std::chrono::seconds>(p.created_at)};
  }
  Pull* find(github::PullNumber number) {
    const auto i = static_cast<std::size_t>(number) - 1;
    return i < pulls.size() ? &pulls[i] : nullptr;
  }
  bool is_taken(const std::string& head, const std::string& base) const {
    return std::ranges::any_of(
        pulls, [&](const Pull& p) { return p.open && p.head == head && p.base == base; });
  }

  github::Response on(const github::GetRef& r) const {
    const auto it = refs.find(r.ref);
    if (it == refs.end()) return bad(404, "Not Found");
    return good(github::Ref{it->first, it->second});
  }
  github::Response on(const github::ListMatchingRefs& r) const {
    github::Refs found;
    for (const auto& [name, sha] : refs) {
      if (name.starts_with(r.prefix)) found.refs.push_back({name, sha});
    }
    return good(std::move(found));
  }
  github::Response on(const github::CreateRef& r) {
    if (!commits.contains(r.sha)) return bad(422, "Object does not exist");
    if (refs.contains(r.ref)) return bad(422, "Reference already exists");
    if (in_the_way(r.ref)) return bad(422, "Reference update failed");
    set_ref(r.ref, r.sha);
    return good(github::Ref{r.ref, r.sha}, 201);
  }
  github::Response on(const github::UpdateRef& r) {
    if (!refs.contains(r.ref)) return bad(422, "Reference does not exist");
    if (!commits.contains(r.sha)) return bad(422, "Object does not exist");
    if (!r.force && !is_ancestor(refs[r.ref], r.sha)) {
      return bad(422, "Update is not a fast forward");
    }
    set_ref(r.ref, r.sha);
    return good(github::Ref{r.ref, r.sha});
  }
  github::Response on(const github::DeleteRef& r) {
    if (!refs.contains(r.ref)) return bad(422, "Reference does not exist");
    if (r.ref == "refs/heads/main") return bad(422, "Cannot delete the default branch");
    set_ref(r.ref, std::nullopt);
    return good(github::Done{}, 204);
  }

  std::optional<std::string> fault(const github::RefUpdate& u) const {
    const auto it = refs.find(u.name);
    const Sha old = it == refs.end() ? Sha{} : it->second;
    if (u.before && *u.before != old) {
      return "Reference update failed: " + u.name + " is not at " + u.before->hex();
    }
    if (u.after.is_zero()) {
      if (old.is_zero()) return "Reference does not exist";
      if (u.name == "refs/heads/main") return "Cannot delete the default branch";
      return std::nullopt;
    }
    if (!commits.contains(u.after)) return "Object does not exist";
    if (old.is_zero()) {
      if (in_the_way(u.name)) return "Ref cannot be created";
    } else if (!u.force && !is_ancestor(old, u.after)) {
      return "Update is not a fast forward";
    }
    return std::nullopt;
  }
  github::Response on(const github::UpdateRefs& r) {
    for (std::size_t i = 0; i < r.updates.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const auto& [a, b] = std::minmax(r.updates[i].name, r.updates[j].name);
        const bool made = !r.updates[i].after.is_zero() && !r.updates[j].after.is_zero();
        if (a == b || (made && b.starts_with(a + '/'))) return graphql("Reference update failed");
      }
      if (const auto reason = fault(r.updates[i])) return graphql(*reason);
    }
    for (const auto& u : r.updates) {
      set_ref(u.name, u.after.is_zero() ? std::nullopt : std::optional(u.after));
    }
    return good(github::Done{});
  }

  github::Response on(const github::CreateTree& r) {
    Files files = r.base_tree.is_zero() ? Files{} : trees.at(r.base_tree);
    for (const auto& file : r.files) files[file.path] = file.content;
    trees[learned_] = files;
    return good(github::ObjectId{learned_}, 201);
  }
  github::Response on(const github::CreateCommit& r) {
    if (!trees.contains(r.tree)) return bad(422, "Tree SHA does not exist");
    for (const Sha& parent : r.parents) {
      if (!commits.contains(parent)) {
        return bad(422, "Parent SHA does not exist or is not a commit object");
      }
    }
    commits[learned_] = {trees.at(r.tree), r.parents, r.message, r.author.date};
    return good(github::ObjectId{learned_}, 201);
  }
  github::Response on(const github::GetContents& r) const {
    const auto commit = commits.find(r.commit);
    if (commit == commits.end()) {
      return bad(404, "No commit found for the ref " + r.commit.hex());
    }
    const auto file = commit->second.files.find(r.path);
    if (file == commit->second.files.end()) return bad(404, "Not Found");
    return good(github::FileContents{file->second, {}});
  }
  github::Response on(const github::CompareCommits& r) const {
    if (!commits.contains(r.base) || !commits.contains(r.head)) return bad(404, "Not Found");
    const std::set<Sha> of_base = reachable(r.base);
    const std::set<Sha> of_head = reachable(r.head);
    github::Comparison answer;
    std::set<Sha> ahead;
    std::ranges::set_difference(of_head, of_base, std::inserter(ahead, ahead.end()));
    answer.total_commits = static_cast<std::uint32_t>(ahead.size());
    const bool behind = !of_head.contains(r.base);
    answer.status =
        ahead.empty() ? (behind ? github::CompareStatus::behind : github::CompareStatus::identical)
                      : (behind ? github::CompareStatus::diverged : github::CompareStatus::ahead);
    // Histories are lines here: the oldest commit is the one whose parent is not ahead.
    for (Sha at = r.head; ahead.contains(at);) {
      answer.commits.insert(answer.commits.begin(), {at, commits.at(at).message});
      if (commits.at(at).parents.empty()) break;
      at = commits.at(at).parents.front();
    }
    return good(std::move(answer));
  }

  github::Response on(const github::ListPulls& r) const {
    github::Pulls found;
    for (std::size_t i = pulls.size(); i-- > 0;) {
      const Pull& p = pulls[i];
      if (r.state == github::PullFilter::open && !p.open) continue;
      if (r.state == github::PullFilter::closed && p.open) continue;
      if (!r.head.empty() && p.head != r.head) continue;
      if (!r.base.empty() && p.base != r.base) continue;
      found.pulls.push_back(show(i));
    }
    return good(std::move(found));
  }
  github::Response on(const github::SearchPulls& r) const {
    github::Pulls found;
    for (std::size_t i = pulls.size(); i-- > 0;) {
      if (pulls[i].open && pulls[i].head.starts_with(r.head_prefix)) found.pulls.push_back(show(i));
    }
    return good(std::move(found));
  }
  github::Response on(const github::GetPull& r) {
    if (find(r.number) == nullptr) return bad(404, "Not Found");
    return good(show(static_cast<std::size_t>(r.number) - 1));
  }
  std::optional<Sha> target(const std::string& ref) const {
    const auto it = refs.find(ref);
    return it == refs.end() ? std::nullopt : std::optional(it->second);
  }
  std::optional<github::FileView> file_of(const std::optional<github::GetContents>& file) const {
    if (!file || !commits.contains(file->commit)) return std::nullopt;
    const Files& files = commits.at(file->commit).files;
    const auto it = files.find(file->path);
    if (it == files.end()) return github::FileView{};
    return github::FileView{true, github::FileContents{it->second, {}}};
  }
  github::Response on(const github::ObserveFile& r) const {
    if (auto file = file_of(r.file)) return good(*std::move(file));
    return bad(200, "No commit found for the ref " + r.file.commit.hex(), {}, "NOT_FOUND");
  }
  // What `ObservePull` and `EditPull` have in common.
  template <typename Request>
  github::Response view_of(const Request& r) {
    const Pull* pull = find(r.number);
    if (pull == nullptr) {
      return bad(200,
                 "Could not resolve to a PullRequest with the number of " +
                     std::to_string(static_cast<unsigned>(r.number)) + ".",
                 {}, "NOT_FOUND");
    }
    return good(github::PullView{show(static_cast<std::size_t>(r.number) - 1), pull->edits,
                                 target(r.ledger_ref), target(head_ref(r.base))});
  }
  github::Response on(const github::ObservePull& r) {
    github::Response response = view_of(r);
    if (auto* view = std::get_if<github::PullView>(&response.payload)) view->file = file_of(r.file);
    return response;
  }
  github::Response on(const github::ObservePulls& r) {
    github::PullViews views{{}, target(r.ledger_ref), target(head_ref(r.base)), file_of(r.file)};
    for (std::size_t i = pulls.size(); i-- > 0;)
      if (pulls[i].head == r.head && pulls[i].base == r.base)
        views.pulls.push_back({show(i), pulls[i].edits});
    return good(std::move(views));
  }
  github::Response on(const github::EditPull& r) {
    static_cast<void>(on(github::UpdatePull{r.number, r.title, r.body, {}, {}, {}}));
    return view_of(r);
  }
  github::Response on(const github::CreatePull& r) {
    const auto head = refs.find(head_ref(r.head));
    const auto base = refs.find(head_ref(r.base));
    std::vector<github::ApiError::Item> items;
    if (base == refs.end()) items.push_back({"PullRequest", "base", "invalid", ""});
    if (head == refs.end()) items.push_back({"PullRequest", "head", "invalid", ""});
    if (!items.empty()) return bad(422, "Validation Failed", items);
    if (is_taken(r.head, r.base)) {
      return broken_rule("A pull request already exists for octo:" + r.head + ".");
    }
    if (is_ancestor(head->second, base->second)) {
      return broken_rule("No commits between " + r.base + " and " + r.head);
    }
    pulls.push_back({true,
                     false,
                     r.title,
                     r.body,
                     r.head,
                     r.base,
                     head->second,
                     {},
                     {},
                     {{now, by_app, r.body}},
                     now});
    return good(show(pulls.size() - 1), 201);
  }
  github::Response on(const github::UpdatePull& r) {
    Pull* pull = find(r.number);
    if (pull == nullptr) return bad(404, "Not Found");
    Pull next = *pull;
    if (r.base && *r.base != next.base) {
      if (!next.open) return broken_rule("Cannot change the base branch of a closed pull request.");
      const auto base = refs.find(head_ref(*r.base));
      if (base == refs.end()) {
        return bad(422, "Validation Failed", {{"PullRequest", "base", "invalid", ""}});
      }
      if (is_taken(next.head, *r.base)) {
        return broken_rule("A pull request already exists for octo:" + next.head + ".");
      }
      if (is_ancestor(next.head_sha, base->second)) {
        return broken_rule("No commits between " + *r.base + " and " + next.head);
      }
      next.base = *r.base;
    }
    if (r.state == github::PullState::closed) next.open = false;
    if (r.state == github::PullState::open && !next.open) {
      if (const auto reason = reopening_fault(next)) {
        return bad(422, "Validation Failed", {{"PullRequest", "state", "invalid", *reason}});
      }
      next.open = true;
      next.head_sha = refs.at(head_ref(next.head));
    }
    if (r.title) next.title = *r.title;
    if (r.body && *r.body != next.body) {
      next.body = *r.body;
      next.edits.push_back({now, by_app, *r.body});
    }
    *pull = next;
    return good(show(static_cast<std::size_t>(r.number) - 1));
  }
  std::optional<std::string> reopening_fault(const Pull& pull) const {
    if (pull.merged) return "The pull request cannot be reopened.";
    const auto head = refs.find(head_ref(pull.head));
    if (head == refs.end()) return "The " + pull.head + " branch has been deleted.";
    if (is_taken(pull.head, pull.base)) {
      return "There is already an open pull request from " + pull.head + " to " + pull.base + ".";
    }
    if (!is_ancestor(pull.head_sha, head->second)) {
      return "The " + pull.head + " branch was force-pushed or recreated.";
    }
    const auto base = refs.find(head_ref(pull.base));
    if (base == refs.end() || is_ancestor(head->second, base->second)) {
      return "The pull request cannot be reopened.";
    }
    return std::nullopt;
  }
  github::Response on(const github::AddLabels& r) {
    Pull* pull = find(r.number);
    if (pull == nullptr) return bad(404, "Not Found");
    for (const std::string& label : r.labels) {
      if (std::ranges::find(pull->labels, label) == pull->labels.end())
        pull->labels.push_back(label);
    }
    return good(github::Done{});
  }

  // Files by path: what one side changed and the other did not. nullopt: both changed one.
  std::optional<Files> merged_files(const Sha& base, const Sha& head) const {
    const std::set<Sha> of_base = reachable(base);
    Sha common = head;
    while (!of_base.contains(common)) common = commits.at(common).parents.front();
    const Files& before = commits.at(common).files;
    const Files& ours = commits.at(base).files;
    const Files& theirs = commits.at(head).files;
    const auto text = [](const Files& files, const std::string& path) {
      const auto it = files.find(path);
      return it == files.end() ? std::nullopt : std::optional(it->second);
    };
    Files result;
    for (const Files* files : {&before, &ours, &theirs}) {
      for (const auto& [path, content] : *files) {
        const bool they_changed = text(theirs, path) != text(before, path);
        const bool we_changed = text(ours, path) != text(before, path);
        if (they_changed && we_changed && text(ours, path) != text(theirs, path))
          return std::nullopt;
        if (const auto kept = text(they_changed ? theirs : ours, path)) result[path] = *kept;
      }
    }
    return result;
  }
  github::Response on(const github::MergePull& r) {
    Pull* pull = find(r.number);
    if (pull == nullptr) return bad(404, "Not Found");
    const auto base = refs.find(head_ref(pull->base));
    if (!pull->open || base == refs.end() || !refs.contains(head_ref(pull->head))) {
      return bad(405, "Pull Request is not mergeable");
    }
    if (r.sha && *r.sha != pull->head_sha) {
      return bad(409, "Head branch was modified. Review and try the merge again.");
    }
    const std::optional<Files> files = merged_files(base->second, pull->head_sha);
    if (!files) return bad(405, "Pull Request is not mergeable");
    const std::string number = std::to_string(static_cast<unsigned>(r.number));
    commits[learned_] = {*files,
                         {base->second},
                         pull->title + " (#" + number + ")",
                         std::chrono::floor<std::chrono::seconds>(now)};  // git counts in seconds
    pull->open = false;
    pull->merged = true;
    pull->merge_commit = learned_;
    set_ref(head_ref(pull->base), learned_);
    return good(github::ObjectId{learned_});
  }

  github::Response on(const github::GetReleaseByTag& r) const {
    for (std::size_t i = 0; i < releases.size(); ++i) {
      if (!releases[i].draft && releases[i].tag == r.tag_name) return good(show_release(i));
    }
    return bad(404, "Not Found");
  }
  github::Release show_release(std::size_t i) const {
    const Release& r = releases[i];
    return {i + 1, r.tag, r.name, r.body, r.draft, r.prerelease};
  }
  github::Response on(const github::CreateRelease& r) {
    const std::string tag = "refs/tags/" + r.tag_name;
    const bool taken = std::ranges::any_of(
        releases, [&](const Release& other) { return !other.draft && other.tag == r.tag_name; });
    if (taken) {
      return bad(422, "Validation Failed", {{"Release", "tag_name", "already_exists", ""}});
    }
    if (!refs.contains(tag) && !commits.contains(r.target)) {
      return bad(422, "Validation Failed", {{"Release", "target_commitish", "invalid", ""}});
    }
    if (!refs.contains(tag) && !r.draft) set_ref(tag, r.target);
    releases.push_back({r.tag_name, r.name, r.body, r.draft, r.prerelease});
    return good(show_release(releases.size() - 1), 201);
  }

  github::Response on(const github::Observe& r) const {
    github::Observation seen;
    if (const auto it = refs.find(r.ledger_ref); it != refs.end()) {
      seen.ledger = {it->second, commits.at(it->second).message};
    }
    if (const auto it = refs.find(head_ref(r.base)); it != refs.end()) {
      seen.base = {it->second, {}, commits.at(it->second).date};
    }
    for (const auto& [name, sha] : refs) {
      if (name.starts_with("refs/heads/" + r.branch_prefix)) seen.heads.push_back({name, sha});
      if (name.starts_with("refs/tags/")) seen.tags.push_back({name, sha});
    }
    std::ranges::sort(seen.tags, [&](const github::Ref& a, const github::Ref& b) {
      const Time a_date = commits.at(a.target).date;
      const Time b_date = commits.at(b.target).date;
      return a_date != b_date ? a_date > b_date : a.name < b.name;
    });
    for (const Release& release : releases) {
      if (!release.draft) seen.released_tags.insert(seen.released_tags.begin(), release.tag);
    }
    return good(std::move(seen));
  }

  // Read by id, shown with fields that only git can compute: the histories' own tests cover them.
  github::Response on(const github::GetCommit&) const { return bad(404, "Not Found"); }
  github::Response on(const github::ListCommits&) const { return bad(404, "Not Found"); }

  Sha learned_;
};

}  // namespace regent::fake::testing
