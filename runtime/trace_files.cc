#include "runtime/trace_files.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <set>

#include "runtime/atomic_file.h"
#include "runtime/text.h"
#include "runtime/trace_json.h"

namespace regent::runtime {
namespace {

constexpr std::size_t trace_bytes_max = 64U << 20U;

// A run that breaks one invariant twice leaves two files.
std::string stem_of(const sim::Violation& violation, std::set<std::string>& taken) {
  const std::string name = "seed-" + std::to_string(violation.seed) + "-" + violation.invariant;
  std::string stem = name;
  for (int n = 2; !taken.insert(stem).second; ++n) stem = name + "-" + std::to_string(n);
  return stem;
}

}  // namespace

std::expected<void, Problem> make_trace_directory(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error && !std::filesystem::is_directory(directory, error))
    error = std::make_error_code(std::errc::not_a_directory);
  if (!error && access(directory.c_str(), W_OK | X_OK) != 0)
    error = std::error_code(errno, std::generic_category());
  if (!error) return {};
  return std::unexpected(Problem{"--trace-dir", directory + ": " + system_reason(error.value())});
}

std::expected<void, Problem> write_traces(const std::string& directory,
                                          const sim::CampaignSpec& campaign,
                                          const std::string& history,
                                          const sim::CampaignResult& result,
                                          const std::optional<sim::Case>& shrunk) {
  std::set<std::string> taken;
  const auto write = [&](const std::string& stem, const sim::Trace& trace) {
    return write_atomically(std::filesystem::path(directory) / (stem + ".json"), trace_json(trace));
  };
  for (const sim::Violation& violation : result.violations) {
    const bool is_first = taken.empty();
    const std::string stem = stem_of(violation, taken);
    const sim::Case recorded = sim::record(campaign, violation, history);
    if (auto written = write(stem, recorded.trace); !written) return written;
    if (!is_first || !shrunk) continue;
    if (auto written = write(stem + "-shrunk", shrunk->trace); !written) return written;
  }
  return {};
}

std::expected<std::string, Problem> read_trace_text(const std::string& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status))
    return std::unexpected(Problem{file, "there is no such file"});
  if (std::filesystem::is_directory(status))
    return std::unexpected(Problem{file, "is a directory"});
  std::ifstream in(file, std::ios::binary);
  std::string text;
  std::array<char, 65536> bytes{};
  while (in.read(bytes.data(), bytes.size()), in.gcount() > 0) {
    text.append(bytes.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > trace_bytes_max)
      return std::unexpected(Problem{file, "is larger than any trace"});
  }
  if (!in.eof()) return std::unexpected(Problem{file, "cannot be read"});
  return text;
}

}  // namespace regent::runtime
