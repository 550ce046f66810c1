#include "effects/https/https_port.h"

#include <chrono>
#include <utility>

#include "effects/https/exchange.h"

namespace regent::https {
namespace {

constexpr int redirects_max = 5;

Time system_time() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

HttpRequest with_defaults(HttpRequest request) {
  const auto add = [&](std::string_view name, std::string_view value) {
    if (find_header(request.headers, name).empty())
      request.headers.push_back({std::string(name), std::string(value)});
  };
  add("Accept", "application/vnd.github+json");
  add("X-GitHub-Api-Version", "2022-11-28");
  add("User-Agent", "release-regent");
  if (!request.body.empty()) add("Content-Type", "application/json");
  return request;
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 307 || status == 308;
}

// 301 and 302 may turn a POST into a GET, so they are followed for GETs alone. 307 and 308 keep it
// what it is, but what changes something, or holds a query, is for nobody else's eyes.
bool may_follow(const HttpRequest& request, int status, const Origin& from, const Origin& to) {
  if (!is_redirect(status) || (from.tls && !to.tls)) return false;
  if (request.method == "GET") return true;
  return (status == 307 || status == 308) && from == to;
}

effects::NoAnswer no_answer(std::string_view operation, const std::string& reason) {
  return {std::string(operation) + ": " + reason};
}

}  // namespace

HttpsPort::HttpsPort(PortOptions options, Identity identity)
    : options_(std::move(options)),
      identity_(std::move(identity)),
      clock_(options_.clock ? options_.clock : system_time),
      connection_(options_.url.origin, options_.connection) {}

HttpsPort::~HttpsPort() = default;

std::expected<github::Response, effects::NoAnswer> HttpsPort::send(const github::Request& request) {
  const std::string_view operation = github::operation(request);
  Exchange exchange(options_.repository, request, ids_);
  for (;;) {
    Answer answer = call(exchange.pending(), operation);
    if (!answer) return std::unexpected(std::move(answer.error()));
    auto taken = exchange.take(*answer);
    if (!taken) return std::unexpected(no_answer(operation, taken.error().reason));
    if (!*taken) continue;
    complete((*taken)->headers);
    return std::move(**taken);
  }
}

std::expected<std::string, HttpsPort::Refusal> HttpsPort::default_branch() {
  Answer answer = call(get_repository(options_.repository), "GET /repos");
  if (!answer) return std::unexpected(Refusal{0, std::move(answer.error().reason)});
  const auto refusal = decode_refusal(*answer, Api::rest);
  if (!refusal) return std::unexpected(Refusal{0, refusal.error().reason});
  if (*refusal) return std::unexpected(Refusal{answer->status, (*refusal)->message});
  auto facts = decode_repository(*answer);
  if (!facts) return std::unexpected(Refusal{0, facts.error().reason});
  ids_.repository = std::move(facts->node_id);
  return std::move(facts->default_branch);
}

// Whatever GitHub does not say is what it said before.
void HttpsPort::complete(github::Headers& headers) const {
  if (headers.date == Time{}) headers.date = clock_.now();
  if (headers.rate_limit_reset == Time{} && rate_limit_) {
    headers.rate_limit_remaining = rate_limit_->remaining;
    headers.rate_limit_reset = rate_limit_->reset;
  }
}

HttpsPort::Answer HttpsPort::call(const HttpRequest& request, std::string_view operation) {
  HttpRequest complete = with_defaults(request);
  if (options_.conditional_requests) etags_.prepare(complete);
  const auto* app = std::get_if<AppIdentity>(&identity_);
  Answer answer = app != nullptr ? call_as_app(*app, complete, operation)
                                 : call_with(std::get<Secret>(identity_), complete, operation, 1);
  if (answer && options_.conditional_requests) etags_.settle(complete, *answer);
  return answer;
}

// The answer to a request for a token, when it is no token, is the answer to the call.
HttpsPort::Answer HttpsPort::call_as_app(const AppIdentity& app, const HttpRequest& request,
                                         std::string_view operation) {
  if (token_.needs_renewal(clock_.now())) {
    if (auto refusal = renew(app)) return *std::move(refusal);
  }
  Answer answer = call_with(token_.token(), request, operation, 1);
  if (!answer || answer->status != 401 || token_.is_fresh(clock_.now())) return answer;
  if (auto refusal = renew(app)) return *std::move(refusal);
  HttpRequest again = request;  // an ETag of the old token matches nothing
  std::erase_if(again.headers, [](const Header& h) { return is_named(h, "If-None-Match"); });
  return call_with(token_.token(), again, operation, 2);
}

std::optional<HttpsPort::Answer> HttpsPort::renew(const AppIdentity& app) {
  constexpr std::string_view operation = "POST /app/installations/{id}/access_tokens";
  const HttpRequest request = with_defaults(request_installation_token(app.installation_id));
  const Time before = clock_.now();
  Answer answer = call_with(app.key.sign(app.app_id, before), request, operation, 1);
  // The clock of this machine was wrong, so the app's own token was; the answer corrected it.
  if (answer && answer->status == 401 && clock_.now() - before != Duration{0}) {
    const Duration moved = clock_.now() - before;
    if (moved > std::chrono::seconds(30) || moved < -std::chrono::seconds(30))
      answer = call_with(app.key.sign(app.app_id, clock_.now()), request, operation, 2);
  }
  if (!answer || answer->status < 200 || answer->status > 299) return answer;
  auto token = decode_installation_token(*answer, clock_.now());
  if (!token) return std::unexpected(no_answer(operation, token.error().reason));
  token_ = std::move(*token);
  etags_.clear();
  return std::nullopt;
}

HttpsPort::Answer HttpsPort::call_with(const Secret& token, const HttpRequest& request,
                                       std::string_view operation, std::uint32_t attempt) {
  return follow(request, options_.url.path_of(request.api, request.target), token, operation,
                attempt);
}

HttpsPort::Answer HttpsPort::follow(const HttpRequest& request, std::string path,
                                    const Secret& token, std::string_view operation,
                                    std::uint32_t attempt) {
  const Origin& home = options_.url.origin;
  Answer answer = exchange(connection_, request, path, token, operation, attempt);
  Origin at = home;
  for (int hops = 0; answer && is_redirect(answer->status); ++hops) {
    const auto next = resolve(at, find_header(answer->headers, "Location"));
    if (!next || !may_follow(request, answer->status, at, next->origin)) return answer;
    if (hops == redirects_max) return std::unexpected(no_answer(operation, "redirected for ever"));
    at = next->origin;
    if (at == home) {
      answer = exchange(connection_, request, next->path, token, operation, attempt);
    } else {
      Connection elsewhere(at, options_.connection);
      answer = exchange(elsewhere, request, next->path, Secret(), operation, attempt);
    }
  }
  return answer;
}

HttpsPort::Answer HttpsPort::exchange(Connection& connection, const HttpRequest& request,
                                      const std::string& path, const Secret& token,
                                      std::string_view operation, std::uint32_t attempt) {
  for (std::uint32_t sent = 0;; ++sent) {
    const auto began = std::chrono::steady_clock::now();
    auto answer = connection.send(request, path, token);
    const auto took = std::chrono::steady_clock::now() - began;
    CallRecord record{.correlation_id = options_.correlation_id,
                      .repository = options_.repository.owner + '/' + options_.repository.name,
                      .operation = std::string(operation),
                      .attempt = attempt + sent,
                      .duration_ms = std::chrono::floor<Duration>(took)};
    if (answer) {
      learn(*answer);
      record.status = answer->status;
      record.not_modified = answer->status == 304;
    } else {
      record.fault = answer.error().reason;
    }
    auto& counter = !request.is_read      ? usage_.writes
                    : record.not_modified ? usage_.not_modified
                                          : usage_.reads;
    ++counter;
    if (rate_limit_) record.github_rate_limit_remaining = rate_limit_->remaining;
    if (options_.log) options_.log(record);
    if (answer) return std::move(*answer);
    if (!answer.error().was_stale || !request.is_read || sent > 0)
      return std::unexpected(no_answer(operation, answer.error().reason));
  }
}

void HttpsPort::learn(const HttpAnswer& answer) {
  const github::Headers headers = decode_headers(answer);
  if (headers.date != Time{}) clock_.learn(headers.date);
  if (headers.rate_limit_reset != Time{})
    rate_limit_ = RateLimit{headers.rate_limit_remaining, headers.rate_limit_reset};
}

}  // namespace regent::https
