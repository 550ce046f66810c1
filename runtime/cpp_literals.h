// Values as C++ source.
#pragma once

#include <string>
#include <string_view>

#include "core/config.h"

namespace regent::runtime {

// A string literal, with its quotes; any bytes but NUL come out as they went in.
[[nodiscard]] std::string string_literal(std::string_view text);

// Statements, each on a line of its own behind `indentation`, that make a default Config named
// `variable` the one given.
[[nodiscard]] std::string config_statements(const Config& config, const std::string& variable,
                                            const std::string& indentation);

}  // namespace regent::runtime
