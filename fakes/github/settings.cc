#include "fakes/github/settings.h"

namespace regent::fake {

std::optional<Behaviour> parse_behaviour(std::string_view text) {
  for (const Behaviour behaviour :
       {Behaviour::github_com, Behaviour::conditional, Behaviour::conditional_2023}) {
    if (text == to_string(behaviour)) return behaviour;
  }
  return std::nullopt;
}

std::string_view to_string(Behaviour behaviour) {
  switch (behaviour) {
    case Behaviour::github_com:
      return "github.com";
    case Behaviour::conditional:
      return "conditional";
    case Behaviour::conditional_2023:
      return "conditional-2023";
  }
  return "";
}

}  // namespace regent::fake
