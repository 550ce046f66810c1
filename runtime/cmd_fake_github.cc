// `regent fake-github`: the simulated GitHub as a server.
#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/github/server/app_key.h"
#include "fakes/github/server/fault_rules.h"
#include "fakes/github/server/server.h"
#include "fakes/github/server/world.h"
#include "runtime/command.h"
#include "runtime/commits_file.h"
#include "runtime/console.h"
#include "runtime/options.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

namespace server = fake::server;

struct FakeGithubOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::optional<fake::Behaviour> behaviour;
  std::optional<std::uint64_t> rate_limit;
  std::optional<std::uint64_t> seed;
  std::optional<std::string> load;
  std::optional<std::string> state;
  std::vector<std::string> tokens;
  std::optional<std::uint64_t> app_id;
  std::optional<std::string> app_key;
  std::optional<std::string> webhook;
  std::optional<std::string> webhook_secret;
  std::optional<std::string> faults;
};

std::expected<std::string, Problem> read_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) return std::unexpected(Problem{file, "cannot be read"});
  return std::move(text).str();
}

server::World world_of(const sim::Workload& history) {
  const std::size_t slash = history.repository.find('/');
  server::World world{.owner = history.repository.substr(0, slash),
                      .name = history.repository.substr(slash + 1),
                      .commits = {}};
  for (const auto* part : {&history.before, &history.merges}) {
    for (const sim::Merge& merge : *part) {
      std::vector<std::string> tags;
      if (!merge.expected_version.empty()) tags.push_back("v" + merge.expected_version);
      world.commits.push_back(
          {*Sha::parse(merge.source), merge.message, merge.date, std::move(tags)});
    }
  }
  return world;
}

std::expected<void, Problem> load(const std::string& file, server::ServerOptions& options) {
  auto text = read_file(file);
  if (!text) return std::unexpected(text.error());
  if (server::looks_like_state(*text)) {
    options.begin_with = *std::move(text);
    options.begin_with_name = file;
    return {};
  }
  const auto history = read_history(file);
  if (!history) return std::unexpected(history.error());
  options.world = world_of(*history);
  return {};
}

std::expected<void, Problem> read_app(const FakeGithubOptions& asked,
                                      server::ServerOptions& options) {
  if (asked.app_id.has_value() != asked.app_key.has_value())
    return std::unexpected(Problem{asked.app_id ? "--app-id" : "--app-key",
                                   "needs the other one of --app-id and --app-key"});
  if (!asked.app_id) return {};
  const auto pem = read_file(*asked.app_key);
  if (!pem) return std::unexpected(pem.error());
  auto key = server::public_key_in(*pem);
  if (!key) return std::unexpected(Problem{*asked.app_key, key.error()});
  options.app = fake::site::AppCredentials{*asked.app_id, *std::move(key)};
  return {};
}

std::expected<void, Problem> read_faults(const std::string& file, server::ServerOptions& options) {
  const auto text = read_file(file);
  if (!text) return std::unexpected(text.error());
  auto rules = server::parse_faults(*text);
  if (!rules) {
    const std::string line = server::to_string(rules.error(), file);
    const std::size_t place = line.size() - rules.error().reason.size();
    return std::unexpected(Problem{line.substr(0, place - 2), rules.error().reason});
  }
  options.faults = *std::move(rules);
  return {};
}

std::optional<fake::Settings> settings_of(const FakeGithubOptions& asked) {
  if (!asked.behaviour && !asked.rate_limit) return std::nullopt;
  fake::Settings settings;
  settings.behaviour = asked.behaviour.value_or(settings.behaviour);
  if (asked.rate_limit)
    settings.rate_limit_per_hour = static_cast<std::uint32_t>(*asked.rate_limit);
  return settings;
}

std::expected<server::ServerOptions, Problem> server_options(const FakeGithubOptions& asked) {
  server::ServerOptions options;
  options.address = asked.address;
  options.port = asked.port;
  options.settings = settings_of(asked);
  options.seed = asked.seed;
  options.tokens = asked.tokens;
  options.state_file = asked.state.value_or("");
  options.hook_url = asked.webhook.value_or("");
  options.hook_secret = asked.webhook_secret.value_or("");
  if (asked.webhook_secret && !asked.webhook)
    return std::unexpected(Problem{"--webhook-secret", "needs --webhook"});
  if (asked.load)
    if (auto loaded = load(*asked.load, options); !loaded) return std::unexpected(loaded.error());
  if (auto app = read_app(asked, options); !app) return std::unexpected(app.error());
  if (asked.faults)
    if (auto read = read_faults(*asked.faults, options); !read)
      return std::unexpected(read.error());
  return options;
}

