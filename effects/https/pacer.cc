#include "effects/https/pacer.h"

#include <algorithm>

#include "core/assert.h"

namespace regent::https {

std::optional<Time> Pacer::earliest(const github::Request& request, Time now) const {
  if (calls_ >= pace_.calls_max) return std::nullopt;
  if (!last_write_ || !github::is_write(request)) return now;
  return std::max(now, *last_write_ + pace_.between_writes);
}

void Pacer::began(const github::Request& request, Time now) {
  ++calls_;
  if (github::is_write(request)) last_write_ = now;
}

void Pacer::ended() {
  REGENT_ASSERT(calls_ > 0, "a call ends once");
  --calls_;
}

}  // namespace regent::https
