// The language of scenarios.
//
//   workers N                     who race for messages; the first idle one takes the next
//   tag VERSION                   the last release; without it there is none
//   merge "MESSAGE" at TIME       a developer's pull request is merged; in order of time
//   revert N at TIME              the n-th of them is reverted, as GitHub's button does it
//   person ACT at TIME            merges, closes, reopens, edits, deletes-branch, pushes-branch,
//                                 resets-branch, rewrites-base, or `tags NAME`
//   look at TIME                  a timer or an operator says "look again"
//   webhook [nth N] copies N      of the n-th webhook, or of each
//   webhook [nth N] delay TIME
//   webhook [nth N] lost
//   queue exclusive               one message of the repository at a time
//   naming STRATEGY               of branches: standard, timestamped, uuid, stable
//   github BEHAVIOUR              github.com, conditional, conditional-2023
//   github SWITCH                 delete-branch-on-merge, drops-merge-commit-sha,
//                                 simultaneous-creates, ignores-head-filter,
//                                 closes-pulls-of-recreated-branches
//   github background-after TIME  when GitHub does what it puts off
//   call [worker N] "OPERATION" [nth N | nth N-M | every] EFFECT…
//                                 befalls these calls; the first one if it is not said
//
// Effects:
//
//   answer-lost, request-lost     it is carried out, or not; the client waits for 10 s
//   late TIME                     the client gives up after 1 s, it is carried out after TIME
//   crash-before, crash-after     the process dies; it is up again after 1 s
//   crash-midway TIME             it dies at once, the request is carried out after TIME
//   pause TIME                    the process stands still, and loses its message
//   latency TIME                  until the request reaches GitHub
//   stale TIME [of PART]          the read shows what was there so long ago; of a composite one
//                                 ledger, base, heads, tags, releases or pull alone
//   refused FAILURE               fakes/github/circumstances.h has the names
//
// Times are whole numbers of ms, s, min or h.
#include <algorithm>
#include <optional>
#include <utility>

#include "core/semver.h"
#include "sim/scenario.h"
#include "sim/scenario_words.h"

namespace regent::sim {
namespace {

constexpr auto acts = std::to_array<Named<Act>>({{"edits", Act::edits},
                                                 {"closes", Act::closes},
                                                 {"reopens", Act::reopens},
                                                 {"merges", Act::merges},
                                                 {"deletes-branch", Act::deletes_branch},
                                                 {"pushes-branch", Act::pushes_branch},
                                                 {"resets-branch", Act::resets_branch},
                                                 {"rewrites-base", Act::rewrites_base},
                                                 {"tags", Act::tags}});

constexpr auto mishaps = std::to_array<Named<Mishap>>({{"answer-lost", Mishap::answer_lost},
                                                       {"request-lost", Mishap::request_lost},
                                                       {"late", Mishap::late_effect},
                                                       {"crash-before", Mishap::crash_before},
                                                       {"crash-after", Mishap::crash_after},
                                                       {"crash-midway", Mishap::crash_midway}});

constexpr auto switches = std::to_array<Named<bool fake::Settings::*>>(
    {{"delete-branch-on-merge", &fake::Settings::delete_branch_on_merge},
     {"drops-merge-commit-sha", &fake::Settings::drops_merge_commit_sha},
     {"ignores-head-filter", &fake::Settings::ignores_head_filter},
     {"closes-pulls-of-recreated-branches", &fake::Settings::closes_pulls_of_recreated_branches}});

constexpr auto namings =
    std::to_array<Named<BranchNamingStrategy>>({{"standard", BranchNamingStrategy::standard},
                                                {"timestamped", BranchNamingStrategy::timestamped},
                                                {"uuid", BranchNamingStrategy::uuid},
                                                {"stable", BranchNamingStrategy::stable}});

constexpr auto parts = std::to_array<Named<std::uint8_t>>({{"ledger", fake::part::ledger},
                                                           {"base", fake::part::base},
                                                           {"heads", fake::part::heads},
                                                           {"tags", fake::part::tags},
                                                           {"releases", fake::part::releases},
                                                           {"pull", fake::part::pull}});

template <std::size_t... I>
bool is_operation(std::string_view name, std::index_sequence<I...>) {
  using github::Request;
  return ((github::operation(Request(std::in_place_index<I>)) == name) || ...);
}

bool is_operation(std::string_view name) {
  return is_operation(name, std::make_index_sequence<std::variant_size_v<github::Request>>());
}

class Parser {
 public:
  explicit Parser(std::string_view name) {
    scenario_.name = name;
    scenario_.script.active = true;
    scenario_.workload.before.push_back({.source = "", .message = "chore: begin", .date = {}});
  }

