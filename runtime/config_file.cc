#include "runtime/config_file.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/config_schema.h"
#include "runtime/config_values.h"

namespace regent::runtime {
namespace {

// A visitor of the configuration's schema that takes values out of a YAML document.
class ConfigReader {
 public:
  struct Fault {
    YAML::Mark mark;
    std::string key;
    std::string reason;
  };

  // Sets what `root` names and leaves the rest of `config`; stops at the first fault.
  void read(const YAML::Node& root, Config& config) {
    in_mapping(root, {}, [&] { schema::visit_config(config, *this); });
  }

  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }

  // Where a key's value stands; for a key that the document lacks, the mapping that it would be in.
  [[nodiscard]] YAML::Mark mark_of(std::string key) const;

  // The visitor's part (core/config_schema.h).
  void section(std::string_view key, auto walk) {
    if (const auto node = take(key)) in_mapping(*node, path_to(key), walk);
  }

  template <typename T>
  void items(std::string_view key, std::vector<T>& items, auto walk) {
    const auto node = take(key);
    if (!node || !is_sequence(*node, path_to(key))) return;
    items.assign(node->size(), T{});
    for (std::size_t i = 0; i < items.size() && !fault_; ++i) {
      in_item((*node)[i], element(key, i), [&] { walk(items[i]); });
    }
  }

  void list(std::string_view key, std::vector<std::string>& texts, const schema::Text& rule) {
    const auto node = take(key);
    if (!node || !is_sequence(*node, path_to(key))) return;
    texts.assign(node->size(), {});
    for (std::size_t i = 0; i < texts.size() && !fault_; ++i) {
      read_scalar((*node)[i], element(key, i), texts[i], rule);
    }
  }

  void field(std::string_view key, auto& value, const auto& rule) {
    if (const auto node = take(key)) read_scalar(*node, path_to(key), value, rule);
  }

 private:
  // A mapping of the document whose keys are being taken.
  struct Scope {
    YAML::Node node;
    std::string path;
    std::vector<std::string> known;  // keys that the schema has here
  };

  // Numbers and truth values are refused in quotes: YAML calls those texts.
  template <typename T, typename Rule>
  static constexpr bool is_plain =
      std::is_arithmetic_v<T> || std::is_same_v<Rule, schema::Range<int>>;

  template <typename T, typename Rule>
  void read_scalar(const YAML::Node& node, const std::string& path, T& value, const Rule& rule) {
    remember(path, node);
    if (!is_scalar(node, path)) return;
    std::string reason = is_plain<T, Rule> && node.Tag() == "!"
                             ? std::string("must not be in quotes")
                             : parse_value(node.Scalar(), value, rule);
    if (!reason.empty()) fail(node.Mark(), path, std::move(reason));
  }

  void in_mapping(const YAML::Node& node, std::string path, auto walk) {
    if (!enter(node, std::move(path))) return;
    walk();
    refuse_unknown_keys();
    scopes_.pop_back();
  }

  // An element of a sequence has no defaults: each of its keys must be there.
  void in_item(const YAML::Node& node, std::string path, auto walk) {
    in_mapping(node, std::move(path), [&] {
      walk();
      refuse_missing_keys();
    });
  }

  // The value of `key` in the innermost mapping, if it is there and nothing has failed.
  std::optional<YAML::Node> take(std::string_view key);
  bool enter(const YAML::Node& node, std::string path);
  void refuse_unknown_keys();
  void refuse_missing_keys();
  bool is_scalar(const YAML::Node& node, const std::string& path);
  bool is_sequence(const YAML::Node& node, const std::string& path);
  void remember(const std::string& path, const YAML::Node& node) { marks_[path] = node.Mark(); }
  void fail(const YAML::Mark& mark, std::string key, std::string reason);
  [[nodiscard]] std::string path_to(std::string_view key) const;
  [[nodiscard]] std::string element(std::string_view key, std::size_t index) const;

