// Runs the program as its users do: another process, its streams, its exit status.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace regent::runtime {

struct Ended {
  int status = -1;  // of the process; 128 + the signal that ended it
  std::string out;
  std::string err;
};

namespace process {

inline int status_of(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Reads both to their ends, whichever has something first.
inline void drain(int out, std::string& out_text, int err, std::string& err_text) {
  std::array<pollfd, 2> streams = {{{out, POLLIN, 0}, {err, POLLIN, 0}}};
  const std::array<std::string*, 2> texts = {&out_text, &err_text};
  while (streams[0].fd >= 0 || streams[1].fd >= 0) {
    if (poll(streams.data(), streams.size(), -1) < 0) continue;
    for (std::size_t i = 0; i < streams.size(); ++i) {
      if (streams[i].revents == 0) continue;
      std::array<char, 65536> bytes;
      const ssize_t count = read(streams[i].fd, bytes.data(), bytes.size());
      if (count > 0) {
        texts[i]->append(bytes.data(), static_cast<std::size_t>(count));
      } else {
        streams[i].fd = -1;
      }
    }
  }
}

[[noreturn]] inline void become(const std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  _exit(127);
}

}  // namespace process

// `words` begin with the path of a program; standard input is the file `input`.
inline Ended run_program(const std::vector<std::string>& words,
                         const std::string& input = "/dev/null") {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (pipe(out.data()) != 0 || pipe(err.data()) != 0) return {};
  const pid_t child = fork();
  if (child == 0) {
    const int in = open(input.c_str(), O_RDONLY);
    dup2(in, 0);
    dup2(out[1], 1);
    dup2(err[1], 2);
    for (const int descriptor : {in, out[0], out[1], err[0], err[1]}) close(descriptor);
    process::become(words);
  }
  close(out[1]);
  close(err[1]);
  Ended ended;
  process::drain(out[0], ended.out, err[0], ended.err);
  close(out[0]);
  close(err[0]);
  ended.status = process::status_of(child);
  return ended;
}

// `regent` with these arguments.
inline Ended regent(const std::vector<std::string>& arguments,
                    const std::string& input = "/dev/null") {
  std::vector<std::string> words(1, REGENT_BINARY);
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run_program(words, input);
}

// A command line for the shell; `$regent` in it is the program.
inline Ended shell(const std::string& line) {
  setenv("regent", REGENT_BINARY, 1);
  return run_program({"/bin/sh", "-c", line});
}

// `regent` on a terminal: everything that it shows there, as `out`.
inline Ended regent_on_a_terminal(const std::vector<std::string>& arguments) {
  std::vector<std::string> words(1, REGENT_BINARY);
  words.insert(words.end(), arguments.begin(), arguments.end());
  winsize size{.ws_row = 40, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) {
    setenv("TERM", "xterm-256color", 1);
    process::become(words);
  }
  Ended ended;
  process::drain(terminal, ended.out, -1, ended.err);
  close(terminal);
  ended.status = process::status_of(child);
  return ended;
}

// A directory of its own, gone at the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = std::filesystem::temp_directory_path() / "regent-test-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] std::string path(const std::string& name) const { return path_ / name; }
  [[nodiscard]] std::string file(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path(name);
  }
  // Names of the files in the directory `name`, sorted.
  [[nodiscard]] std::vector<std::string> list(const std::string& name) const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_ / name))
      names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace regent::runtime
