// Files on branches, and what changes them.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "fakes/github/base64.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/gitmodules.h"
#include "fakes/github/site/present.h"
#include "fakes/github/site/target.h"

namespace regent::fake::site {
namespace {

constexpr std::size_t base64_line = 60;  // digits in a line of contents

}  // namespace

Json Presenter::file_links(const ContentsPlace& place, const Sha& object, bool is_tree) const {
  const std::string where = percent_encoded(place.path);
  const std::string at = percent_encoded(place.ref);
  const std::string self = api_ + "/contents/" + where + "?ref=" + at;
  const std::string html = page_ + (is_tree ? "/tree/" : "/blob/") + at + '/' + where;
  const std::string git = api_ + (is_tree ? "/git/trees/" : "/git/blobs/") + object.hex();
  return {{"url", self},
          {"html_url", html},
          {"git_url", git},
          {"download_url", is_tree ? Json() : Json(page_ + "/raw/" + at + '/' + where)},
          {"type", is_tree ? "dir" : "file"},
          {"_links", {{"self", self}, {"git", git}, {"html", html}}}};
}

namespace {

// What all that has a path begins with.
Json beginning_of(const std::string& path, const Sha& object, std::size_t size) {
  return {{"name", path.substr(path.rfind('/') + 1)},
          {"path", path},
          {"sha", object.hex()},
          {"size", size}};
}

}  // namespace

Json Presenter::file(const ContentsPlace& place, const Sha& blob, std::string_view text,
                     Form form) const {
  constexpr std::size_t inline_max = 1 << 20;  // DOC: 1 to 100 MB come without their content
  Json json = beginning_of(place.path, blob, text.size());
  Json links = file_links(place, blob, false);
  const Json ends = links["_links"];
  links.erase("_links");
  json.update(links);
  if (form == Form::full) {
    const bool fits = text.size() <= inline_max;
    json["content"] = fits ? to_base64(text, base64_line) : std::string();
    json["encoding"] = fits ? "base64" : "none";
  }
  json["_links"] = ends;
  return json;
}

Json Presenter::symlink(const ContentsPlace& place, const Sha& blob, std::string_view target,
                        Form form) const {
  Json json = file(place, blob, target, Form::brief);
  json["type"] = "symlink";
  if (form == Form::full) json["target"] = target;
  return json;
}

Json Presenter::submodule(const ContentsPlace& place, const Sha& commit,
                          std::string_view gitmodules, Form form) const {
  const auto url = submodule_url(gitmodules, place.path);
  const auto name = url ? full_name_in_url(*url) : std::nullopt;
  Json json = beginning_of(place.path, commit, 0);
  Json links = file_links(place, commit, false);
  links["git_url"] = name ? Json(links_.repository(*name) + "/git/trees/" + commit.hex()) : Json();
  links["html_url"] = name ? Json(links_.page(*name) + "/tree/" + commit.hex()) : Json();
  links["download_url"] = nullptr;
  // DOC, "Get repository content": in lists it is called a file, for compatibility.
  links["type"] = form == Form::full ? "submodule" : "file";
  links["_links"]["git"] = links["git_url"];
  links["_links"]["html"] = links["html_url"];
  json.update(links);
  if (form == Form::full) json["submodule_git_url"] = url ? Json(*url) : Json();
  return json;
}

Json Presenter::entry(const ContentsPlace& place, const TreeEntryView& entry,
                      std::string_view gitmodules) const {
  const std::string_view text = repository_.blob(entry.object).value_or("");
  switch (entry.mode) {
    case FileMode::submodule:
      return submodule(place, entry.object, gitmodules, Form::brief);
    case FileMode::symlink:
      return symlink(place, entry.object, text, Form::brief);
    case FileMode::file:
    case FileMode::executable:
      return file(place, entry.object, text, Form::brief);
    case FileMode::directory:
      break;
  }
  Json json = beginning_of(place.path, entry.object, 0);
  json.update(file_links(place, entry.object, true));
  return json;
}

Json Presenter::directory(const ContentsPlace& place, const Sha& tree,
                          std::string_view gitmodules) const {
  Json out = Json::array();
  const auto content = repository_.tree(tree);
  if (!content) return out;
  for (const TreeEntryView& one : *content) {
    const std::string path =
        (place.path.empty() ? std::string() : place.path + '/') + std::string(one.name);
    out.push_back(entry({path, place.ref}, one, gitmodules));
  }
  return out;
}

namespace {

std::string_view name_of(FileChangeView::Status status) {
  switch (status) {
    case FileChangeView::Status::added:
      return "added";
    case FileChangeView::Status::removed:
      return "removed";
    case FileChangeView::Status::modified:
      return "modified";
    case FileChangeView::Status::changed:
      return "changed";
  }
  return "";
}

}  // namespace

Json Presenter::files(const Sha& base_tree, const Sha& head_tree, const Sha& head) const {
  Json out = Json::array();
  for (const FileChangeView& change : repository_.changed_files(base_tree, head_tree)) {
    const LineCount lines = count_lines(change.before, change.after);
    const std::string where = head.hex() + '/' + percent_encoded(change.path);
    out.push_back({{"sha", change.blob.hex()},
                   {"filename", change.path},
                   {"status", name_of(change.status)},
                   {"additions", lines.added},
                   {"deletions", lines.removed},
                   {"changes", lines.added + lines.removed},
                   {"blob_url", page_ + "/blob/" + where},
                   {"raw_url", page_ + "/raw/" + where},
                   {"contents_url",
                    api_ + "/contents/" + percent_encoded(change.path) + "?ref=" + head.hex()}});
  }
  return out;
}

LineCount count_lines(std::string_view before, std::string_view after) {
  const auto split = [](std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
      lines.push_back(text.substr(0, end));
      text.remove_prefix(end);
    }
    return lines;
  };
  const auto old_lines = split(before);
  const auto new_lines = split(after);
  // The shortest edit that keeps the beginning and the end: release bots prepend or replace.
  const std::size_t shorter = std::min(old_lines.size(), new_lines.size());
  std::size_t front = 0;
  while (front < shorter && old_lines[front] == new_lines[front]) ++front;
  std::size_t back = 0;
  while (back < shorter - front &&
         old_lines[old_lines.size() - 1 - back] == new_lines[new_lines.size() - 1 - back])
    ++back;
  return {new_lines.size() - front - back, old_lines.size() - front - back};
}

}  // namespace regent::fake::site
