#include "core/pull_body.h"

#include <algorithm>

#include "core/assert.h"

namespace regent {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view begin_opening = "<!-- release-regent:begin v";
constexpr std::string_view begin_marker = "<!-- release-regent:begin v1 -->";
constexpr std::string_view marker_closing = " -->";
constexpr std::string_view end_marker = "<!-- release-regent:end -->";
constexpr std::string_view introduction =
    "_Merging this pull request releases what follows. Release Regent keeps this part up to date; "
    "text above or below it is yours and stays._";

// The size of a begin marker of any schema version at the start of the line; 0: none.
std::size_t begin_marker_size(std::string_view line) {
  if (!line.starts_with(begin_opening)) return 0;
  const std::size_t digits_end = line.find_first_not_of("0123456789", begin_opening.size());
  if (digits_end == npos || digits_end == begin_opening.size()) return 0;
  if (!line.substr(digits_end).starts_with(marker_closing)) return 0;
  return digits_end + marker_closing.size();
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r") == npos; }

bool is_begin_line(std::string_view line) {
  const std::size_t size = begin_marker_size(line);
  return size > 0 && is_blank(line.substr(size));
}

bool is_end_line(std::string_view line) {
  return line.starts_with(end_marker) && is_blank(line.substr(end_marker.size()));
}

// Between the text of a person and a region that is appended to it.
std::string_view separator_after(std::string_view text) {
  if (text.empty() || text.ends_with("\n\n")) return "";
  return text.ends_with('\n') ? "\n" : "\n\n";
}

// The longest separator there can be.
constexpr std::size_t separator_bytes_max = 2;

}  // namespace

PullBodyView split_view(std::string_view body) {
  std::size_t begin = npos;
  for (std::size_t start = 0; start < body.size();) {
    const std::size_t end = std::min(body.find('\n', start), body.size());
    const std::string_view line = body.substr(start, end - start);
    if (is_begin_line(line)) begin = start;
    if (begin != npos && is_end_line(line)) {
      const std::size_t after = start + end_marker.size();
      return {body.substr(0, begin), body.substr(begin, after - begin), body.substr(after), true};
    }
    start = end + 1;
  }
  return {body, body.substr(body.size()), body.substr(body.size()), false};
}

PullBody split(std::string_view body) {
  const PullBodyView view = split_view(body);
  return {std::string(view.before), std::string(view.region), std::string(view.after), view.found};
}

std::string outside(std::string_view body) {
  const PullBodyView view = split_view(body);
  return std::string(view.before).append(view.after);
}

std::string with_region(std::string_view body, std::string_view region) {
  REGENT_ASSERT(split_view(region).region.size() == region.size() && !region.empty(),
                "a region that is not between its markers would be lost in the body");
  const PullBodyView view = split_view(body);
  std::string result;
  result.reserve(body.size() + region.size() + separator_bytes_max);
  result += view.before;
  if (!view.found) result += separator_after(view.before);
  result += region;
  result += view.after;
  return result;
}

std::string render_region(const Changelog& changelog, const Version& version,
                          std::string_view date_iso, const ChangelogConfig& config,
                          std::size_t bytes_max) {
  constexpr std::size_t frame_bytes = begin_marker.size() + introduction.size() +
                                      std::string_view("\n\n\n\n").size() + end_marker.size();
  const std::size_t notes_bytes_max = bytes_max - std::min(bytes_max, frame_bytes);
  std::string region;
  region.append(begin_marker).append("\n").append(introduction).append("\n\n");
  region += render_within(changelog, version, date_iso, config, notes_bytes_max);
  region.append("\n").append(end_marker);
  return region;
}

std::expected<ReleaseNotes, ParseError> parse_region(std::string_view region) {
  const PullBodyView view = split_view(region);
  if (!view.found || view.region.size() != region.size()) {
    return std::unexpected(ParseError{0, "expected a region between its markers"});
  }
  const std::size_t start = region.find(introduction);
  const std::size_t line_end = region.find('\n');
  if (start == npos || region.find_first_not_of("\r\n", line_end) != start) {
    return std::unexpected(ParseError{line_end + 1, "expected the introduction"});
  }
  const std::size_t notes_start = start + introduction.size();
  const std::size_t notes_end = region.size() - end_marker.size();
  auto notes = parse_release_notes(region.substr(notes_start, notes_end - notes_start));
  if (!notes) notes.error().position += notes_start;
  return notes;
}

std::string updated_body(std::string_view existing, const Changelog& changelog,
                         const Version& version, std::string_view date_iso,
                         const ChangelogConfig& config) {
  const PullBodyView view = split_view(existing);
  const std::size_t kept_bytes = view.before.size() + view.after.size() +
                                 (view.found ? 0 : separator_after(view.before).size());
  const std::size_t region_bytes_max =
      pull_body_bytes_max - std::min(pull_body_bytes_max, kept_bytes);
  return with_region(existing,
                     render_region(changelog, version, date_iso, config, region_bytes_max));
}

}  // namespace regent
