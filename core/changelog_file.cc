#include "core/changelog.h"

namespace regent {
namespace {

constexpr std::size_t npos = std::string_view::npos;

// Where the line that begins at `start` ends, its line end included.
std::size_t line_end(std::string_view text, std::size_t start) {
  const std::size_t end = text.find('\n', start);
  return end == npos ? text.size() : end + 1;
}

// The version in a release heading of any level that release tools use: `## 1.2.3 (date)`,
// `# v1.2.3`, `### [1.2.3](link) (date)`; nullopt for any other line.
std::optional<Version> heading_version(std::string_view line) {
  const std::size_t level = line.find_first_not_of('#');
  if (level == npos || level == 0 || level > 3 || line[level] != ' ') return std::nullopt;
  line.remove_prefix(level + 1);
  if (line.starts_with('[')) line.remove_prefix(1);
  if (line.starts_with('v')) line.remove_prefix(1);
  auto version = Version::parse(line.substr(0, line.find_first_of(" ]\r\n")));
  return version ? std::optional(*std::move(version)) : std::nullopt;
}

// The first release heading at or after `start`; the size of the file when there is none.
std::size_t find_release_heading(std::string_view file, std::size_t start) {
  while (start < file.size()) {
    const std::size_t end = line_end(file, start);
    if (heading_version(file.substr(start, end - start))) break;
    start = end;
  }
  return start;
}

// Where the section that begins with the heading at `start` ends: before the next release heading,
// or before the first line that is not of our making, so that replacing a section loses nobody's
// text.
std::size_t section_end(std::string_view file, std::size_t start) {
  const std::size_t limit = find_release_heading(file, line_end(file, start));
  const auto notes = parse_release_notes(file.substr(start, limit - start));
  return notes ? limit : start + notes.error().position;
}

std::string without_final_newlines(std::string_view text) {
  return std::string(text.substr(0, text.find_last_not_of('\n') + 1));
}

}  // namespace

std::string prepend_to_changelog_file(std::string_view existing_file,
                                      std::string_view rendered_section) {
  std::string file(existing_file.empty() ? std::string_view("# Changelog\n") : existing_file);
  const std::size_t start = find_release_heading(file, 0);
  const auto version = heading_version(rendered_section.substr(0, line_end(rendered_section, 0)));
  std::size_t end = start;
  if (start < file.size() && version &&
      heading_version(std::string_view(file).substr(start, line_end(file, start) - start)) ==
          version) {
    end = section_end(file, start);
  }
  std::string section;
  const std::string_view before = std::string_view(file).substr(0, start);
  const bool is_new = end == start;
  if (is_new && !before.empty() && !before.ends_with('\n')) section += '\n';
  if (is_new && !before.empty() && !before.ends_with("\n\n")) section += '\n';
  section += without_final_newlines(rendered_section);
  section += end < file.size() ? "\n\n" : "\n";
  file.replace(start, end - start, section);
  return file;
}

}  // namespace regent
