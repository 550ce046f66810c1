// The simulated github.com at work: each request from its arrival until it is answered or lost.
//
// Asks the Site, lets the faults happen, writes down what must survive before it answers, keeps the
// journal, sends webhooks and does GitHub's background work. Belongs to the thread of its event
// loop, and that thread alone touches the Site.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "fakes/github/circumstances.h"
#include "fakes/github/server/event_loop.h"
#include "fakes/github/server/fault_rules.h"
#include "fakes/github/server/hook_sender.h"
#include "fakes/github/server/journal.h"
#include "fakes/github/server/listener.h"
#include "fakes/github/server/state_file.h"
#include "fakes/github/server/state_log.h"
#include "fakes/github/site/site.h"

namespace regent::fake::server {

class Service {
 public:
  struct Parts {
    site::Site site;
    std::function<Time()> clock{};  // empty: the system's
    Duration background_after{100};
    Time last{};                         // GitHub's clock does not go back behind this
    std::vector<site::Delivery> unsent;  // webhooks that a server before this one still owed
    StateLog* log = nullptr;             // nullptr: nothing survives
    std::optional<HookTarget> hook{};
    FaultRules faults{};
  };
  Service(EventLoop& loop, Parts parts);

  // Begins with what a server before this one left undone.
  void start();
  void serve(site::HttpRequest request, std::shared_ptr<Client> client);

 private:
  // A request on its way.
  struct Ticket {
    site::HttpRequest request;
    std::shared_ptr<Client> client;
    RequestFaults faults;
    JournalEntry entry;
    site::HttpResponse response{};
  };
  using TicketPtr = std::shared_ptr<Ticket>;

  [[nodiscard]] Time now();
  void serve_github(site::HttpRequest request, std::shared_ptr<Client> client);
  void serve_own(const site::HttpRequest& request, const std::shared_ptr<Client>& client);
  [[nodiscard]] site::HttpResponse own_answer(const site::HttpRequest& request);
  [[nodiscard]] site::HttpResponse add_faults(std::string_view text);
  void take_effect(const TicketPtr& ticket);
  void finish(const TicketPtr& ticket);
  [[nodiscard]] site::HttpResponse ask_site(const site::HttpRequest& request,
                                            const RequestFaults& faults);
  void changed();
  void schedule_background();
  void run_background();
  void delivered(std::uint64_t id, int status, Duration took);

  EventLoop& loop_;
  site::Site site_;
  std::function<Time()> clock_;
  Duration background_after_;
  Time last_;
  std::vector<site::Delivery> unsent_;
  StateLog* log_;
  FaultRules faults_;
  Journal journal_;
  HookSender hooks_;
  std::uint64_t revision_;  // of the site, as far as it was written down
  bool is_background_due_ = false;
};

}  // namespace regent::fake::server
