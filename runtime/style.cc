#include "runtime/style.h"

#include <array>

namespace regent::runtime {

std::string Style::paint(Colour colour, std::string_view text) const {
  static constexpr std::array<std::string_view, 9> codes = {"",   "1",  "2",  "1;31", "32",
                                                            "33", "34", "35", "36"};
  if (!enabled_ || colour == Colour::plain || text.empty()) return std::string(text);
  std::string out = "\x1b[";
  return out.append(codes[static_cast<std::size_t>(colour)])
      .append("m")
      .append(text)
      .append("\x1b[0m");
}

}  // namespace regent::runtime
