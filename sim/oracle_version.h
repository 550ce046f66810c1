// SemVer 2.0.0 for the oracle, on text: numbers have no largest value here.
#pragma once

#include <string>
#include <string_view>

namespace regent::sim {

// True if `text` is a version by SemVer's grammar ("Backus-Naur Form Grammar for Valid SemVer
// Versions"), without a leading `v`.
[[nodiscard]] bool is_version(std::string_view text);

// True if `version`'s major number is 0.
[[nodiscard]] bool is_before_1_0_0(std::string_view version);

// The next normal version after `version` (SemVer §6-§8) for a bump of 'M', 'm' or 'p'. A
// prerelease comes before its normal version (§9), so when that already is such a step it is the
// next one: 2.0.0-rc.1 becomes 2.0.0 by any bump, 1.2.3-rc.1 becomes 1.2.3 by a patch. `version`
// must satisfy `is_version`.
[[nodiscard]] std::string bumped(std::string_view version, char bump);

}  // namespace regent::sim
