// One run of the protocol against one GitHub, and what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/config.h"
#include "core/event.h"
#include "core/github.h"
#include "core/plan.h"
#include "core/reducer.h"
#include "effects/github_port.h"
#include "effects/https/pacer.h"
#include "effects/runner.h"

namespace regent::runtime {

// A write, and what GitHub said of it.
struct Deed {
  enum class Fate : std::uint8_t {
    done,
    refused,  // nothing was changed
    unknown,  // no answer came, or an error that proves nothing
    planned,  // it was not sent
  };
  github::Request request;
  Fate fate = Fate::planned;
  std::string detail;                      // of a refusal or a lost answer
  std::optional<github::PullNumber> pull;  // the PR that was opened
};

struct Reconciliation {
  enum class End : std::uint8_t {
    right,           // the wanted state was read back from GitHub
    failed,          // safe to run again
    needs_a_person,  // no repetition helps
    planned,         // a dry run: `deeds` are what would be written
    broken,          // a defect: an action was refused by its duties
  };
  End end = End::failed;
  std::string reason;       // of any end but `right` and `planned`
  Duration retry_after{0};  // before which running again is no use
  std::vector<Deed> deeds;  // in their order
  std::uint32_t waits = 0;
  Notes notes;
  Run run;  // as it ended: what it saw and wants
};

// Waits and clock of a run, real or virtual.
class Pause : public effects::Timer {
 public:
  [[nodiscard]] virtual Time now() = 0;
};

// Runs until the end. With `dry_run` nothing is written: reads are carried out, objects are only
// named, and the run goes on as if its swing had succeeded, so far as it needs no look at what the
// swing made.
[[nodiscard]] Reconciliation reconcile(const Config& config, Begin begin, effects::GitHubPort& port,
                                       Pause& pause, const https::Pace& pace, bool dry_run);

}  // namespace regent::runtime
