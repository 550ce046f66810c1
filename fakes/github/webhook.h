// The webhooks that a repository emits, before anything happens to them on their way.
//
// Losing, delaying, repeating and reordering them is the caller's business (DOC: no automatic
// redelivery, no ordering promised).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/github.h"
#include "core/sha.h"
#include "core/time.h"
#include "fakes/github/digest.h"

namespace regent::fake {

struct Webhook {
  enum class Event : std::uint8_t { pull_request, push, create, remove };
  enum class Action : std::uint8_t { none, opened, edited, closed, reopened, synchronize, labeled };

  // What `X-GitHub-Delivery` is made from: equal for a redelivery, different otherwise. It depends
  // on what happened to the subject, not on what else happened before, so that independent
  // operations commute.
  std::uint64_t delivery = 0;
  Event event = Event::pull_request;
  Action action = Action::none;
  bool by_app = false;  // the sender is the app itself
  Time emitted_at{};

  // pull_request
  github::PullNumber number{};
  bool merged = false;
  std::string title{};
  std::string head{};  // branch name
  std::string base{};  // branch name
  Sha head_sha{};
  std::optional<Sha> merge_commit_sha{};

  // push, create, remove
  std::string ref{};  // full name
  Sha before{};       // zero: created
  Sha after{};        // zero: deleted

  // A merge: the event that says "look again" to a release bot.
  [[nodiscard]] bool is_merge() const {
    return event == Event::pull_request && action == Action::closed && merged;
  }
  friend bool operator==(const Webhook&, const Webhook&) = default;
};

[[nodiscard]] std::string_view to_string(Webhook::Event event);
[[nodiscard]] std::string_view to_string(Webhook::Action action);

// One line: `pull_request closed #7 merged feature-7 -> main 1a2b3c4`.
[[nodiscard]] std::string to_line(const Webhook& webhook);

[[nodiscard]] Digest digest_of(const Webhook& webhook);

}  // namespace regent::fake
