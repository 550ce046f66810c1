// The configuration file: YAML (so JSON, too) to a Config and back.
//
// A file holds what differs from the defaults. It is read strictly: an unknown or repeated key, a
// value of the wrong type or out of range, is refused with its place, because a misspelt key that
// is ignored is found out by the wrong release. Keys and permitted values: core/config_schema.h.
// `${NAME}` is not expanded: secrets do not enter the configuration.
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/config.h"

namespace regent::runtime {

struct ConfigFileError {
  std::string file;
  std::size_t line = 0;    // from 1; 0: the file as a whole
  std::size_t column = 0;  // from 1, in characters
  std::string key;         // full path; empty: not about one key
  std::string reason;      // a lower-case clause; never quotes a value
  friend bool operator==(const ConfigFileError&, const ConfigFileError&) = default;
};

// `file:line:column: key.path: reason`, without the parts that are unknown.
[[nodiscard]] std::string to_string(const ConfigFileError& error);

// The configuration in `text`; `file` names it in errors. An empty text is the default
// configuration.
[[nodiscard]] std::expected<Config, ConfigFileError> parse_config(std::string_view text,
                                                                  std::string_view file);

// The same for a file of at most 1 MiB.
[[nodiscard]] std::expected<Config, ConfigFileError> read_config_file(
    const std::filesystem::path& path);

// All keys with their values, as YAML that `parse_config` reads back as the same configuration.
[[nodiscard]] std::string print_config(const Config& config);

}  // namespace regent::runtime
