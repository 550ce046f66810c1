#include "runtime/console.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "runtime/text.h"

namespace regent::runtime {
namespace {

// A closed descriptor is replaced by one that cannot be written to, so that writing fails as
// before.
void take_standard_descriptors() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
    if (open("/dev/null", O_RDONLY) < 0) return;  // takes the lowest free number: this one
  }
}

bool is_set(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool shows_colours() {
  const char* const terminal = std::getenv("TERM");
  return !is_set("NO_COLOR") && (terminal == nullptr || std::string_view(terminal) != "dumb");
}

std::size_t terminal_columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 40) return 80;
  return size.ws_col;
}

// Returns 0, or errno.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

Console::Console() {
  take_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  is_watched_ = isatty(STDERR_FILENO) != 0;
  if (isatty(STDOUT_FILENO) == 0) return;
  style_ = Style(shows_colours());
  columns_ = terminal_columns();
}

std::expected<void, Problem> Console::flush() {
  if (error_ == 0) error_ = write_all(STDOUT_FILENO, out_);
  out_.clear();
  if (error_ == 0 || error_ == EPIPE) return {};
  return std::unexpected(Problem{"standard output", system_reason(error_)});
}

void Console::complain(const Problem& problem) const {
  remark(problem.place.empty() ? problem.reason : problem.place + ": " + problem.reason);
}

void Console::remark(std::string_view text) const {
  write_all(STDERR_FILENO, "regent: " + printable(text) + "\n");
}

}  // namespace regent::runtime
