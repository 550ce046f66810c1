#include "fakes/github/background.h"

namespace regent::fake {

std::string to_line(const Background& background) {
  const std::string number = '#' + std::to_string(static_cast<std::uint32_t>(background.pull));
  return background.kind == Background::Kind::close_pull ? "close " + number
                                                         : "delete the branch of " + number;
}

}  // namespace regent::fake
