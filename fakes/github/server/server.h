// A simulated github.com that HTTP clients can use: the room's front door.
//
// Everything runs in the thread that calls `run`; `stop` may be called from any.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/github/server/fault_rules.h"
#include "fakes/github/server/state_file.h"
#include "fakes/github/server/world.h"
#include "fakes/github/settings.h"
#include "fakes/github/site/site.h"

namespace regent::fake::server {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any that is free

  // Empty: what a state file says, or else the default. Given ones must agree with a state file.
  std::optional<Settings> settings;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> tokens;
  std::optional<site::AppCredentials> app;
  std::optional<World> world;
  // The text of a state file to begin with, which is not changed.
  std::optional<std::string> begin_with;
  std::string begin_with_name;  // for messages

  std::string state_file;  // empty: the state ends with the server

  std::function<Time()> clock{};   // GitHub's; empty: the system's
  Duration background_after{100};  // how late GitHub's background work is done

  std::string hook_url;  // empty: webhooks go nowhere
  std::string hook_secret;
  std::vector<FaultRule> faults;
};

// Why a server cannot be had.
struct ServerError {
  std::string place;   // an option, or a file with its line
  std::string reason;  // a lower-case clause
};

class Server {
 public:
  // Binds, restores what the state file holds, and is ready: connections wait until `run`.
  [[nodiscard]] static std::expected<std::unique_ptr<Server>, ServerError> open(
      ServerOptions options);
  ~Server();

  [[nodiscard]] std::string url() const;         // `http://127.0.0.1:8080`
  [[nodiscard]] std::string repository() const;  // `owner/name` of the first one

  // SIGINT and SIGTERM will end `run`.
  void stop_on_signals();
  // Serves until it is told to stop; the reason when the state can no longer be kept.
  [[nodiscard]] std::expected<void, ServerError> run();
  // Thread-safe.
  void stop();

 private:
  class Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace regent::fake::server
