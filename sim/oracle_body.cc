// What a release PR's title and body say.
#include <algorithm>

#include "sim/oracle.h"
#include "sim/oracle_text.h"
#include "sim/oracle_version.h"

namespace regent::sim {
namespace {

constexpr std::string_view begin_marker = "<!-- release-regent:begin";
constexpr std::string_view comment_end = "-->";
constexpr std::string_view end_marker = "<!-- release-regent:end -->";

std::optional<Sha> last_sha_in(std::string_view line) {
  std::optional<Sha> last;
  while (!line.empty()) {
    const auto length = hex_run(line);
    if (length == 2 * Sha::size_bytes) {
      last = Sha::parse(line.substr(0, length));
    }
    line.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return last;
}

std::vector<Sha> listed_in(std::string_view region) {
  std::vector<Sha> listed;
  while (!region.empty()) {
    const auto line = trimmed(take_line(region));
    if (!line.starts_with("- ") && !line.starts_with("* ")) {
      continue;
    }
    if (const auto sha = last_sha_in(line)) {
      listed.push_back(*sha);
    }
  }
  return listed;
}

bool is_squash_suffix(std::string_view text) {
  return text.size() > 4 && text.starts_with(" (#") && text.ends_with(')') &&
         std::ranges::all_of(text.substr(3, text.size() - 4), is_digit);
}

}  // namespace

ReadBody read_body(std::string_view body) {
  constexpr auto npos = std::string_view::npos;
  const auto begin = body.find(begin_marker);
  const auto opened = begin == npos ? npos : body.find(comment_end, begin);
  const auto end = opened == npos ? npos : body.find(end_marker, opened + comment_end.size());
  if (end == npos) {
    return {.has_region = false, .listed = {}, .outside = std::string(body)};
  }
  ReadBody read{.has_region = true,
                .listed = listed_in(
                    body.substr(opened + comment_end.size(), end - opened - comment_end.size())),
                .outside = std::string(body.substr(0, begin))};
  read.outside += body.substr(end + end_marker.size());
  return read;
}

std::optional<std::string> version_in_title(std::string_view title) {
  constexpr std::string_view prefix = "chore(release): ";
  if (!title.starts_with(prefix)) return std::nullopt;
  const auto rest = title.substr(prefix.size());
  const auto version = rest.substr(0, rest.find(' '));
  const auto suffix = rest.substr(version.size());
  if (!is_version(version) || (!suffix.empty() && !is_squash_suffix(suffix))) {
    return std::nullopt;
  }
  return std::string(version);
}

}  // namespace regent::sim
