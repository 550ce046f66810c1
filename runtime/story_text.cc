#include "runtime/story_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "runtime/text.h"

namespace regent::runtime {
namespace {

constexpr std::size_t who_columns = 9;  // `developer`, `VIOLATION`, `worker 12`

// `+01:02.345`, with hours only when there are some.
std::string offset_text(Duration offset) {
  const std::int64_t ms = offset.count();
  const std::string text =
      fmt::format("{:02}:{:02}.{:03}", ms / 60'000 % 60, ms / 1'000 % 60, ms % 1'000);
  const std::int64_t hours = ms / 3'600'000;
  return hours > 0 ? fmt::format("+{}:{}", hours, text) : "+" + text;
}

Colour colour_of(const std::string& who) {
  static constexpr std::array<Colour, 4> workers = {Colour::cyan, Colour::magenta, Colour::blue,
                                                    Colour::yellow};
  if (who == "VIOLATION") return Colour::red;
  if (who == "developer" || who == "person" || who == "operator") return Colour::green;
  if (who.starts_with("worker ")) return workers[std::stoull(who.substr(7)) % workers.size()];
  return Colour::dim;
}

bool is_trouble(const StoryLine& line) {
  const bool absent = is_read(line.what) && line.answer.starts_with("404");
  const bool refused = line.answer.starts_with('4') || line.answer.starts_with('5');
  return (refused && !absent) || line.answer.find("lost") != std::string::npos ||
         line.answer.find("(stale)") != std::string::npos ||
         line.answer.find("no answer") != std::string::npos || line.what == "CRASHES";
}

class Layout {
 public:
  Layout(const Story& story, const Style& style, std::size_t columns, StoryColumns which)
      : style_(style),
        shows_steps_(which == StoryColumns::with_steps),
        start_(story.before.empty() ? first(story.after) : first(story.before)) {
    for (const auto* part : {&story.before, &story.after}) measure(*part);
    const std::size_t used = 2 + step_columns_ + time_columns_ + 2 + who_columns + 2;
    text_columns_ = columns > used + 20 ? columns - used : 20;
    request_columns_ = std::min(request_columns_, text_columns_ * 3 / 5);
  }

  std::string text(const StoryLine& line) const {
    const Colour colour = colour_of(line.who);
    return "  " + step_of(line) +
           style_.paint(Colour::dim, right_aligned(time_of(line), time_columns_)) + "  " +
           style_.paint(colour, padded(cut(line.who, who_columns), who_columns)) + "  " +
           what(line) + "\n";
  }

  std::string gap(std::size_t lines) const {
    const std::string text = fmt::format("⋮  {} left out", counted(lines, "line"));
    return std::string(2 + time_columns_ + 2, ' ') + style_.paint(Colour::dim, text) + "\n";
  }

 private:
  static Time first(const std::vector<StoryLine>& lines) {
    return lines.empty() ? Time{} : lines.front().at;
  }

  std::string time_of(const StoryLine& line) const { return offset_text(line.at - start_); }

  std::string step_of(const StoryLine& line) const {
    if (!shows_steps_) return {};
    return padded(std::to_string(line.step), step_columns_);
  }

  void measure(const std::vector<StoryLine>& lines) {
    for (const StoryLine& line : lines) {
      time_columns_ = std::max(time_columns_, time_of(line).size());
      if (shows_steps_)
        step_columns_ = std::max(step_columns_, std::to_string(line.step).size() + 2);
      if (!line.answer.empty())
        request_columns_ = std::max(request_columns_, columns_of(line.what));
    }
  }

  std::string what(const StoryLine& line) const {
    if (line.answer.empty()) {
      const Colour colour =
          line.who == "VIOLATION" || is_trouble(line) ? colour_of_trouble(line) : Colour::plain;
      return style_.paint(colour, cut(line.what, text_columns_));
    }
    const std::string request = padded(cut(line.what, request_columns_), request_columns_);
    const std::string answer = cut(line.answer, text_columns_ - request_columns_ - 3);
    if (is_trouble(line)) return request + " → " + style_.paint(Colour::yellow, answer);
    return style_.paint(is_read(line.what) ? Colour::dim : Colour::plain, request + " → " + answer);
  }

  static Colour colour_of_trouble(const StoryLine& line) {
    return line.who == "VIOLATION" ? Colour::red : Colour::yellow;
  }

  const Style& style_;
  bool shows_steps_;
  Time start_;
  std::size_t step_columns_ = 0;
  std::size_t time_columns_ = 0;
  std::size_t request_columns_ = 0;
  std::size_t text_columns_ = 0;
};

}  // namespace

std::string story_text(const Story& story, const Style& style, std::size_t columns,
                       StoryColumns which) {
  const Layout layout(story, style, columns, which);
  std::string out;
  for (const StoryLine& line : story.before) out += layout.text(line);
  if (story.left_out > 0) out += layout.gap(story.left_out);
  for (const StoryLine& line : story.after) out += layout.text(line);
  return out;
}

}  // namespace regent::runtime
