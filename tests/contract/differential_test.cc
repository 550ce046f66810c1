// The production client, HTTP and the server together answer as the simulated GitHub does in
// process: outcome by outcome, and state by state.
// Of the features that Debian's library was built with; they are a part of its ABI.
#define CPPHTTPLIB_OPENSSL_SUPPORT
#define CPPHTTPLIB_ZLIB_SUPPORT
#define CPPHTTPLIB_BROTLI_SUPPORT
#include <gtest/gtest.h>
#include <httplib.h>
#include <rapidcheck.h>

#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "effects/https/https_port.h"
#include "fakes/github/server/server.h"
#include "fakes/github/site/site.h"
#include "tests/fakes/moves.h"

namespace regent::fake::testing {
namespace {

using Json = nlohmann::ordered_json;

// A server in a thread of its own, with a clock that the test moves.
class LiveServer {
 public:
  explicit LiveServer(const server::World& world, const Settings& settings)
      : server_(open(world, settings)), thread_([this] { EXPECT_TRUE(server_->run()); }) {}
  ~LiveServer() {
    server_->stop();
    thread_.join();
  }
  LiveServer(const LiveServer&) = delete;
  LiveServer& operator=(const LiveServer&) = delete;

  [[nodiscard]] std::string url() const { return server_->url(); }
  void set_time(Time time) { milliseconds_ = time.time_since_epoch().count(); }
  [[nodiscard]] Time time() const { return Time(Duration(milliseconds_.load())); }

 private:
  std::unique_ptr<server::Server> open(const server::World& world, const Settings& settings) {
    server::ServerOptions options;
    options.settings = settings;
    options.world = world;
    options.clock = [this] { return time(); };
    options.background_after = std::chrono::hours(24);  // never: in process nobody does it either
    return *server::Server::open(std::move(options));
  }

  std::atomic<std::int64_t> milliseconds_ = epoch.time_since_epoch().count();
  std::unique_ptr<server::Server> server_;
  std::thread thread_;
};

// What goes differently at a move, drawn from it.
Circumstances circumstances_of(const Move& move, const github::Request& request) {
  Circumstances circumstances;
  const unsigned luck = (move.a * 7U + move.b * 5U + move.c * 3U + move.kind) % 16U;
  if (luck == 0) circumstances.failure = Failure::bad_gateway_502;
  if (luck == 1 || luck == 2) circumstances.staleness = std::chrono::seconds(7);
  if (luck <= 4) circumstances.twin = std::holds_alternative<github::CreatePull>(request);
  return circumstances;
}

// What differs, in words.
std::string difference(const github::Response& here, const github::Response& there) {
  std::string out;
  const auto say = [&](const char* what, const std::string& a, const std::string& b) {
    if (a != b) out += std::string("\n  ") + what + ": " + a + " in process, " + b + " over HTTP";
  };
  const auto text = [](Time time) { return std::to_string(time.time_since_epoch().count()); };
  say("status", std::to_string(here.status), std::to_string(there.status));
  say("line", to_line(here), to_line(there));
  say("date", text(here.headers.date), text(there.headers.date));
  say("etag", here.headers.etag, there.headers.etag);
  if (here.headers.retry_after != there.headers.retry_after) out += "\n  retry-after";
  if (here.payload.index() != there.payload.index()) out += "\n  the kind of payload";
  if (const auto* a = here.error(); a != nullptr && there.error() != nullptr) {
    say("message", a->message, there.error()->message);
    say("type", a->graphql_type, there.error()->graphql_type);
    if (a->errors != there.error()->errors) out += "\n  the error's items";
  }
  if (const auto *a = here.as<github::Observation>(), *b = there.as<github::Observation>();
      a != nullptr && b != nullptr) {
    if (a->ledger != b->ledger) out += "\n  ledger";
    if (a->base != b->base) out += "\n  base";
    if (a->heads != b->heads) out += "\n  heads";
    if (a->tags != b->tags) out += "\n  tags";
    if (a->released_tags != b->released_tags) out += "\n  released tags";
  }
  const auto pulls = [&](const github::Pull& a, const github::Pull& b) {
    say("title", a.title, b.title);
    say("body", a.body, b.body);
    say("head", a.head + ' ' + a.head_sha.hex(), b.head + ' ' + b.head_sha.hex());
    say("created_at", text(a.created_at), text(b.created_at));
    if (a.labels != b.labels) out += "\n  labels";
    if (a.merge_commit_sha != b.merge_commit_sha) out += "\n  merge commit";
  };
  if (const auto *a = here.as<github::PullView>(), *b = there.as<github::PullView>();
      a != nullptr && b != nullptr) {
    pulls(a->pull, b->pull);
    if (a->ledger != b->ledger) out += "\n  ledger";
    if (a->base != b->base) out += "\n  base";
    say("edits", std::to_string(a->edits.size()), std::to_string(b->edits.size()));
    for (std::size_t i = 0; i < std::min(a->edits.size(), b->edits.size()); ++i) {
      say("edited at", text(a->edits[i].edited_at), text(b->edits[i].edited_at));
      say("edited by us", std::to_string(a->edits[i].by_us), std::to_string(b->edits[i].by_us));
      say("edit", a->edits[i].body, b->edits[i].body);
    }
  }
  if (const auto *a = here.as<github::Pull>(), *b = there.as<github::Pull>();
      a != nullptr && b != nullptr)
    pulls(*a, *b);
  return out;
}

// Both worlds, and one sequence of requests for them.
class Contract {
 public:
  Contract()
      : world_{.commits = {{made_up_sha(7), "chore: initial", epoch, {}}}},
        value_(server::make_github(world_, settings())),
        server_(world_, settings()),
        http_(server_.url()),
        port_({.url = *https::parse_base_url(server_.url()),
               .repository = {"octo", "repo"},
               .clock = [this] { return server_.time(); }},
              https::Secret(std::string("any"))),
        author_(value_.repository(), made_up_sha(7)) {}

