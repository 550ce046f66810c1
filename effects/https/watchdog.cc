#include "effects/https/watchdog.h"

#include <sys/socket.h>
#include <unistd.h>

namespace regent::https {
namespace {

// How often a socket is shut down again: one that was not connected yet takes no notice.
constexpr auto repetition = std::chrono::milliseconds(20);

}  // namespace

Watchdog::Watchdog() : thread_([this](const std::stop_token& stopping) { run(stopping); }) {}

Watchdog::~Watchdog() {
  thread_.request_stop();
  thread_.join();
  if (socket_ >= 0) ::close(socket_);
}

void Watchdog::start(Clock::time_point deadline) {
  const std::scoped_lock lock(mutex_);
  deadline_ = deadline;
  fired_ = false;
  changed_.notify_all();
}

bool Watchdog::stop() {
  const std::scoped_lock lock(mutex_);
  deadline_.reset();
  return fired_;
}

void Watchdog::watch(int socket) {
  const std::scoped_lock lock(mutex_);
  if (socket_ >= 0) ::close(socket_);
  socket_ = ::dup(socket);
}

void Watchdog::run(const std::stop_token& stopping) {
  std::unique_lock lock(mutex_);
  while (!stopping.stop_requested()) {
    if (!deadline_) {
      changed_.wait(lock, stopping, [this] { return deadline_.has_value(); });
      continue;
    }
    const auto now = Clock::now();
    if (now < *deadline_) {
      const auto awaited = *deadline_;
      changed_.wait_until(lock, stopping, awaited, [&] { return deadline_ != awaited; });
      continue;
    }
    fired_ = true;
    if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
    changed_.wait_for(lock, stopping, repetition, [this] { return !deadline_.has_value(); });
  }
}

}  // namespace regent::https
