// Standard output and standard error, and what they can show. Not thread-safe.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include "runtime/command.h"
#include "runtime/style.h"

namespace regent::runtime {

class Console {
 public:
  // Makes sure that descriptors 0 to 2 are taken, so that no file that is opened later becomes
  // standard output; and that a reader who leaves early does not kill the program.
  Console();

  // Collected until `flush`.
  void print(std::string_view text) { out_ += text; }

  // Writes what was printed. A reader who went away is no error: there is nobody left to tell.
  // Any other failure (a full disk, a closed descriptor) is, and stays, a Problem.
  [[nodiscard]] std::expected<void, Problem> flush();

  // `regent: <place>: <reason>` on standard error, on one line whatever the texts hold.
  void complain(const Problem& problem) const;
  // A line on standard error that is no error.
  void remark(std::string_view text) const;

  // For standard output: colours on a terminal only, and never when NO_COLOR is set (no-color.org).
  [[nodiscard]] const Style& style() const { return style_; }
  // Of standard output's terminal; `columns_in_a_pipe` elsewhere.
  [[nodiscard]] std::size_t columns() const { return columns_; }
  static constexpr std::size_t columns_in_a_pipe = 140;

  // Whether somebody watches standard error, where progress is shown.
  [[nodiscard]] bool is_watched() const { return is_watched_; }

 private:
  std::string out_;
  int error_ = 0;  // errno of the first failed write
  Style style_;
  std::size_t columns_ = columns_in_a_pipe;
  bool is_watched_ = false;
};

}  // namespace regent::runtime
