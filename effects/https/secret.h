// A token or key in memory: it does not print, does not copy by accident, and is wiped at its end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace regent::https {

class Secret {
 public:
  Secret() = default;
  // Takes the text over; the string that held it is wiped.
  explicit Secret(std::string&& text);
  Secret(Secret&&) = default;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] Secret copy() const;
  // For the one place that sends it. What is made of the view is the caller's to wipe.
  [[nodiscard]] std::string_view reveal() const { return {bytes_.data(), bytes_.size()}; }

 private:
  void wipe();
  std::vector<char> bytes_;  // moving it leaves no copy behind, as a short string would
};

// Overwrites the text, in a way that the compiler keeps, and empties it.
void wipe(std::string& text);

}  // namespace regent::https
