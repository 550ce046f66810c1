// Situations that a campaign has to meet sometimes, or it has proved little.
//
// The protocol has a defence for each of them; a campaign in which one never occurs has not tried
// that defence. Some are noted by the reducer itself (core/plan.h, `Note`), the others are seen by
// the simulator, which knows what no worker can know.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/config.h"
#include "core/plan.h"
#include "fakes/github/settings.h"

namespace regent::sim {

enum class Situation : std::uint8_t {
  // Noted by the reducer.
  conflict_lost,
  stale_read_noticed,
  answer_lost,
  claim_awaited,
  claim_taken_over,
  pull_adopted,
  pull_proposed_again,
  release_finished,
  text_restored,
  branch_fallback,
  rate_limited,
  version_conflict,
  lock_failure,
  // Seen in the world: what others do while a worker is at work.
  merge_while_opening,
  merge_while_superseded,
  merge_with_missing_commit,
  person_during_write,
  tag_during_swing,
  base_rewritten_during_run,
  configuration_during_run,
  swings_raced,
  branch_deleted_during_swing,
  closed_after_recreation,
  twin_closed,
  // What happens to processes, messages and requests.
  crash_before_open,
  crash_before_publish,
  late_effect,
  swing_unanswered,
  open_unanswered,
  message_taken_over,
  message_shared,
  write_without_lease,
  webhook_overtaken,
  duplicate_dropped,
};
inline constexpr std::size_t situation_count =
    static_cast<std::size_t>(Situation::duplicate_dropped) + 1;

using SituationCounts = std::array<std::uint64_t, situation_count>;

// `claim-taken-over`, as in reports.
[[nodiscard]] std::string_view to_string(Situation situation);
// One clause that says what happened.
[[nodiscard]] std::string_view meaning(Situation situation);
// What the reducer calls it; nullopt: it is seen in the world.
[[nodiscard]] std::optional<Note> note_of(Situation situation);

// Whether a run of `protocol` can come to it at all.
[[nodiscard]] bool is_expected(Situation situation, Protocol protocol, fake::Behaviour behaviour);

// The expected situations that never occurred, in the order of the table.
[[nodiscard]] std::vector<Situation> never_met(const SituationCounts& counts, Protocol protocol,
                                               fake::Behaviour behaviour);

}  // namespace regent::sim
