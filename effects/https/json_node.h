// Strict reading of a JSON document that somebody else wrote.
//
// A `JsonNode` is a place in the document. Reading a place that is absent or of another type gives
// an empty value and notes the fault, the first of which remains; so a decoder reads straight
// through and asks once, at the end, whether what it read can be believed.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/sha.h"
#include "core/time.h"

namespace regent::https {

class JsonNode {
 public:
  // `fault` is where the first fault is noted: `data.repository.id is not a string`. Document and
  // fault must outlive the node.
  JsonNode(const nlohmann::json& document, std::string& fault)
      : value_(&document), fault_(&fault) {}

  // A member of an object. An absent one is no fault until it is read.
  [[nodiscard]] JsonNode operator[](std::string_view key) const;

  [[nodiscard]] bool is_null() const;  // absent, or null
  [[nodiscard]] bool is_array() const;

  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string text_or_empty() const;  // null is empty
  [[nodiscard]] std::uint64_t number() const;
  [[nodiscard]] std::uint32_t small_number() const;  // below 2^32
  [[nodiscard]] bool flag() const;
  [[nodiscard]] Sha sha() const;  // 40 hexadecimal digits
  [[nodiscard]] std::optional<Sha> sha_or_null() const;
  [[nodiscard]] Time time() const;  // RFC 3339
  [[nodiscard]] std::vector<JsonNode> items() const;

  // Notes that this place is not what it should be.
  void refuse(std::string_view why) const;

 private:
  JsonNode(const nlohmann::json* value, std::string path, std::string* fault)
      : value_(value), path_(std::move(path)), fault_(fault) {}

  const nlohmann::json* value_;  // nullptr: absent
  std::string path_;
  std::string* fault_;
};

}  // namespace regent::https
