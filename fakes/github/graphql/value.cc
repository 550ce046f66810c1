#include "fakes/github/graphql/value.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace regent::fake::graphql {

Value::Value() = default;
Value::Value(bool value) : data_(value) {}
Value::Value(double value) : data_(value) {}
Value::Value(std::int64_t value) : data_(value) {}
Value::Value(std::uint64_t value) : data_(static_cast<std::int64_t>(value)) {}
Value::Value(std::uint32_t value) : data_(std::int64_t{value}) {}
Value::Value(int value) : data_(std::int64_t{value}) {}
Value::Value(std::string value) : data_(std::move(value)) {}
Value::Value(std::string_view value) : data_(std::string(value)) {}
Value::Value(const char* value) : data_(std::string(value)) {}
Value::Value(EnumName value) : data_(std::move(value)) {}
Value::Value(VariableName value) : data_(std::move(value)) {}
Value::Value(HugeNumber value) : data_(std::move(value)) {}
Value::Value(List value) : data_(std::move(value)) {}
Value::Value(Object value) : data_(std::move(value)) {}
Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

bool operator==(const Value& a, const Value& b) { return a.data_ == b.data_; }

const Value* Value::find(std::string_view name) const {
  const Object* object = get<Object>();
  if (object == nullptr) return nullptr;
  const auto it = std::ranges::find(*object, name, &Member::name);
  return it == object->end() ? nullptr : &it->value;
}

std::optional<std::string_view> Value::text() const {
  if (const std::string* string = get<std::string>()) return *string;
  if (const EnumName* name = get<EnumName>()) return name->name;
  return std::nullopt;
}

namespace {

void append_quoted(std::string& out, std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

struct Printer {
  std::string& out;

  void operator()(const Null&) const { out += "null"; }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(std::int64_t value) const { out += std::to_string(value); }
  void operator()(double value) const {
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    const std::string_view digits(buffer.data(), end.ptr);
    out += digits;
    // A number without point and exponent would be read as an integer.
    if (digits.find_first_of(".e") == std::string_view::npos) out += ".0";
  }
  void operator()(const std::string& value) const { append_quoted(out, value); }
  void operator()(const EnumName& value) const { out += value.name; }
  void operator()(const VariableName& value) const { out += '$' + value.name; }
  void operator()(const HugeNumber& value) const { out += value.digits; }
  void operator()(const Value::List& list) const {
    out += '[';
    for (const Value& item : list) {
      if (&item != &list.front()) out += ", ";
      append(item);
    }
    out += ']';
  }
  void operator()(const Value::Object& object) const {
    out += '{';
    for (const Member& member : object) {
      if (&member != &object.front()) out += ", ";
      out += member.name + ": ";
      append(member.value);
    }
    out += '}';
  }
  void append(const Value& value) const;
};

template <typename... T>
bool print_as(const Value& value, const Printer& print) {
  return ((value.get<T>() != nullptr ? (print(*value.get<T>()), true) : false) || ...);
}

void Printer::append(const Value& value) const {
  print_as<Null, bool, std::int64_t, double, std::string, EnumName, VariableName, HugeNumber,
           Value::List, Value::Object>(value, *this);
}

}  // namespace

std::string to_literal(const Value& value) {
  std::string out;
  Printer{out}.append(value);
  return out;
}

}  // namespace regent::fake::graphql
