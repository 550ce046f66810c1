// The addresses of a host, within a time.
//
// The system's resolver waits for its name servers as long as it likes and cannot be interrupted,
// so it runs in a thread of its own, which a call that has no more time leaves behind. One thread
// at a time may look up; a look-up that is still under way is waited for again, not begun again, so
// no more than one thread is ever left behind.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace regent::https {

// As `inet_ntop` writes them, in the order in which they are to be tried; empty: the host is not
// known. May take any time, and is called by another thread.
using Resolve = std::function<std::vector<std::string>(const std::string& host)>;

// The system's own: /etc/hosts, DNS and whatever else it is told to ask.
[[nodiscard]] std::vector<std::string> system_addresses(const std::string& host);

class HostLookup {
 public:
  using Clock = std::chrono::steady_clock;

  HostLookup(std::string host, Resolve resolve);

  // nullopt: not known by `deadline`.
  [[nodiscard]] std::optional<std::vector<std::string>> addresses(Clock::time_point deadline);

 private:
  struct Answer;  // outlives this object when its thread does
  std::string host_;
  Resolve resolve_;
  std::shared_ptr<Answer> under_way_;
};

}  // namespace regent::https
