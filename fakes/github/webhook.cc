#include "fakes/github/webhook.h"

#include "fakes/github/outbox.h"

namespace regent::fake {
namespace {

constexpr std::uint64_t webhook_seed = 30;

// Everything but the delivery.
Digest content_digest(const Webhook& webhook) {
  DigestBuilder builder(webhook_seed);
  const auto add_sha = [&](const Sha& sha) {
    builder.add(digest_of({reinterpret_cast<const char*>(sha.bytes().data()), Sha::size_bytes}, 0));
  };
  builder.add(static_cast<std::uint64_t>(webhook.event))
      .add(static_cast<std::uint64_t>(webhook.action));
  builder.add(std::uint64_t{webhook.by_app} << 1 | std::uint64_t{webhook.merged});
  builder.add(static_cast<std::uint64_t>(webhook.emitted_at.time_since_epoch().count()));
  builder.add(static_cast<std::uint64_t>(webhook.number));
  for (const std::string* text : {&webhook.title, &webhook.head, &webhook.base, &webhook.ref}) {
    builder.add(digest_of(*text, webhook_seed));
  }
  builder.add(std::uint64_t{webhook.merge_commit_sha.has_value()});
  for (const Sha& sha : {webhook.head_sha, webhook.merge_commit_sha.value_or(Sha{}), webhook.before,
                         webhook.after}) {
    add_sha(sha);
  }
  return builder.finish();
}

}  // namespace

std::string_view to_string(Webhook::Event event) {
  switch (event) {
    case Webhook::Event::pull_request:
      return "pull_request";
    case Webhook::Event::push:
      return "push";
    case Webhook::Event::create:
      return "create";
    case Webhook::Event::remove:
      return "delete";
  }
  return "";
}

std::string_view to_string(Webhook::Action action) {
  switch (action) {
    case Webhook::Action::none:
      return "";
    case Webhook::Action::opened:
      return "opened";
    case Webhook::Action::edited:
      return "edited";
    case Webhook::Action::closed:
      return "closed";
    case Webhook::Action::reopened:
      return "reopened";
    case Webhook::Action::synchronize:
      return "synchronize";
    case Webhook::Action::labeled:
      return "labeled";
  }
  return "";
}

std::string to_line(const Webhook& webhook) {
  std::string line(to_string(webhook.event));
  if (webhook.event != Webhook::Event::pull_request) {
    line += ' ' + webhook.ref + ' ';
    line += webhook.before.is_zero() ? "none" : webhook.before.abbreviated();
    line += " -> ";
    line += webhook.after.is_zero() ? "none" : webhook.after.abbreviated();
    return line;
  }
  line += ' ';
  line += to_string(webhook.action);
  line += " #" + std::to_string(static_cast<std::uint32_t>(webhook.number));
  if (webhook.merged) line += " merged";
  line += ' ' + webhook.head + " -> " + webhook.base;
  if (webhook.merge_commit_sha) line += ' ' + webhook.merge_commit_sha->abbreviated();
  return line;
}

Digest digest_of(const Webhook& webhook) {
  return DigestBuilder(webhook_seed).add(content_digest(webhook)).add(webhook.delivery).finish();
}

bool Outbox::is_subscribed(const Subscriptions& subscriptions, Webhook::Event event) {
  switch (event) {
    case Webhook::Event::pull_request:
      return subscriptions.pull_request;
    case Webhook::Event::push:
      return subscriptions.push;
    case Webhook::Event::create:
      return subscriptions.create;
    case Webhook::Event::remove:
      return subscriptions.remove;
  }
  return false;
}

void Outbox::emit(const Subscriptions& subscriptions, Webhook webhook) {
  if (!is_subscribed(subscriptions, webhook.event)) return;
  webhook.delivery = content_digest(webhook).low;
  digest_ += DigestBuilder(webhook_seed)
                 .add(std::uint64_t{pending_.size()})
                 .add(digest_of(webhook))
                 .finish();
  pending_.push_back(std::move(webhook));
}

std::vector<Webhook> Outbox::take() {
  digest_ = {};
  return std::exchange(pending_, {});
}

}  // namespace regent::fake
