// What was asked and what became of it: the last requests and webhooks, for people and tests.
//
// Holds no credential and no body. Belongs to the thread of its event loop.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "fakes/github/server/listener.h"
#include "fakes/github/site/exchange.h"

namespace regent::fake::server {

struct JournalEntry {
  std::uint64_t number = 0;  // from 1, in the order in which they ended
  Time at{};                 // when it arrived
  std::string method;        // of a webhook: `WEBHOOK`
  std::string target;        // of a webhook: where it went
  std::string operation;     // GraphQL's, a webhook's event; or empty
  std::string who;
  int status = 0;    // 0: there was no answer
  std::string fate;  // `answered`, `answer lost` and so on
  Duration took{0};
  std::vector<std::string> faults;
};

class Journal {
 public:
  explicit Journal(EventLoop& loop) : loop_(loop) {}

  // Gives the entry its number. Only the last `kept_max` are kept.
  void add(JournalEntry entry);
  // Those with a number above `since`, oldest first, at most `count_max`.
  [[nodiscard]] std::string json(std::uint64_t since) const;
  // Sends those above `since` and all that follow as server-sent events, for as long as the client
  // listens. When there are more than a person could read, only the last are sent.
  void stream_to(std::shared_ptr<Client> client, std::uint64_t since);

  static constexpr std::size_t kept_max = 10'000;
  static constexpr std::size_t count_max = 1'000;

 private:
  struct Listening {
    std::shared_ptr<Client> client;
    std::uint64_t since;
  };
  [[nodiscard]] std::size_t index_after(std::uint64_t since) const;
  void tick();

  EventLoop& loop_;
  std::deque<JournalEntry> entries_;
  std::uint64_t last_ = 0;
  std::vector<Listening> listening_;
  bool is_ticking_ = false;
};

// Who a request's credentials say it is from, without them: `anonymous`, `token 1` (the first of
// `tokens`), `app`, `installation`, `unknown token`; `bot` for any token when there are no
// `tokens`.
[[nodiscard]] std::string who_asks(const site::HttpRequest& request,
                                   const std::vector<std::string>& tokens);

}  // namespace regent::fake::server
