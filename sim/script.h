// What a scenario prescribes instead of leaving it to chance. A value; empty in a campaign.
//
// Rules name a call by worker and by the n-th request of a kind, so that a script survives changes
// to the requests around it. Times count from the scenario's start.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "fakes/github/circumstances.h"
#include "fakes/github/settings.h"

namespace regent::sim {

// What becomes of a request or of the process that sends it (sim/fault.h has the meanings).
enum class Mishap : std::uint8_t {
  none,
  answer_lost,
  request_lost,
  late_effect,
  crash_before,
  crash_after,
  crash_midway,
};

// Befalls the `first` to the `last` call that it names, counted per rule from 1.
struct CallRule {
  static constexpr std::uint32_t every = ~std::uint32_t{0};

  std::uint32_t worker = 0;  // 1-based; 0: any
  std::string operation;     // as github::operation names it
  std::uint32_t first = 1;
  std::uint32_t last = 1;
  Mishap mishap = Mishap::none;
  Duration effect_after{};  // of `late_effect` and `crash_midway`: when GitHub has carried it out
  std::optional<fake::Failure> failure{};
  Duration latency{};    // until the request reaches GitHub; zero: a tenth of a second
  bool paused = false;   // the whole process stands still: its lease on the message runs out
  Duration staleness{};  // of a read
  std::uint8_t stale_parts = fake::part::all;  // of a composite read
  std::size_t line = 0;                        // in the scenario's file
};

// What a person, a timer or an operator does.
enum class Act : std::uint8_t {
  look,  // a timer or an operator says "look again"
  edits,
  closes,
  reopens,
  merges,
  deletes_branch,
  pushes_branch,
  resets_branch,  // the release branch is force-pushed to where its base is
  rewrites_base,
  tags,
};

struct ScriptedAct {
  Duration at{};
  Act act = Act::look;
  std::string tag{};     // of `tags`
  std::size_t line = 0;  // in the scenario's file
};

// The fate of the `nth` webhook that means something to the bot; 0: of each.
struct WebhookRule {
  std::uint32_t nth = 0;
  std::uint32_t copies = 1;  // 0: it is lost
  Duration delay{};
};

struct Script {
  bool active = false;
  fake::Settings settings;
  bool simultaneous_creates = false;  // overlapping creates of one head are both 201
  bool exclusive_queue = false;
  Duration background_after = std::chrono::seconds(2);
  std::vector<Duration> merges_at;  // of each merge of the workload, in order
  std::vector<CallRule> calls;
  std::vector<ScriptedAct> acts;
  std::vector<WebhookRule> webhooks;
};

}  // namespace regent::sim
