#include "runtime/commits_file.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

#include "core/assert.h"
#include "runtime/config_file.h"
#include "runtime/options.h"

namespace regent::runtime {
namespace {

// Why `file` cannot be opened for reading; empty: it can be tried.
std::string reason_not_to_open(const std::string& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) return "there is no such file";
  return std::filesystem::is_directory(status) ? "is a directory" : "";
}

// The commits after the one that carries the tag of `version`; all of them if none does.
std::vector<sim::Merge> since(const Version& version, sim::Workload history) {
  std::vector<sim::Merge> commits = std::move(history.before);
  std::ranges::move(history.merges, std::back_inserter(commits));
  const std::string name = version.to_string();
  const auto tagged = std::find_if(commits.rbegin(), commits.rend(), [&](const sim::Merge& merge) {
    return merge.expected_version == name;
  });
  commits.erase(commits.begin(), tagged.base());
  return commits;
}

std::vector<CommitView> views_of(const std::vector<sim::Merge>& commits) {
  std::vector<CommitView> views;
  views.reserve(commits.size());
  for (const sim::Merge& commit : commits)
    views.push_back({Sha::parse(commit.source).value(), commit.message});
  return views;
}

}  // namespace

std::expected<sim::Workload, Problem> read_history(const std::string& file) {
  if (std::string reason = reason_not_to_open(file); !reason.empty())
    return std::unexpected(Problem{file, std::move(reason)});
  auto history = sim::load_history(file);
  if (history) return *std::move(history);
  const sim::HistoryError& error = history.error();
  const std::string line = error.line == 0 ? "" : ":" + std::to_string(error.line);
  return std::unexpected(Problem{file + line, error.reason});
}

std::expected<Config, Problem> read_config(const std::optional<std::string>& file) {
  if (!file) return Config{};
  if (std::string reason = reason_not_to_open(*file); !reason.empty())
    return std::unexpected(Problem{*file, std::move(reason)});
  auto config = read_config_file(*file);
  if (config) return *std::move(config);
  const std::string text = to_string(config.error());
  const auto reason = text.find(": ", file->size());
  return std::unexpected(Problem{text.substr(0, reason), text.substr(reason + 2)});
}

void add_release_question(CLI::App& command, ReleaseQuestion& question) {
  add_required_text(command, "--from", "VERSION", "The last release, e.g. 1.2.3", question.from);
  add_required_text(command, "--commits", "FILE",
                    "History, one JSON object a line, oldest first: sha, date, message, tags",
                    question.commits);
  add_text(command, "--config", "FILE", "Configuration (YAML): release rules, sections",
           question.config);
}

const sim::Merge& ReleaseAnswer::commit(const Sha& sha) const {
  const auto found = std::ranges::find_if(
      commits, [&](const sim::Merge& merge) { return Sha::parse(merge.source) == sha; });
  REGENT_ASSERT(found != commits.end(), "a release is decided by the commits that it was given");
  return *found;
}

std::expected<ReleaseAnswer, Problem> answer(const ReleaseQuestion& question) {
  const auto from = Version::parse(question.from);
  if (!from) {
    return std::unexpected(Problem{
        "--from", in_quotes(question.from) + " is not a version: position " +
                      std::to_string(from.error().position + 1) + ": " + from.error().reason});
  }
  const auto config = read_config(question.config);
  if (!config) return std::unexpected(config.error());
  auto history = read_history(question.commits);
  if (!history) return std::unexpected(history.error());
  ReleaseAnswer answer{*from, since(*from, *std::move(history)), {}, config->changelog};
  answer.wanted = wanted(*from, views_of(answer.commits), config->release_rules, config->changelog);
  return answer;
}

}  // namespace regent::runtime
