// What only HTTP clients see of a repository: issues, comments, label definitions, files of
// releases, statuses of commits, hooks, dates. A value.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/github.h"
#include "core/sha.h"
#include "core/time.h"
#include "fakes/github/site/hooks.h"
#include "fakes/github/webhook.h"

namespace regent::fake::site {

struct PullDates {
  Time updated_at{};
  std::optional<Time> closed_at;
  std::optional<Time> merged_at;
  std::optional<bool> merged_by_bot;
};

struct ReleaseFacts {
  Time created_at{};
  std::optional<Time> published_at;
  std::string author;
  std::string target_commitish;
};

struct Comment {
  std::uint64_t id = 0;
  github::PullNumber issue{};
  std::string login;
  std::string body;
  Time created_at{};
  Time updated_at{};
};

// One that is not a pull request.
struct Issue {
  github::PullNumber number{};
  std::string title;
  std::string body;
  std::string login;
  bool open = true;
  std::string state_reason{};  // "completed", "not_planned", "reopened"; empty: none
  std::vector<std::string> labels{};
  Time created_at{};
  Time updated_at{};
  std::optional<Time> closed_at{};
  std::string closed_by{};  // empty: it is open
};

// A file of a release.
struct ReleaseAsset {
  std::uint64_t id = 0;
  std::uint64_t release = 0;
  std::string name;
  std::string label{};
  std::string content_type{};
  std::string bytes{};
  std::string digest{};  // "sha256:…"
  std::string uploader;
  std::uint64_t downloads = 0;
  Time created_at{};
  Time updated_at{};
};

struct CommitStatus {
  std::uint64_t id = 0;
  Sha commit;
  std::string state;  // "error", "failure", "pending" or "success"
  std::string context;
  std::string target_url;
  std::string description;
  std::string creator;
  Time created_at{};
};

struct LabelDefinition {
  std::string name;
  std::string color = "ededed";  // as GitHub makes one that is first used
  std::string description;
  bool is_default = false;  // one of those that a new repository has
};

// By name in lower case, as GitHub compares them.
using LabelDefinitions = std::map<std::string, LabelDefinition>;
// What a new repository has (FIX, labels).
[[nodiscard]] LabelDefinitions default_labels();

// The desk of one repository.
struct Desk {
  Time created_at{};
  Time pushed_at{};
  std::string description;
  bool is_private = false;
  bool is_of_organization = false;
  std::vector<PullDates> pulls;                    // by number
  std::map<std::uint64_t, ReleaseFacts> releases;  // by id
  std::map<std::uint64_t, Comment> comments;       // by id
  std::map<github::PullNumber, Issue> issues;      // by number, which pull requests have, too
  std::map<std::uint64_t, ReleaseAsset> assets;    // by id
  std::vector<CommitStatus> statuses;              // oldest first
  Hooks hooks;
  LabelDefinitions labels = default_labels();
  std::uint64_t next_comment = 1;
  std::uint64_t next_asset = 1;

  // Brings the dates up to what happened.
  void note(const Webhook& webhook);
  [[nodiscard]] const PullDates& dates(github::PullNumber number) const;
  // Labels that are used without having been defined get defined.
  void define(const std::string& label);
  [[nodiscard]] LabelDefinition label(const std::string& name) const;
};

}  // namespace regent::fake::site
