#include "fakes/github/server/server.h"

#include <sys/resource.h>

#include <utility>

#include "fakes/github/node_ids.h"
#include "fakes/github/server/event_loop.h"
#include "fakes/github/server/listener.h"
#include "fakes/github/server/replay.h"
#include "fakes/github/server/service.h"
#include "fakes/github/server/state_log.h"

namespace regent::fake::server {
namespace {

using Failed = std::unexpected<ServerError>;

// Each connection is a descriptor.
void take_all_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));
}

ServerError error_in(const std::string& file, const StateFileError& error) {
  const std::string line = error.line == 0 ? "" : ":" + std::to_string(error.line);
  return {file + line, error.reason};
}

StateHeader header_of(const ServerOptions& options, const std::string& url) {
  return {.options = {.settings = options.settings.value_or(Settings{}),
                      .url = url,
                      .tokens = options.tokens,
                      .app = options.app,
                      .hook_url = options.hook_url,
                      .seed = options.seed.value_or(1)},
          .world = options.world.value_or(World{})};
}

// The option that says something else than the state file `header` is of; empty: none does.
std::string contradiction(const ServerOptions& options, const StateHeader& header) {
  const site::Options& kept = header.options;
  if (options.settings && *options.settings != kept.settings) return "--github or --rate-limit";
  if (options.seed && *options.seed != kept.seed) return "--seed";
  if (!options.tokens.empty() && options.tokens != kept.tokens) return "--token";
  const bool has_app = kept.app.has_value();
  if (options.app && !(has_app && kept.app->id == options.app->id &&
                       kept.app->public_key_pem == options.app->public_key_pem))
    return "--app-id";
  if (options.world && *options.world != header.world) return "--load";
  return {};
}

// A header that was being written when the first server died: nobody got an answer from it.
bool is_torn_header(std::string_view text) {
  return text.find('\n') == std::string_view::npos && looks_like_state(text);
}

// What a server begins with.
struct Beginning {
  StateFile file;
  bool is_new = false;  // nothing of it is in the state file yet
  std::string text;     // of the file that it was begun with
};

std::expected<Beginning, ServerError> take_up(std::string text, const std::string& name,
                                              const ServerOptions& options) {
  auto file = parse_state(text);
  if (!file) return Failed(error_in(name, file.error()));
  if (const std::string option = contradiction(options, file->header); !option.empty())
    return Failed({option, "is not what " + name + " was begun with; leave it out"});
  text.resize(file->good_bytes);
  return Beginning{*std::move(file), false, std::move(text)};
}

std::expected<Beginning, ServerError> begin_anew(const ServerOptions& options,
                                                 const std::string& url) {
  if (options.begin_with) {
    auto beginning = take_up(*options.begin_with, options.begin_with_name, options);
    if (beginning) beginning->is_new = true;
    return beginning;
  }
  StateHeader header = header_of(options, url);
  std::string text = header_line(header);
  return Beginning{{std::move(header), {}, text.size()}, true, std::move(text)};
}

std::expected<Beginning, ServerError> begin(const ServerOptions& options, const std::string& url,
                                            StateLog* log) {
  if (log == nullptr) return begin_anew(options, url);
  auto text = log->read();
  if (!text) return Failed({options.state_file, text.error()});
  if (text->empty() || is_torn_header(*text)) return begin_anew(options, url);
  if (options.begin_with)
    return Failed(
        {"--load", "is a state file, and " + options.state_file + " has a state already"});
  return take_up(*std::move(text), options.state_file, options);
}

// Brings the file to where the beginning ends; then the lines of what is new.
std::expected<void, std::string> write_beginning(const Beginning& beginning,
                                                 const std::string& news, StateLog& log) {
  if (const auto cut = log.cut_to(beginning.is_new ? 0 : beginning.file.good_bytes); !cut)
    return cut;
  return log.write_through(beginning.is_new ? beginning.text + news : news);
}