  std::vector<Scope> scopes_;
  std::map<std::string, YAML::Mark> marks_;
  std::optional<Fault> fault_;
};

std::string joined(const std::vector<std::string>& keys) {
  std::string text;
  for (const std::string& key : keys) text.append(text.empty() ? "" : ", ").append(key);
  return text;
}

// `a.b[1]` is in `a.b`, and that is in `a`.
std::string parent_of(const std::string& path) {
  const std::size_t end = path.find_last_of(".[");
  return end == std::string::npos ? std::string() : path.substr(0, end);
}

YAML::Mark ConfigReader::mark_of(std::string key) const {
  while (!key.empty() && !marks_.contains(key)) key = parent_of(key);
  return marks_.at(key);
}

std::optional<YAML::Node> ConfigReader::take(std::string_view key) {
  if (fault_) return std::nullopt;
  Scope& scope = scopes_.back();
  scope.known.emplace_back(key);
  const YAML::Node& mapping = scope.node;
  const YAML::Node value = mapping[scope.known.back()];
  if (!value.IsDefined()) return std::nullopt;
  remember(path_to(key), value);
  return value;
}

bool ConfigReader::enter(const YAML::Node& node, std::string path) {
  if (fault_) return false;
  remember(path, node);
  if (!node.IsMap()) {
    fail(node.Mark(), std::move(path), "must be a mapping");
    return false;
  }
  scopes_.push_back({node, std::move(path), {}});
  return true;
}

void ConfigReader::refuse_unknown_keys() {
  const std::vector<std::string>& known = scopes_.back().known;
  std::set<std::string> seen;
  for (const auto& entry : scopes_.back().node) {
    if (fault_) return;
    const YAML::Node& key = entry.first;
    const std::string name = key.IsScalar() ? key.Scalar() : std::string();
    if (std::ranges::find(known, name) == known.end()) {
      fail(key.Mark(), path_to(name), "unknown key, the keys here are " + joined(known));
    } else if (!seen.insert(name).second) {
      fail(key.Mark(), path_to(name), "is given twice");
    }
  }
}

void ConfigReader::refuse_missing_keys() {
  const Scope& scope = scopes_.back();
  const YAML::Node& mapping = scope.node;
  for (const std::string& key : scope.known) {
    if (!fault_ && !mapping[key].IsDefined()) fail(mapping.Mark(), path_to(key), "is missing");
  }
}

bool ConfigReader::is_scalar(const YAML::Node& node, const std::string& path) {
  if (!node.IsScalar()) fail(node.Mark(), path, "must be a single value");
  return node.IsScalar();
}

bool ConfigReader::is_sequence(const YAML::Node& node, const std::string& path) {
  if (!node.IsSequence()) fail(node.Mark(), path, "must be a sequence");
  return node.IsSequence();
}

void ConfigReader::fail(const YAML::Mark& mark, std::string key, std::string reason) {
  if (!fault_) fault_ = Fault{mark, std::move(key), std::move(reason)};
}

std::string ConfigReader::path_to(std::string_view key) const {
  const std::string& path = scopes_.back().path;
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

std::string ConfigReader::element(std::string_view key, std::size_t index) const {
  return path_to(key) + "[" + std::to_string(index) + "]";
}

constexpr std::size_t file_bytes_max = 1 << 20;

ConfigFileError at(std::string_view file, const YAML::Mark& mark, std::string key,
                   std::string reason) {
  if (mark.is_null()) return {std::string(file), 0, 0, std::move(key), std::move(reason)};
  return {std::string(file), static_cast<std::size_t>(mark.line) + 1,
          static_cast<std::size_t>(mark.column) + 1, std::move(key), std::move(reason)};
}

// Notes where the last document began, and nothing else.
class DocumentStart : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override { mark_ = mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

  [[nodiscard]] const YAML::Mark& mark() const { return mark_; }

 private:
  YAML::Mark mark_;
};

// Where a second document begins, if there is one. YAML::LoadAll would say so too, but finds
// endless documents in some broken texts (`!t ---`) and takes all memory.
std::optional<YAML::Mark> second_document(const std::string& text) {
  std::istringstream in(text);
  YAML::Parser parser(in);
  DocumentStart start;
  if (!parser.HandleNextDocument(start) || !parser.HandleNextDocument(start)) return std::nullopt;
  return start.mark();
}

std::expected<Config, ConfigFileError> read_document(const YAML::Node& root,
                                                     std::string_view file) {
  Config config;
  ConfigReader reader;
  reader.read(root, config);
  if (const auto& fault = reader.fault()) {
    return std::unexpected(at(file, fault->mark, fault->key, fault->reason));
  }
  if (const auto valid = validate(config); !valid) {
    const ConfigError& error = valid.error();
    return std::unexpected(at(file, reader.mark_of(error.key), error.key, error.reason));
  }
  return config;
}

ConfigFileError unreadable(const std::filesystem::path& path, std::string reason) {
  return {path.string(), 0, 0, {}, std::move(reason)};
}

}  // namespace

std::string to_string(const ConfigFileError& error) {
  std::string line = error.file + ":";
  if (error.line != 0) {
    line += std::to_string(error.line) + ":" + std::to_string(error.column) + ":";
  }
  if (!error.key.empty()) line += " " + error.key + ":";
  return line + " " + error.reason;
}

std::expected<Config, ConfigFileError> parse_config(std::string_view text, std::string_view file) {
  try {
    if (const auto mark = second_document(std::string(text))) {
      return std::unexpected(at(file, *mark, {}, "must be one YAML document"));
    }
    const YAML::Node root = YAML::Load(std::string(text));
    if (root.IsNull()) return Config{};
    return read_document(root, file);
  } catch (const YAML::Exception& e) {
    return std::unexpected(at(file, e.mark, {}, e.msg));
  }
}

std::expected<Config, ConfigFileError> read_config_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path)) {
    return std::unexpected(unreadable(path, "cannot be read"));
  }
  std::string text(file_bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad()) return std::unexpected(unreadable(path, "cannot be read"));
  if (text.size() > file_bytes_max) return std::unexpected(unreadable(path, "is over 1 MiB"));
  return parse_config(text, path.string());
}

}  // namespace regent::runtime
