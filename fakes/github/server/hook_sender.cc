#include "fakes/github/server/hook_sender.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <chrono>
#include <utility>

#include "core/assert.h"
#include "fakes/github/site/hooks.h"
#include "fakes/github/site/target.h"

namespace regent::fake::server {
namespace {

constexpr Duration answer_time_max = std::chrono::seconds(10);
// A webhook that is to be overtaken waits no longer for another one to come.
constexpr Duration held_time_max = std::chrono::seconds(1);

Duration since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - start);
}

}  // namespace

std::string hub_signature(std::string_view secret, std::string_view body) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned int size = 0;
  const auto* const done =
      HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(body.data()), body.size(), bytes.data(), &size);
  REGENT_ASSERT(done != nullptr, "HMAC-SHA256 of bytes in memory cannot fail");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "sha256=";
  for (unsigned int i = 0; i < size; ++i)
    text.append(1, digits[bytes[i] >> 4U]).append(1, digits[bytes[i] & 15U]);
  return text;
}

std::vector<site::Header> hook_headers(const HookTarget& target, const site::Delivery& delivery) {
  const bool is_app = target.app_id != 0;
  std::vector<site::Header> headers = {
      {"Accept", "*/*"},
      {"Content-Type", target.is_form ? "application/x-www-form-urlencoded" : "application/json"},
      {"User-Agent", "GitHub-Hookshot/5e1f0a2"},
      {"X-GitHub-Delivery", delivery.guid},
      {"X-GitHub-Event", delivery.event},
      {"X-GitHub-Hook-Id", std::to_string(target.hook_id)},
      {"X-GitHub-Hook-Installation-Target-Id",
       std::to_string(is_app ? target.app_id : target.repository_id)},
      {"X-GitHub-Hook-Installation-Target-Type", is_app ? "integration" : "repository"}};
  if (!target.secret.empty())
    headers.push_back(
        {"X-Hub-Signature-256", hub_signature(target.secret, hook_body(target, delivery))});
  return headers;
}

std::string hook_body(const HookTarget& target, const site::Delivery& delivery) {
  if (!target.is_form) return delivery.body;
  return "payload=" + site::percent_encoded(delivery.body);
}

std::optional<HookTarget> HookSender::target_of(const site::Delivery& delivery) const {
  const bool is_servers = delivery.hook == site::server_hook;
  if (is_servers && !target_) return std::nullopt;
  HookTarget target = is_servers ? *target_ : HookTarget{};
  if (!delivery.url.empty()) {
    const auto url = parse_http_url(delivery.url);
    if (!url) return std::nullopt;
    target.url = *url;
    target.url_text = delivery.url;
  }
  if (!delivery.secret.empty()) target.secret = delivery.secret;
  if (delivery.repository != 0) target.repository_id = delivery.repository;
  target.hook_id = delivery.hook;
  target.is_form = delivery.content_type == "form";
  return target;
}

void HookSender::send(site::Delivery delivery) {
  if (!target_of(delivery)) return delivered_(delivery.id, 0, Duration{0});
  WebhookFaults faults = faults_.meet_webhook(delivery.event);
  Parcel parcel{std::move(delivery), std::move(faults.names)};
  if (faults.drop) return sent(parcel, 0, Duration{0});
  if (faults.delay.count() > 0) {
    loop_.after(faults.delay, [this, parcel, twice = faults.twice] {
      enqueue(parcel);
      if (twice) enqueue({parcel.delivery, parcel.faults, false});
    });
    return;
  }
  if (faults.reorder) {
    if (faults.twice) held_.push_back({parcel.delivery, parcel.faults, false});
    held_.push_back(std::move(parcel));
    return loop_.after(held_time_max, [this] { release_held(); });
  }
  if (faults.twice) enqueue({parcel.delivery, parcel.faults, false});
  enqueue(std::move(parcel));
  release_held();
}

void HookSender::release_held() {
  for (Parcel& parcel : std::exchange(held_, {})) enqueue(std::move(parcel));
}

void HookSender::enqueue(Parcel parcel) {
  queue_.push_back(std::move(parcel));
  if (!std::exchange(is_sending_, true)) send_next();
}

void HookSender::send_next() {
  if (queue_.empty()) {
    is_sending_ = false;
    return;
  }
  const Parcel parcel = std::move(queue_.front());
  queue_.pop_front();
  const auto start = std::chrono::steady_clock::now();
  const HookTarget target = *target_of(parcel.delivery);
  post_http(loop_, target.url, hook_headers(target, parcel.delivery),
            hook_body(target, parcel.delivery), answer_time_max, [this, parcel, start](int status) {
              sent(parcel, status, since(start));
              send_next();
            });
}

void HookSender::sent(const Parcel& parcel, int status, Duration took) {
  const site::Delivery& delivery = parcel.delivery;
  journal_.add({.at = delivery.at,
                .method = "WEBHOOK",
                .target = target_of(delivery)->url_text,
                .operation = delivery.event,
                .who = delivery.guid,
                .status = status,
                .fate = status == 0 ? "not delivered" : "delivered",
                .took = took,
                .faults = parcel.faults});
  if (parcel.is_counted) delivered_(delivery.id, status, took);
}

}  // namespace regent::fake::server
