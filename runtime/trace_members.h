// The members of a trace's JSON, read strictly: for the files that read one kind of trace each.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/config.h"
#include "runtime/options.h"

namespace regent::runtime {

// The first thing that is wrong; what comes after it may only follow from it.
class Refusal {
 public:
  void note(const std::string& key, std::string reason) {
    if (!first_) first_.emplace(key, std::move(reason));
  }
  [[nodiscard]] const std::optional<std::pair<std::string, std::string>>& first() const {
    return first_;
  }

 private:
  std::optional<std::pair<std::string, std::string>> first_;
};

// The members of an object. Each is asked for; one that was not is refused by `finish`.
class Members {
 public:
  Members(const nlohmann::ordered_json& json, std::string path, Refusal& refusal)
      : json_(json), path_(std::move(path)), refusal_(refusal) {
    if (!json_.is_object()) refusal_.note(path_, "must be an object");
  }

  void refuse(const std::string& key, std::string reason) const {
    refusal_.note(path_.empty() ? key : path_ + "/" + key, std::move(reason));
  }
  bool has(const std::string& key) const { return json_.is_object() && json_.contains(key); }

  const nlohmann::ordered_json& any(const std::string& key) {
    static const nlohmann::ordered_json nothing;
    if (!has(key)) {
      refuse(key, "is missing");
      return nothing;
    }
    asked_.insert(key);
    return json_[key];
  }
  std::string text(const std::string& key) {
    const nlohmann::ordered_json& value = any(key);
    if (value.is_string()) return value.get<std::string>();
    refuse(key, "must be a text");
    return {};
  }
  std::uint64_t number(const std::string& key, std::uint64_t min, std::uint64_t max) {
    const nlohmann::ordered_json& value = any(key);
    const auto number = value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
    if (value.is_number_unsigned() && number >= min && number <= max) return number;
    refuse(key,
           "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    return min;
  }
  // A text that `parse` understands; `must_be` completes "must be …".
  template <typename Parse>
  auto parsed(const std::string& key, Parse parse, const std::string& must_be) {
    const std::string word = text(key);
    auto value = parse(word);
    if (!value) refuse(key, "must be " + must_be + ", not " + in_quotes(word));
    return value;
  }
  // Calls `read(item, path)` for each item of a list.
  template <typename Read>
  void list(const std::string& key, Read read) {
    const nlohmann::ordered_json& value = any(key);
    if (!value.is_array()) return refuse(key, "must be a list");
    const std::string path = (path_.empty() ? key : path_ + "/" + key) + "/";
    for (std::size_t i = 0; i < value.size(); ++i) read(value[i], path + std::to_string(i));
  }
  Members object(const std::string& key) {
    return {any(key), path_.empty() ? key : path_ + "/" + key, refusal_};
  }
  void finish() const {
    if (!json_.is_object()) return;
    for (const auto& [key, value] : json_.items())
      if (!asked_.contains(key)) refuse(key, "is not a key of a trace");
  }

 private:
  const nlohmann::ordered_json& json_;
  std::string path_;
  Refusal& refusal_;
  std::set<std::string> asked_;
};

// The text if it is that word.
[[nodiscard]] std::optional<std::string> optional_if(const std::string& text,
                                                     std::string_view word);

[[nodiscard]] std::optional<Protocol> parse_protocol(const std::string& text);

// The list `config`, lines of a configuration file.
[[nodiscard]] Config read_config_lines(Members& settings, Refusal& refusal);

}  // namespace regent::runtime
