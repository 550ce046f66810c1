#include "core/github.h"

#include <utility>

namespace regent::github {
namespace {

std::string number(PullNumber pull) {
  return '#' + std::to_string(static_cast<std::uint32_t>(pull));
}

std::string sha_or_none(const std::optional<Sha>& sha) {
  if (!sha) return "any";
  return sha->is_zero() ? "none" : sha->abbreviated();
}

struct Operation {
  std::string_view operator()(const Observe&) const { return "observe"; }
  std::string_view operator()(const ObserveFile&) const { return "observeFile"; }
  std::string_view operator()(const ObservePull&) const { return "observePull"; }
  std::string_view operator()(const ObservePulls&) const { return "observePulls"; }
  std::string_view operator()(const GetRef&) const { return "GET /git/ref"; }
  std::string_view operator()(const ListMatchingRefs&) const { return "GET /git/matching-refs"; }
  std::string_view operator()(const GetCommit&) const { return "GET /git/commits"; }
  std::string_view operator()(const CompareCommits&) const { return "GET /compare"; }
  std::string_view operator()(const ListCommits&) const { return "GET /commits"; }
  std::string_view operator()(const GetContents&) const { return "GET /contents"; }
  std::string_view operator()(const ListPulls&) const { return "GET /pulls"; }
  std::string_view operator()(const GetPull&) const { return "GET /pulls/{number}"; }
  std::string_view operator()(const SearchPulls&) const { return "GET /search/issues"; }
  std::string_view operator()(const GetReleaseByTag&) const { return "GET /releases/tags"; }
  std::string_view operator()(const CreateTree&) const { return "POST /git/trees"; }
  std::string_view operator()(const CreateCommit&) const { return "POST /git/commits"; }
  std::string_view operator()(const UpdateRefs&) const { return "updateRefs"; }
  std::string_view operator()(const CreateRef&) const { return "POST /git/refs"; }
  std::string_view operator()(const UpdateRef&) const { return "PATCH /git/refs"; }
  std::string_view operator()(const DeleteRef&) const { return "DELETE /git/refs"; }
  std::string_view operator()(const CreatePull&) const { return "POST /pulls"; }
  std::string_view operator()(const UpdatePull&) const { return "PATCH /pulls/{number}"; }
  std::string_view operator()(const EditPull&) const { return "updatePullRequest"; }
  std::string_view operator()(const MergePull&) const { return "PUT /pulls/{number}/merge"; }
  std::string_view operator()(const AddLabels&) const { return "POST /issues/{number}/labels"; }
  std::string_view operator()(const CreateRelease&) const { return "POST /releases"; }
};

// What identifies the target, after the operation; never the body of a text.
struct Target {
  std::string operator()(const Observe& r) const { return r.base + " ledger " + r.ledger_ref; }
  std::string operator()(const ObserveFile& r) const { return (*this)(r.file); }
  std::string operator()(const ObservePull& r) const {
    return number(r.number) + " ledger " + r.ledger_ref + file(r.file);
  }
  std::string operator()(const ObservePulls& r) const {
    return "head " + r.head + " base " + r.base + " ledger " + r.ledger_ref + file(r.file);
  }
  std::string operator()(const GetRef& r) const { return r.ref; }
  std::string operator()(const ListMatchingRefs& r) const { return r.prefix; }
  std::string operator()(const GetCommit& r) const { return r.sha.abbreviated(); }
  std::string operator()(const CompareCommits& r) const {
    return r.base.abbreviated() + "..." + r.head.abbreviated() + page(r.page);
  }
  std::string operator()(const ListCommits& r) const { return r.from.abbreviated() + page(r.page); }
  std::string operator()(const GetContents& r) const {
    return r.path + " at " + r.commit.abbreviated();
  }
  std::string operator()(const ListPulls& r) const {
    std::string line = r.state == PullFilter::open     ? "open"
                       : r.state == PullFilter::closed ? "closed"
                                                       : "all";
    if (!r.head.empty()) line += " head " + r.head;
    if (!r.base.empty()) line += " base " + r.base;
    return line + page(r.page);
  }
  std::string operator()(const GetPull& r) const {
    return number(r.number) + (r.if_none_match ? " if-none-match" : "");
  }
  std::string operator()(const SearchPulls& r) const { return "head " + r.head_prefix; }
  std::string operator()(const GetReleaseByTag& r) const { return r.tag_name; }
  std::string operator()(const CreateTree& r) const {
    std::string line = "on " + sha_or_none(r.base_tree) + ':';
    for (const CreateTree::File& file : r.files) line += ' ' + file.path;
    return line;
  }
  std::string operator()(const CreateCommit& r) const {
    std::string line = "tree " + r.tree.abbreviated() + " on";
    for (const Sha& parent : r.parents) line += ' ' + parent.abbreviated();
    return line;
  }
  std::string operator()(const UpdateRefs& r) const {
    std::string line;
    for (const RefUpdate& update : r.updates) {
      if (!line.empty()) line += ", ";
      line += update.name + ' ' + sha_or_none(update.before) + " -> " + sha_or_none(update.after);
      if (update.force) line += " force";
    }
    return line;
  }
  std::string operator()(const CreateRef& r) const { return r.ref + ' ' + r.sha.abbreviated(); }
  std::string operator()(const UpdateRef& r) const {
    return r.ref + ' ' + r.sha.abbreviated() + (r.force ? " force" : "");
  }
  std::string operator()(const DeleteRef& r) const { return r.ref; }
  std::string operator()(const CreatePull& r) const { return r.head + " -> " + r.base; }
  std::string operator()(const UpdatePull& r) const {
    std::string line = number(r.number);
    if (r.title) line += " title";
    if (r.body) line += " body";
    if (r.state) line += *r.state == PullState::open ? " open" : " closed";
    if (r.base) line += " base " + *r.base;
    if (r.if_match) line += " if-match";
    return line;
  }
  std::string operator()(const EditPull& r) const {
    return number(r.number) + (r.title ? " title" : "") + " body ledger " + r.ledger_ref;
  }
  std::string operator()(const MergePull& r) const {
    return number(r.number) + (r.sha ? " at " + r.sha->abbreviated() : "");
  }
  std::string operator()(const AddLabels& r) const {
    std::string line = number(r.number);
    for (const std::string& label : r.labels) line += ' ' + label;
    return line;
  }
  std::string operator()(const CreateRelease& r) const {
    return r.tag_name + " at " + r.target.abbreviated() + (r.draft ? " draft" : "");
  }

