#include "sim/question.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "fakes/github/circumstances.h"
#include "sim/call_fault.h"

namespace regent::sim {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t duration_max_ms = 366ULL * 24 * 3'600'000;

struct Entry {
  std::string_view name;
  AnswerForm form = AnswerForm::number;
  std::uint64_t max = 1;
};

constexpr std::array<Entry, what_count> entries = {{
    {"delete-branch-on-merge"},
    {"drops-merge-commit-sha"},
    {"update-refs-error", AnswerForm::number, 2},
    {"weak-etags"},
    {"ignores-head-filter"},
    {"closes-pulls-of-recreated-branches"},
    {"scarce-limit", AnswerForm::number, 100},
    {"exclusive-queue"},
    {"pause", AnswerForm::milliseconds, duration_max_ms},
    {"delay", AnswerForm::milliseconds, duration_max_ms},
    {"delivery", AnswerForm::word, 3},
    {"copy-delay", AnswerForm::milliseconds, duration_max_ms},
    {"act", AnswerForm::word, fault_count},
    {"at-the-end"},
    {"as-version", AnswerForm::number, 2},
    {"bump", AnswerForm::number, 3},
    {"change"},
    {"naming", AnswerForm::number, 3},
    {"fallback", AnswerForm::number, 2},
    {"minor-perf"},
    {"fault", AnswerForm::word, fault_count * 4},
    {"latency", AnswerForm::milliseconds, duration_max_ms},
    {"staleness", AnswerForm::milliseconds, duration_max_ms},
    {"stale-parts", AnswerForm::number, fake::part::all},
    {"effect-after", AnswerForm::milliseconds, duration_max_ms},
    {"gives-up-after", AnswerForm::milliseconds, duration_max_ms},
    {"downtime", AnswerForm::milliseconds, duration_max_ms},
    {"interrupted-after", AnswerForm::number, duration_max_ms},
    {"entropy-high", AnswerForm::bits, ~0ULL},
    {"entropy-low", AnswerForm::bits, ~0ULL},
    {"clock", AnswerForm::number, 1'200'001},
    {"which", AnswerForm::number, 1'000},
}};

const Entry& entry(What what) { return entries[static_cast<std::size_t>(what)]; }

std::span<const What> asked_of(Subject subject) {
  static constexpr std::array setting = {
      What::delete_branch_on_merge, What::drops_merge_commit_sha,
      What::update_refs_error,      What::weak_etags,
      What::ignores_head_filter,    What::closes_pulls_of_recreated_branches,
      What::scarce_limit,           What::exclusive_queue};
  static constexpr std::array merge = {What::pause};
  static constexpr std::array webhook = {What::delivery, What::delay, What::copy_delay};
  static constexpr std::array person = {What::pause, What::act, What::at_the_end, What::as_version,
                                        What::bump};
  static constexpr std::array change = {What::pause, What::change, What::naming, What::fallback,
                                        What::minor_perf};
  static constexpr std::array call = {
      What::fault,          What::latency,     What::delay,
      What::staleness,      What::stale_parts, What::effect_after,
      What::gives_up_after, What::downtime,    What::interrupted_after};
  static constexpr std::array run = {What::entropy_high, What::entropy_low, What::clock};
  static constexpr std::array job = {What::delay, What::which};
  switch (subject) {
    case Subject::setting:
      return setting;
    case Subject::merge:
      return merge;
    case Subject::merge_webhook:
    case Subject::webhook:
      return webhook;
    case Subject::person:
      return person;
    case Subject::operator_:
      return change;
    case Subject::call:
      return call;
    case Subject::run:
      return run;
    case Subject::job:
      return job;
  }
  return {};
}

// How a subject is written: `#` stands for a number.
constexpr std::array<std::pair<Subject, std::string_view>, 9> patterns = {{
    {Subject::setting, "setting"},
    {Subject::merge, "merge #"},
    {Subject::merge_webhook, "merge #'s webhook"},
    {Subject::webhook, "webhook #"},
    {Subject::person, "person, occasion #"},
    {Subject::operator_, "operator, occasion #"},
    {Subject::call, "worker #, call #"},
    {Subject::run, "worker #, run #"},
    {Subject::job, "GitHub, job #"},
}};

std::optional<std::array<std::uint32_t, 2>> match(std::string_view pattern, std::string_view text) {
  std::array<std::uint32_t, 2> numbers{};
  std::size_t found = 0;
  for (const char c : pattern) {
    if (c != '#') {
      if (text.empty() || text.front() != c) return std::nullopt;
      text.remove_prefix(1);
      continue;
    }
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), numbers[found]);
    if (error != std::errc{} || numbers[found] == 0 || text.front() == '0') return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    ++found;
  }
  if (!text.empty()) return std::nullopt;
  return numbers;
}

