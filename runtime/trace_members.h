// The members of a trace's JSON, read strictly: for the files that read one kind of trace each.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
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
  using Json = nlohmann::ordered_json;

  // `json` and `refusal` must outlive this.
  Members(const Json& json, std::string path, Refusal& refusal);

  void refuse(const std::string& key, std::string reason) const;
  [[nodiscard]] bool has(const std::string& key) const;

  const Json& any(const std::string& key);
  std::string text(const std::string& key);
  std::uint64_t number(const std::string& key, std::uint64_t min, std::uint64_t max);
  // A text that `parse` understands; `must_be` completes "must be …".
  template <typename Parse>
  auto parsed(const std::string& key, Parse parse, const std::string& must_be) {
    const std::string word = text(key);
    auto value = parse(word);
    if (!value) refuse(key, "must be " + must_be + ", not " + in_quotes(word));
    return value;
  }
  // Calls `read(item, path)` for each item of a list.
  void list(const std::string& key,
            const std::function<void(const Json& item, const std::string& path)>& read);
  Members object(const std::string& key);
  void finish() const;

 private:
  [[nodiscard]] std::string path_of(const std::string& key) const {
    return path_.empty() ? key : path_ + "/" + key;
  }

  const Json& json_;
  std::string path_;
  Refusal& refusal_;
  std::set<std::string> asked_;
};

// The text if it is that word.
[[nodiscard]] std::optional<std::string> optional_if(const std::string& text,
                                                     std::string_view word);

[[nodiscard]] std::optional<Protocol> parse_protocol(const std::string& text);

// The list `config`, lines of a configuration file.
[[nodiscard]] nlohmann::ordered_json config_lines(const Config& config);
[[nodiscard]] Config read_config_lines(Members& settings, Refusal& refusal);

}  // namespace regent::runtime
