#include "runtime/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <utility>

#include "runtime/text.h"

namespace regent::runtime {
namespace {

// Owns a descriptor and the name of a file that is not finished.
class Draft {
 public:
  explicit Draft(std::string name)
      : name_(std::move(name)),
        descriptor_(open(name_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {}
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!name_.empty()) unlink(name_.c_str());
  }

  bool is_open() const { return descriptor_ >= 0; }

  // False leaves the reason in errno; so below.
  bool write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(descriptor_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

  // Brought to the disk: a delayed "no space left" must be known before the rename.
  bool finish(const std::string& final_name) {
    if (fsync(descriptor_) != 0) return false;
    if (close(std::exchange(descriptor_, -1)) != 0) return false;
    if (rename(name_.c_str(), final_name.c_str()) != 0) return false;
    name_.clear();
    return true;
  }

 private:
  std::string name_;
  int descriptor_;
};

}  // namespace

std::expected<void, Problem> write_atomically(const std::filesystem::path& file,
                                              std::string_view text) {
  Draft draft(file.string() + ".tmp-" + std::to_string(getpid()));
  if (draft.is_open() && draft.write(text) && draft.finish(file.string())) return {};
  return std::unexpected(Problem{file.string(), system_reason(errno)});
}

}  // namespace regent::runtime
