// A trace of whatever kind, as `regent replay` and `regent shrink` see it.
//
// What a trace says, and how it is run again, depends on where it comes from; what one does with it
// does not. A kind implements this class and is named in any_trace.cc.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/command.h"
#include "runtime/story.h"
#include "sim/report.h"

namespace regent::runtime {

// What came of a replay.
struct Replayed {
  std::uint64_t steps = 0;                  // of the whole run
  std::optional<sim::Violation> violation;  // that it came to; nullopt: it passed
  bool is_the_traces = false;               // the violation has the trace's fingerprint
  std::string divergence{};                 // where the trace does not fit; empty: it fits
  Story story;                              // up to the step that was asked for
  std::vector<std::string> state;           // of the world after that step, sorted lines
};

struct ShrinkReport;
class AnyTrace;

// How far a trace may be shrunk: about so many steps of replays, in so many threads.
struct ShrinkBounds {
  std::uint64_t steps_max = 0;
  std::uint32_t jobs = 1;
  std::function<void(std::uint64_t steps)> progress{};
};

class AnyTrace {
 public:
  AnyTrace() = default;
  AnyTrace(const AnyTrace&) = delete;
  AnyTrace& operator=(const AnyTrace&) = delete;
  virtual ~AnyTrace() = default;

  // Who and what: `optimistic protocol, 4 workers, github.com, seed 7`.
  [[nodiscard]] virtual std::string about() const = 0;
  [[nodiscard]] virtual const sim::Violation& violation() const = 0;
  // The canonical text of its file.
  [[nodiscard]] virtual std::string json() const = 0;

  [[nodiscard]] virtual Replayed replay(std::uint64_t until) const = 0;
  // What the nearest passing run has otherwise, in one sentence without its full stop; empty: there
  // is none, or the trace is too large to look for it.
  [[nodiscard]] virtual std::string difference() const = 0;
  // Nullopt: the trace does not fail as it says.
  [[nodiscard]] virtual std::optional<ShrinkReport> shrink(const ShrinkBounds& bounds) const = 0;

  // `regent.replay/1` (runtime/replay_page.h). `reproduce`: a command that shows the run again.
  [[nodiscard]] virtual std::string replay_json(const std::string& reproduce) const = 0;
  // A GoogleTest file that fails for as long as the run does; the error says why there is none.
  [[nodiscard]] virtual std::expected<std::string, std::string> test_source() const = 0;
};

struct ShrinkReport {
  struct Size {
    std::string_view what;  // in the plural
    std::uint64_t before = 0;
    std::uint64_t after = 0;
  };
  std::unique_ptr<AnyTrace> smallest;
  std::vector<Size> sizes;
  std::uint64_t replays = 0;
  std::uint64_t steps = 0;
  bool is_minimal = false;
};

// The trace in a file; a damaged one is a problem with its place.
[[nodiscard]] std::expected<std::unique_ptr<AnyTrace>, Problem> read_any_trace(
    const std::string& file);

}  // namespace regent::runtime
