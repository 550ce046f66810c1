#include "sim/queue.h"

#include <algorithm>
#include <utility>

namespace regent::sim {

bool Queue::enqueue(Trigger trigger, Time now) {
  const auto same = [&](const Message& message) {
    return message.trigger.delivery == trigger.delivery;
  };
  if (std::ranges::any_of(messages_, same)) return false;
  messages_.push_back({next_id_++, std::move(trigger), 0, now, std::nullopt, 0});
  ++accepted_;
  return true;
}

std::optional<Queue::Received> Queue::receive(Time now) {
  const auto leased = [&](const Message& message) {
    return message.leased_until && *message.leased_until > now;
  };
  if (exclusive_ && std::ranges::any_of(messages_, leased)) return std::nullopt;
  for (std::size_t i = 0; i < messages_.size(); ++i) {
    Message& message = messages_[i];
    if (leased(message) || message.visible_at > now) continue;
    if (message.deliveries >= deliveries_max_) {
      ++dead_lettered_;
      messages_.erase(messages_.begin() + static_cast<std::ptrdiff_t>(i--));
      continue;
    }
    ++message.deliveries;
    message.receipt = next_receipt_++;
    message.leased_until = now + lease_ms_;
    return Received{message.id, message.receipt, message.deliveries, message.trigger};
  }
  return std::nullopt;
}

Message* Queue::find(std::uint64_t message, std::uint64_t receipt) {
  const auto found = std::ranges::find(messages_, message, &Message::id);
  return found != messages_.end() && found->receipt == receipt ? &*found : nullptr;
}

bool Queue::is_held(std::uint64_t message, std::uint64_t receipt) const {
  return std::ranges::any_of(messages_, [&](const Message& entry) {
    return entry.id == message && entry.receipt == receipt;
  });
}

void Queue::erase(std::uint64_t message) {
  std::erase_if(messages_, [&](const Message& entry) { return entry.id == message; });
}

bool Queue::extend(std::uint64_t message, std::uint64_t receipt, Time until) {
  Message* entry = find(message, receipt);
  if (entry == nullptr || !entry->leased_until) return false;
  entry->leased_until = std::max(*entry->leased_until, until);
  return true;
}

bool Queue::complete(std::uint64_t message, std::uint64_t receipt) {
  if (find(message, receipt) == nullptr) return false;
  erase(message);
  ++processed_;
  return true;
}

bool Queue::abandon(std::uint64_t message, std::uint64_t receipt, Time visible_at) {
  Message* entry = find(message, receipt);
  if (entry == nullptr) return false;
  entry->leased_until.reset();
  entry->visible_at = visible_at;
  return true;
}

bool Queue::dead_letter(std::uint64_t message, std::uint64_t receipt) {
  if (find(message, receipt) == nullptr) return false;
  erase(message);
  ++dead_lettered_;
  return true;
}

void Queue::send_again(const Received& received, Time visible_at) {
  Trigger trigger = received.trigger;
  trigger.delivery += '/' + std::to_string(received.receipt);
  messages_.push_back(
      {next_id_++, std::move(trigger), received.deliveries, visible_at, std::nullopt, 0});
  ++accepted_;
}

void Queue::lose_lease(std::uint64_t message, Time now) {
  const auto found = std::ranges::find(messages_, message, &Message::id);
  if (found != messages_.end() && found->leased_until) found->leased_until = now;
}

std::optional<Time> Queue::next_change(Time now) const {
  std::optional<Time> next;
  const auto leased = [&](const Message& message) {
    return message.leased_until && *message.leased_until > now;
  };
  const bool blocked = exclusive_ && std::ranges::any_of(messages_, leased);
  for (const Message& message : messages_) {
    if (blocked && !leased(message)) continue;  // waits for the one that is out
    const Time at = leased(message) ? *message.leased_until : std::max(message.visible_at, now);
    if (!next || at < *next) next = at;
  }
  return next;
}

}  // namespace regent::sim
