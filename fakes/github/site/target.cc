#include "fakes/github/site/target.h"

#include <charconv>

namespace regent::fake::site {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

// Calls `visit` for each piece of `text` between separators, empty ones too.
template <typename Visit>
void for_each_piece(std::string_view text, char separator, Visit&& visit) {
  while (true) {
    const auto end = text.find(separator);
    visit(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::string percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
        hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c) || c == '/') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

Target::Target(std::string_view target) {
  const auto question = target.find('?');
  path_ = target.substr(0, question);
  for_each_piece(path_, '/', [&](std::string_view piece) {
    if (!piece.empty()) segments_.push_back(percent_decoded(piece));
  });
  if (question == std::string_view::npos) return;
  for_each_piece(target.substr(question + 1), '&', [&](std::string_view piece) {
    if (piece.empty()) return;
    const auto equals = piece.find('=');
    const auto value =
        equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1);
    query_.emplace_back(percent_decoded(piece.substr(0, equals), true),
                        percent_decoded(value, true));
  });
}

void Target::drop_segments(std::size_t count) {
  segments_.erase(segments_.begin(), segments_.begin() + static_cast<std::ptrdiff_t>(count));
}

std::optional<std::string_view> Target::query(std::string_view key) const {
  for (auto it = query_.rbegin(); it != query_.rend(); ++it)
    if (it->first == key) return it->second;
  return std::nullopt;
}

std::uint32_t Target::number(std::string_view key, std::uint32_t otherwise) const {
  const auto text = query(key);
  if (!text) return otherwise;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  return error == std::errc() && end == text->data() + text->size() && number > 0 ? number
                                                                                  : otherwise;
}

}  // namespace regent::fake::site
