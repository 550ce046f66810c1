#include "runtime/any_trace.h"

#include "runtime/exploration_trace.h"
#include "runtime/options.h"
#include "runtime/simulation_trace.h"
#include "runtime/trace_files.h"
#include "runtime/trace_json.h"

namespace regent::runtime {

std::expected<std::unique_ptr<AnyTrace>, Problem> read_any_trace(const std::string& file) {
  const auto text = read_trace_text(file);
  if (!text) return std::unexpected(text.error());
  const auto kind = trace_kind(*text);
  if (!kind) return std::unexpected(problem_of(file, kind.error()));
  if (*kind == "simulation") return read_simulation_trace(file, *text);
  if (*kind == "exploration") return read_exploration_trace(file, *text);
  return std::unexpected(
      Problem{file, "kind: must be simulation or exploration, not " + in_quotes(*kind)});
}

}  // namespace regent::runtime
