// Files on branches, as the contents API reads and writes them.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "fakes/github/base64.h"
#include "fakes/github/responses.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

struct Found {
  Sha object;
  FileMode mode = FileMode::directory;
  [[nodiscard]] bool is_tree() const { return mode == FileMode::directory; }
};

// What is at `path` in a commit's tree.
std::optional<Found> find_path(const Repository& repository, const Sha& commit,
                               std::string_view path) {
  Found at{repository.commit(commit)->tree, FileMode::directory};
  while (!path.empty()) {
    const auto slash = path.find('/');
    const std::string_view name = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    const auto entries = at.is_tree() ? repository.tree(at.object) : std::nullopt;
    if (!entries) return std::nullopt;
    bool found = false;
    for (const TreeEntryView& entry : *entries) {
      if (entry.name != name) continue;
      at = {entry.object, entry.mode};
      found = true;
      break;
    }
    if (!found) return std::nullopt;
  }
  return at;
}

// Where the symbolic link at `path` leads to, seen from the root; nullopt: out of the repository.
std::optional<std::string> link_target(const std::string& path, std::string_view target) {
  if (target.starts_with('/')) return std::nullopt;
  std::vector<std::string> parts;
  const auto walk = [&](std::string_view way) {
    while (!way.empty()) {
      const std::string_view part = way.substr(0, way.find('/'));
      way.remove_prefix(std::min(part.size() + 1, way.size()));
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.emplace_back(part);
      } else if (parts.empty()) {
        return false;
      } else {
        parts.pop_back();
      }
    }
    return true;
  };
  const auto slash = path.rfind('/');
  const std::string directory = slash == std::string::npos ? std::string() : path.substr(0, slash);
  if (!walk(directory) || !walk(target)) return std::nullopt;
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "/") + part;
  return out;
}

// The file that a symbolic link leads to in one step; nullopt when it leads to anything else.
std::optional<Found> linked_file(const Repository& repository, const Sha& commit,
                                 const std::string& path, const Found& link) {
  const auto target = link_target(path, *repository.blob(link.object));
  const auto found = target ? find_path(repository, commit, *target) : std::nullopt;
  const bool is_file =
      found && (found->mode == FileMode::file || found->mode == FileMode::executable);
  return is_file ? found : std::nullopt;
}

std::string_view gitmodules(const Repository& repository, const Sha& commit) {
  return repository.file(commit, ".gitmodules").value_or("");
}

bool is_empty(const Repository& repository) { return repository.refs("refs/").empty(); }

// The first file makes the first commit, and the default branch (FIX, create-file).
HttpResponse write_first_file(Call& call, const github::CreateTree::File& file,
                              const std::string& message) {
  const Sha commit = call.repository->initialize(message, call.circumstances.now, {file});
  ++call.site.revision;
  const auto written = find_path(*call.repository, commit, file.path);
  return json_reply(
      {{"content", call.present().file({file.path, std::string(call.repository->default_branch())},
                                       written->object, file.content, Form::brief)},
       {"commit", call.present().git_commit(*call.repository->whole_commit(commit))}},
      201);
}

// What PUT and DELETE have in common: the branch, the file that is there, the new commit. The id of
// what is replaced may be any text, and says nothing of a path where no file is (MEAS,
// pome-sh/digital-twins#400).
HttpResponse write_file(Call& call, const std::optional<std::string>& content) {
  Fields fields(call);
  const std::string& path = call.argument(0);
  const std::string message = fields.required_text("message");
  const auto claimed = fields.text("sha");
  const std::string branch =
      fields.text("branch").value_or(std::string(call.repository->default_branch()));
  if (auto refused = fields.refusal()) return *std::move(refused);
  const auto tip = call.repository->branch(branch);
  if (!tip && content && is_empty(*call.repository))
    return write_first_file(call, {path, *content}, message);
  if (!tip) return refusal(call, 404, "Branch " + branch + " not found");
  const auto there = find_path(*call.repository, *tip, path);
  if (!content && (!there || there->is_tree())) return refusal(call, not_found());
  if (there && !there->is_tree()) {
    if (!claimed) return refusal(call, 422, "Invalid request.\n\n\"sha\" wasn't supplied.");
    if (*claimed != there->object.hex())
      return refusal(call, 409, path + " does not match " + *claimed);
  }

  const Time now = call.circumstances.now;
  const github::Signature author{call.viewer.login, call.viewer.login + "@users.noreply.github.com",
                                 now};
  WriteTree tree{.base_tree = call.repository->commit(*tip)->tree, .entries = {}};
  // What could be executed still can.
  const bool is_executable = there && there->mode == FileMode::executable;
  tree.entries.push_back({.path = path,
                          .object = std::nullopt,
                          .content = content,
                          .mode = is_executable ? FileMode::executable : FileMode::file});
  const github::Response new_tree = call.send(SiteRequest(std::move(tree)));
  const auto* tree_id = new_tree.as<github::ObjectId>();
  if (tree_id == nullptr) return refusal(call, new_tree);
  const github::Response new_commit =
      call.send(SiteRequest(WriteCommit{message, tree_id->sha, {*tip}, author, author}));
  const auto* commit_id = new_commit.as<github::ObjectId>();
  if (commit_id == nullptr) return refusal(call, new_commit);
  const github::Response moved =
      call.send(github::UpdateRef{"refs/heads/" + branch, commit_id->sha, false});
  if (!moved.ok()) return refusal(call, moved);

  Json json{{"content", nullptr},
            {"commit", call.present().git_commit(*call.repository->whole_commit(commit_id->sha))}};
  if (content) {
    const auto written = find_path(*call.repository, commit_id->sha, path);
    json["content"] = call.present().file({path, branch}, written->object, *content, Form::brief);
  }
  return json_reply(json, content && !there ? 201 : 200);
}

}  // namespace

HttpResponse get_contents(Call& call) {
  const std::string path = call.path.size() > 2 ? call.argument(0) : std::string();
  const std::string ref(call.target.query("ref").value_or(call.repository->default_branch()));
  const auto commit = call.resolve(ref);
  if (!commit) return refusal(call, 404, "No commit found for the ref " + ref);
  auto found = find_path(*call.repository, *commit, path);
  if (!found) return refusal(call, not_found());
  const ContentsPlace place{path, ref};
  const std::string_view modules = gitmodules(*call.repository, *commit);
  if (found->is_tree()) return json_reply(call.present().directory(place, found->object, modules));
  if (found->mode == FileMode::submodule)
    return json_reply(call.present().submodule(place, found->object, modules, Form::full));
  if (found->mode == FileMode::symlink) {
    const auto linked = linked_file(*call.repository, *commit, path, *found);
    if (!linked)
      return json_reply(call.present().symlink(place, found->object,
                                               *call.repository->blob(found->object), Form::full));
    // DOC: a link to a normal file is answered with that file.
    found = linked;
  }
  const std::string_view text = *call.repository->blob(found->object);
  if (find_header(call.http.headers, "Accept").find("raw") != std::string_view::npos)
    return {200,
            {{"Content-Type", "application/vnd.github.raw+json; charset=utf-8"}},
            std::string(text)};
  return json_reply(call.present().file(place, found->object, text, Form::full));
}

HttpResponse put_contents(Call& call) {
  Fields fields(call);
  const std::string encoded = fields.required_text("content");
  if (auto refused = fields.refusal()) return *std::move(refused);
  auto content = from_base64(encoded);
  if (!content) return refusal(call, 422, "content is not valid Base64");
  return write_file(call, *std::move(content));
}

HttpResponse delete_contents(Call& call) { return write_file(call, std::nullopt); }

}  // namespace regent::fake::site
