#include "fakes/github/server/state_log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>

namespace regent::fake::server {
namespace {

// What an errno means, as a clause.
std::string reason(int error) {
  std::string text = std::strerror(error);
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

// 0, or the error.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

// So that the file's name survives, too.
void sync_directory_of(const std::string& file) {
  const std::string directory = std::filesystem::path(file).parent_path();
  const int descriptor = ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

// Appends in a thread of its own.
class StateLog::Writer {
 public:
  Writer(int descriptor, std::function<void(std::uint64_t)> durable,
         std::function<void(std::string)> failed)
      : descriptor_(descriptor),
        durable_(std::move(durable)),
        failed_(std::move(failed)),
        thread_([this] { run(); }) {}

  ~Writer() {
    {
      const std::lock_guard lock(mutex_);
      is_ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  void add(std::string_view line) {
    {
      const std::lock_guard lock(mutex_);
      pending_ += line;
      ++lines_;
    }
    wake_.notify_one();
  }

 private:
  struct Batch {
    std::string text;
    std::uint64_t lines = 0;  // in all, with this batch
  };
  Batch next() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return is_ending_ || !pending_.empty(); });
    return {std::exchange(pending_, {}), lines_};
  }

  void run() {
    for (Batch batch = next(); !batch.text.empty(); batch = next()) {
      int error = write_all(descriptor_, batch.text);
      if (error == 0 && ::fdatasync(descriptor_) != 0) error = errno;
      if (error != 0) return failed_(reason(error));
      durable_(batch.lines);
    }
  }

  int descriptor_;
  std::function<void(std::uint64_t)> durable_;
  std::function<void(std::string)> failed_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::string pending_;
  std::uint64_t lines_ = 0;
  bool is_ending_ = false;
  std::thread thread_;
};

std::expected<std::unique_ptr<StateLog>, std::string> StateLog::open(const std::string& file) {
  const int descriptor =
      ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return std::unexpected(reason(errno));
  std::unique_ptr<StateLog> log(new StateLog(descriptor));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    return std::unexpected("is in use by another server");
  sync_directory_of(file);
  return log;
}

StateLog::StateLog(int descriptor) : descriptor_(descriptor) {}

StateLog::~StateLog() {
  writer_.reset();
  ::close(descriptor_);
}

std::expected<std::string, std::string> StateLog::read() const {
  std::string text;
  std::array<char, 1 << 16> bytes;
  while (true) {
    const ssize_t count =
        ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(text.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(reason(errno));
    if (count == 0) return text;
    text.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

std::expected<void, std::string> StateLog::cut_to(std::size_t bytes) {
  if (::ftruncate(descriptor_, static_cast<off_t>(bytes)) != 0)
    return std::unexpected(reason(errno));
  return {};
}

std::expected<void, std::string> StateLog::write_through(std::string_view text) {
  if (const int error = write_all(descriptor_, text); error != 0)
    return std::unexpected(reason(error));
  if (::fdatasync(descriptor_) != 0) return std::unexpected(reason(errno));
  return {};
}

void StateLog::start(EventLoop& loop, std::function<void(std::string)> failed) {
  writer_ = std::make_unique<Writer>(
      descriptor_,
      [this, &loop](std::uint64_t lines) { loop.post([this, lines] { durable(lines); }); },
      [&loop, failed = std::move(failed)](std::string why) {
        loop.post([failed, why = std::move(why)] { failed(why); });
      });
}

void StateLog::append(std::string_view line) {
  ++appended_;
  writer_->add(line);
}

void StateLog::when_durable(std::function<void()> task) {
  if (durable_ == appended_) return task();
  waiting_.push_back({appended_, std::move(task)});
}

void StateLog::durable(std::uint64_t lines) {
  durable_ = lines;
  while (!waiting_.empty() && waiting_.front().lines <= durable_) {
    const auto task = std::move(waiting_.front().task);
    waiting_.pop_front();
    task();
  }
}

}  // namespace regent::fake::server
