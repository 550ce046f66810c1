// Whether a run does the same when it is run again, and where it first does not.
//
// Two runs are compared by a rolling hash of everything that is heard of them. Only every so many
// entries a checkpoint of it is kept, so a run of any length takes little memory. When checkpoints
// differ the runs are made once more, and what lies between two checkpoints is kept in full.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "sim/listener.h"

namespace regent::sim {

// Something that a run was heard to ask or observe; `what` is empty for nothing.
struct Heard {
  std::uint64_t step = 0;
  std::string what;
  std::uint64_t value = 0;
  friend bool operator==(const Heard&, const Heard&) = default;
};

// Where two runs of one seed part.
struct Deviation {
  std::uint64_t seed = 0;
  std::uint64_t step = 0;
  // What each of them did there; nothing: it had ended. Nothing of both: the runs differed up to
  // this step, but not when they were made once more.
  Heard first;
  Heard second;
  friend bool operator==(const Deviation&, const Deviation&) = default;
};

// `seed 7, step 12: "choice of a fault" was 3, then 5`.
[[nodiscard]] std::string to_string(const Deviation& deviation);

// Makes `run` twice, and twice more when the two differ. It has to do the same each time.
[[nodiscard]] std::optional<Deviation> first_deviation(std::uint64_t seed,
                                                       const std::function<void(Listener&)>& run);

}  // namespace regent::sim
