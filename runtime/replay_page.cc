#include "runtime/replay_page.h"

#include <cstddef>

#include "runtime/replay_template.h"

namespace regent::runtime {
namespace {

// JSON has these characters only inside of strings, where an escape means the same. Without `<`
// no text can end the data block or open a comment in it; the two separators end a line of
// JavaScript, should the data ever be read as such.
struct Escape {
  std::string_view text;
  std::string_view escaped;
};
constexpr Escape kEscapes[] = {
    {"<", "\\u003c"}, {"\xe2\x80\xa8", "\\u2028"}, {"\xe2\x80\xa9", "\\u2029"}};

// The escape that the text begins with, or none.
const Escape* escape_of(std::string_view text) {
  for (const Escape& escape : kEscapes) {
    if (text.starts_with(escape.text)) return &escape;
  }
  return nullptr;
}

void append_escaped(std::string& page, std::string_view json) {
  while (!json.empty()) {
    const Escape* const escape = escape_of(json);
    page += escape ? escape->escaped : json.substr(0, 1);
    json.remove_prefix(escape ? escape->text.size() : 1);
  }
}

}  // namespace

std::string replay_page(std::string_view replay_json) {
  const auto [before, after] = replay_template();
  std::string page;
  page.reserve(before.size() + replay_json.size() + replay_json.size() / 16 + after.size());
  page += before;
  append_escaped(page, replay_json);
  page += after;
  return page;
}

}  // namespace regent::runtime
