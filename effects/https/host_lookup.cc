#include "effects/https/host_lookup.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace regent::https {
namespace {

bool is_address(const std::string& host) {
  in6_addr any{};
  return ::inet_pton(AF_INET, host.c_str(), &any) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), &any) == 1;
}

}  // namespace

std::vector<std::string> system_addresses(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, &wanted, &found) != 0) return {};
  std::vector<std::string> addresses;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    char text[NI_MAXHOST];
    if (::getnameinfo(one->ai_addr, one->ai_addrlen, text, sizeof text, nullptr, 0,
                      NI_NUMERICHOST) != 0)
      continue;
    if (std::ranges::find(addresses, text) == addresses.end()) addresses.emplace_back(text);
  }
  ::freeaddrinfo(found);
  return addresses;
}

struct HostLookup::Answer {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<std::vector<std::string>> addresses;
};

HostLookup::HostLookup(std::string host, Resolve resolve)
    : host_(std::move(host)), resolve_(std::move(resolve)) {}

std::optional<std::vector<std::string>> HostLookup::addresses(Clock::time_point deadline) {
  if (is_address(host_)) return std::vector{host_};
  if (under_way_ == nullptr) {
    under_way_ = std::make_shared<Answer>();
    std::thread([answer = under_way_, host = host_, resolve = resolve_] {
      auto addresses = resolve(host);
      const std::scoped_lock lock(answer->mutex);
      answer->addresses = std::move(addresses);
      answer->changed.notify_all();
    }).detach();
  }
  std::unique_lock lock(under_way_->mutex);
  const bool is_known = under_way_->changed.wait_until(
      lock, deadline, [this] { return under_way_->addresses.has_value(); });
  if (!is_known) return std::nullopt;
  auto addresses = *std::move(under_way_->addresses);
  lock.unlock();
  under_way_.reset();
  return addresses;
}

}  // namespace regent::https