constexpr std::array deliveries = {"prompt"sv, "dropped"sv, "delayed"sv, "duplicated"sv};

std::string hexadecimal(std::uint64_t bits) {
  constexpr auto digits = "0123456789abcdef"sv;
  std::string text = "0x";
  for (int shift = 60; shift >= 0; shift -= 4) text += digits[bits >> shift & 15];
  return text;
}

std::optional<std::uint64_t> parse_bits(std::string_view text) {
  std::uint64_t bits = 0;
  if (text.size() != 18 || !text.starts_with("0x")) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), bits, 16);
  if (error != std::errc{} || hexadecimal(bits) != text) return std::nullopt;
  return bits;
}

}  // namespace

std::string to_string(const Question& question) {
  const auto pattern =
      std::ranges::find(patterns, question.subject, &std::pair<Subject, std::string_view>::first);
  std::string text;
  bool first = true;
  for (const char c : pattern->second) {
    if (c != '#') {
      text += c;
      continue;
    }
    text += std::to_string(first ? question.index : question.nth);
    first = false;
  }
  return text.append(": ").append(entry(question.what).name);
}

std::optional<Question> parse_question(std::string_view text) {
  const auto colon = text.find(": ");
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view what = text.substr(colon + 2);
  for (const auto& [subject, pattern] : patterns) {
    const auto numbers = match(pattern, text.substr(0, colon));
    if (!numbers) continue;
    for (const What candidate : asked_of(subject))
      if (entry(candidate).name == what)
        return Question{subject, (*numbers)[0], (*numbers)[1], candidate};
  }
  return std::nullopt;
}

AnswerForm form_of(What what) { return entry(what).form; }

std::uint64_t answer_max(What what) { return entry(what).max; }

std::string answer_text(What what, std::uint64_t answer) {
  if (form_of(what) == AnswerForm::bits) return hexadecimal(answer);
  if (what == What::delivery)
    return answer < deliveries.size() ? std::string(deliveries[answer]) : "?";
  if (answer == 0) return "nothing";
  if (what == What::act)
    return answer <= fault_count ? std::string(to_string(static_cast<Fault>(answer - 1))) : "?";
  const auto fault = decode_call_fault(answer);
  return fault ? to_string(*fault) : "?";
}

std::optional<std::uint64_t> parse_answer(What what, std::string_view text) {
  if (form_of(what) == AnswerForm::bits) return parse_bits(text);
  if (what == What::delivery) {
    const auto found = std::ranges::find(deliveries, text);
    if (found == deliveries.end()) return std::nullopt;
    return static_cast<std::uint64_t>(found - deliveries.begin());
  }
  if (text == "nothing") return 0;
  if (what == What::act) {
    const auto fault = parse_fault(text);
    if (!fault || *fault < Fault::person_edits || *fault > Fault::person_tags) return std::nullopt;
    return static_cast<std::uint64_t>(*fault) + 1;
  }
  const auto fault = parse_call_fault(text);
  if (!fault) return std::nullopt;
  return encode(*fault);
}

}  // namespace regent::sim
