// Semantic versions, as semver.org defines them (Semantic Versioning 2.0.0).
//
// A `Version` is an immutable value. One without prerelease and build metadata allocates nothing.
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "core/parse_error.h"

namespace regent {

// How far a change moves the version; ordered, so that the bump of many changes is their maximum.
enum class Bump : std::uint8_t { none, patch, minor, major };

[[nodiscard]] std::string_view to_string(Bump bump);

class Version {
 public:
  constexpr Version() = default;  // 0.0.0
  constexpr Version(std::uint64_t major, std::uint64_t minor, std::uint64_t patch)
      : major_(major), minor_(minor), patch_(patch) {}

  // Strict: exactly the grammar of the specification (no `v`, no spaces, no leading zeros). The
  // only addition is a limit: major, minor and patch must fit into 64 bits; prerelease numbers may
  // not.
  [[nodiscard]] static std::expected<Version, ParseError> parse(std::string_view text);

  [[nodiscard]] std::uint64_t major() const { return major_; }
  [[nodiscard]] std::uint64_t minor() const { return minor_; }
  [[nodiscard]] std::uint64_t patch() const { return patch_; }

  // The dot-separated identifiers after `-` and after `+`, without the sign; empty when absent.
  [[nodiscard]] std::string_view prerelease() const { return prerelease_; }
  [[nodiscard]] std::string_view build() const { return build_; }
  [[nodiscard]] bool is_prerelease() const { return !prerelease_.empty(); }

  // The inverse of `parse`.
  [[nodiscard]] std::string to_string() const;
  void append_to(std::string& out) const;

  // The next release after a change of this size, always without prerelease and build metadata.
  // A prerelease becomes its own release when that is already a step of this size (§11: 1.2.0-rc.1
  // precedes 1.2.0): minor takes 1.2.0-rc.1 to 1.2.0 and major takes it to 2.0.0. `none` changes
  // nothing. A component at its limit carries into the next larger one, and a bump that does not
  // fit at all ends at the highest release there is, which alone has nothing above it.
  [[nodiscard]] Version bumped(Bump bump) const;

  // Precedence (§11): build metadata does not count.
  [[nodiscard]] static std::strong_ordering precedence(const Version& a, const Version& b);

  // A total order that agrees with equality: precedence, then the bytes of the build metadata.
  friend std::strong_ordering operator<=>(const Version& a, const Version& b);
  friend bool operator==(const Version&, const Version&) = default;

 private:
  std::uint64_t major_ = 0;
  std::uint64_t minor_ = 0;
  std::uint64_t patch_ = 0;
  std::string prerelease_;
  std::string build_;
};

}  // namespace regent
