// Workloads from a seed.
#include <array>

#include "sim/prng.h"
#include "sim/workload.h"

namespace regent::sim {
namespace {

using namespace std::chrono_literals;

template <std::size_t N>
std::string_view one_of(Prng& prng, const std::array<std::string_view, N>& options) {
  return options[prng.below(N)];
}

constexpr std::array<std::string_view, 20> types = {
    "feat", "fix",  "fix",   "fix",      "fix",   "feat", "perf", "chore",    "docs", "ci",
    "test", "fix!", "feat!", "refactor", "build", "fix",  "feat", "refactor", "fix",  "style"};
constexpr std::array<std::string_view, 6> scopes = {"", "", "", "(api)", "(cli)", "(deps)"};
constexpr std::array<std::string_view, 10> words = {
    "parser", "retries",       "the cache", "@octocat's login",  "`code` spans",
    "<b>",    "[links](x://)", "pipes | |", "<!-- comments -->", "ünïcödé"};
constexpr std::array<std::string_view, 5> verbs = {"handle", "drop", "speed up", "rework",
                                                   "explain"};
constexpr std::array<std::string_view, 4> oddities = {
    "Update README.md", "WIP: not yet", "Merge branch 'main' into topic", "feat missing colon"};

std::string header(Prng& prng, std::uint32_t index) {
  if (prng.chance(60)) return std::string(one_of(prng, oddities));
  const std::string_view type = one_of(prng, types);
  const bool breaking = type.back() == '!';
  std::string text(breaking ? type.substr(0, type.size() - 1) : type);
  text += one_of(prng, scopes);
  if (breaking) text += '!';
  text += ": ";
  text += one_of(prng, verbs);
  text += ' ';
  text += one_of(prng, words);
  text += " (#" + std::to_string(1000 + index) + ")";
  return text;
}

}  // namespace

Workload generate(std::uint32_t merges, std::uint64_t seed) {
  Prng prng(seed ^ 0x776f726b6c6f6164u);
  Workload workload;
  Time date{1'700'000'000s};
  workload.before.push_back({.source = "", .message = "chore: initial commit", .date = date});
  if (!prng.chance(150)) {
    // One after the other: the order of calls within an expression is the compiler's.
    const auto patch = prng.below(4);
    const auto minor = prng.below(4);
    const auto major = prng.below(3);
    workload.tag =
        std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
  }
  for (std::uint32_t i = 0; i < merges; ++i) {
    date += std::chrono::minutes(1 + prng.below(600));
    Merge merge;
    merge.date = date;
    if (i > 0 && prng.chance(60)) {
      merge.reverts = prng.below(i);
      const std::string& reverted = workload.merges[*merge.reverts].message;
      merge.message = "Revert \"" + reverted.substr(0, reverted.find('\n')) + "\"";
    } else {
      merge.message = header(prng, i);
      if (prng.chance(40)) merge.message += "\n\nBREAKING CHANGE: everything\nis different";
      if (prng.chance(15)) merge.message += "\n\nRelease-As: " + std::to_string(3 + i) + ".0.0";
    }
    merge.release = prng.chance(180);
    workload.merges.push_back(std::move(merge));
  }
  return workload;
}

}  // namespace regent::sim
