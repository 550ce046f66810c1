#include "fakes/github/site/answer_cache.h"

#include <utility>

namespace regent::fake::site {

const HttpResponse* AnswerCache::find(std::uint64_t revision, std::string_view question) const {
  if (revision != revision_) return nullptr;
  const auto it = answers_.find(question);
  return it == answers_.end() ? nullptr : &it->second;
}

void AnswerCache::keep(std::uint64_t revision, std::string question, HttpResponse answer) {
  const std::size_t bytes = question.size() + answer.body.size();
  if (revision != revision_ || bytes_ + bytes > bytes_max) clear();
  revision_ = revision;
  if (bytes > bytes_max) return;
  bytes_ += bytes;
  answers_.insert_or_assign(std::move(question), std::move(answer));
}

void AnswerCache::clear() {
  answers_.clear();
  bytes_ = 0;
}

}  // namespace regent::fake::site
