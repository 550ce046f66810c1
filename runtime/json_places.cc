#include "runtime/json_places.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t depth_max = 32;

// Finds the place of every value in a text that is known to be JSON.
class Locator {
 public:
  Locator(std::string_view text, Places& places) : text_(text), places_(places) {}

  std::optional<Damage> locate() {
    for (at_ = skipped(0); at_ < text_.size(); at_ = skipped(at_)) {
      const char c = text_[at_];
      if (c == '}' || c == ']') {
        levels_.pop_back();
        ++at_;
      } else if (c == ',' || c == ':') {
        ++at_;
      } else if (is_key()) {
        if (auto damage = read_key()) return damage;
      } else if (auto damage = read_value()) {
        return damage;
      }
    }
    return std::nullopt;
  }

 private:
  struct Level {
    std::string path;
    bool is_object = false;
    std::size_t items = 0;
    std::string key{};  // of the value that comes next
    bool awaits_value = false;
  };

  std::size_t skipped(std::size_t at) const {
    return std::min(text_.find_first_not_of(" \t\r\n", at), text_.size());
  }
  bool is_key() const {
    return !levels_.empty() && levels_.back().is_object && !levels_.back().awaits_value;
  }
  std::size_t end_of_string(std::size_t at) const {
    for (++at; text_[at] != '"'; ++at)
      if (text_[at] == '\\') ++at;
    return at + 1;
  }

  std::optional<Damage> read_key() {
    Level& level = levels_.back();
    const std::size_t end = end_of_string(at_);
    level.key = Json::parse(text_.substr(at_, end - at_)).get<std::string>();
    level.awaits_value = true;
    if (places_.contains(path_of_next()))
      return damage_at(text_, at_, path_of_next(), "stands there a second time");
    at_ = end;
    return std::nullopt;
  }

  std::string path_of_next() const {
    if (levels_.empty()) return {};
    const Level& level = levels_.back();
    const std::string name = level.is_object ? level.key : std::to_string(level.items);
    return level.path.empty() ? name : level.path + "/" + name;
  }

  std::optional<Damage> read_value() {
    std::string path = path_of_next();
    places_.emplace(path, at_);
    if (!levels_.empty()) {
      ++levels_.back().items;
      levels_.back().awaits_value = false;
    }
    const char c = text_[at_];
    if (c == '{' || c == '[') {
      if (levels_.size() == depth_max) return damage_at(text_, at_, path, "is nested too deeply");
      levels_.push_back({std::move(path), c == '{'});
      ++at_;
    } else if (c == '"') {
      at_ = end_of_string(at_);
    } else {
      at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
    }
    return std::nullopt;
  }

  std::string_view text_;
  Places& places_;
  std::size_t at_ = 0;
  std::vector<Level> levels_;
};

// `…parse error at line 1, column 5: syntax error while parsing …`: what follows the place.
std::string reason_of(std::string_view message) {
  const auto column = message.find("column ");
  const auto colon = message.find(": ", column == std::string_view::npos ? 0 : column);
  return "is no JSON: " + std::string(message.substr(colon + 2));
}

}  // namespace

std::string to_string(const Damage& damage) {
  return std::to_string(damage.line) + ":" + std::to_string(damage.column) + ": " +
         (damage.key.empty() ? "" : damage.key + ": ") + damage.reason;
}

Damage damage_at(std::string_view text, std::size_t offset, std::string key, std::string reason) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto newline = before.rfind('\n');
  const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  return {static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1, before.size() - begin + 1,
          std::move(key), std::move(reason)};
}

Damage damage_of(std::string_view text, const Places& places, const std::string& key,
                 std::string reason) {
  std::string nearest = key;
  auto place = places.find(nearest);
  while (place == places.end() && !nearest.empty()) {
    const auto slash = nearest.rfind('/');
    nearest.resize(slash == std::string::npos ? 0 : slash);
    place = places.find(nearest);
  }
  return damage_at(text, place == places.end() ? 0 : place->second, key, std::move(reason));
}

std::expected<Json, Damage> parse_strictly(std::string_view text, Places& places) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    return std::unexpected(
        damage_at(text, error.byte == 0 ? 0 : error.byte - 1, {}, reason_of(error.what())));
  }
  if (auto damage = Locator(text, places).locate()) return std::unexpected(std::move(*damage));
  return json;
}

}  // namespace regent::runtime
