// Ends what a socket is used for when its time is over, whatever the thread that uses it waits for.
//
// Timeouts of single reads do not bound a call: a server that sends a byte now and then would keep
// it alive for ever. All members may be called by any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace regent::https {

class Watchdog {
 public:
  using Clock = std::chrono::steady_clock;

  Watchdog();
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // From `deadline` on, until `stop`, the watched socket is shut down, and so is every one that is
  // watched later.
  void start(Clock::time_point deadline);
  // True when the time was over.
  bool stop();
  // The socket in use from now on. The watchdog keeps a descriptor of its own, so that it never
  // touches one that was closed and given to somebody else.
  void watch(int socket);

 private:
  void run(const std::stop_token& stopping);

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<Clock::time_point> deadline_;
  int socket_ = -1;
  bool fired_ = false;
  std::jthread thread_;
};

}  // namespace regent::https
