// JSON that people may have damaged: read strictly, with the place of every value.
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace regent::runtime {

// Why a text is refused, and where.
struct Damage {
  std::size_t line = 1;    // from 1
  std::size_t column = 1;  // from 1, in bytes
  std::string key{};       // path of the value: `choices/3/answer`; empty: the text as a whole
  std::string reason;      // a lower-case clause
};

// `12:5: choices/3/answer: must be a number`.
[[nodiscard]] std::string to_string(const Damage& damage);

// Offsets of values in a JSON text, by their paths; the whole text has the empty path.
using Places = std::map<std::string, std::size_t>;

// The damage at `offset`.
[[nodiscard]] Damage damage_at(std::string_view text, std::size_t offset, std::string key,
                               std::string reason);
// The damage of the value at `key`, or of what it would be a part of when there is none.
[[nodiscard]] Damage damage_of(std::string_view text, const Places& places, const std::string& key,
                               std::string reason);

// Refuses what RFC 8259 does, keys that stand twice in one object, and nesting beyond any need.
// Fills `places`.
[[nodiscard]] std::expected<nlohmann::ordered_json, Damage> parse_strictly(std::string_view text,
                                                                           Places& places);

}  // namespace regent::runtime
