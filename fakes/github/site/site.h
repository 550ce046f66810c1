// The simulated github.com behind its HTTP interface: requests in, answers out, no socket.
//
// REST and GraphQL over the value in fakes/github, with the accounts, credentials and small
// resources (comments, label definitions, hook deliveries) that only HTTP clients see. A
// deterministic value: the same options and the same sequence of calls give the same answers and
// the same state, byte for byte, which is what makes a journal of requests a durable state. It
// reads no clock; each call says when it happens and what goes differently (circumstances.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/github/circumstances.h"
#include "fakes/github/digest.h"
#include "fakes/github/github.h"
#include "fakes/github/settings.h"
#include "fakes/github/site/exchange.h"

namespace regent::fake::site {

struct SiteState;

// The GitHub App that is installed on every repository.
struct AppCredentials {
  std::uint64_t id = 0;
  std::string public_key_pem;  // RSA: verifies the app's JWTs
};

struct Options {
  Settings settings;
  std::string url;  // where clients reach it, without a slash at the end: in every link
  // Personal tokens: the first is the bot's, the others are people's; with an app, all are
  // people's. Empty and no app: any token is the bot's.
  std::vector<std::string> tokens;
  std::optional<AppCredentials> app;
  std::string hook_url;    // of the hook that the server was started with; empty: none
  std::uint64_t seed = 1;  // of what GitHub draws: installation tokens, delivery GUIDs
  Time created_at{};       // of the repositories that it starts with
};

// A webhook to be sent.
struct Delivery {
  std::uint64_t id = 0;  // as `GET /app/hook/deliveries` lists it; a redelivery has its own
  std::string guid{};    // X-GitHub-Delivery; a redelivery keeps it
  std::string event{};   // "pull_request"
  std::string body{};    // the JSON payload
  Time at{};
  bool is_redelivery = false;
  std::uint64_t hook = 1;        // X-GitHub-Hook-Id; 1: the one that the server was started with
  std::uint64_t repository = 0;  // that the event is of
  std::string url{};             // empty: where the server was told to send webhooks
  std::string content_type = "json";  // or "form"
  std::string secret{};               // empty: not signed, or with the server's own
};

class Site {
 public:
  // `github` holds at least one repository.
  Site(Options options, GitHub github);
  Site(Site&&) noexcept;
  Site& operator=(Site&&) noexcept;
  ~Site();

  // Answers one request. `circumstances.by_app` is overruled by who the request's credentials say
  // it is. Any bytes are answered, bad ones with GitHub's own refusals. HEAD is answered as GET is:
  // whoever sends the answer leaves its body out.
  [[nodiscard]] HttpResponse handle(const HttpRequest& request, Circumstances circumstances);

  // Runs GitHub's background work of all repositories (pull requests of deleted branches get
  // closed, branches of merged ones deleted). True when there was any.
  bool run_background(Time now);
  [[nodiscard]] bool has_background() const;

  // The webhooks of what happened since the last call, in the order in which it happened.
  [[nodiscard]] std::vector<Delivery> take_deliveries();
  // How the receiver answered a delivery; status 0: it did not.
  void note_delivered(std::uint64_t id, int status, Duration took);

  // Increases with every change that a reader could see and that must survive a restart; rate
  // limits do not count.
  [[nodiscard]] std::uint64_t revision() const;
  // Of the state that must survive a restart.
  [[nodiscard]] Digest digest() const;
  [[nodiscard]] const GitHub& github() const;
  [[nodiscard]] GitHub& github();
  [[nodiscard]] const Options& options() const;
  void set_url(std::string url);
  // The server sends its webhooks there from now on.
  void set_hook_url(std::string url);

  // For `GET /_regent/state` and the page: repositories with refs, pull requests, releases.
  [[nodiscard]] std::string state_json() const;

 private:
  void collect_webhooks();

  std::unique_ptr<SiteState> state_;
};

}  // namespace regent::fake::site
