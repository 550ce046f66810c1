// A Site as a state file left it.
#pragma once

#include <cstddef>
#include <expected>
#include <vector>

#include "core/time.h"
#include "fakes/github/server/state_file.h"
#include "fakes/github/site/site.h"

namespace regent::fake::server {

struct Replayed {
  site::Site site;
  Time last{};                         // when the last of it happened
  std::vector<site::Delivery> unsent;  // webhooks whose receiver has not answered
};

// Does again what the file says; refuses a line after which the state is not what it was.
[[nodiscard]] std::expected<Replayed, StateFileError> replay(const StateFile& file);

}  // namespace regent::fake::server
