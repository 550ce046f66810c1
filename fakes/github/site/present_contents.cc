// Files on branches, and what changes them.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "fakes/github/site/encoding.h"
#include "fakes/github/site/present.h"
#include "fakes/github/site/target.h"

namespace regent::fake::site {
namespace {

constexpr std::size_t base64_line = 60;  // digits in a line of contents

}  // namespace

Json Presenter::file_links(const std::string& path, const Sha& object, bool is_tree,
                           std::string_view ref) const {
  const std::string where = percent_encoded(path);
  const std::string at = percent_encoded(ref);
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

Json Presenter::file(const std::string& path, const Sha& blob, std::string_view text,
                     std::string_view ref, Form form) const {
  constexpr std::size_t inline_max = 1 << 20;  // DOC: 1 to 100 MB come without their content
  Json json{{"name", path.substr(path.rfind('/') + 1)},
            {"path", path},
            {"sha", blob.hex()},
            {"size", text.size()}};
  Json links = file_links(path, blob, false, ref);
  const Json ends = links["_links"];
  links.erase("_links");
  json.update(links);
  if (form == Form::full) {
    const bool fits = text.size() <= inline_max;
    json["content"] = fits ? base64(text, base64_line) : std::string();
    json["encoding"] = fits ? "base64" : "none";
  }
  json["_links"] = ends;
  return json;
}

Json Presenter::directory(const std::string& path, const Sha& tree, std::string_view ref) const {
  Json out = Json::array();
  const auto content = repository_.tree(tree);
  if (!content) return out;
  for (const TreeEntryView& entry : *content) {
    const std::string inside =
        (path.empty() ? std::string() : path + '/') + std::string(entry.name);
    if (!entry.is_tree) {
      out.push_back(file(inside, entry.object, repository_.blob(entry.object).value_or(""), ref,
                         Form::brief));
      continue;
    }
    Json json{{"name", entry.name}, {"path", inside}, {"sha", entry.object.hex()}, {"size", 0}};
    json.update(file_links(inside, entry.object, true, ref));
    out.push_back(std::move(json));
  }
  return out;
}

Json Presenter::files(const Sha& base_tree, const Sha& head_tree, const Sha& head) const {
  Json out = Json::array();
  for (const FileChangeView& change : repository_.changed_files(base_tree, head_tree)) {
    const LineCount lines = count_lines(change.before, change.after);
    const std::string where = head.hex() + '/' + percent_encoded(change.path);
    const std::string_view status = change.status == FileChangeView::Status::added     ? "added"
                                    : change.status == FileChangeView::Status::removed ? "removed"
                                                                                       : "modified";
    out.push_back({{"sha", change.blob.hex()},
                   {"filename", change.path},
                   {"status", status},
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
