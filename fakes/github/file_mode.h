// The modes of a tree's entries (git-fast-import, "filemodify"; SPEC, git/create-tree).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace regent::fake {

enum class FileMode : std::uint32_t {
  directory = 0040000,
  file = 0100644,
  executable = 0100755,
  symlink = 0120000,    // its blob is the path that it leads to
  submodule = 0160000,  // a commit, of another repository
};

// Six octal digits: "040000".
[[nodiscard]] constexpr std::string_view to_string(FileMode mode) {
  switch (mode) {
    case FileMode::directory:
      return "040000";
    case FileMode::file:
      return "100644";
    case FileMode::executable:
      return "100755";
    case FileMode::symlink:
      return "120000";
    case FileMode::submodule:
      return "160000";
  }
  return "";
}

// nullopt: git has no such mode.
[[nodiscard]] constexpr std::optional<FileMode> parse_file_mode(std::string_view digits) {
  for (const FileMode mode : {FileMode::directory, FileMode::file, FileMode::executable,
                              FileMode::symlink, FileMode::submodule}) {
    if (digits == to_string(mode)) return mode;
  }
  return std::nullopt;
}

}  // namespace regent::fake
