#include "fakes/github/graphql/node.h"

#include <algorithm>

namespace regent::fake::graphql {

const Value* Call::argument(std::string_view name) const {
  const auto it = std::ranges::find(arguments, name, &Member::name);
  return it == arguments.end() ? nullptr : &it->value;
}

std::optional<std::string_view> Call::text(std::string_view name) const {
  const Value* value = argument(name);
  return value == nullptr ? std::nullopt : value->text();
}

std::optional<std::int64_t> Call::integer(std::string_view name) const {
  const Value* value = argument(name);
  const std::int64_t* number = value == nullptr ? nullptr : value->get<std::int64_t>();
  return number == nullptr ? std::nullopt : std::optional(*number);
}

std::optional<bool> Call::boolean(std::string_view name) const {
  const Value* value = argument(name);
  const bool* truth = value == nullptr ? nullptr : value->get<bool>();
  return truth == nullptr ? std::nullopt : std::optional(*truth);
}

std::vector<std::string> Call::texts(std::string_view name) const {
  return texts_of(argument(name));
}

std::optional<std::string_view> text_of(const Value& object, std::string_view name) {
  const Value* member = object.find(name);
  return member == nullptr ? std::nullopt : member->text();
}

std::vector<std::string> texts_of(const Value* list) {
  std::vector<std::string> texts;
  const Value::List* items = list == nullptr ? nullptr : list->get<Value::List>();
  if (items == nullptr) return texts;
  for (const Value& item : *items) {
    if (const auto text = item.text()) texts.emplace_back(*text);
  }
  return texts;
}

Fault not_served(std::string_view type, std::string_view field) {
  return Fault("NOT_IMPLEMENTED", "Field '" + std::string(field) + "' of type '" +
                                      std::string(type) +
                                      "' is not served by the simulated GitHub");
}

Resolved PlainNode::resolve(const Call& call) const {
  const auto it = std::ranges::find(fields_, call.field, &Field::name);
  if (it == fields_.end()) return not_served(type_, call.field);
  return it->value;
}

NodePtr plain(std::string_view type, std::vector<PlainNode::Field> fields) {
  return std::make_shared<PlainNode>(type, std::move(fields));
}

}  // namespace regent::fake::graphql
