// A file that lines are appended to, and that knows which of them the disk has.
//
// Lines that are appended while the disk is busy go to it together, so that many requests share one
// fdatasync. Belongs to the thread of its event loop; a thread of its own does the waiting.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "fakes/github/server/event_loop.h"

namespace regent::fake::server {

class StateLog {
 public:
  // Opens or makes the file and locks it against other servers. The reason when that cannot be.
  [[nodiscard]] static std::expected<std::unique_ptr<StateLog>, std::string> open(
      const std::string& file);
  // Writes what was appended, and closes.
  ~StateLog();
  StateLog(const StateLog&) = delete;
  StateLog& operator=(const StateLog&) = delete;

  // Before `start`: what is in the file; drops what follows its first `bytes` bytes; appends
  // `text` and waits until the disk has it. The reason when it fails.
  [[nodiscard]] std::expected<std::string, std::string> read() const;
  [[nodiscard]] std::expected<void, std::string> cut_to(std::size_t bytes);
  [[nodiscard]] std::expected<void, std::string> write_through(std::string_view text);

  // From here on `append` may be called. `failed` is called once, with the reason, when the file
  // can no longer be written; nothing becomes durable from then on.
  void start(EventLoop& loop, std::function<void(std::string reason)> failed);

  void append(std::string_view line);
  // Calls `task` once the disk has all that was appended so far: at once when it has it already.
  void when_durable(std::function<void()> task);

 private:
  class Writer;
  explicit StateLog(int descriptor);
  void durable(std::uint64_t lines);

  struct Waiting {
    std::uint64_t lines;  // that must be durable
    std::function<void()> task;
  };
  int descriptor_;
  std::uint64_t appended_ = 0;
  std::uint64_t durable_ = 0;
  std::deque<Waiting> waiting_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace regent::fake::server
