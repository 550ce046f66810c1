// What reads answered, to be asked for again by ETag: a 304 is not charged (facts, "Conditional
// requests").
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <string>

#include "effects/https/http.h"

namespace regent::https {

// Bounded; what was used longest ago goes first. A value of one thread.
class EtagCache {
 public:
  explicit EtagCache(std::size_t bytes_max = 16 * 1024 * 1024) : bytes_max_(bytes_max) {}

  // Adds `If-None-Match` to a GET whose answer is known.
  void prepare(HttpRequest& request);
  // A 200 with an ETag is kept; a 304 to a prepared request becomes the answer that was kept, with
  // the new answer's headers in place of the old ones. True when it was one.
  bool settle(const HttpRequest& request, HttpAnswer& answer);
  // ETags are per token: with another one nothing matches (github/docs#34689).
  void clear();

 private:
  struct Entry {
    std::string etag;
    HttpAnswer answer;
    std::list<std::string>::iterator use;
  };
  void drop(std::map<std::string, Entry>::iterator entry);

  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::map<std::string, Entry> entries_;
  std::list<std::string> uses_;  // the oldest first
};

}  // namespace regent::https
