// The JSON body of an answer, and how all decoders read one.
#pragma once

#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "effects/https/decode.h"
#include "effects/https/json_node.h"

namespace regent::https {

// True when the answer says that its body is JSON.
[[nodiscard]] bool is_json(const HttpAnswer& answer);

// The document; Malformed when it is not whole JSON in UTF-8 or does not say that it is JSON.
[[nodiscard]] Decoded<nlohmann::json> parse_body(const HttpAnswer& answer);

// What `read` makes of the document, unless it found a fault there.
template <typename Json = nlohmann::json, typename Read>
[[nodiscard]] auto decode_with(const HttpAnswer& answer, Read&& read)
    -> Decoded<decltype(read(std::declval<JsonNode>()))> {
  const Decoded<Json> document = parse_body(answer);
  if (!document) return std::unexpected(document.error());
  std::string fault;
  auto value = read(JsonNode(*document, fault));
  if (!fault.empty()) return std::unexpected(Malformed{"GitHub's answer: " + fault});
  return value;
}

}  // namespace regent::https
