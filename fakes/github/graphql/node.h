// The objects that a query walks over, and what their fields resolve to.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "fakes/github/graphql/value.h"

namespace regent::fake::graphql {

class Node;
using NodePtr = std::shared_ptr<const Node>;

// Why a field has no value: an error of the answer. Without a type it has none there.
struct Fault {
  Fault(std::string type_of_error, std::string text)
      : type(std::move(type_of_error)), message(std::move(text)) {}
  std::string type;
  std::string message;
};

// A scalar, an enum value or a list of those; an object (nullptr: null); a list of objects; or an
// error, with which the field is null.
using Resolved = std::variant<Value, NodePtr, std::vector<NodePtr>, Fault>;

// One field of a selection set, with its arguments coerced to their types.
struct Call {
  std::string_view field;
  const Value::Object& arguments;
  // Of a connection: its nodes or edges are asked for, not only how many there are.
  bool wants_items = false;

  // nullptr when it was not given; a given null is there.
  [[nodiscard]] const Value* argument(std::string_view name) const;
  // nullopt when it was not given or is null.
  [[nodiscard]] std::optional<std::string_view> text(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
  [[nodiscard]] std::optional<bool> boolean(std::string_view name) const;
  // A list of strings or enum values; empty when it was not given.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
};

// nullopt when the member is absent or null.
[[nodiscard]] std::optional<std::string_view> text_of(const Value& object, std::string_view name);
[[nodiscard]] std::vector<std::string> texts_of(const Value* list);

class Node {
 public:
  Node() = default;
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  virtual ~Node() = default;
  // The name of its object type in the schema.
  [[nodiscard]] virtual std::string_view type() const = 0;
  [[nodiscard]] virtual Resolved resolve(const Call& call) const = 0;
};

// A field and how it is resolved for `Self`.
template <typename Self>
struct Resolver {
  std::string_view field;
  Resolved (*resolve)(const Self& self, const Call& call);
};

// What is answered for a field that the schema has and no resolver serves.
[[nodiscard]] Fault not_served(std::string_view type, std::string_view field);

template <typename Self>
[[nodiscard]] Resolved resolve_in(std::span<const Resolver<Self>> resolvers, const Self& self,
                                  const Call& call) {
  for (const Resolver<Self>& resolver : resolvers) {
    if (resolver.field == call.field) return resolver.resolve(self, call);
  }
  return not_served(self.type(), call.field);
}

// An object of which everything is known from the start.
class PlainNode final : public Node {
 public:
  struct Field {
    std::string_view name;
    Resolved value;
  };
  PlainNode(std::string_view type, std::vector<Field> fields)
      : type_(type), fields_(std::move(fields)) {}
  [[nodiscard]] std::string_view type() const override { return type_; }
  [[nodiscard]] Resolved resolve(const Call& call) const override;

 private:
  std::string_view type_;  // a literal
  std::vector<Field> fields_;
};

[[nodiscard]] NodePtr plain(std::string_view type, std::vector<PlainNode::Field> fields);

}  // namespace regent::fake::graphql