std::optional<HookTarget> hook_target(const ServerOptions& options, const site::Site& site) {
  if (options.hook_url.empty()) return std::nullopt;
  const auto url = parse_http_url(options.hook_url);
  if (!url) return std::nullopt;
  const Repository& repository = site.github().repository();
  const std::string name = std::string(repository.owner()) + "/" + std::string(repository.name());
  const auto& app = site.options().app;
  return HookTarget{.url = *url,
                    .url_text = options.hook_url,
                    .secret = options.hook_secret,
                    .app_id = app ? app->id : 0,
                    .repository_id = repository_id(name)};
}

}  // namespace

class Server::Parts {
 public:
  std::expected<void, ServerError> open(ServerOptions options) {
    take_all_descriptors();
    if (!options.hook_url.empty())
      if (const auto url = parse_http_url(options.hook_url); !url)
        return Failed({"--webhook", url.error()});
    auto listening = Listener::open(loop_, options.address, options.port);
    if (!listening)
      return Failed({options.address + ":" + std::to_string(options.port), listening.error()});
    listener_ = *std::move(listening);
    if (!options.state_file.empty()) {
      auto log = StateLog::open(options.state_file);
      if (!log) return Failed({options.state_file, log.error()});
      log_ = *std::move(log);
    }
    return restore(std::move(options));
  }

  std::string url() const { return listener_->url(); }
  const std::string& repository() const { return repository_; }
  EventLoop& loop() { return loop_; }

  std::expected<void, ServerError> run() {
    if (log_)
      log_->start(loop_, [this](std::string reason) {
        failure_ = ServerError{state_file_, "cannot be written: " + reason};
        loop_.stop();
      });
    service_->start();
    listener_->start([this](site::HttpRequest request, std::shared_ptr<Client> client) {
      service_->serve(std::move(request), std::move(client));
    });
    loop_.run();
    if (failure_) return Failed(*failure_);
    return {};
  }

 private:
  std::expected<void, ServerError> restore(ServerOptions options) {
    const auto beginning = begin(options, url(), log_.get());
    if (!beginning) return Failed(beginning.error());
    const std::string& name = options.begin_with ? options.begin_with_name : options.state_file;
    auto replayed = replay(beginning->file);
    if (!replayed) return Failed(error_in(name, replayed.error()));
    const std::string& hook_url = options.hook_url;
    const bool moves_hook = !hook_url.empty() && hook_url != replayed->site.options().hook_url;
    std::string news = record_line(UrlRecord{url()});
    if (moves_hook) news += record_line(HookRecord{hook_url});
    if (log_) {
      if (const auto written = write_beginning(*beginning, news, *log_); !written)
        return Failed({options.state_file, written.error()});
    }
    replayed->site.set_url(url());
    if (moves_hook) replayed->site.set_hook_url(hook_url);
    state_file_ = options.state_file;
    serve(*std::move(replayed), std::move(options));
    return {};
  }

  void serve(Replayed replayed, ServerOptions options) {
    const Repository& first = replayed.site.github().repository();
    repository_ = std::string(first.owner()) + "/" + std::string(first.name());
    FaultRules faults(replayed.site.options().seed);
    faults.add(std::move(options.faults));
    auto hook = hook_target(options, replayed.site);
    service_ = std::make_unique<Service>(
        loop_, Service::Parts{.site = std::move(replayed.site),
                              .clock = std::move(options.clock),
                              .background_after = options.background_after,
                              .last = replayed.last,
                              .unsent = std::move(replayed.unsent),
                              .log = log_.get(),
                              .hook = std::move(hook),
                              .faults = std::move(faults)});
  }

  EventLoop loop_;
  std::unique_ptr<Listener> listener_;
  std::unique_ptr<StateLog> log_;
  std::unique_ptr<Service> service_;
  std::string state_file_;
  std::string repository_;
  std::optional<ServerError> failure_;
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

std::expected<std::unique_ptr<Server>, ServerError> Server::open(ServerOptions options) {
  auto parts = std::make_unique<Parts>();
  if (const auto opened = parts->open(std::move(options)); !opened) return Failed(opened.error());
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

std::string Server::url() const { return parts_->url(); }
std::string Server::repository() const { return parts_->repository(); }
void Server::stop_on_signals() { parts_->loop().stop_on_signals(); }
std::expected<void, ServerError> Server::run() { return parts_->run(); }
void Server::stop() { parts_->loop().stop(); }

}  // namespace regent::fake::server
