#include "runtime/reconcile_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/conventional_commit.h"
#include "runtime/json_text.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;
using End = Reconciliation::End;

std::uint32_t plain(github::PullNumber number) { return static_cast<std::uint32_t>(number); }

std::string subject_of(const Observed& seen, const Sha& sha) {
  const auto found = std::ranges::find(seen.commits, sha, &github::CommitSummary::sha);
  if (found == seen.commits.end()) return {};
  return std::string(CommitMessageView::of(found->message).header);
}

std::string since(const Observed& seen) {
  return seen.last ? "since " + seen.last->version.to_string() : "since the beginning";
}

// `release/v1.3.0` of `refs/heads/release/v1.3.0`.
std::string_view short_name(std::string_view ref) {
  for (const std::string_view directory : {"refs/heads/", "refs/tags/"})
    if (ref.starts_with(directory)) return ref.substr(directory.size());
  return ref;
}

// Verbs of a deed: what would be done, and what was.
struct Verb {
  std::string_view future;
  std::string_view past;
  std::string_view of(Deed::Fate fate) const { return fate == Deed::Fate::done ? past : future; }
};

constexpr Verb create{"create", "created"};
constexpr Verb move{"move", "moved"};
constexpr Verb remove{"delete", "deleted"};
constexpr Verb open{"open", "opened"};
constexpr Verb update{"update", "updated"};
constexpr Verb close{"close", "closed"};
constexpr Verb publish{"publish", "published"};

// The lines of one deed; objects are means and have none.
struct Lines {
  Deed::Fate fate;
  std::optional<github::PullNumber> pull;

  std::vector<std::string> operator()(const github::UpdateRefs& request) const {
    std::vector<std::string> lines;
    for (const github::RefUpdate& row : request.updates) {
      const Verb& verb = row.after.is_zero()                   ? remove
                         : row.before && row.before->is_zero() ? create
                                                               : move;
      const std::string_view kind = row.name.starts_with("refs/heads/")  ? "branch "
                                    : row.name.starts_with("refs/tags/") ? "tag "
                                                                         : "ledger ";
      lines.push_back(fmt::format("{} {}{}", verb.of(fate), kind, short_name(row.name)));
    }
    return lines;
  }
  std::vector<std::string> operator()(const github::CreatePull& request) const {
    const std::string number = pull ? fmt::format(" #{}", plain(*pull)) : std::string();
    return {fmt::format("{} pull request{} from {} to {}: {}", open.of(fate), number, request.head,
                        request.base, request.title)};
  }
  std::vector<std::string> operator()(const github::UpdatePull& request) const {
    const bool closes = request.state == github::PullState::closed;
    std::string what;
    if (request.title) what += ", title";
    if (request.body) what += ", body";
    if (request.state == github::PullState::open) what += ", open again";
    if (!what.empty()) what = " (" + what.substr(2) + ")";
    return {fmt::format("{} pull request #{}{}", (closes ? close : update).of(fate),
                        plain(request.number), what)};
  }
  std::vector<std::string> operator()(const github::EditPull& request) const {
    return {fmt::format("{} pull request #{} ({}body)", update.of(fate), plain(request.number),
                        request.title ? "title, " : "")};
  }
  std::vector<std::string> operator()(const github::CreateRelease& request) const {
    return {fmt::format("{} release {}", publish.of(fate), request.tag_name)};
  }
  std::vector<std::string> operator()(const github::CreateTree&) const { return {}; }
  std::vector<std::string> operator()(const github::CreateCommit&) const { return {}; }
  template <typename Other>
  std::vector<std::string> operator()(const Other& request) const {
    return {github::to_line(github::Request(request))};
  }
};

std::string_view word(Deed::Fate fate) {
  switch (fate) {
    case Deed::Fate::done:
      return "done";
    case Deed::Fate::refused:
      return "refused";
    case Deed::Fate::unknown:
      return "unknown";
    case Deed::Fate::planned:
      break;
  }
  return "planned";
}

std::string_view word(End end) {
  switch (end) {
    case End::right:
      return "right";
    case End::failed:
      return "failed";
    case End::needs_a_person:
      return "needs-a-person";
    case End::planned:
      return "planned";
    case End::broken:
      break;
  }
  return "broken";
}

std::string wanted_text(const Observed& seen, const Style& style) {
  if (!seen.github.base) return "";
  if (!seen.wanted)
    return fmt::format("nothing to release: none of {} {} asks for one\n",
                       counted(seen.commits.size(), "commit"), since(seen));
  const WantedRelease& wanted = *seen.wanted;
  std::string text = fmt::format(
      "{}, {}, decided by {} of {} {}\n", style.paint(Colour::bold, wanted.version.to_string()),
      wanted.forced ? std::string("a Release-As")
                    : fmt::format("a {} release", to_string(wanted.bump)),
      wanted.deciding.size(), counted(seen.commits.size(), "commit"), since(seen));
  for (const Sha& sha : wanted.deciding)
    text += "  " + style.paint(Colour::yellow, sha.abbreviated()) + "  " +
            printable(subject_of(seen, sha)) + "\n";
  return text;
}

std::string current_pull_text(const Observed& seen) {
  if (!seen.pull) return "";
  const github::Pull& pull = seen.pull->pull;
  const std::string_view state = pull.merged                             ? "merged"
                                 : pull.state == github::PullState::open ? "open"
                                                                         : "closed";
  return fmt::format("release pull request #{}, {}: {}\n", plain(pull.number), state,
                     printable(pull.title));
}

