// Colours of the terminal, or none.
#pragma once

#include <string>
#include <string_view>

namespace regent::runtime {

enum class Colour { plain, bold, dim, red, green, yellow, blue, magenta, cyan };

class Style {
 public:
  explicit Style(bool enabled = false) : enabled_(enabled) {}

  // `text` in `colour`; unchanged when colours are off.
  [[nodiscard]] std::string paint(Colour colour, std::string_view text) const;

 private:
  bool enabled_;
};

}  // namespace regent::runtime
