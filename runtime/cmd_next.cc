// `regent next`: the version that the commits since the last release ask for.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "core/conventional_commit.h"
#include "runtime/command.h"
#include "runtime/commits_file.h"
#include "runtime/console.h"
#include "runtime/json_text.h"
#include "runtime/options.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

struct NextOptions {
  ReleaseQuestion question;
  bool json = false;
};

std::string subject_of(const sim::Merge& commit) {
  return std::string(CommitMessageView::of(commit.message).header);
}

std::string why(const ReleaseAnswer& answer) {
  const WantedRelease& wanted = *answer.wanted;
  const std::string all = counted(answer.commits.size(), "commit");
  const std::string from = answer.from.to_string();
  if (wanted.forced) return fmt::format("Release-As, in one of {} since {}:", all, from);
  return fmt::format("a {} release, decided by {} of {} since {}:", to_string(wanted.bump),
                     wanted.deciding.size(), all, from);
}

void print_text(const ReleaseAnswer& answer, Console& console) {
  if (!answer.wanted) {
    console.print(fmt::format("nothing to release: none of {} since {} asks for one\n",
                              counted(answer.commits.size(), "commit"), answer.from.to_string()));
    return;
  }
  const Style& style = console.style();
  console.print(style.paint(Colour::bold, answer.wanted->version.to_string()) + "\n\n");
  console.print(why(answer) + "\n");
  for (const Sha& sha : answer.wanted->deciding) {
    const std::string subject = printable(subject_of(answer.commit(sha)));
    console.print("  " + style.paint(Colour::yellow, sha.abbreviated()) + "  " +
                  cut(subject, console.columns() - 11) + "\n");
  }
}

Json json_of(const ReleaseAnswer& answer) {
  Json deciding = Json::array();
  if (answer.wanted)
    for (const Sha& sha : answer.wanted->deciding)
      deciding.push_back({{"sha", sha.hex()}, {"subject", subject_of(answer.commit(sha))}});
  Json json{{"schema", "regent.next/1"},
            {"from", answer.from.to_string()},
            {"version", nullptr},
            {"bump", "none"},
            {"forced", false},
            {"commits", answer.commits.size()},
            {"deciding", std::move(deciding)}};
  if (answer.wanted) {
    json["version"] = answer.wanted->version.to_string();
    json["bump"] = to_string(answer.wanted->bump);
    json["forced"] = answer.wanted->forced;
  }
  return json;
}

Outcome next(const NextOptions& options, Console& console) {
  const auto answered = answer(options.question);
  if (!answered) return std::unexpected(answered.error());
  if (options.json) {
    console.print(json_text(json_of(*answered)));
  } else {
    print_text(*answered, console);
  }
  return Status::ok;
}

}  // namespace

void add_next(CLI::App& app, Program& program) {
  auto* const command =
      app.add_subcommand("next", "Print the next version and the commits that decide it");
  const auto options = std::make_shared<NextOptions>();
  add_release_question(*command, options->question);
  add_switch(*command, "--json", "Print one JSON object", options->json);
  command->footer(
      "If one of the commits carries the tag of VERSION, only those after it count.\n"
      "The first line of the output is the version.\n\n"
      "Examples:\n"
      "  regent next --from 1.2.3 --commits history.ndjson\n"
      "  regent next --from 1.2.3 --commits history.ndjson --json | jq -r .version");
  command->callback([options, &program] {
    program.chosen = [options, &program] { return next(*options, program.console); };
  });
}

}  // namespace regent::runtime
