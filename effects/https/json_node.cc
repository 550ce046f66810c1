#include "effects/https/json_node.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "effects/https/dates.h"

namespace regent::https {

JsonNode JsonNode::operator[](std::string_view key) const {
  std::string path = path_.empty() ? std::string(key) : path_ + '.' + std::string(key);
  const nlohmann::json* found = nullptr;
  if (value_ != nullptr && value_->is_object()) {
    const auto it = value_->find(key);
    if (it != value_->end()) found = &*it;
  }
  return {found, std::move(path), fault_};
}

void JsonNode::refuse(std::string_view why) const {
  if (!fault_->empty()) return;
  *fault_ = (path_.empty() ? std::string("the document") : path_) + ' ' + std::string(why);
}

bool JsonNode::is_null() const { return value_ == nullptr || value_->is_null(); }

bool JsonNode::is_array() const { return value_ != nullptr && value_->is_array(); }

std::string JsonNode::text() const {
  if (value_ == nullptr || !value_->is_string()) {
    refuse(value_ == nullptr ? "is missing" : "is not a string");
    return {};
  }
  return value_->get<std::string>();
}

std::string JsonNode::text_or_empty() const { return is_null() ? std::string() : text(); }

std::uint64_t JsonNode::number() const {
  if (value_ == nullptr || !value_->is_number_unsigned()) {
    refuse(value_ == nullptr ? "is missing" : "is not a whole number");
    return 0;
  }
  return value_->get<std::uint64_t>();
}

std::uint32_t JsonNode::small_number() const {
  const std::uint64_t value = number();
  if (value <= std::numeric_limits<std::uint32_t>::max()) return static_cast<std::uint32_t>(value);
  refuse("is too large");
  return 0;
}

bool JsonNode::flag() const {
  if (value_ == nullptr || !value_->is_boolean()) {
    refuse(value_ == nullptr ? "is missing" : "is not true or false");
    return false;
  }
  return value_->get<bool>();
}

Sha JsonNode::sha() const {
  const std::string hex = text();
  if (const auto sha = Sha::parse(hex)) return *sha;
  refuse("is not the id of a git object");
  return {};
}

std::optional<Sha> JsonNode::sha_or_null() const {
  if (is_null()) return std::nullopt;
  return sha();
}

Time JsonNode::time() const {
  const std::string text = this->text();
  if (const auto time = parse_timestamp(text)) return *time;
  refuse("is not a date");
  return {};
}

std::vector<JsonNode> JsonNode::items() const {
  std::vector<JsonNode> nodes;
  if (!is_array()) {
    refuse(value_ == nullptr ? "is missing" : "is not a list");
    return nodes;
  }
  nodes.reserve(value_->size());
  for (std::size_t i = 0; i < value_->size(); ++i)
    nodes.push_back({&(*value_)[i], path_ + '[' + std::to_string(i) + ']', fault_});
  return nodes;
}

}  // namespace regent::https
