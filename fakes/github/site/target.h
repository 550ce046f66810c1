// The request target: path and query, decoded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace regent::fake::site {

// `%2F` -> `/`; a `%` without two digits stays as it is. `plus_is_space` in queries only.
[[nodiscard]] std::string percent_decoded(std::string_view text, bool plus_is_space = false);
// All but unreserved characters (RFC 3986 §2.3) and slashes.
[[nodiscard]] std::string percent_encoded(std::string_view text);

class Target {
 public:
  explicit Target(std::string_view target);

  [[nodiscard]] const std::string& path() const { return path_; }  // as sent
  // Between slashes, decoded; "/" has none.
  [[nodiscard]] const std::vector<std::string>& segments() const { return segments_; }
  void drop_segments(std::size_t count);

  // The last value of a key; nullopt when it is absent.
  [[nodiscard]] std::optional<std::string_view> query(std::string_view key) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& query() const {
    return query_;
  }
  // A positive number, else `otherwise`: GitHub ignores what is none.
  [[nodiscard]] std::uint32_t number(std::string_view key, std::uint32_t otherwise) const;

 private:
  std::string path_;
  std::vector<std::string> segments_;
  std::vector<std::pair<std::string, std::string>> query_;
};

}  // namespace regent::fake::site
