// `regent reconcile`: makes the release PR of a repository right, once.
#include <fmt/format.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <thread>

#include "core/branch_naming.h"
#include "runtime/command.h"
#include "runtime/config_file.h"
#include "runtime/console.h"
#include "runtime/github_access.h"
#include "runtime/options.h"
#include "runtime/reconcile_report.h"
#include "runtime/reconciliation.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

// How often the first request is tried, and what lies between.
constexpr std::uint32_t first_tries_max = 4;
constexpr Duration first_pause_ms{1'000};

struct ReconcileOptions {
  GitHubAccess access;
  std::optional<std::string> base;
  std::optional<std::string> config_file;
  std::optional<std::string> log_file;
  std::optional<std::uint64_t> write_interval_ms;
  bool dry_run = false;
  bool json = false;
  bool quiet = false;
};

// The process has this one run, so it may sleep.
class RealPause final : public Pause {
 public:
  void wait(Duration duration) override { std::this_thread::sleep_for(duration); }
  Time now() override { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }
};

// A crash must not leave a file with the token in it.
void forbid_core_dumps() {
  constexpr rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
}

Entropy draw_entropy() {
  std::random_device device;
  const auto word = [&] { return std::uint64_t{device()} << 32 | device(); };
  const std::uint64_t high = word();
  return {high, word()};
}

std::expected<std::shared_ptr<spdlog::logger>, Problem> open_log(const ReconcileOptions& options) {
  spdlog::sink_ptr sink;
  if (options.log_file) {
    try {
      sink = std::make_shared<spdlog::sinks::basic_file_sink_st>(*options.log_file);
    } catch (const spdlog::spdlog_ex&) {
      return std::unexpected(Problem{"--log", printable(*options.log_file) + " cannot be written"});
    }
  } else if (!options.quiet) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_st>();
  } else {
    return nullptr;
  }
  auto logger = std::make_shared<spdlog::logger>("github", std::move(sink));
  logger->set_pattern("%v");
  logger->flush_on(spdlog::level::info);
  return logger;
}

std::expected<Config, Problem> read_config(const ReconcileOptions& options) {
  if (!options.config_file) return Config{};
  auto config = read_config_file(*options.config_file);
  if (config) return *std::move(config);
  return std::unexpected(Problem{{}, to_string(config.error())});
}

// Refusals that say that the command was given wrongly.
std::optional<Problem> misuse(const https::HttpsPort::Refusal& refusal,
                              const std::string& repository) {
  const std::string said = fmt::format("HTTP {}: {}", refusal.status, printable(refusal.message));
  if (refusal.status == 401)
    return Problem{"credentials", fmt::format("GitHub does not accept them ({})", said)};
  if (refusal.status == 404)
    return Problem{repository,
                   fmt::format("does not exist, or the credentials may not see it ({})", said)};
  return std::nullopt;
}

struct FoundBase {
  std::optional<std::string> name;
  std::string failure;  // why there is none
};

// The base that was given, or the repository's default branch.
std::expected<FoundBase, Problem> find_base(const ReconcileOptions& options, https::HttpsPort& port,
                                            Pause& pause, bool is_app) {
  if (options.base) return FoundBase{options.base, {}};
  https::HttpsPort::Refusal last;
  for (std::uint32_t attempt = 1; attempt <= first_tries_max; ++attempt) {
    if (attempt > 1) pause.wait(first_pause_ms * attempt);
    auto branch = port.default_branch();
    if (branch) return FoundBase{*std::move(branch), {}};
    last = std::move(branch.error());
    // A new token of an app may not be known everywhere yet.
    const bool is_early = is_app && last.status == 401;
    if (is_early && attempt < first_tries_max) continue;
    if (auto problem = misuse(last, options.access.repository))
      return std::unexpected(*std::move(problem));
    if (last.status != 0 && last.status < 500) break;
  }
  return FoundBase{std::nullopt, last.message};
}

