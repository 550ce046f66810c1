// Files that are there as a whole or not at all.
#pragma once

#include <expected>
#include <filesystem>
#include <string_view>

#include "runtime/command.h"

namespace regent::runtime {

// Writes a temporary file beside `file`, brings it to the disk and renames it. On failure nothing
// is left, and a file that was there before is untouched.
[[nodiscard]] std::expected<void, Problem> write_atomically(const std::filesystem::path& file,
                                                            std::string_view text);

}  // namespace regent::runtime