  std::expected<Scenario, ScenarioError> parse(std::string_view text) && {
    while (!text.empty()) {
      const auto end = text.find('\n');
      if (end == std::string_view::npos) return fail("the last line has no end");
      ++line_;
      if (auto refusal = take(text.substr(0, end))) return fail(std::move(*refusal));
      text.remove_prefix(end + 1);
    }
    if (!judging_) return fail("there is no ---- with the verdicts below it");
    if (scenario_.claim.empty()) return fail("no comment at the head says what is claimed");
    if (scenario_.workload.merges.empty()) return fail("nothing is ever merged");
    for (const Protocol protocol : protocols)
      if (!judged_[static_cast<std::size_t>(protocol)])
        return fail("there is no verdict on " + std::string(to_string(protocol)));
    return std::move(scenario_);
  }

 private:
  std::unexpected<ScenarioError> fail(std::string reason) const {
    return std::unexpected(ScenarioError{line_, std::move(reason)});
  }

  Refusal take(std::string_view line) {
    if (judging_) return verdict(line);
    if (line.starts_with('#')) return comment(line.substr(1));
    Words words(line);
    if (words.done()) return std::nullopt;
    in_head_ = false;
    if (line == "----") {
      judging_ = true;
      return std::nullopt;
    }
    if (auto refusal = command(words)) return refusal;
    if (!words.done()) return "nothing more is expected after that: " + in_quotes(words.take());
    return std::nullopt;
  }

  // The head's comments are the claim; an empty one ends a paragraph.
  Refusal comment(std::string_view text) {
    constexpr std::string_view thread = " thread: ";
    if (!in_head_) return std::nullopt;
    if (text.starts_with(thread)) {
      scenario_.thread = text.substr(thread.size());
      return std::nullopt;
    }
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::string& claim = scenario_.claim;
    if (!claim.empty() && claim.back() != '\n') claim += text.empty() ? '\n' : ' ';
    claim += text;
    return std::nullopt;
  }

  Refusal command(Words& words) {
    const std::string_view verb = words.take();
    if (verb == "workers") return words.number(scenario_.workers);
    if (verb == "tag") return tag(words);
    if (verb == "merge") return merge(words);
    if (verb == "revert") return revert(words);
    if (verb == "person") return person(words);
    if (verb == "look") return look(words);
    if (verb == "webhook") return webhook(words);
    if (verb == "call") return call(words);
    if (verb == "queue") return queue(words);
    if (verb == "naming") return naming(words);
    if (verb == "github") return github(words);
    return "there is no command " + in_quotes(verb);
  }

  Refusal tag(Words& words) {
    const std::string_view version = words.take();
    if (!Version::parse(version)) return in_quotes(version) + " is not a version";
    scenario_.workload.tag = version;
    return std::nullopt;
  }

  Refusal merge(Words& words) {
    const std::string_view message = words.take();
    if (message.empty()) return "needs a commit message in quotes";
    return add_merge(words, {.source = "", .message = std::string(message), .date = {}});
  }

  Refusal revert(Words& words) {
    std::uint32_t number = 0;
    if (auto refusal = words.number(number)) return refusal;
    const auto& merges = scenario_.workload.merges;
    if (number > merges.size()) return "there is no merge " + std::to_string(number) + " before";
    const std::string_view reverted = merges[number - 1].message;
    return add_merge(words, {.source = "",
                             .message = "Revert \"" + std::string(reverted) + "\"",
                             .date = {},
                             .reverts = number - 1});
  }

  Refusal add_merge(Words& words, Merge merge) {
    Duration at{};
    if (auto refusal = words.at(at)) return refusal;
    auto& times = scenario_.script.merges_at;
    if (!times.empty() && at < times.back()) return "merges stand in the order of their times";
    times.push_back(at);
    scenario_.workload.merges.push_back(std::move(merge));
    return std::nullopt;
  }

  Refusal person(Words& words) {
    const std::string_view word = words.take();
    const Act* act = find(acts, word);
    if (act == nullptr) return "a person does not do " + in_quotes(word);
    ScriptedAct scripted{.act = *act, .line = line_};
    if (*act == Act::tags) scripted.tag = words.take();
    if (auto refusal = words.at(scripted.at)) return refusal;
    scenario_.script.acts.push_back(std::move(scripted));
    return std::nullopt;
  }

  Refusal look(Words& words) {
    ScriptedAct scripted{.act = Act::look, .line = line_};
    if (auto refusal = words.at(scripted.at)) return refusal;
    scenario_.script.acts.push_back(std::move(scripted));
    return std::nullopt;
  }

  Refusal webhook(Words& words) {
    WebhookRule rule;
    if (words.take_if("nth"))
      if (auto refusal = words.number(rule.nth)) return refusal;
    if (words.done()) return "needs copies, delay or lost";
    while (!words.done()) {
      Refusal refusal;
      if (words.take_if("copies")) {
        refusal = words.number(rule.copies);
      } else if (words.take_if("delay")) {
        refusal = words.time(rule.delay);
      } else if (words.take_if("lost")) {
        rule.copies = 0;
      } else {
        refusal = "needs copies, delay or lost, not " + in_quotes(words.take());
      }
      if (refusal) return refusal;
    }
    scenario_.script.webhooks.push_back(rule);
    return std::nullopt;
  }

