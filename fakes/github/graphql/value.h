// A GraphQL value: a literal of a document, a variable, an argument, or a part of an answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace regent::fake::graphql {

// Where something stands in a document; both count from 1, columns are code points.
struct Location {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  friend bool operator==(const Location&, const Location&) = default;
};

struct Null {
  friend bool operator==(const Null&, const Null&) = default;
};
struct EnumName {
  std::string name;
  friend bool operator==(const EnumName&, const EnumName&) = default;
};
// `$name`; only in documents.
struct VariableName {
  std::string name;
  friend bool operator==(const VariableName&, const VariableName&) = default;
};
// An integer that no 64 bits hold, as it was written.
struct HugeNumber {
  std::string digits;
  friend bool operator==(const HugeNumber&, const HugeNumber&) = default;
};

struct Member;
class Value {
 public:
  using List = std::vector<Value>;
  using Object = std::vector<Member>;  // in the order of the document
  using Data = std::variant<Null, bool, std::int64_t, double, std::string, EnumName, VariableName,
                            HugeNumber, List, Object>;

  Value();
  Value(bool value);              // NOLINT(google-explicit-constructor)
  Value(double value);            // NOLINT(google-explicit-constructor)
  Value(std::int64_t value);      // NOLINT(google-explicit-constructor)
  Value(std::uint64_t value);     // NOLINT(google-explicit-constructor)
  Value(std::uint32_t value);     // NOLINT(google-explicit-constructor)
  Value(int value);               // NOLINT(google-explicit-constructor)
  Value(std::string value);       // NOLINT(google-explicit-constructor)
  Value(std::string_view value);  // NOLINT(google-explicit-constructor)
  Value(const char* value);       // NOLINT(google-explicit-constructor)
  Value(EnumName value);          // NOLINT(google-explicit-constructor)
  Value(VariableName value);      // NOLINT(google-explicit-constructor)
  Value(HugeNumber value);        // NOLINT(google-explicit-constructor)
  Value(List value);              // NOLINT(google-explicit-constructor)
  Value(Object value);            // NOLINT(google-explicit-constructor)
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();

  template <typename T>
  [[nodiscard]] const T* get() const {
    return std::get_if<T>(&data_);
  }
  template <typename T>
  [[nodiscard]] T* get() {
    return std::get_if<T>(&data_);
  }
  [[nodiscard]] bool is_null() const { return std::holds_alternative<Null>(data_); }
  // The member of an object; nullptr when there is none, or this is no object.
  [[nodiscard]] const Value* find(std::string_view name) const;
  // The text of a string or the name of an enum value; nullopt otherwise.
  [[nodiscard]] std::optional<std::string_view> text() const;

  friend bool operator==(const Value& a, const Value& b);

 private:
  Data data_;
};

struct Member {
  std::string name;
  Value value;
  friend bool operator==(const Member&, const Member&) = default;
};

// As a document writes it: `{a: "b", c: [1, $d]}`; strings on one line.
[[nodiscard]] std::string to_literal(const Value& value);

}  // namespace regent::fake::graphql
