#include "fakes/github/server/journal.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace regent::fake::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr Duration tick_time{100};
constexpr std::size_t shown_per_tick_max = 200;
constexpr std::size_t target_bytes_max = 1024;

Json json_of(const JournalEntry& entry) {
  Json json = {
      {"number", entry.number}, {"at", entry.at.time_since_epoch().count()},
      {"method", entry.method}, {"target", entry.target},
      {"who", entry.who},       {"status", entry.status == 0 ? Json(nullptr) : Json(entry.status)},
      {"fate", entry.fate},     {"duration_ms", entry.took.count()},
      {"faults", entry.faults}};
  if (!entry.operation.empty()) json["operation"] = entry.operation;
  return json;
}

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// A credential in a query would otherwise be the one that gets into the journal.
std::string without_secrets(std::string target) {
  for (const std::string_view key : {"access_token=", "client_secret="}) {
    for (std::size_t at = target.find(key); at != std::string::npos; at = target.find(key, at)) {
      at += key.size();
      const std::size_t end = std::min(target.find('&', at), target.size());
      target.replace(at, end - at, "…");
    }
  }
  return target;
}

}  // namespace

void Journal::add(JournalEntry entry) {
  entry.number = ++last_;
  entry.target = without_secrets(std::move(entry.target));
  if (entry.target.size() > target_bytes_max) entry.target.resize(target_bytes_max);
  entries_.push_back(std::move(entry));
  if (entries_.size() > kept_max) entries_.pop_front();
}

std::size_t Journal::index_after(std::uint64_t since) const {
  if (entries_.empty() || since < entries_.front().number) return 0;
  return std::min<std::size_t>(since - entries_.front().number + 1, entries_.size());
}

std::string Journal::json(std::uint64_t since) const {
  Json requests = Json::array();
  for (std::size_t i = index_after(since); i < entries_.size() && requests.size() < count_max; ++i)
    requests.push_back(json_of(entries_[i]));
  const std::uint64_t first = entries_.empty() ? 0 : entries_.front().number;
  return text_of({{"first", first}, {"last", last_}, {"requests", std::move(requests)}}) + "\n";
}

void Journal::stream_to(std::shared_ptr<Client> client, std::uint64_t since) {
  client->begin_stream(
      {.status = 200,
       .headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}},
       .body = {}});
  listening_.push_back({std::move(client), since});
  if (!std::exchange(is_ticking_, true)) tick();
}

void Journal::tick() {
  std::erase_if(listening_, [&](Listening& one) {
    std::size_t i = index_after(std::exchange(one.since, last_));
    if (entries_.size() > shown_per_tick_max) i = std::max(i, entries_.size() - shown_per_tick_max);
    std::string events;
    for (; i < entries_.size(); ++i)
      events += "id: " + std::to_string(entries_[i].number) +
                "\ndata: " + text_of(json_of(entries_[i])) + "\n\n";
    return !one.client->push(events);
  });
  is_ticking_ = !listening_.empty();
  if (is_ticking_) loop_.after(tick_time, [this] { tick(); });
}

std::string who_asks(const site::HttpRequest& request, const std::vector<std::string>& tokens) {
  std::string_view credentials = site::find_header(request.headers, "Authorization");
  if (credentials.empty()) return "anonymous";
  const std::size_t blank = credentials.find(' ');
  if (blank != std::string_view::npos) credentials.remove_prefix(blank + 1);
  for (std::size_t i = 0; i < tokens.size(); ++i)
    if (credentials == tokens[i]) return "token " + std::to_string(i + 1);
  if (credentials.starts_with("ghs_")) return "installation";
  if (std::ranges::count(credentials, '.') == 2) return "app";
  return tokens.empty() ? "bot" : "unknown token";
}

}  // namespace regent::fake::server
