// Text for people and for their shell. Pure functions; any bytes are accepted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/time.h"

namespace regent::runtime {

// Valid UTF-8 on one line that a terminal shows and does not obey: control characters become their
// pictures (␊, ␛), invalid bytes and characters that reorder or hide text become �.
[[nodiscard]] std::string printable(std::string_view bytes);

// Whether the bytes are UTF-8 (RFC 3629: shortest forms, no surrogates).
[[nodiscard]] bool is_utf8(std::string_view bytes);

// How many columns of a terminal printable text takes.
[[nodiscard]] std::size_t columns_of(std::string_view text);

// Printable text within `columns`, with an ellipsis in place of what did not fit.
[[nodiscard]] std::string cut(std::string_view text, std::size_t columns);

// Padded with blanks on the right, or on the left; never cut.
[[nodiscard]] std::string padded(std::string_view text, std::size_t columns);
[[nodiscard]] std::string right_aligned(std::string_view text, std::size_t columns);

// `1,234,567`.
[[nodiscard]] std::string grouped(std::uint64_t number);

// `1 seed`, `1,200 seeds`.
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view noun);

// The two largest units: `14 d 3 h`, `2 min 5 s`, `1.250 s`, `850 ms`.
[[nodiscard]] std::string humanised(Duration duration);

// One word of a POSIX shell, quoted only when it must be.
[[nodiscard]] std::string shell_quoted(std::string_view word);

// What an errno means, in lower case as a clause.
[[nodiscard]] std::string system_reason(int error);

}  // namespace regent::runtime