Outcome fake_github(const FakeGithubOptions& asked, Console& console) {
  auto options = server_options(asked);
  if (!options) return std::unexpected(options.error());
  const auto opened = server::Server::open(*std::move(options));
  if (!opened) return std::unexpected(Problem{opened.error().place, opened.error().reason});
  server::Server& running = **opened;
  running.stop_on_signals();
  console.print("ready " + running.url() + " " + running.repository() + "\n");
  if (auto shown = console.flush(); !shown) return std::unexpected(shown.error());
  if (const auto ended = running.run(); !ended)
    return std::unexpected(Problem{ended.error().place, ended.error().reason});
  return Status::ok;
}

// `127.0.0.1:8080`, `[::1]:0`, `:0`.
std::string read_listen(const std::string& text, FakeGithubOptions& options) {
  const std::size_t colon = text.rfind(':');
  const auto port = colon == std::string::npos
                        ? std::nullopt
                        : parse_whole_number(std::string_view(text).substr(colon + 1), {0, 65535});
  if (!port) return "must be ADDRESS:PORT or :PORT, not " + in_quotes(text);
  std::string address = text.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']'))
    address = address.substr(1, address.size() - 2);
  if (address == "localhost") address = "127.0.0.1";
  if (!address.empty()) options.address = address;
  options.port = static_cast<std::uint16_t>(*port);
  return {};
}

std::string read_github(const std::string& text, FakeGithubOptions& options) {
  options.behaviour = fake::parse_behaviour(text);
  if (options.behaviour) return {};
  return "must be github.com, conditional or conditional-2023, not " + in_quotes(text);
}

constexpr std::string_view footer =
    R"(REST is served under / and /api/v3, GraphQL under /graphql and /api/graphql; git is not. The
line `ready URL OWNER/REPO` on standard output says that it listens; SIGINT and SIGTERM end it.
Without --load there is octo/repo with one commit on main. Without --token any token is the bot's.
The state file holds requests with their credentials.

  GET /                         in a browser: repositories, pull requests and the journal, live
  GET /_regent/requests         every request and what became of it (?since=N; …/stream: as events)
  GET /_regent/state            the whole state
  GET, POST, DELETE /_regent/faults

Faults are a list of rules in YAML or JSON, in a file or as the body of a POST:
  - {route: "POST /repos/{owner}/{repo}/pulls", nth: 3, lost_answer: {effect: true}}
  - {route: "graphql updateRefs", every: 5, failure: update_refs_rejected}
  - {route: "GET /repos/{owner}/{repo}/pulls", times: 2, stale_ms: 20000}
  - {route: "*", probability: 0.01, status: 502, body: {message: Server Error}}
  - {route: "*", every: 10, delay_ms: 3000}
  - {webhook: pull_request, every: 2, delay_ms: 5000, twice: true}
docs/fake-github.md says what else a rule can hold.

Examples:
  regent fake-github --listen :0 --load octokit-webhooks.js.ndjson
  regent fake-github --state state.ndjson --token bot --token alice --faults faults.yaml
  regent fake-github --webhook http://127.0.0.1:9000/hook --webhook-secret secret)";

void declare_options(CLI::App& command, FakeGithubOptions* o) {
  add_value(command, "--listen", "[ADDRESS]:PORT", "Where to listen, port 0: any (127.0.0.1:8080)",
            [o](const std::string& text) { return read_listen(text, *o); });
  add_value(command, "--github", "NAME",
            "Writes with If-Match: github.com, conditional or conditional-2023 (github.com)",
            [o](const std::string& text) { return read_github(text, *o); });
  add_number(command, "--rate-limit", "N", "Requests an hour, 0: no limit (5000)", {0, UINT32_MAX},
             o->rate_limit);
  add_number(command, "--seed", "N", "Of tokens, delivery ids and random faults (1)",
             {0, UINT64_MAX}, o->seed);
  add_text(command, "--load", "FILE", "Begin with a history (NDJSON) or another server's state",
           o->load);
  add_text(command, "--state", "FILE", "Keep the state here, and begin with what is in it",
           o->state);
  command
      .add_option("--token", o->tokens, "A personal token; the first is the bot's, others people's")
      ->option_text("TOKEN...")
      ->allow_extra_args(false);
  add_number(command, "--app-id", "N", "Id of the GitHub App that is installed", {1, UINT32_MAX},
             o->app_id);
  add_text(command, "--app-key", "FILE", "Its RSA key (PEM, private or public)", o->app_key);
  add_text(command, "--webhook", "URL", "Send webhooks there (http://…)", o->webhook);
  add_text(command, "--webhook-secret", "SECRET", "Sign them with this", o->webhook_secret);
  add_text(command, "--faults", "FILE", "What goes wrong (YAML or JSON, see below)", o->faults);
}

}  // namespace

void add_fake_github(CLI::App& app, Program& program) {
  auto* const command = app.add_subcommand(
      "fake-github", "Serve the simulated GitHub over HTTP, with faults on demand");
  const auto options = std::make_shared<FakeGithubOptions>();
  declare_options(*command, options.get());
  command->footer(std::string(footer));
  command->callback([options, &program] {
    program.chosen = [options, &program] { return fake_github(*options, program.console); };
  });
}

}  // namespace regent::runtime
