// Git object ids.
//
// A `Sha` is a value of 20 bytes, ordered by its bytes, cheap to copy. The zero id is what
// GraphQL's `updateRefs` calls "absent" (GQL RefUpdate: zero `beforeOid` asserts absence, zero
// `afterOid` deletes). Thread-compatible; no allocation except in `hex`.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace regent {

class Sha {
 public:
  static constexpr std::size_t size_bytes = 20;

  constexpr Sha() = default;  // the zero id
  constexpr explicit Sha(const std::array<std::uint8_t, size_bytes>& bytes) : bytes_(bytes) {}

  // Exactly 40 hexadecimal digits, either case; nullopt for anything else.
  [[nodiscard]] static std::optional<Sha> parse(std::string_view hex);

  // 40 lower-case hexadecimal digits.
  [[nodiscard]] std::string hex() const;
  void append_hex(std::string& out) const;

  // The first seven digits, as GitHub abbreviates commits in its pages.
  [[nodiscard]] std::string abbreviated() const;

  [[nodiscard]] constexpr bool is_zero() const { return *this == Sha{}; }
  [[nodiscard]] constexpr const std::array<std::uint8_t, size_bytes>& bytes() const {
    return bytes_;
  }

  friend constexpr auto operator<=>(const Sha&, const Sha&) = default;

 private:
  std::array<std::uint8_t, size_bytes> bytes_{};
};

}  // namespace regent
