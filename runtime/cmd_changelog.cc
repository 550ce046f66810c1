// `regent changelog`: the notes of the next release, as Markdown.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "core/changelog.h"
#include "runtime/command.h"
#include "runtime/commits_file.h"
#include "runtime/console.h"

namespace regent::runtime {
namespace {

std::string date_of(Time time) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
  return fmt::format("{:04}-{:02}-{:02}", int(day.year()), unsigned(day.month()),
                     unsigned(day.day()));
}

// Dated by the last commit, so that the same commits give the same text on any day.
Outcome changelog(const ReleaseQuestion& question, Console& console) {
  const auto answered = answer(question);
  if (!answered) return std::unexpected(answered.error());
  if (!answered->wanted) {
    console.remark("nothing to release since " + answered->from.to_string());
    return Status::ok;
  }
  console.print(render(answered->wanted->changelog, answered->wanted->version,
                       date_of(answered->commits.back().date), answered->changelog_config));
  return Status::ok;
}

}  // namespace

void add_changelog(CLI::App& app, Program& program) {
  auto* const command =
      app.add_subcommand("changelog", "Print the next release's notes as Markdown");
  const auto question = std::make_shared<ReleaseQuestion>();
  add_release_question(*command, *question);
  command->footer(
      "If one of the commits carries the tag of VERSION, only those after it count. The notes are\n"
      "dated by the last commit. With nothing to release there is no output.\n\n"
      "Examples:\n  regent changelog --from 1.2.3 --commits history.ndjson > NOTES.md");
  command->callback([question, &program] {
    program.chosen = [question, &program] { return changelog(*question, program.console); };
  });
}

}  // namespace regent::runtime
