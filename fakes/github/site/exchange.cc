#include "fakes/github/site/exchange.h"

namespace regent::fake::site {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool is_same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view find_header(const std::vector<Header>& headers, std::string_view name) {
  const auto it = std::ranges::find_if(
      headers, [&](const Header& header) { return is_same_name(header.name, name); });
  return it == headers.end() ? std::string_view() : std::string_view(it->value);
}

}  // namespace regent::fake::site
