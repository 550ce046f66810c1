// The simulated message queue, as SQS FIFO and Service Bus sessions are seen from outside.
//
// At-least-once: a message that is received is leased, and comes back when its lease runs out. In
// exclusive mode the messages of the repository are handed out one at a time; without it any idle
// worker takes the next, as a serverless function without a queue would. After `deliveries_max`
// deliveries a message is dead-lettered. Duplicates of a delivery id within the queue are dropped.
// A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "core/trigger.h"

namespace regent::sim {

struct Message {
  std::uint64_t id = 0;
  Trigger trigger;
  std::uint32_t deliveries = 0;
  Time visible_at{};
  std::optional<Time> leased_until;
  std::uint64_t receipt = 0;  // of the last delivery
};

class Queue {
 public:
  explicit Queue(bool exclusive, std::uint32_t deliveries_max, Duration lease_ms)
      : exclusive_(exclusive), deliveries_max_(deliveries_max), lease_ms_(lease_ms) {}

  // False when the same delivery is queued already: it was deduplicated.
  bool enqueue(Trigger trigger, Time now);

  struct Received {
    std::uint64_t message = 0;
    std::uint64_t receipt = 0;
    std::uint32_t deliveries = 0;
    Trigger trigger;
  };
  // The oldest message that may be handed out at `now`, now leased.
  [[nodiscard]] std::optional<Received> receive(Time now);

  // Each of these needs the receipt of the last delivery: a worker whose lease ran out, and whose
  // message was delivered to another one, has no say any more.
  [[nodiscard]] bool is_held(std::uint64_t message, std::uint64_t receipt) const;
  bool extend(std::uint64_t message, std::uint64_t receipt, Time until);
  bool complete(std::uint64_t message, std::uint64_t receipt);
  bool abandon(std::uint64_t message, std::uint64_t receipt, Time visible_at);
  bool dead_letter(std::uint64_t message, std::uint64_t receipt);
  // What a run gives up whose lease ran out: its message may be done by now, but the run may have
  // covered what a newer one wrote since. A copy with its count of deliveries, never dropped.
  void send_again(const Received& received, Time visible_at);

  // The lease is lost without its holder's knowledge.
  void lose_lease(std::uint64_t message, Time now);

  // The next time at which `receive` may succeed where it did not before.
  [[nodiscard]] std::optional<Time> next_change(Time now) const;

  [[nodiscard]] bool empty() const { return messages_.empty(); }
  [[nodiscard]] std::size_t depth() const { return messages_.size(); }
  [[nodiscard]] const std::vector<Message>& messages() const { return messages_; }
  [[nodiscard]] bool exclusive() const { return exclusive_; }
  [[nodiscard]] Duration lease_ms() const { return lease_ms_; }
  [[nodiscard]] std::uint64_t processed() const { return processed_; }
  [[nodiscard]] std::uint64_t dead_lettered() const { return dead_lettered_; }
  [[nodiscard]] std::uint64_t accepted() const { return accepted_; }

 private:
  Message* find(std::uint64_t message, std::uint64_t receipt);
  void erase(std::uint64_t message);

  bool exclusive_;
  std::uint32_t deliveries_max_;
  Duration lease_ms_;
  std::vector<Message> messages_;  // by age
  std::uint64_t next_id_ = 1;
  std::uint64_t next_receipt_ = 1;
  std::uint64_t accepted_ = 0;
  std::uint64_t processed_ = 0;
  std::uint64_t dead_lettered_ = 0;
};

}  // namespace regent::sim
