// Options whose values are read strictly: refused with the option's name and what is permitted.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/command.h"

namespace regent::runtime {

struct WholeNumbers {
  std::uint64_t min = 0;
  std::uint64_t max = 0;
};

// Decimal digits and nothing else; nullopt when it is anything else or out of range.
[[nodiscard]] std::optional<std::uint64_t> parse_whole_number(std::string_view text,
                                                              WholeNumbers range);

// A word of `text`, printable and short enough for an error message, in quotes.
[[nodiscard]] std::string in_quotes(std::string_view text);

// Reads an option's value; returns why it is refused, empty: accepted.
using ReadValue = std::function<std::string(const std::string& text)>;

// Each adds `--name PLACEHOLDER`, to be given at most once. `description` is one line of help.
void add_value(CLI::App& command, const std::string& name, const std::string& placeholder,
               const std::string& description, ReadValue read);
void add_text(CLI::App& command, const std::string& name, const std::string& placeholder,
              const std::string& description, std::optional<std::string>& value);
void add_number(CLI::App& command, const std::string& name, const std::string& placeholder,
                const std::string& description, WholeNumbers range,
                std::optional<std::uint64_t>& value);
void add_switch(CLI::App& command, const std::string& name, const std::string& description,
                bool& value);

// Like `add_text`, but the option must be given.
void add_required_text(CLI::App& command, const std::string& name, const std::string& placeholder,
                       const std::string& description, std::string& value);

}  // namespace regent::runtime
