#include "runtime/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <utility>

#include "runtime/text.h"

namespace regent::runtime {
namespace {

CLI::Option* declare(CLI::App& command, const std::string& name, const std::string& placeholder,
                     const std::string& description, ReadValue read) {
  const auto take = [name, read = std::move(read)](const std::string& text) {
    const std::string refusal = read(text);
    if (!refusal.empty()) throw CLI::ValidationError(name, refusal);
  };
  return command.add_option_function<std::string>(name, take, description)
      ->option_text(placeholder);
}

}  // namespace

std::optional<std::uint64_t> parse_whole_number(std::string_view text, WholeNumbers range) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  if (number < range.min || number > range.max) return std::nullopt;
  return number;
}

std::string in_quotes(std::string_view text) { return '"' + cut(printable(text), 60) + '"'; }

void add_value(CLI::App& command, const std::string& name, const std::string& placeholder,
               const std::string& description, ReadValue read) {
  declare(command, name, placeholder, description, std::move(read));
}

void add_text(CLI::App& command, const std::string& name, const std::string& placeholder,
              const std::string& description, std::optional<std::string>& value) {
  add_value(command, name, placeholder, description, [&value](const std::string& text) {
    if (text.empty()) return "must not be empty";
    value = text;
    return "";
  });
}

void add_number(CLI::App& command, const std::string& name, const std::string& placeholder,
                const std::string& description, WholeNumbers range,
                std::optional<std::uint64_t>& value) {
  add_value(command, name, placeholder, description, [&value, range](const std::string& text) {
    value = parse_whole_number(text, range);
    if (value) return std::string();
    return fmt::format("must be a whole number from {} to {}, not {}", range.min, range.max,
                       in_quotes(text));
  });
}

void add_switch(CLI::App& command, const std::string& name, const std::string& description,
                bool& value) {
  command.add_flag(name, value, description)->disable_flag_override();
}

void add_required_text(CLI::App& command, const std::string& name, const std::string& placeholder,
                       const std::string& description, std::string& value) {
  declare(command, name, placeholder, description, [&value](const std::string& text) {
    if (text.empty()) return "must not be empty";
    value = text;
    return "";
  })->required();
}

}  // namespace regent::runtime
