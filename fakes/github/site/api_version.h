// The versions of the REST API that are served (DOC, API versions).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace regent::fake::site {

enum class ApiVersion : std::uint8_t {
  v2022_11_28,  // what a request gets that names none
  v2026_03_10,  // pull requests have no `merge_commit_sha` (release-please#2898)
};

[[nodiscard]] constexpr std::string_view to_string(ApiVersion version) {
  return version == ApiVersion::v2022_11_28 ? "2022-11-28" : "2026-03-10";
}

// What `X-GitHub-Api-Version` names; empty: the usual one; nullopt: none that is served.
[[nodiscard]] constexpr std::optional<ApiVersion> parse_api_version(std::string_view text) {
  if (text.empty()) return ApiVersion::v2022_11_28;
  for (const ApiVersion version : {ApiVersion::v2022_11_28, ApiVersion::v2026_03_10})
    if (text == to_string(version)) return version;
  return std::nullopt;
}

}  // namespace regent::fake::site
