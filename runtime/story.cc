#include "runtime/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "runtime/text.h"

namespace regent::runtime {
namespace {

using Line = sim::Journal::Line;
using namespace std::string_view_literals;

constexpr std::string_view arrow = " → ";
constexpr std::string_view takes = "takes delivery ";
constexpr std::string_view accepts = "accepts delivery ";

bool is_worker(const Line& line) { return line.who.starts_with("worker "); }

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string delivery_of(std::string_view what, std::string_view verb) {
  what.remove_prefix(verb.size());
  return std::string(what.substr(0, what.find(',')));
}

// A read that was answered, currently, or the end of a run that is satisfied.
bool changes_nothing(std::string_view what) {
  if (what == "is done, and acknowledges") return true;
  if (contains(what, "(stale)") || contains(what, "(answer lost)")) return false;
  const auto answer = what.find(arrow);
  if (!is_read(what) || answer == std::string_view::npos) return false;
  const std::string_view status = what.substr(answer + arrow.size(), 3);
  return status == "200" || status == "304" || status == "404";
}

// One worker's handling of one delivery.
struct Run {
  std::vector<std::size_t> lines;
  bool is_quiet = true;
};

// Hides what changes nothing, and keeps one line for it.
class Condenser {
 public:
  explicit Condenser(std::span<const Line> lines) : lines_(lines), hidden_(lines.size()) {}

  std::vector<Line> condense() {
    find_runs();
    std::vector<Line> out;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (const auto look = looks_.find(i); look != looks_.end()) {
        append_look(out, i, look->second);
      } else if (!hidden_[i]) {
        out.push_back(lines_[i]);
        looks_in_a_row_ = 0;
      }
    }
    return out;
  }

 private:
  void find_runs() {
    std::map<std::string, Run> open;
    std::map<std::string, std::size_t> accepted;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const Line& line = lines_[i];
      if (line.what.starts_with(accepts)) accepted[delivery_of(line.what, accepts)] = i;
      if (!is_worker(line)) continue;
      Run& run = open[line.who];
      if (line.what.starts_with(takes)) {
        run = {};
      } else {
        run.is_quiet = run.is_quiet && changes_nothing(line.what);
      }
      run.lines.push_back(i);
      if (line.what != "is done, and acknowledges" || !run.is_quiet) continue;
      collapse(run, accepted);
      run = {};
    }
  }

  void collapse(const Run& run, const std::map<std::string, std::size_t>& accepted) {
    const Line& first = lines_[run.lines.front()];
    if (!first.what.starts_with(takes)) return;
    for (const std::size_t i : run.lines) hidden_[i] = true;
    const auto arrival = accepted.find(delivery_of(first.what, takes));
    if (arrival != accepted.end()) hidden_[arrival->second] = true;
    looks_.emplace(run.lines.front(), run.lines.size() - 2);
  }

  // Neighbours become one line.
  void append_look(std::vector<Line>& out, std::size_t index, std::size_t reads) {
    Line line = lines_[index];
    if (++looks_in_a_row_ == 1) {
      line.what = fmt::format("looks again ({}) and changes nothing", counted(reads, "read"));
      out.push_back(std::move(line));
      return;
    }
    Line& before = out.back();
    if (before.who != line.who) before.who = "workers";
    before.what = fmt::format("look again, {} times, and change nothing", looks_in_a_row_);
    if (before.who != "workers")
      before.what = fmt::format("looks again, {} times, and changes nothing", looks_in_a_row_);
  }

  std::span<const Line> lines_;
  std::vector<bool> hidden_;
  std::map<std::size_t, std::size_t> looks_;  // by first line: how many reads
  std::size_t looks_in_a_row_ = 0;
};

// The numbers of the pull requests that the message names: `#18 "…" and #20 "…"`.
std::vector<std::string> pulls_in(std::string_view message) {
  std::vector<std::string> pulls;
  for (auto at = message.find('#'); at != std::string_view::npos; at = message.find('#', at + 1)) {
    const auto end = message.find_first_not_of("0123456789", at + 1);
    const auto digits = message.substr(at, end == std::string_view::npos ? end : end - at);
    if (digits.size() > 1) pulls.emplace_back(digits);
  }
  return pulls;
}

// The first line at which one of `pulls` is there; nullopt: none of them ever is.
std::optional<std::size_t> opening_of(std::span<const Line> lines,
                                      const std::vector<std::string>& pulls) {
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (const std::string& pull : pulls)
      if (contains(lines[i].what, " → 201 " + pull + " ")) return i;
  return std::nullopt;
}

// Back to where the worker of line `i` took its delivery, and to the merge just before that.
std::size_t cause_of(std::span<const Line> lines, std::size_t i) {
  constexpr std::size_t look_back = 6;
  const std::string& who = lines[i].who;
  while (i > 0 && !(lines[i].who == who && lines[i].what.starts_with(takes))) --i;
  for (std::size_t j = i; j > 0 && i - j < look_back; --j)
    if (lines[j - 1].who == "developer") return j - 1;
  return i;
}

std::size_t beginning_of(std::span<const Line> lines, const sim::Violation& violation,
                         std::size_t lines_max) {
  if (const auto opening = opening_of(lines, pulls_in(violation.message)))
    return cause_of(lines, *opening);
  constexpr std::size_t lines_min = 10;
  const std::size_t earliest = lines.size() - std::min(lines.size(), lines_max);
  for (std::size_t i = earliest; i + lines_min < lines.size(); ++i)
    if (lines[i].who == "developer") return i;
  return earliest;
}

