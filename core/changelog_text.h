// The fixed texts of a rendered changelog, shared by the renderer and the parser.
#pragma once

#include <string_view>

namespace regent::changelog_text {

inline constexpr std::string_view release_heading = "## ";
inline constexpr std::string_view section_heading = "### ";
inline constexpr std::string_view item = "* ";
// Not `* `: the number of `* ` lines is the number of commits.
inline constexpr std::string_view note = "  + ";
inline constexpr std::string_view scope_opening = "**";
inline constexpr std::string_view scope_closing = ":** ";
inline constexpr std::string_view nothing_listed = "_No changes that users would notice._";
inline constexpr std::string_view omitted_opening = "_Not listed, for want of space: ";
inline constexpr std::string_view omitted_closing = "._";

// `2026-01-31`; only the form is checked.
constexpr bool is_iso_date(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash = i == 4 || i == 7;
    if (is_dash ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

// Characters that stand in a Markdown link destination as they are.
constexpr bool is_plain_url(std::string_view text) {
  for (const char c : text) {
    const bool is_alphanumeric = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    if (!is_alphanumeric && std::string_view("-._~/:%+@").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

}  // namespace regent::changelog_text
