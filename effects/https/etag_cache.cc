#include "effects/https/etag_cache.h"

#include <utility>

namespace regent::https {
namespace {

bool is_cached_kind(const HttpRequest& request) {
  return request.api == Api::rest && request.method == "GET";
}

std::string key_of(const HttpRequest& request) {
  return std::string(find_header(request.headers, "Accept")) + ' ' + request.target;
}

}  // namespace

void EtagCache::prepare(HttpRequest& request) {
  if (!is_cached_kind(request) || !find_header(request.headers, "If-None-Match").empty()) return;
  const auto entry = entries_.find(key_of(request));
  if (entry != entries_.end()) request.headers.push_back({"If-None-Match", entry->second.etag});
}

bool EtagCache::settle(const HttpRequest& request, HttpAnswer& answer) {
  if (!is_cached_kind(request)) return false;
  std::string key = key_of(request);
  const auto known = entries_.find(key);
  if (answer.status == 304) {
    if (known == entries_.end() ||
        find_header(request.headers, "If-None-Match") != known->second.etag)
      return false;
    HttpAnswer whole = known->second.answer;
    // The new headers come first, and the first of a name counts.
    whole.headers.insert(whole.headers.begin(), answer.headers.begin(), answer.headers.end());
    answer = std::move(whole);
    uses_.splice(uses_.end(), uses_, known->second.use);
    return true;
  }
  if (known != entries_.end()) drop(known);
  const std::string_view etag = find_header(answer.headers, "ETag");
  if (answer.status != 200 || etag.empty() || answer.body.size() > bytes_max_) return false;
  uses_.push_back(key);
  bytes_ += answer.body.size();
  Entry entry{std::string(etag), answer, std::prev(uses_.end())};
  // A 304 need not repeat these, and a stale value of them would be wrong.
  std::erase_if(entry.answer.headers, [](const Header& header) {
    return is_named(header, "Date") || is_named(header, "X-RateLimit-Remaining") ||
           is_named(header, "X-RateLimit-Reset");
  });
  entries_.emplace(std::move(key), std::move(entry));
  while (bytes_ > bytes_max_) drop(entries_.find(uses_.front()));
  return false;
}

void EtagCache::clear() {
  entries_.clear();
  uses_.clear();
  bytes_ = 0;
}

void EtagCache::drop(std::map<std::string, Entry>::iterator entry) {
  bytes_ -= entry->second.answer.body.size();
  uses_.erase(entry->second.use);
  entries_.erase(entry);
}

}  // namespace regent::https
