#include <yaml-cpp/yaml.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/config_schema.h"
#include "runtime/config_file.h"
#include "runtime/config_values.h"

namespace regent::runtime {
namespace {

// A visitor of the configuration's schema that writes YAML.
class ConfigWriter {
 public:
  ConfigWriter() { out_ << YAML::BeginMap; }

  // The whole document; to be asked for once, at the end.
  [[nodiscard]] std::string text() {
    out_ << YAML::EndMap;
    return std::string(out_.c_str()) + "\n";
  }

  // The visitor's part (core/config_schema.h).
  void section(std::string_view key, auto walk) {
    write_key(key);
    out_ << YAML::BeginMap;
    walk();
    out_ << YAML::EndMap;
  }

  void items(std::string_view key, const auto& items, auto walk) {
    write_key(key);
    out_ << YAML::BeginSeq;
    for (const auto& item : items) {
      out_ << YAML::Flow << YAML::BeginMap;
      walk(item);
      out_ << YAML::EndMap;
    }
    out_ << YAML::EndSeq;
  }

  void list(std::string_view key, const std::vector<std::string>& texts, const schema::Text&) {
    write_key(key);
    out_ << YAML::Flow << YAML::BeginSeq;
    for (const std::string& text : texts) out_ << YAML::DoubleQuoted << text;
    out_ << YAML::EndSeq;
  }

  template <typename T, typename Rule>
  void field(std::string_view key, const T& value, const Rule& rule) {
    write_key(key);
    // In quotes a text stays a text, whatever it looks like.
    if constexpr (std::is_same_v<T, std::string>) out_ << YAML::DoubleQuoted;
    out_ << print_value(value, rule);
  }

 private:
  void write_key(std::string_view key) { out_ << YAML::Key << std::string(key) << YAML::Value; }

  YAML::Emitter out_;
};

}  // namespace

std::string print_config(const Config& config) {
  ConfigWriter writer;
  schema::visit_config(config, writer);
  return writer.text();
}

}  // namespace regent::runtime