  // Both worlds get an annotated tag; the id of the tag object.
  Sha tag(const std::string& name, const Sha& commit) {
    const Time tagged_at = epoch + std::chrono::hours(1);
    const auto here = value_.repository().handle(
        SiteRequest(WriteTag{.name = name,
                             .message = "words",
                             .object = commit,
                             .kind = ObjectKind::commit,
                             .tagger = {"Mona", "mona@example.com", tagged_at}}),
        Circumstances{.now = now_});
    http_.set_bearer_token_auth("any");
    const auto there = http_.Post(
        "/repos/octo/repo/git/tags",
        Json{{"tag", name},
             {"message", "words"},
             {"object", commit.hex()},
             {"type", "commit"},
             {"tagger",
              {{"name", "Mona"}, {"email", "mona@example.com"}, {"date", "2024-10-04T01:00:00Z"}}}}
            .dump(),
        "application/json");
    if (!there || there->status != 201) RC_FAIL("no tag: " + (there ? there->body : "no answer"));
    const Sha sha = here.as<github::ObjectId>()->sha;
    RC_ASSERT(Json::parse(there->body)["sha"] == sha.hex());
    compare(github::CreateRef{"refs/tags/" + name, sha}, {});
    return sha;
  }

  // Revisions may be named by a tag's own id; git objects may not.
  void tag_and_ask(const std::string& name, const Sha& commit) {
    using namespace github;
    const Sha tag = this->tag(name, commit);
    RC_ASSERT(compare(CompareCommits{tag, commit, 1}, {}).as<Comparison>()->status ==
              CompareStatus::identical);
    RC_ASSERT(compare(ListCommits{tag, 1}, {}).as<Commits>()->commits.size() == 1U);
    RC_ASSERT(compare(GetCommit{tag}, {}).status == 404);
    RC_ASSERT(compare(GetContents{"README.md", tag}, {}).status ==
              compare(GetContents{"README.md", commit}, {}).status);
  }

