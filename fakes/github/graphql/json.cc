#include "fakes/github/graphql/json.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace regent::fake::graphql {
namespace {

using Json = nlohmann::ordered_json;

constexpr int nesting_max = 100;

// False: too deep.
bool convert(const Json& json, Value& out, int depth) {
  if (depth > nesting_max) return false;
  switch (json.type()) {
    case Json::value_t::boolean:
      out = json.get<bool>();
      return true;
    case Json::value_t::number_integer:
      out = json.get<std::int64_t>();
      return true;
    case Json::value_t::number_unsigned: {
      const auto number = json.get<std::uint64_t>();
      const bool fits = number <= std::numeric_limits<std::int64_t>::max();
      out = fits ? Value(number) : Value(HugeNumber{std::to_string(number)});
      return true;
    }
    case Json::value_t::number_float:
      out = json.get<double>();
      return true;
    case Json::value_t::string:
      out = json.get_ref<const std::string&>();
      return true;
    case Json::value_t::array: {
      Value::List list;
      for (const Json& item : json) {
        list.emplace_back();
        if (!convert(item, list.back(), depth + 1)) return false;
      }
      out = std::move(list);
      return true;
    }
    case Json::value_t::object: {
      Value::Object object;
      for (const auto& [name, item] : json.items()) {
        object.push_back({name, {}});
        if (!convert(item, object.back().value, depth + 1)) return false;
      }
      out = std::move(object);
      return true;
    }
    default:
      out = Value();
      return true;
  }
}

Json to_tree(const Value& value) {
  if (const bool* truth = value.get<bool>()) return *truth;
  if (const std::int64_t* number = value.get<std::int64_t>()) return *number;
  if (const double* number = value.get<double>()) return *number;
  if (const auto text = value.text()) return std::string(*text);
  if (const HugeNumber* number = value.get<HugeNumber>()) return number->digits;
  if (const Value::List* list = value.get<Value::List>()) {
    Json array = Json::array();
    for (const Value& item : *list) array.push_back(to_tree(item));
    return array;
  }
  if (const Value::Object* members = value.get<Value::Object>()) {
    Json object = Json::object();
    for (const Member& member : *members) {
      object.get_ref<Json::object_t&>().emplace_back(member.name, to_tree(member.value));
    }
    return object;
  }
  return nullptr;
}

}  // namespace

std::optional<Value> from_json(std::string_view text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  Value value;
  if (json.is_discarded() || !convert(json, value, 0)) return std::nullopt;
  return value;
}

std::string to_json(const Value& value) {
  return to_tree(value).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace regent::fake::graphql
