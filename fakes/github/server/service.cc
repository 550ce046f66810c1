#include "fakes/github/server/service.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "fakes/github/server/graphql_name.h"
#include "fakes/github/server/own_routes.h"

namespace regent::fake::server {
namespace {}  // namespace

Service::Service(EventLoop& loop, Parts parts)
    : loop_(loop),
      site_(std::move(parts.site)),
      clock_(std::move(parts.clock)),
      background_after_(parts.background_after),
      last_(parts.last),
      unsent_(std::move(parts.unsent)),
      log_(parts.log),
      faults_(std::move(parts.faults)),
      journal_(loop),
      hooks_(loop, std::move(parts.hook), faults_, journal_,
             [this](std::uint64_t id, int status, Duration took) { delivered(id, status, took); }),
      revision_(site_.revision()) {}

void Service::start() {
  for (site::Delivery& delivery : std::exchange(unsent_, {})) hooks_.send(std::move(delivery));
  schedule_background();
}

Time Service::now() {
  const Time clock =
      clock_ ? clock_() : std::chrono::floor<Duration>(std::chrono::system_clock::now());
  return last_ = std::max(last_, clock);
}

void Service::serve(site::HttpRequest request, std::shared_ptr<Client> client) {
  if (is_own_route(request)) return serve_own(request, client);
  serve_github(std::move(request), std::move(client));
}

void Service::serve_own(const site::HttpRequest& request, const std::shared_ptr<Client>& client) {
  if (is_stream_of_requests(request)) return journal_.stream_to(client, since_of(request));
  client->answer(own_answer(request));
}

site::HttpResponse Service::own_answer(const site::HttpRequest& request) {
  switch (own_route_of(request)) {
    case OwnRoute::page:
      return html_answer(page_html());
    case OwnRoute::requests:
      return json_answer(200, journal_.json(since_of(request)));
    case OwnRoute::state:
      return json_answer(200, site_.state_json());
    case OwnRoute::faults:
      return json_answer(200, faults_.json());
    case OwnRoute::add_faults:
      return add_faults(request.body);
    case OwnRoute::clear_faults:
      return faults_.clear(), json_answer(200, faults_.json());
    case OwnRoute::none:
      break;
  }
  return unknown_own_route(request);
}

site::HttpResponse Service::add_faults(std::string_view text) {
  auto rules = parse_faults(text);
  if (!rules) return plain_refusal(422, to_string(rules.error(), "faults"));
  faults_.add(*std::move(rules));
  return json_answer(201, faults_.json());
}

void Service::serve_github(site::HttpRequest request, std::shared_ptr<Client> client) {
  const auto ticket = std::make_shared<Ticket>();
  const GraphqlName graphql = graphql_name(request);
  if (!faults_.empty())
    ticket->faults =
        faults_.meet({.method = request.method, .target = request.target, .graphql = graphql.text});
  ticket->entry = {.at = now(),
                   .method = request.method,
                   .target = request.target,
                   .operation = graphql.name,
                   .who = who_asks(request, site_.options().tokens),
                   .faults = ticket->faults.names};
  ticket->request = std::move(request);
  ticket->client = std::move(client);
  if (ticket->faults.hold.count() == 0) return take_effect(ticket);
  loop_.after(ticket->faults.hold, [this, ticket] { take_effect(ticket); });
}

void Service::take_effect(const TicketPtr& ticket) {
  RequestFaults& faults = ticket->faults;
  if (faults.loss == Loss::request) return finish(ticket);
  if (faults.answer) {
    ticket->response = *faults.answer;
  } else if (auto refusal = git_refusal(ticket->request)) {
    ticket->response = *std::move(refusal);
  } else {
    ticket->response = ask_site(ticket->request, faults);
  }
  // Also a read waits: what it shows must not be lost once it has been shown.
  const auto send = [this, ticket] {
    if (ticket->faults.delay.count() == 0) return finish(ticket);
    loop_.after(ticket->faults.delay, [this, ticket] { finish(ticket); });
  };
  log_ == nullptr ? send() : log_->when_durable(send);
}

void Service::finish(const TicketPtr& ticket) {
  const Loss loss = ticket->faults.loss;
  JournalEntry& entry = ticket->entry;
  entry.status = loss == Loss::request ? 0 : ticket->response.status;
  entry.fate = to_string(loss);
  entry.took = now() - entry.at;
  journal_.add(std::move(entry));
  switch (loss) {
    case Loss::none:
      return ticket->client->answer(std::move(ticket->response));
    case Loss::truncated:
      return ticket->client->answer_truncated(std::move(ticket->response));
    case Loss::answer:
    case Loss::request:
      return ticket->client->hang_up();
  }
}

site::HttpResponse Service::ask_site(const site::HttpRequest& request,
                                     const RequestFaults& faults) {
  const Circumstances circumstances{
      .now = now(), .staleness = faults.staleness, .twin = faults.twin, .failure = faults.failure};
  site::HttpResponse response = site_.handle(request, circumstances);
  if (site_.revision() != revision_) {
    if (log_ != nullptr)
      log_->append(record_line(RequestRecord{request, circumstances, site_.digest()}));
    changed();
  }
  return response;
}

void Service::changed() {
  revision_ = site_.revision();
  for (site::Delivery& delivery : site_.take_deliveries()) hooks_.send(std::move(delivery));
  schedule_background();
}

void Service::schedule_background() {
  if (is_background_due_ || !site_.has_background()) return;
  is_background_due_ = true;
  loop_.after(background_after_ + faults_.meet_background(), [this] { run_background(); });
}

void Service::run_background() {
  is_background_due_ = false;
  const Time at = now();
  if (!site_.run_background(at)) return;
  if (log_ != nullptr) {
    log_->append(record_line(BackgroundRecord{at, site_.digest()}));
  }
  changed();
}

void Service::delivered(std::uint64_t id, int status, Duration took) {
  site_.note_delivered(id, status, took);
  revision_ = site_.revision();
  if (log_ != nullptr) log_->append(record_line(DeliveredRecord{id, status, took}));
}

}  // namespace regent::fake::server
