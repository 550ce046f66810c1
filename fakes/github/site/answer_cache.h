// Answers to reads of a state that has not changed since.
//
// An answer is a function of the state, of what was asked and of who asked: reads are not in the
// log of a server for the same reason. So it is rendered once, and again when the state has another
// revision. What is remembered is no part of the site's value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "fakes/github/site/exchange.h"

namespace regent::fake::site {

class AnswerCache {
 public:
  // More than that is forgotten as a whole: what is asked again soon is there again soon.
  static constexpr std::size_t bytes_max = 16 << 20;

  // What `question` was answered in the state `revision`; nullptr: not known. Until the next call.
  [[nodiscard]] const HttpResponse* find(std::uint64_t revision, std::string_view question) const;
  // Forgets what other revisions were answered.
  void keep(std::uint64_t revision, std::string question, HttpResponse answer);
  void clear();

 private:
  std::uint64_t revision_ = 0;
  std::size_t bytes_ = 0;
  std::map<std::string, HttpResponse, std::less<>> answers_;
};

}  // namespace regent::fake::site
