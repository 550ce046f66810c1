// A replay as the JSON object `regent.replay/1`, which the page shows (runtime/replay_page.h).
//
// Its steps are what happened one after the other: a call and its answer are two of them. They are
// numbered by themselves, since one step of the simulation can hold several.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sim/snapshot.h"
#include "sim/trace.h"

namespace regent::runtime {

// `subtitle`: who and what. `difference`: a sentence, or empty. `reproduce`: a command.
[[nodiscard]] std::string replay_json(const sim::Case& the_case, const std::string& subtitle,
                                      const std::string& difference, const std::string& reproduce);

// Parts of it that any kind of replay has.
[[nodiscard]] nlohmann::ordered_json changes_json(const sim::SnapshotChanges& changes);
[[nodiscard]] nlohmann::ordered_json lanes_json(std::uint32_t workers);

}  // namespace regent::runtime
