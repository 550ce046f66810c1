// What must be true once nothing is under way.
#include <algorithm>

#include "sim/monitor.h"

namespace regent::sim {
namespace {

std::string listing(const std::vector<Sha>& commits) {
  std::string out;
  for (const Sha& commit : commits) {
    if (!out.empty()) out += ' ';
    out += commit.abbreviated();
  }
  return out.empty() ? "nothing" : out;
}

// Commits of `all` that are not in `listed`.
std::vector<Sha> missing(const std::vector<Sha>& all, const std::vector<Sha>& listed) {
  std::vector<Sha> out;
  for (const Sha& commit : all)
    if (std::ranges::find(listed, commit) == listed.end()) out.push_back(commit);
  return out;
}

// The first line of `before` that is not in `after`, in the order of `before`; nullopt: all are.
std::optional<std::string_view> first_lost_line(std::string_view before, std::string_view after) {
  const auto next_line = [](std::string_view& text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
  };
  while (!before.empty()) {
    const std::string_view line = next_line(before);
    while (true) {
      if (after.empty()) return line;
      if (next_line(after) == line) break;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Breach> Monitor::check_rest(const fake::Repository& github, const Config& config) {
  const auto wanted = expected(github, config);
  if (auto breach =
          wanted ? check_proposal(github, config, *wanted) : check_nothing_proposed(github))
    return breach;
  if (ledger_)
    if (auto breach = check_ledger(github, wanted)) return breach;
  if (auto breach = check_litter(github)) return breach;
  if (auto breach = check_releases(github)) return breach;
  return check_words(github);
}

std::optional<Breach> Monitor::check_nothing_proposed(const fake::Repository& github) const {
  const auto pull = live_pull(github);
  if (!pull) return std::nullopt;
  return Breach{"right-version",
                "nothing is to be released, but \"" + std::string(pull->title) + "\" is open"};
}

std::optional<Breach> Monitor::check_proposal(const fake::Repository& github, const Config& config,
                                              const Expectation& expected) const {
  const auto pull = live_pull(github);
  if (!pull)
    return Breach{"no-lost-merge", expected.version + " is to be released (" +
                                       listing(expected.listed) + "), but no release PR is open"};
  const auto version = version_in_title(pull->title);
  if (version != expected.version)
    return Breach{"right-version", "the release PR says \"" + std::string(pull->title) +
                                       "\", the commits call for " + expected.version};
  const ReadBody body = read_body(pull->body);
  if (!body.has_region) return Breach{"projection", "the PR's body has no managed region"};
  if (const auto lost = missing(expected.listed, body.listed); !lost.empty())
    return Breach{"no-lost-merge", "the PR's body misses " + listing(lost)};
  if (body.listed.size() != expected.listed.size())
    return Breach{"no-lost-merge", "the PR's body lists " + listing(body.listed) + " instead of " +
                                       listing(expected.listed)};
  if (config.changelog_path.empty()) return std::nullopt;
  return check_file(github, config.changelog_path, pull->head_sha, expected);
}

std::optional<Breach> Monitor::check_file(const fake::Repository& github, const std::string& path,
                                          const Sha& release_commit,
                                          const Expectation& expected) const {
  const auto changelog = github.file(release_commit, path);
  if (!changelog || changelog->find(expected.version) == std::string_view::npos)
    return Breach{"projection", path + " on the release branch lacks " + expected.version};
  for (const Sha& commit : expected.listed)
    if (changelog->find(commit.hex()) == std::string_view::npos)
      return Breach{"projection", path + " on the release branch misses " + commit.abbreviated()};
  const auto release = github.commit(release_commit);
  const auto head = github.branch(base_);
  if (!release || !release->first_parent || !head) return std::nullopt;
  const auto text_at = [&](const Sha& commit) { return github.file(commit, path).value_or(""); };
  const std::string_view before = text_at(*release->first_parent);
  if (text_at(*head) != before)
    return Breach{"projection",
                  path + " has changed in the base since the release branch was built"};
  // A section of this very version is replaced.
  if (before.find(expected.version) != std::string_view::npos) return std::nullopt;
  if (const auto line = first_lost_line(before, *changelog))
    return Breach{"projection",
                  path + " on the release branch has lost \"" + std::string(*line) + '"'};
  return std::nullopt;
}

std::optional<Breach> Monitor::check_ledger(const fake::Repository& github,
                                            const std::optional<Expectation>& expected) {
  const LedgerView* ledger = ledger_reader_.read(github, base_);
  if (ledger == nullptr) {
    if (!expected) return std::nullopt;
    return Breach{"projection", "there is no ledger"};
  }
  if (!ledger->has_record) return Breach{"projection", "the ledger holds no record"};
  if (!ledger->is_object) return Breach{"projection", "the ledger's record is not JSON"};
  const auto& proposal = ledger->proposal;
  if (!expected) {
    if (!proposal) return std::nullopt;
    return Breach{"projection", "the ledger proposes something although nothing is wanted"};
  }
  if (!proposal || proposal->version != expected->version)
    return Breach{"projection", "the ledger proposes " +
                                    (proposal ? proposal->version : std::string("nothing")) +
                                    " instead of " + expected->version};
  const auto pull = live_pull(github);
  if (!pull) return std::nullopt;
  if (proposal->branch != pull->head)
    return Breach{"projection", "the ledger's branch is not the PR's"};
  if (proposal->commit != pull->head_sha.hex())
    return Breach{"projection", "the ledger's commit is not the PR's head"};
  if (proposal->pull && *proposal->pull != static_cast<std::uint32_t>(pull->number))
    return Breach{"projection", "the ledger's PR number is not the open PR's"};
  return std::nullopt;
}

std::optional<Breach> Monitor::check_litter(const fake::Repository& github) const {
  const auto pull = live_pull(github);
  for (const fake::RefView& ref : github.refs("refs/heads/release/")) {
    const std::string_view branch = ref.name.substr(std::string_view("refs/heads/").size());
    if ((pull && branch == pull->head) || branches_.contains(branch)) continue;
    return Breach{"no-litter", std::string(ref.name) + " is left over"};
  }
  const std::string ledger = "refs/release-regent/" + base_;
  for (const fake::RefView& ref : github.refs("refs/release-regent/"))
    if (ref.name != ledger) return Breach{"no-litter", std::string(ref.name) + " is left over"};
  for (const github::PullNumber number : github.open_pulls()) {
    const auto open = github.pull(number);
    if (!open || !open->head.starts_with("release/") || open->base != base_) continue;
    if (!pull || open->number != pull->number)
      return Breach{"no-litter", "the superseded PR \"" + std::string(open->title) + "\" is open"};
  }
  return std::nullopt;
}

std::optional<Breach> Monitor::check_notes(const Due& due, std::string_view notes) const {
  for (const Sha& commit : due.listed)
    if (notes.find(commit.hex()) == std::string_view::npos)
      return Breach{"no-lost-merge", "the notes of " + due.tag + " miss " + commit.abbreviated()};
  for (const Due& other : due_)
    for (const Sha& commit : other.listed)
      if (std::ranges::find(due.listed, commit) == due.listed.end() &&
          notes.find(commit.hex()) != std::string_view::npos)
        return Breach{"no-lost-merge", "the notes of " + due.tag + " list " + commit.abbreviated() +
                                           ", which belongs to v" + other.version};
  return std::nullopt;
}

std::optional<Breach> Monitor::check_releases(const fake::Repository& github) {
  for (Due& due : due_) {
    const std::string& tag = due.tag;
    const auto tagged = github.tag(tag);
    // A person who tags it takes the release in hand.
    const bool by_hand = tagged != due.merge_commit || tags_by_hand_.contains(tag);
    if (by_hand && is_voided(due.version)) continue;
    if (!tagged)
      return Breach{"no-lost-merge", "the PR of " + tag + " was merged, but never tagged"};
    if (*tagged != due.merge_commit)
      return Breach{"tag-is-final", tag + " is not at the merge of its release PR"};
    const auto release = github.published_release(tag);
    if (!release) return Breach{"no-lost-merge", tag + " is tagged, but never published"};
    if (release->body.data() == due.right_notes) continue;
    if (auto breach = check_notes(due, release->body)) return breach;
    due.right_notes = release->body.data();
  }
  for (const auto& [name, commit] : tags_)
    if (github.tag(name) != commit) return Breach{"tag-is-final", "the tag " + name + " moved"};
  return std::nullopt;
}

std::optional<Breach> Monitor::check_words(const fake::Repository& github) {
  const auto heir = live_pull(github);
  for (Words& words : words_) {
    // On the PR where they were written, or on the one that took its place.
    const auto pull = github.pull(words.pull);
    const auto says = [&](std::string_view body) {
      if (words.found_in == body.data()) return true;
      const bool found = read_body(body).outside.find(words.text) != std::string::npos;
      if (found) words.found_in = body.data();
      return found;
    };
    if (pull && !says(pull->body) && !(heir && says(heir->body)))
      return Breach{"human-text-kept", "#" +
                                           std::to_string(static_cast<std::uint32_t>(words.pull)) +
                                           " has lost a person's words: " + words.text};
  }
  return std::nullopt;
}

}  // namespace regent::sim
