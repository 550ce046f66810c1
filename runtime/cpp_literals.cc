#include "runtime/cpp_literals.h"

#include <fmt/format.h>

#include <chrono>
#include <concepts>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/config_schema.h"

namespace regent::runtime {
namespace {

std::string escaped(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '?':
      return "\\?";  // no trigraph
    default:
      break;
  }
  const auto byte = static_cast<unsigned char>(c);
  // Three octal digits end by themselves, whatever follows.
  if (byte < 0x20 || byte >= 0x7f) return fmt::format("\\{:03o}", byte);
  return std::string(1, c);
}

std::string value_of(const std::string& text) { return string_literal(text); }
std::string value_of(bool value) { return value ? "true" : "false"; }
std::string value_of(std::unsigned_integral auto value) { return std::to_string(value); }
std::string value_of(double value) { return fmt::format("{:#}", value); }
std::string value_of(const SecretReference& secret) { return string_literal(secret.variable()); }
std::string value_of(const Version& version) {
  return "Version::parse(" + string_literal(version.to_string()) + ").value()";
}
template <typename Rep, typename Period>
std::string value_of(std::chrono::duration<Rep, Period> duration) {
  return std::to_string(duration.count());
}
template <typename E>
  requires std::is_enum_v<E>
std::string value_of(E value) {
  return std::to_string(static_cast<std::underlying_type_t<E>>(value));
}

// Collects `path = value` of every field, in the order of the schema.
class Fields {
 public:
  struct Field {
    std::string path;
    std::string value;
  };

  void section(std::string_view key, auto walk) {
    const std::string outer = path_;
    path_ = member(key);
    walk();
    path_ = outer;
  }
  void items(std::string_view key, const auto& items, auto walk) {
    const std::string list = member(key);
    std::string value = "{";
    for (const auto& item : items) {
      // The members of an item are named by its type.
      Fields inner("decltype(" + list + ")::value_type", "::");
      std::swap(*this, inner);
      walk(item);
      std::swap(*this, inner);
      value += value.size() > 1 ? ", {" : "{";
      for (const Field& field : inner.fields_)
        value += (value.ends_with('{') ? "" : ", ") + field.value;
      value += "}";
    }
    fields_.push_back({list, value + "}"});
  }
  void list(std::string_view key, const std::vector<std::string>& texts, const schema::Text&) {
    std::string value = "{";
    for (const std::string& text : texts)
      value += (value.size() > 1 ? ", " : "") + string_literal(text);
    fields_.push_back({member(key), value + "}"});
  }
  template <typename T, typename Rule>
  void field(std::string_view key, const T& value, const Rule&) {
    const std::string path = member(key);
    // A type that is told by its member needs no name.
    const bool is_plain =
        std::is_arithmetic_v<T> || std::is_same_v<T, std::string> || std::is_same_v<T, Version>;
    fields_.push_back(
        {path, is_plain ? value_of(value) : "decltype(" + path + "){" + value_of(value) + "}"});
  }
  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }

  explicit Fields(std::string path, std::string separator = ".")
      : path_(std::move(path)), separator_(std::move(separator)) {}

 private:
  // The one key that is a member of something else (core/config.h).
  std::string member(std::string_view key) const {
    return path_ + separator_ + (key == "tag_prefix" ? "changelog.tag_prefix" : std::string(key));
  }

  std::string path_;
  std::string separator_;
  std::vector<Field> fields_;
};

}  // namespace

std::string string_literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out += escaped(c);
  return out + "\"";
}

std::string config_statements(const Config& config, const std::string& variable,
                              const std::string& indentation) {
  Fields fields(variable);
  Fields usual(variable);
  const Config default_config;
  schema::visit_config(config, fields);
  schema::visit_config(default_config, usual);
  std::string out;
  for (std::size_t i = 0; i < fields.fields().size(); ++i) {
    const auto& [path, value] = fields.fields()[i];
    if (value != usual.fields()[i].value)
      out.append(indentation).append(path).append(" = ").append(value).append(";\n");
  }
  return out;
}

}  // namespace regent::runtime