  static std::string file(const std::optional<GetContents>& file) {
    return file ? " and " + file->path + " at " + file->commit.abbreviated() : std::string();
  }
  static std::string page(std::uint32_t page) {
    return page == 1 ? std::string() : " page " + std::to_string(page);
  }
};

std::string pull_line(const Pull& pull) {
  std::string line = number(pull.number);
  line += pull.merged ? " merged" : pull.state == PullState::open ? " open" : " closed";
  return line + ' ' + pull.head + " -> " + pull.base;
}

struct Content {
  std::string operator()(const Done&) const { return ""; }
  std::string operator()(const Observation& o) const {
    return "ledger " + (o.ledger ? o.ledger->oid.abbreviated() : "none") + " base " +
           (o.base ? o.base->oid.abbreviated() : "none") + " heads " +
           std::to_string(o.heads.size()) + " tags " + std::to_string(o.tags.size()) +
           (o.tags.empty() ? "" : " newest " + o.tags.front().name);
  }
  std::string operator()(const FileView& v) const {
    if (v.contents) return (*this)(*v.contents);
    return v.exists ? "a file that is not shown" : "no file";
  }
  std::string operator()(const PullView& v) const {
    return pull_line(v.pull) + " edits " + std::to_string(v.edits.size()) + " ledger " +
           (v.ledger ? v.ledger->abbreviated() : "none");
  }
  std::string operator()(const PullViews& v) const {
    std::string line = std::to_string(v.pulls.size()) + " pulls";
    for (const PullViews::Entry& entry : v.pulls)
      line += ' ' + number(entry.pull.number) + " edits " + std::to_string(entry.edits.size());
    return line + " ledger " + (v.ledger ? v.ledger->abbreviated() : "none");
  }
  std::string operator()(const Ref& ref) const { return ref.name + ' ' + ref.target.abbreviated(); }
  std::string operator()(const Refs& refs) const {
    return std::to_string(refs.refs.size()) + " refs";
  }
  std::string operator()(const Commit& commit) const { return commit.sha.abbreviated(); }
  std::string operator()(const Commits& commits) const {
    return std::to_string(commits.commits.size()) + " commits" + (commits.more ? " and more" : "");
  }
  std::string operator()(const Comparison& comparison) const {
    constexpr std::string_view names[] = {"identical", "ahead", "behind", "diverged"};
    return std::string(names[static_cast<std::size_t>(comparison.status)]) + ' ' +
           std::to_string(comparison.total_commits) + " commits";
  }
  std::string operator()(const FileContents& file) const {
    return file.blob.abbreviated() + ' ' + std::to_string(file.text.size()) + " bytes";
  }
  std::string operator()(const Pull& pull) const { return pull_line(pull); }
  std::string operator()(const Pulls& pulls) const {
    std::string line = std::to_string(pulls.pulls.size()) + " pulls";
    for (const Pull& pull : pulls.pulls) line += ' ' + number(pull.number);
    return line + (pulls.more ? " and more" : "");
  }
  std::string operator()(const Release& release) const {
    return release.tag_name + (release.draft ? " draft" : "");
  }
  std::string operator()(const ObjectId& object) const { return object.sha.abbreviated(); }
  std::string operator()(const ApiError& error) const {
    std::string line = error.graphql_type.empty() ? "" : error.graphql_type + ' ';
    line += error.message;
    for (const ApiError::Item& item : error.errors) {
      line += item.message.empty() ? " (" + item.field + ' ' + item.code + ')'
                                   : " (" + item.message + ')';
    }
    for (char& c : line) {
      if (c == '\n' || c == '\r') c = ' ';
    }
    return line;
  }
};

}  // namespace

std::string_view operation(const Request& request) { return std::visit(Operation{}, request); }

bool is_write(const Request& request) {
  return std::visit(
      []<typename T>(const T&) {
        return std::is_same_v<T, CreateTree> || std::is_same_v<T, CreateCommit> ||
               std::is_same_v<T, UpdateRefs> || std::is_same_v<T, CreateRef> ||
               std::is_same_v<T, UpdateRef> || std::is_same_v<T, DeleteRef> ||
               std::is_same_v<T, CreatePull> || std::is_same_v<T, UpdatePull> ||
               std::is_same_v<T, EditPull> || std::is_same_v<T, MergePull> ||
               std::is_same_v<T, AddLabels> || std::is_same_v<T, CreateRelease>;
      },
      request);
}

std::string to_line(const Request& request) {
  return std::string(operation(request)) + ' ' + std::visit(Target{}, request);
}

std::string to_line(const Response& response) {
  std::string line = std::to_string(response.status);
  const std::string content = std::visit(Content{}, response.payload);
  return content.empty() ? line : line + ' ' + content;
}

}  // namespace regent::github