Outcome reconcile_once(const ReconcileOptions& options, Console& console) {
  forbid_core_dumps();
  if (options.base && !is_valid_branch_name(*options.base))
    return std::unexpected(
        Problem{"--base", "must be the name of a branch, not " + in_quotes(*options.base)});
  auto config = read_config(options);
  if (!config) return std::unexpected(config.error());
  auto target = read_access(options.access);
  if (!target) return std::unexpected(target.error());
  auto log = open_log(options);
  if (!log) return std::unexpected(log.error());

  const Entropy entropy = draw_entropy();
  const std::string run_id = "reconcile-" + uuid_v4(entropy);
  const bool is_app = std::holds_alternative<https::AppIdentity>(target->identity);
  const auto& api = config->concurrency.github_api;
  https::PortOptions port_options{
      .url = target->url,
      .repository = target->repository,
      .connection = {.ca_file = target->ca_file, .timeout_ms = api.request_timeout_ms},
      .conditional_requests = api.conditional_requests,
      .correlation_id = run_id};
  if (*log)
    port_options.log = [&](const https::CallRecord& record) {
      (*log)->info("{}", https::to_json_line(record));
    };
  https::HttpsPort port(std::move(port_options), std::move(target->identity));
  RealPause pause;

  auto base = find_base(options, port, pause, is_app);
  if (!base) return std::unexpected(base.error());
  ReconcileSubject subject{options.access.repository, base->name.value_or("?"), options.dry_run};
  Reconciliation result;
  if (base->name) {
    Begin begin{.trigger = {.kind = TriggerKind::look, .delivery = run_id, .base = *base->name},
                .entropy = entropy,
                .now = port.now()};
    if (const auto& limit = port.rate_limit()) {
      begin.rate_limit_remaining = limit->remaining;
      begin.rate_limit_reset = limit->reset;
    }
    const https::Pace pace{.between_writes = Duration(options.write_interval_ms.value_or(0))};
    result = reconcile(*config, std::move(begin), port, pause, pace, options.dry_run);
  } else {
    result.reason = base->failure;
  }
  console.print(options.json ? reconcile_json(subject, result, port.usage())
                             : reconcile_text(subject, result, port.usage(), console.style()));
  const bool fine =
      result.end == Reconciliation::End::right || result.end == Reconciliation::End::planned;
  return fine ? Status::ok : Status::refuted;
}

}  // namespace

void add_reconcile(CLI::App& app, Program& program) {
  auto* const command =
      app.add_subcommand("reconcile", "Make the release PR of a GitHub repository right, once");
  const auto options = std::make_shared<ReconcileOptions>();
  add_github_access(*command, options->access);
  add_text(*command, "--base", "BRANCH", "What is released from (the default branch)",
           options->base);
  add_text(*command, "--config", "FILE", "The configuration, YAML or JSON", options->config_file);
  add_switch(*command, "--dry-run", "Write nothing: print what would be written", options->dry_run);
  add_switch(*command, "--json", "Print one JSON object", options->json);
  add_number(*command, "--write-interval", "MS",
             "At least so many milliseconds between two writes (0; GitHub recommends 1000)",
             {0, 60'000}, options->write_interval_ms);
  add_text(*command, "--log", "FILE", "Append one JSON line a request to FILE (standard error)",
           options->log_file);
  add_switch(*command, "--quiet", "No log on standard error", options->quiet);
  command->footer(
      "Safe to run at any time, any number of times at once, and to be killed at any moment:\n"
      "whoever runs next finishes what was begun.\n"
      "Exit status: 0 done or nothing to do, 1 failed and safe to run again, 2 usage or bad "
      "input.\n\n"
      "Examples:\n"
      "  GITHUB_TOKEN=... regent reconcile octo/hello-world --dry-run\n"
      "  regent reconcile octo/hello-world --base main --config release-regent.yml\n"
      "  regent reconcile octo/hello-world --app-id 7 --app-key app.pem --installation 42 --json\n"
      "  regent reconcile octo/hello-world --github-url https://github.example.com/api/v3\n"
      "  regent reconcile octo/hello-world --github-url http://127.0.0.1:8080 --quiet");
  command->callback([options, &program] {
    program.chosen = [options, &program] { return reconcile_once(*options, program.console); };
  });
}

}  // namespace regent::runtime
