// GitHub's JSON of what a repository holds. Keys and their order are the published descriptions'
// (SPEC, components/schemas); each function names its schema.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/github.h"
#include "fakes/github/repository.h"
#include "fakes/github/site/api_version.h"
#include "fakes/github/site/desk.h"
#include "fakes/github/site/links.h"

namespace regent::fake::site {

using Json = nlohmann::ordered_json;

// The accounts of the simulation: whoever is not the bot is the person.
struct Cast {
  std::string bot;     // "release-regent[bot]", or a user's login
  std::string person;  // "octocat"
};

// simple-user; a login that ends in `[bot]` is an app's.
[[nodiscard]] Json present_account(const Links& links, std::string_view login);

// Which of the two forms of a resource: lists have shorter ones.
enum class Form { brief, full };

// An issue, or a pull request as one.
struct IssueView {
  github::PullNumber number{};
  std::string title;
  std::string body;
  std::vector<std::string> labels;
  std::string login;
  bool open = true;
  std::string state_reason;  // empty: none
  Time created_at{};
  Time updated_at{};
  std::optional<Time> closed_at;
  std::string closed_by;  // empty: nobody
  bool is_pull = false;
  std::optional<Time> merged_at;  // of a pull request
};

// Where the contents API was asked: a path, and the ref as the request names it.
struct ContentsPlace {
  std::string path;
  std::string ref;
};

class Presenter {
 public:
  Presenter(const Links& links, const Cast& cast, const Repository& repository, const Desk& desk,
            ApiVersion version = ApiVersion::v2022_11_28);

  [[nodiscard]] Json account(std::string_view login) const;
  [[nodiscard]] Json owner() const;
  [[nodiscard]] std::string_view login(bool bot) const { return bot ? cast_.bot : cast_.person; }

  [[nodiscard]] Json repository() const;                         // full-repository
  [[nodiscard]] Json ref(const github::Ref& ref) const;          // git-ref
  [[nodiscard]] Json git_commit(const github::Commit&) const;    // git-commit
  [[nodiscard]] Json git_tag(const TagView&) const;              // git-tag
  [[nodiscard]] Json commit(const github::Commit&, Form) const;  // commit; full: with its files
  [[nodiscard]] Json branch(std::string_view name, const Sha& head, Form) const;
  [[nodiscard]] Json tree(const Sha& tree, bool recursive) const;          // git-tree
  [[nodiscard]] Json blob(const Sha& blob, std::string_view text) const;   // blob
  [[nodiscard]] Json tag(std::string_view name, const Sha& commit) const;  // tag
  [[nodiscard]] Json file(const ContentsPlace&, const Sha& blob, std::string_view text,
                          Form) const;  // content-file
  [[nodiscard]] Json symlink(const ContentsPlace&, const Sha& blob, std::string_view target,
                             Form) const;  // content-symlink
  // `gitmodules` is the text of that file; empty when there is none.
  [[nodiscard]] Json submodule(const ContentsPlace&, const Sha& commit, std::string_view gitmodules,
                               Form) const;  // content-submodule
  [[nodiscard]] Json directory(const ContentsPlace&, const Sha& tree,
                               std::string_view gitmodules) const;  // content-directory
  [[nodiscard]] Json files(const Sha& base_tree, const Sha& head_tree,
                           const Sha& head) const;                 // diff-entry[]
  [[nodiscard]] Json pull(const github::Pull&, Form) const;        // pull-request[-simple]
  [[nodiscard]] Json issue(const IssueView&) const;                // issue
  [[nodiscard]] Json label(const std::string& name) const;         // label
  [[nodiscard]] Json comment(const Comment&) const;                // issue-comment
  [[nodiscard]] Json release(std::size_t index) const;             // release
  [[nodiscard]] Json asset(const ReleaseAsset&) const;             // release-asset
  [[nodiscard]] Json status(const CommitStatus&, Form) const;      // status; brief: simple-commit-…
  [[nodiscard]] Json hook(const Hook&) const;                      // hook
  [[nodiscard]] Json hook_config(const HookConfig& config) const;  // webhook-config

 private:
  [[nodiscard]] Json reactions(const std::string& subject) const;
  [[nodiscard]] std::string html_commit(const Sha& sha) const {
    return page_ + "/commit/" + sha.hex();
  }
  // What a ref or a tag points to.
  [[nodiscard]] Json object(ObjectKind kind, const Sha& id) const;
  [[nodiscard]] Json labels(const std::vector<std::string>& names) const;
  [[nodiscard]] Json end_of_pull(const std::string& branch, const Sha& sha) const;
  [[nodiscard]] Json make_repository() const;
  [[nodiscard]] Json file_links(const ContentsPlace& place, const Sha& object, bool is_tree) const;
  [[nodiscard]] Json entry(const ContentsPlace& place, const TreeEntryView& entry,
                           std::string_view gitmodules) const;
  void add_details(const github::Pull& pull, Json& json) const;

  const Links& links_;
  const Cast& cast_;
  const Repository& repository_;
  const Desk& desk_;
  ApiVersion version_;
  std::string full_name_;
  std::string api_;   // of the repository
  std::string page_;  // of the repository
  // Both ends of each pull request show it whole.
  mutable std::shared_ptr<const Json> shown_repository_;
};

// Lines that a change adds to a text and takes from it.
struct LineCount {
  std::size_t added = 0;
  std::size_t removed = 0;
};
[[nodiscard]] LineCount count_lines(std::string_view before, std::string_view after);

}  // namespace regent::fake::site