  Refusal call(Words& words) {
    CallRule rule{.line = line_};
    if (words.take_if("worker"))
      if (auto refusal = words.number(rule.worker)) return refusal;
    rule.operation = words.take();
    if (!is_operation(rule.operation)) return "there is no operation " + in_quotes(rule.operation);
    if (auto refusal = which(words, rule)) return refusal;
    if (words.done()) return "says nothing of what befalls the call";
    while (!words.done())
      if (auto refusal = effect(words, rule)) return refusal;
    scenario_.script.calls.push_back(std::move(rule));
    return std::nullopt;
  }

  static Refusal which(Words& words, CallRule& rule) {
    if (words.take_if("every")) {
      rule.last = CallRule::every;
      return std::nullopt;
    }
    if (!words.take_if("nth")) return std::nullopt;
    const std::string_view word = words.take();
    const auto dash = std::min(word.find('-'), word.size());
    Words first(word.substr(0, dash));
    if (auto refusal = first.number(rule.first)) return refusal;
    rule.last = rule.first;
    if (dash == word.size()) return std::nullopt;
    Words last(word.substr(dash + 1));
    return last.number(rule.last, rule.first);
  }

  static Refusal effect(Words& words, CallRule& rule) {
    const std::string_view word = words.take();
    if (const Mishap* mishap = find(mishaps, word)) {
      rule.mishap = *mishap;
      const bool later = *mishap == Mishap::late_effect || *mishap == Mishap::crash_midway;
      return later ? words.time(rule.effect_after) : std::nullopt;
    }
    if (word == "latency") return words.time(rule.latency);
    if (word == "stale") return stale(words, rule);
    if (word == "pause") {
      rule.paused = true;
      return words.time(rule.latency);
    }
    if (word != "refused") return "nothing called " + in_quotes(word) + " befalls a call";
    const std::string_view failure = words.take();
    rule.failure = fake::parse_failure(failure);
    if (!rule.failure) return "GitHub has no refusal " + in_quotes(failure);
    return std::nullopt;
  }

  static Refusal stale(Words& words, CallRule& rule) {
    if (auto refusal = words.time(rule.staleness)) return refusal;
    if (!words.take_if("of")) return std::nullopt;
    const std::string_view word = words.take();
    const std::uint8_t* part = find(parts, word);
    if (part == nullptr) return "a read has no part " + in_quotes(word);
    rule.stale_parts = *part;
    return std::nullopt;
  }

  Refusal queue(Words& words) {
    if (!words.take_if("exclusive")) return "needs exclusive";
    scenario_.script.exclusive_queue = true;
    return std::nullopt;
  }

  Refusal naming(Words& words) {
    const std::string_view word = words.take();
    const BranchNamingStrategy* strategy = find(namings, word);
    if (strategy == nullptr) return "there is no naming " + in_quotes(word);
    scenario_.config.concurrency.branch_naming.strategy = *strategy;
    return std::nullopt;
  }

  Refusal github(Words& words) {
    const std::string_view word = words.take();
    Script& script = scenario_.script;
    if (word == "background-after") return words.time(script.background_after);
    if (const auto behaviour = fake::parse_behaviour(word)) {
      scenario_.behaviour = *behaviour;
    } else if (const auto* setting = find(switches, word)) {
      script.settings.*(*setting) = true;
    } else if (word == "simultaneous-creates") {
      script.simultaneous_creates = true;
    } else {
      return "GitHub has no behaviour " + in_quotes(word);
    }
    return std::nullopt;
  }

  // `ledger: survived`, `optimistic: lost no-lost-merge`.
  Refusal verdict(std::string_view line) {
    for (const Protocol protocol : protocols) {
      const std::string prefix = std::string(to_string(protocol)) + ": ";
      if (!line.starts_with(prefix)) continue;
      const auto index = static_cast<std::size_t>(protocol);
      if (std::exchange(judged_[index], true))
        return "there are two verdicts on " + std::string(to_string(protocol));
      constexpr std::string_view lost = "lost ";
      line.remove_prefix(prefix.size());
      if (line == "survived") return std::nullopt;
      if (!line.starts_with(lost) || line.size() == lost.size())
        return "needs survived, or lost and the invariant";
      scenario_.expected[index] = {false, std::string(line.substr(lost.size()))};
      return std::nullopt;
    }
    return "needs a protocol's name and its verdict, not " + in_quotes(line);
  }

  Scenario scenario_;
  std::size_t line_ = 0;
  bool in_head_ = true;
  bool judging_ = false;
  std::array<bool, protocols.size()> judged_{};
};

}  // namespace

std::expected<Scenario, ScenarioError> parse_scenario(std::string_view text,
                                                      std::string_view name) {
  return Parser(name).parse(text);
}

}  // namespace regent::sim
