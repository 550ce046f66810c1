// The body of a release PR: a managed region that is ours, and text around it that is a person's.
//
// The region stands between two HTML comments, each alone on its line (GitHub shows neither):
//
//     <!-- release-regent:begin v1 -->
//     …
//     <!-- release-regent:end -->
//
// A person may damage the markers. The region is the first end marker together with the last begin
// marker before it; whatever is not between such a pair is a person's text and is kept to the byte:
// - a marker without its partner is text, and the region is appended after the whole body;
// - of two begin markers in a row the second counts, what stands before it is kept;
// - of two regions the first is ours, the second is text.
// Escaped text (core/markdown.h) cannot contain a marker, so a commit message cannot forge one.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include "core/changelog.h"
#include "core/parse_error.h"

namespace regent {

// GitHub's limit for a PR body, counted in characters there and in bytes here, to be safe.
inline constexpr std::size_t pull_body_bytes_max = 65'536;

// A body cut at its markers: `before + region + after` is the body. Views into it.
struct PullBodyView {
  std::string_view before;
  std::string_view region;  // from the begin marker to the end marker, both included
  std::string_view after;
  bool found = false;  // false: no region, `before` is the whole body
};

struct PullBody {
  std::string before;
  std::string region;
  std::string after;
  bool found = false;
  friend bool operator==(const PullBody&, const PullBody&) = default;
};

[[nodiscard]] PullBodyView split_view(std::string_view body);
[[nodiscard]] PullBody split(std::string_view body);

// What a person wrote: `before + after`.
[[nodiscard]] std::string outside(std::string_view body);

// The body with this region (as `render_region` returns it) in place of the one it has; text
// outside is kept to the byte. Without one the region is appended, a blank line apart from the
// text.
[[nodiscard]] std::string with_region(std::string_view body, std::string_view region);

// The managed region, markers included, in at most `bytes_max` bytes where possible: entries that
// do not fit are counted instead of listed (`render_within`).
[[nodiscard]] std::string render_region(const Changelog& changelog, const Version& version,
                                        std::string_view date_iso, const ChangelogConfig& config,
                                        std::size_t bytes_max = pull_body_bytes_max);

// The inverse of `render_region`; refuses a region that a person has edited, with the position.
[[nodiscard]] std::expected<ReleaseNotes, ParseError> parse_region(std::string_view region);

// The body that a release PR should have: a person's text of `existing`, and a region that fits
// beside it into `pull_body_bytes_max`. Applying it twice is applying it once.
[[nodiscard]] std::string updated_body(std::string_view existing, const Changelog& changelog,
                                       const Version& version, std::string_view date_iso,
                                       const ChangelogConfig& config);

}  // namespace regent
