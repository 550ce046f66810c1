#include "core/body_history.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "core/pull_body.h"

namespace regent {
namespace {

// How often each line occurs; blank ones separate, and do not count.
using LineCounts = std::map<std::string_view, int>;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == line.npos; }

// Calls `visit` with each line, its end included.
template <typename Visit>
void for_each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    visit(text.substr(0, size));
    text.remove_prefix(size);
  }
}

std::string_view without_end(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

void count(std::string_view text, int by, LineCounts& counts) {
  for_each_line(text, [&](std::string_view line) {
    if (!is_blank(without_end(line))) counts[without_end(line)] += by;
  });
}

// Takes one occurrence of the line, if there is any.
bool take(LineCounts& counts, std::string_view line) {
  const auto found = counts.find(without_end(line));
  if (found == counts.end() || found->second <= 0) return false;
  --found->second;
  return true;
}

// A person made `edited` from `shown`, while what people had made was `kept`.
std::string rebased(std::string_view kept, std::string_view shown, std::string_view edited) {
  LineCounts covered;  // in `kept`, not in `shown`
  count(kept, 1, covered);
  count(shown, -1, covered);
  LineCounts revived;  // the other way round
  for (const auto& [line, surplus] : covered)
    if (surplus < 0) revived.emplace(line, -surplus);

  const PullBodyView view = split_view(edited);
  std::string result;
  const auto keep = [&](std::string_view text) {
    for_each_line(text, [&](std::string_view line) {
      if (!take(revived, line)) result += line;
      take(covered, line);  // the person has brought it back
    });
  };
  keep(view.before);
  result += view.region;
  keep(view.after);

  bool separated = false;
  for_each_line(kept, [&](std::string_view line) {
    if (!take(covered, line)) return;
    if (!separated) result += result.ends_with('\n') ? "\n" : "\n\n";
    separated = true;
    result.append(without_end(line)).append("\n");
  });
  return result;
}

}  // namespace

std::string body_of_people(const github::PullView& view) {
  const auto& edits = view.edits;
  if (std::ranges::all_of(edits, &github::BodyEdit::by_us)) return view.pull.body;
  std::string kept = edits.front().body;
  for (std::size_t i = 1; i < edits.size(); ++i) {
    if (edits[i].by_us) continue;
    const std::string ours = outside(kept);
    const std::string shown = outside(edits[i - 1].body);
    kept = ours == shown ? edits[i].body : rebased(ours, shown, edits[i].body);
  }
  return kept;
}

}  // namespace regent