  void play(const std::vector<Move>& moves) {
    for (const Move& move : moves) {
      pass(std::chrono::seconds(move.c + 1));
      const github::Request request = author_.request(move);
      const github::Response response = compare(request, circumstances_of(move, request));
      author_.learn(request, response);
    }
    for (const github::Request& probe : Author::probes()) {
      compare(probe, {});
      compare(probe, {.staleness = std::chrono::seconds(5)});
    }
    compare_states();
  }

 private:
  static Settings settings() {
    Settings settings;
    settings.rate_limit_per_hour = 0;
    // What the site sets, because it learns dates from webhooks.
    settings.subscriptions = {true, true, true, true};
    return settings;
  }

  void pass(Duration duration) {
    now_ += duration;
    server_.set_time(now_);
  }

  // The headers that both sides know; the rest belongs to HTTP.
  static github::Response comparable(const github::Request& request, github::Response response) {
    const bool has_etag = std::holds_alternative<github::GetPull>(request) ||
                          std::holds_alternative<github::CreatePull>(request) ||
                          std::holds_alternative<github::UpdatePull>(request);
    response.headers.rate_limit_remaining = 0;
    response.headers.rate_limit_reset = {};
    if (!has_etag) response.headers.etag.clear();
    // HTTP continues the version's ETag by a digest of what it shows.
    constexpr std::size_t version_digits = 32;
    std::string& etag = response.headers.etag;
    if (const std::size_t end = etag.find('"') + 1 + version_digits; end < etag.size())
      etag.replace(end, std::string::npos, "\"");
    return response;
  }

  github::Response compare(const github::Request& request, Circumstances circumstances) {
    inject(circumstances);
    circumstances.now = now_;
    const github::Response here =
        comparable(request, value_.repository().handle(request, circumstances));
    static_cast<void>(value_.repository().take_webhooks());
    const auto there = port_.send(request);
    RC_LOG() << to_line(request) << '\n';
    if (!there) RC_FAIL("no answer to " + to_line(request) + ": " + there.error().reason);
    const github::Response answered = comparable(request, *there);
    if (here != answered) {
      RC_FAIL(to_line(request) + difference(here, answered));
    }
    return here;
  }

  // The server lets happen what the circumstances say, until it is told otherwise.
  void inject(const Circumstances& circumstances) {
    if (faulty_) RC_ASSERT(http_.Delete("/_regent/faults")->status / 100 == 2);
    Json rule{{"route", "*"}};
    if (circumstances.failure) rule["failure"] = to_string(*circumstances.failure);
    if (circumstances.staleness.count() > 0) rule["stale_ms"] = circumstances.staleness.count();
    if (circumstances.twin) rule["twin"] = true;
    faulty_ = rule.size() > 1;
    if (!faulty_) return;
    const auto made = http_.Post("/_regent/faults", Json::array({rule}).dump(), "application/json");
    RC_ASSERT(made && made->status / 100 == 2);
  }

  void compare_states() {
    const auto there = http_.Get("/_regent/state");
    RC_ASSERT(there && there->status == 200);
    const site::Site here({.settings = settings(), .url = server_.url()}, value_.fork());
    RC_ASSERT(Json::parse(there->body)["repositories"] ==
              Json::parse(here.state_json())["repositories"]);
  }

  server::World world_;
  GitHub value_;
  LiveServer server_;
  httplib::Client http_;
  https::HttpsPort port_;
  Author author_;
  Time now_ = epoch;
  bool faulty_ = false;
};

TEST(Contract, TheClientSeesOverHttpWhatTheValueAnswersInProcess) {
  ASSERT_TRUE(rc::check([] {
    const std::vector<Move> moves = *any_game();
    Contract contract;
    if (*rc::gen::arbitrary<bool>()) contract.tag_and_ask("v0", made_up_sha(7));
    contract.play(moves);
  }));
}

}  // namespace
}  // namespace regent::fake::testing