std::string deeds_text(const std::vector<Deed>& deeds) {
  std::string text;
  for (const Deed& deed : deeds) {
    const bool plain_fate = deed.fate == Deed::Fate::done || deed.fate == Deed::Fate::planned;
    for (const std::string& line : std::visit(Lines{deed.fate, deed.pull}, deed.request)) {
      text += "  " + printable(line);
      if (!plain_fate) text += fmt::format(" ({}: {})", word(deed.fate), printable(deed.detail));
      text += "\n";
    }
  }
  return text;
}

bool has_effect(const std::vector<Deed>& deeds) {
  return std::ranges::any_of(deeds, [](const Deed& deed) {
    const bool is_object = std::holds_alternative<github::CreateTree>(deed.request) ||
                           std::holds_alternative<github::CreateCommit>(deed.request);
    return !is_object && deed.fate != Deed::Fate::refused;
  });
}

std::string end_text(const Reconciliation& result) {
  const std::string deeds = deeds_text(result.deeds);
  const std::string reason = printable(result.reason);
  switch (result.end) {
    case End::right:
      if (deeds.empty()) return "nothing to do\n";
      return (has_effect(result.deeds) ? "done:\n" : "made right by another run, after:\n") + deeds;
    case End::planned:
      return "would:\n" + deeds;
    case End::failed: {
      const std::string when = result.retry_after > Duration{0}
                                   ? "in " + humanised(result.retry_after)
                                   : std::string("at any time");
      return deeds + fmt::format("failed: {}; safe to run again {}\n", reason, when);
    }
    case End::needs_a_person:
      return deeds + fmt::format("failed: {}; a person has to look\n", reason);
    case End::broken:
      break;
  }
  return deeds + fmt::format("stopped by its own guard: {}\n", reason);
}

const Observed* seen_by(const Reconciliation& result) {
  const auto* run = std::get_if<LedgerRun>(&result.run);
  return run == nullptr ? nullptr : &run->seen;
}

Json release_json(const Observed& seen) {
  if (!seen.wanted) return nullptr;
  Json deciding = Json::array();
  for (const Sha& sha : seen.wanted->deciding)
    deciding.push_back({{"sha", sha.hex()}, {"subject", subject_of(seen, sha)}});
  return {{"version", seen.wanted->version.to_string()},
          {"bump", to_string(seen.wanted->bump)},
          {"forced", seen.wanted->forced},
          {"deciding", std::move(deciding)}};
}

Json pull_json(const Observed& seen) {
  if (!seen.pull) return nullptr;
  const github::Pull& pull = seen.pull->pull;
  return {{"number", plain(pull.number)},
          {"state", pull.state == github::PullState::open ? "open" : "closed"},
          {"merged", pull.merged},
          {"title", pull.title},
          {"head", pull.head}};
}

Json deeds_json(const std::vector<Deed>& deeds) {
  Json writes = Json::array();
  for (const Deed& deed : deeds) {
    Json write{{"operation", github::operation(deed.request)},
               {"line", github::to_line(deed.request)},
               {"fate", word(deed.fate)}};
    if (deed.pull) write["pull"] = plain(*deed.pull);
    if (!deed.detail.empty()) write["detail"] = deed.detail;
    writes.push_back(std::move(write));
  }
  return writes;
}

}  // namespace

std::string reconcile_text(const ReconcileSubject& subject, const Reconciliation& result,
                           const https::PortUsage& usage, const Style& style) {
  std::string text = printable(subject.repository + " " + subject.base) + ":";
  const Observed* seen = seen_by(result);
  const std::string wanted = seen == nullptr ? std::string() : wanted_text(*seen, style);
  text += wanted.empty() ? std::string("\n") : " " + wanted;
  if (seen != nullptr) text += current_pull_text(*seen);
  text += end_text(result);
  const std::string free =
      usage.not_modified > 0 ? fmt::format(", {} not modified", usage.not_modified) : "";
  return text + fmt::format("{}, {}{}\n", counted(usage.reads, "read"),
                            counted(usage.writes, "write"), free);
}

std::string reconcile_json(const ReconcileSubject& subject, const Reconciliation& result,
                           const https::PortUsage& usage) {
  Json json{
      {"schema", "regent.reconcile/1"},
      {"repository", subject.repository},
      {"base", subject.base},
      {"dry_run", subject.dry_run},
      {"end", word(result.end)},
      {"reason", result.reason},
      {"retry_after_ms", result.retry_after.count()},
      {"last", nullptr},
      {"release", nullptr},
      {"pull", nullptr},
      {"writes", deeds_json(result.deeds)},
      {"notes", Json::array()},
      {"requests",
       {{"reads", usage.reads}, {"writes", usage.writes}, {"not_modified", usage.not_modified}}}};
  if (const Observed* seen = seen_by(result)) {
    if (seen->last) json["last"] = seen->last->version.to_string();
    json["release"] = release_json(*seen);
    json["pull"] = pull_json(*seen);
  }
  for (std::size_t i = 0; i < note_count; ++i)
    if (result.notes.has(static_cast<Note>(i)))
      json["notes"].push_back(to_string(static_cast<Note>(i)));
  return json_text(json);
}

}  // namespace regent::runtime