// 40 digits of a commit id become seven; a delivery's number keeps its first five.
std::string abbreviated(std::string_view text) {
  const auto is_hex = [](char c) {
    return "0123456789abcdefABCDEF"sv.find(c) != std::string_view::npos;
  };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string out;
  while (!text.empty()) {
    const auto hex = std::ranges::find_if_not(text, is_hex) - text.begin();
    const auto digits = std::ranges::find_if_not(text, is_digit) - text.begin();
    if (hex == 40) {
      out += text.substr(0, 7);
    } else if (hex == digits && digits > 12) {
      out.append(text.substr(0, 5)).append("…");
    } else {
      out += text.substr(0, std::max<std::ptrdiff_t>(hex, 1));
    }
    text.remove_prefix(static_cast<std::size_t>(std::max<std::ptrdiff_t>(hex, 1)));
  }
  return out;
}

std::string without_refs(std::string text) {
  for (const auto& [name, shorter] :
       {std::pair{"refs/heads/"sv, "heads/"sv}, std::pair{"refs/tags/"sv, "tags/"sv},
        std::pair{"/{number} "sv, " "sv}})
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at))
      text.replace(at, name.size(), shorter);
  return text;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// A successful answer repeats much of the request that stands to its left.
std::string without_echo(std::string_view answer, std::string_view request) {
  if (!answer.starts_with('2')) return std::string(answer);
  const auto known = words_of(request);
  std::string out;
  for (const std::string_view word : words_of(answer)) {
    if (!out.empty() && std::ranges::find(known, word) != known.end()) continue;
    out.append(out.empty() ? "" : " ").append(word);
  }
  return out;
}

StoryLine retold(const Line& line) {
  StoryLine out{line.at, line.who, without_refs(abbreviated(printable(line.what))), {}, line.step};
  // A developer's text may hold an arrow, a call's request does not.
  if (line.who == "developer") return out;
  if (line.who == "VIOLATION") {  // what it says in full stands below the story
    out.what.resize(std::min(out.what.find(':'), out.what.size()));
    return out;
  }
  const auto answer = out.what.find(arrow);
  if (answer == std::string::npos) return out;
  out.answer = out.what.substr(answer + arrow.size());
  out.what.resize(answer);
  out.answer = without_echo(out.answer, out.what);
  return out;
}

void retell(std::span<const Line> lines, std::vector<StoryLine>& out) {
  for (const Line& line : lines) out.push_back(retold(line));
}

std::string list_of(const std::vector<std::string>& items) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? " and " : ", ";
    out += items[i];
  }
  return out;
}

std::string workers_of(std::span<const Line> lines) {
  std::set<std::uint64_t> numbers;
  for (const Line& line : lines)
    if (is_worker(line)) numbers.insert(std::stoull(line.who.substr(7)));
  std::vector<std::string> names;
  for (const std::uint64_t number : numbers) names.push_back(std::to_string(number));
  if (names.empty()) return {};
  return (names.size() == 1 ? "worker " : "workers ") + list_of(names);
}

// What the lines hold: how long, who, and which faults.
std::string premise_of(std::span<const Line> lines) {
  const auto count = [&](auto predicate) {
    return static_cast<std::uint64_t>(std::ranges::count_if(lines, predicate));
  };
  const auto mentions = [&](std::string_view part) {
    return count([&](const Line& line) { return contains(line.what, part); });
  };
  std::vector<std::string> cast;
  const auto add = [&](std::uint64_t number, std::string_view noun) {
    if (number > 0) cast.push_back(counted(number, noun));
  };
  add(count([](const Line& line) { return line.who == "developer"; }), "merge");
  if (std::string workers = workers_of(lines); !workers.empty()) cast.push_back(workers);
  add(count([](const Line& line) { return line.who == "person"; }), "manual request");
  add(count([](const Line& line) { return line.who == "operator"; }), "configuration change");
  add(mentions("CRASHES"), "crash");
  add(mentions("(answer lost)"), "lost answer");
  add(mentions("lost, no effect"), "lost request");
  add(mentions("GitHub is still at it"), "late effect");
  add(mentions("(stale)"), "stale read");
  if (cast.empty()) return {};
  const Duration span = lines.back().at - lines.front().at;
  return fmt::format("The last {} of it: {}.", humanised(span), list_of(cast));
}

}  // namespace

bool is_read(std::string_view call) {
  return call.starts_with("GET ") || call.starts_with("observe");
}

Story story_of(const sim::Journal& journal, const sim::Violation& violation,
               std::size_t lines_max) {
  const std::vector<Line> condensed = Condenser(journal.lines()).condense();
  if (condensed.empty()) return {};
  const auto lines = std::span(condensed).subspan(beginning_of(condensed, violation, lines_max));
  Story story{premise_of(lines), {}, 0, {}};
  if (lines.size() <= lines_max) {
    retell(lines, story.after);
    return story;
  }
  const std::size_t opening = lines_max / 3;
  const std::size_t ending = lines_max - opening;
  story.left_out = lines.size() - lines_max;
  retell(lines.first(opening), story.before);
  retell(lines.last(ending), story.after);
  return story;
}

Story story_of(const sim::Journal& journal) {
  const std::vector<Line> condensed = Condenser(journal.lines()).condense();
  Story story;
  retell(condensed, story.after);
  return story;
}

Story whole_story(const sim::Journal& journal, std::uint64_t until) {
  Story story;
  for (const Line& line : journal.lines())
    if (line.step <= until) story.after.push_back(retold(line));
  return story;
}

}  // namespace regent::runtime
