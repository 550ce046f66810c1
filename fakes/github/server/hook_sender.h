// Sends webhooks as GitHub does: signed, once, with ten seconds for the answer, in order unless the
// faults say otherwise (github-facts, webhooks). Belongs to the thread of its event loop.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "fakes/github/server/event_loop.h"
#include "fakes/github/server/fault_rules.h"
#include "fakes/github/server/journal.h"
#include "fakes/github/site/site.h"

namespace regent::fake::server {

// `sha256=` and the HMAC-SHA256 of `body` in hexadecimal: the value of X-Hub-Signature-256.
[[nodiscard]] std::string hub_signature(std::string_view secret, std::string_view body);

struct HookTarget {
  HttpUrl url;
  std::string url_text;
  std::string secret;        // empty: not signed
  std::uint64_t app_id = 0;  // 0: the hook belongs to a repository
  std::uint64_t repository_id = 0;
  std::uint64_t hook_id = 1;
  bool is_form = false;  // the payload is a field of a form
};

[[nodiscard]] std::vector<site::Header> hook_headers(const HookTarget& target,
                                                     const site::Delivery& delivery);
// What is posted: the payload, or a form with it (DOC, "content_type").
[[nodiscard]] std::string hook_body(const HookTarget& target, const site::Delivery& delivery);

class HookSender {
 public:
  // `delivered(id, status, took)` is called once for each delivery; status 0: not answered, or
  // dropped by a fault. `target` is that of the server's own hook, whose deliveries are dropped
  // without it; other hooks' name theirs.
  using Delivered = std::function<void(std::uint64_t id, int status, Duration took)>;
  HookSender(EventLoop& loop, std::optional<HookTarget> target, FaultRules& faults,
             Journal& journal, Delivered delivered)
      : loop_(loop),
        target_(std::move(target)),
        faults_(faults),
        journal_(journal),
        delivered_(std::move(delivered)) {}

  void send(site::Delivery delivery);

 private:
  struct Parcel {
    site::Delivery delivery;
    std::vector<std::string> faults;
    bool is_counted = true;  // false: the second copy of a webhook
  };
  void enqueue(Parcel parcel);
  void release_held();
  void send_next();
  void sent(const Parcel& parcel, int status, Duration took);
  // nullopt: nobody can be reached there.
  [[nodiscard]] std::optional<HookTarget> target_of(const site::Delivery& delivery) const;

  EventLoop& loop_;
  std::optional<HookTarget> target_;
  FaultRules& faults_;
  Journal& journal_;
  Delivered delivered_;
  std::deque<Parcel> queue_;
  std::vector<Parcel> held_;  // for the next one to overtake
  bool is_sending_ = false;
};

}  // namespace regent::fake::server
