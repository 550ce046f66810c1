// The names of a simulation's choices: who it concerns, which of his occasions, and what is asked.
//
// A name survives what happens elsewhere in the run: `worker 2, call 5: fault` is that worker's
// fifth call whatever the others do. Every question has a usual answer, given where it is asked: no
// fault, a plain latency, a webhook that arrives at once and once, people who do nothing. A trace
// holds the answers that differ (sim/trace.h).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace regent::sim {

// What `index` and `nth` count; both from 1, 0 where there is nothing to count.
enum class Subject : std::uint8_t {
  setting,        // how GitHub and the queue behave, all along
  merge,          // index: merge of the workload
  merge_webhook,  // index: the merge that it tells of
  webhook,        // index: among those that tell of anything else
  person,         // index: occasion on which a person may do something
  operator_,      // index: occasion on which the configuration may change
  call,           // index: worker; nth: its call, over all its runs
  run,            // index: worker; nth: its run
  job,            // index: of GitHub's work in the background
};

enum class What : std::uint8_t {
  // setting
  delete_branch_on_merge,
  drops_merge_commit_sha,
  update_refs_error,
  weak_etags,
  ignores_head_filter,
  closes_pulls_of_recreated_branches,
  scarce_limit,  // 1 + calls an hour above what is the least enough; 0: plenty
  exclusive_queue,
  // several
  pause,  // ms before it: merge, person, operator_
  delay,  // ms: merge_webhook, webhook, job; of a call: on top of nothing, instead of its latency
  // merge_webhook, webhook
  delivery,
  copy_delay,  // ms
  // person
  act,
  at_the_end,  // a text goes below what is there
  as_version,  // a tag: 0 is no version, 1 a high one, 2 the release that is proposed
  bump,        // a branch is made for the release that is wanted, or for a later one
  // operator_
  change,
  naming,
  fallback,
  minor_perf,
  // call
  fault,
  latency,            // ms
  staleness,          // ms
  stale_parts,        // bits of fake::part
  effect_after,       // ms
  gives_up_after,     // ms
  downtime,           // ms
  interrupted_after,  // 1 + ms after which a person acts; 0: nobody does
  // run
  entropy_high,
  entropy_low,
  clock,  // 1 + ms from ten minutes behind, to which the machine's is set; 0: it is left alone
  // job
  which,
};
inline constexpr std::size_t what_count = static_cast<std::size_t>(What::which) + 1;

struct Question {
  Subject subject = Subject::setting;
  std::uint32_t index = 0;
  std::uint32_t nth = 0;
  What what = What::fault;
  friend auto operator<=>(const Question&, const Question&) = default;
};

// `worker 2, call 5: fault`, `merge 3's webhook: delivery`, `setting: weak-etags`.
[[nodiscard]] std::string to_string(const Question& question);
// Nullopt for what `to_string` does not return.
[[nodiscard]] std::optional<Question> parse_question(std::string_view text);

// A person reads durations in milliseconds, kinds as words and bits in hexadecimal.
enum class AnswerForm : std::uint8_t { number, milliseconds, word, bits };
[[nodiscard]] AnswerForm form_of(What what);

// For `word` and `bits`: `answer-lost`, `crash after`, `0x00000000000000ff`; "?" for an answer that
// the question does not have.
[[nodiscard]] std::string answer_text(What what, std::uint64_t answer);
[[nodiscard]] std::optional<std::uint64_t> parse_answer(What what, std::string_view text);
// The largest answer that makes sense.
[[nodiscard]] std::uint64_t answer_max(What what);

}  // namespace regent::sim
