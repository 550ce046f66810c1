#include "fakes/github/site/site.h"

#include <algorithm>
#include <expected>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/assert.h"
#include "fakes/github/error_body.h"
#include "fakes/github/responses.h"
#include "fakes/github/site/authentication.h"
#include "fakes/github/site/deliveries.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/operations.h"
#include "fakes/github/site/routes.h"
#include "fakes/github/site/site_state.h"

namespace regent::fake::site {
namespace {

constexpr std::string_view documentation = "https://docs.github.com/rest";
constexpr std::uint64_t etag_seed = 62;
constexpr std::uint64_t request_id_seed = 65;
// What scripts of other origins may read (FIX); browsers hide the rest from them.
constexpr std::string_view exposed_headers =
    "ETag, Link, Location, Retry-After, X-GitHub-OTP, X-RateLimit-Limit, X-RateLimit-Remaining, "
    "X-RateLimit-Used, X-RateLimit-Resource, X-RateLimit-Reset, X-OAuth-Scopes, "
    "X-Accepted-OAuth-Scopes, X-Poll-Interval, X-GitHub-Media-Type, X-GitHub-SSO, "
    "X-GitHub-Request-Id, Deprecation, Sunset";

// Where the API is below the site's address: GitHub Enterprise has it under /api.
std::string strip_prefix(Target& target) {
  const std::vector<std::string>& segments = target.segments();
  if (segments.size() >= 2 && segments[0] == "api" && segments[1] == "v3") {
    target.drop_segments(2);
    return "/api/v3";
  }
  if (segments.size() == 2 && segments[0] == "api" && segments[1] == "graphql")
    target.drop_segments(1);
  return {};
}

std::string_view without_weakness(std::string_view etag) {
  return etag.starts_with("W/") ? etag.substr(2) : etag;
}

bool names_etag(std::string_view list, std::string_view etag) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    std::string_view item = list.substr(0, comma);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (item == "*" || without_weakness(item) == without_weakness(etag)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

// DOC, conditional requests; an ETag that is asked for decides alone (RFC 9110 §13.2.2).
bool is_unchanged(const HttpRequest& request, const HttpResponse& response, std::string_view etag) {
  const std::string_view etags = find_header(request.headers, "If-None-Match");
  if (!etags.empty()) return names_etag(etags, etag);
  const auto since = parse_http_date(find_header(request.headers, "If-Modified-Since"));
  const auto changed = parse_http_date(find_header(response.headers, "Last-Modified"));
  return since && changed && *changed <= *since;
}

bool has_condition(const HttpRequest& request) {
  for (const char* name : {"If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"})
    if (!find_header(request.headers, name).empty()) return true;
  return false;
}

// Parses the body of a write; an empty one is an empty object.
std::expected<Json, std::string_view> parse_body(const HttpRequest& request) {
  if (request.body.empty()) return Json::object();
  Json body = Json::parse(request.body, nullptr, false);
  if (body.is_discarded()) return std::unexpected(std::string_view("Problems parsing JSON"));
  if (!body.is_object() && !body.is_array())
    return std::unexpected(std::string_view("Body should be a JSON object"));
  return body;
}

// GraphQL's own way of refusing a mutation: HTTP 200.
HttpResponse rejected_update_refs(const github::Response& response) {
  return {200,
          {{"Content-Type", "application/json; charset=utf-8"}},
          error_body(github::UpdateRefs{}, response)};
}

// One request, from credentials to answer. The order in which things are refused is GitHub's:
// credentials, version, limits, existence, permission, content.
class Exchange {
 public:
  Exchange(SiteState& site, const HttpRequest& request, Circumstances& circumstances)
      : site_(site),
        request_(request),
        circumstances_(circumstances),
        target_(request.target),
        links_{site.options.url + strip_prefix(target_), site.options.url} {}

  HttpResponse run() {
    HttpResponse response = answer();
    finish(response);
    return response;
  }

 private:
  HttpResponse refuse_with(const github::Response& refused, std::string_view page) {
    Call call = make_call({}, Json::object(), page);
    HttpResponse response = refusal(call, refused);
    return response;
  }

  Call make_call(std::vector<std::string> path, const Json& body, std::string_view page) {
    body_ = body;
    page_ = std::string(documentation) + std::string(page);
    return Call{site_,  request_,        target_, body_,   circumstances_, viewer_,
                links_, std::move(path), nullptr, nullptr, page_,          version_};
  }

  HttpResponse answer() {
    const auto viewer = authenticate(site_, request_, circumstances_.now);
    if (!viewer) return refuse_with(refuse(401, viewer.error()), "");
    viewer_ = *viewer;
    viewer_.token = token_in(request_);
    circumstances_.by_app = viewer_.is_bot;
    const std::string_view version = find_header(request_.headers, "X-GitHub-Api-Version");
    const auto known_version = parse_api_version(version);
    if (!known_version)
      return refuse_with(
          refuse(400, "The API version '" + std::string(version) + "' is not supported."), "");
    version_ = *known_version;
    const std::string_view method =
        request_.method == "HEAD" ? std::string_view("GET") : std::string_view(request_.method);
    if (method != "GET") return answer_anew(method);
    const std::string question = question_asked();
    if (question.empty()) return answer_anew(method);
    if (const HttpResponse* known = site_.answers.find(site_.whole_revision(), question)) {
      const auto limited = site_.github.admit({}, circumstances_.now);
      return limited ? refuse_with(*limited, "") : *known;
    }
    const std::uint64_t before = site_.whole_revision();
    HttpResponse response = answer_anew(method);
    // A read that changes something, as a download that is counted does, is carried out each time.
    const bool is_pure = site_.whole_revision() == before;
    if (is_pure && is_lasting(response)) site_.answers.keep(before, question, response);
    return response;
  }

  HttpResponse answer_anew(std::string_view method) {
    const auto match = find_route(method, target_.segments());
    const bool is_write = method != "GET" && method != "OPTIONS";
    const bool creates = match && match->route->creates_content;
    const bool is_free = match && match->route->pattern == "/rate_limit";  // DOC
    if (!is_free) {
      if (auto limited = site_.github.admit({is_write, creates}, circumstances_.now))
        return refuse_with(*limited, "");
    }
    if (!match) return refuse_with(not_found(), "");
    HttpResponse response = dispatch(*match, is_write);
    represent(response);
    is_of_state_ = !is_free;
    return response;
  }

  // What the answer to a read depends on beside the state; empty: on more than can be told.
  std::string question_asked() const {
    if (circumstances_.staleness > Duration::zero() || circumstances_.changes_behind > 0 ||
        circumstances_.failure)
      return {};
    std::string text = request_.target;
    text.append(1, '\n').append(find_header(request_.headers, "Accept")).append(1, '\n');
    text.append(find_header(request_.headers, "X-GitHub-Api-Version")).append(1, '\n');
    text += static_cast<char>('0' + static_cast<int>(viewer_.kind));
    text.append(viewer_.is_bot ? "b" : "-").append(viewer_.login);
    return text.append(1, '\n').append(viewer_.token);
  }

  // What happened to a repository behind the site's back is not in its desk yet.
  bool is_lasting(const HttpResponse& response) const {
    return is_of_state_ && response.status == 200 &&
           std::ranges::none_of(site_.github.repositories(),
                                [](const Repository& one) { return one.has_webhooks(); });
  }

  HttpResponse dispatch(const RouteMatch& match, bool is_write) {
    const Route& route = *match.route;
    if (circumstances_.failure) return fail(match);
    // DOC: only the app's own operations take a JWT.
    const bool takes_jwt =
        route.pattern.starts_with("/app") || route.pattern.ends_with("/installation");
    if (viewer_.kind == Viewer::Kind::app && !takes_jwt)
      return refuse_with(refuse(401, "Requires authentication"), "");
    std::size_t index = 0;
    Repository* repository = nullptr;
    if (route.is_of_repository()) {
      repository = find_repository(match.path[0] + '/' + match.path[1], index);
      if (repository == nullptr) return refuse_with(not_found(), route.page);
    }
    if (is_write && viewer_.kind == Viewer::Kind::anonymous)
      return refuse_with(refuse(401, "Requires authentication"), "");
    if (is_write && has_condition(request_) &&
        site_.options.settings.behaviour == Behaviour::github_com)
      return refuse_with(conditional_headers_refused(), "");
    auto body = is_write && route.pattern != "/graphql" && !route.takes_bytes
                    ? parse_body(request_)
                    : std::expected<Json, std::string_view>(Json::object());
    if (!body) {
      return {400,
              {{"Content-Type", "application/json; charset=utf-8"}},
              rest_error_body(*refuse(400, body.error()).error(), 400,
                              std::string(documentation) + std::string(route.page))};
    }
    Call call = make_call(match.path, *body, route.page);
    call.repository = repository;
    if (repository != nullptr) call.desk = &site_.desks[index];
    return route.operation(call);
  }

  Repository* find_repository(const std::string& full_name, std::size_t& index) {
    Repository* repository = site_.github.find(full_name);
    if (repository == nullptr) return nullptr;
    index = static_cast<std::size_t>(repository - site_.github.repositories().data());
    const bool is_hidden = site_.desks[index].is_private && viewer_.kind == Viewer::Kind::anonymous;
    return is_hidden ? nullptr : repository;
  }

  // Of a file that is written while its branch moves, a 409 tells where the branch is
  // (PyGithub#1787).
  std::optional<github::Response> branch_moved(const RouteMatch& match) {
    const bool writes_file =
        match.route->operation == put_contents || match.route->operation == delete_contents;
    if (!writes_file || circumstances_.failure != Failure::conflict_409) return std::nullopt;
    std::size_t index = 0;
    const Repository* repository = find_repository(match.path[0] + '/' + match.path[1], index);
    if (repository == nullptr) return std::nullopt;
    const auto body = parse_body(request_);
    const std::string branch =
        body && body->is_object() ? body->value("branch", std::string(repository->default_branch()))
                                  : std::string(repository->default_branch());
    const auto tip = repository->branch(branch);
    if (!tip) return std::nullopt;
    const Sha before = repository->commit(*tip)->first_parent.value_or(Sha{});
    return refuse(409, "is at " + tip->hex() + " but expected " + before.hex());
  }

  HttpResponse fail(const RouteMatch& match) {
    const Route& route = *match.route;
    if (const auto moved = branch_moved(match)) return refuse_with(*moved, route.page);
    const github::Response response = failure_response(
        *circumstances_.failure, site_.github.repository().settings(), circumstances_.now);
    told_ = response.headers;
    if (response.status == 200) return rejected_update_refs(response);
    return refuse_with(response, route.page);
  }

  static bool has_content(const HttpResponse& response) {
    return response.status / 100 == 2 && !response.body.empty();
  }

  // What belongs to the content: how long it may be kept, and its ETag, which is of one token
  // (github/docs#34689).
  void represent(HttpResponse& response) const {
    if (!has_content(response)) return;
    const bool is_shared = viewer_.kind == Viewer::Kind::anonymous;
    response.headers.push_back({"Cache-Control", std::string(is_shared ? "public" : "private") +
                                                     ", max-age=60, s-maxage=60"});
    if (!find_header(response.headers, "ETag").empty()) return;
    std::string etag =
        '"' + to_hex(digest_of(viewer_.token + '\n' + response.body, etag_seed)) + '"';
    if (site_.options.settings.weak_etags) etag = "W/" + etag;
    response.headers.push_back({"ETag", std::move(etag)});
  }

  // 304, and the headers of every answer.
  void finish(HttpResponse& response) {
    const bool is_read = request_.method == "GET" || request_.method == "HEAD";
    if (is_read && has_content(response) &&
        is_unchanged(request_, response, find_header(response.headers, "ETag"))) {
      response.status = 304;
      response.body.clear();
    }
    if (response.status == 304) {
      site_.github.refund();
      std::erase_if(response.headers,
                    [](const Header& header) { return is_same_name(header.name, "Content-Type"); });
    }
    add_limits(response);
    response.headers.push_back({"Date", http_date(circumstances_.now)});
    response.headers.push_back({"X-GitHub-Media-Type", "github.v3; format=json"});
    response.headers.push_back({"X-GitHub-Api-Version-Selected", std::string(to_string(version_))});
    response.headers.push_back({"X-GitHub-Request-Id", request_id()});
    response.headers.push_back({"Access-Control-Allow-Origin", "*"});
    response.headers.push_back({"Access-Control-Expose-Headers", std::string(exposed_headers)});
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    response.headers.push_back(
        {"Vary", "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept"});
  }

  // Names the exchange in reports of clients: the same request at the same time has the same one.
  std::string request_id() const {
    const std::string seen = std::to_string(circumstances_.now.time_since_epoch().count()) + ' ' +
                             request_.method + ' ' + request_.target;
    std::string id = to_hex(digest_of(seen, request_id_seed));
    std::ranges::transform(id, id.begin(), [](char c) {
      return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return id.substr(0, 4) + ':' + id.substr(4, 5) + ':' + id.substr(9, 7) + ':' +
           id.substr(16, 7) + ':' + id.substr(23, 8);
  }

  void add_limits(HttpResponse& response) {
    const std::uint32_t limit = site_.github.repository().settings().rate_limit_per_hour;
    if (limit == 0) return;
    github::Headers headers;
    site_.github.stamp(circumstances_.now, headers);
    // An injected exhaustion says so itself.
    const bool told = circumstances_.failure == Failure::primary_limit_403 ||
                      circumstances_.failure == Failure::primary_limit_429;
    if (told) headers = told_;
    const auto reset = std::chrono::ceil<std::chrono::seconds>(headers.rate_limit_reset);
    const auto add = [&](const char* name, auto number) {
      response.headers.push_back({name, std::to_string(number)});
    };
    add("X-RateLimit-Limit", limit);
    add("X-RateLimit-Remaining", headers.rate_limit_remaining);
    add("X-RateLimit-Used", limit - std::min(limit, headers.rate_limit_remaining));
    add("X-RateLimit-Reset", reset.time_since_epoch().count());
    response.headers.push_back({"X-RateLimit-Resource", "core"});
  }

  SiteState& site_;
  const HttpRequest& request_;
  Circumstances& circumstances_;
  Target target_;
  Links links_;
  Viewer viewer_;
  ApiVersion version_ = ApiVersion::v2022_11_28;
  Json body_;
  std::string page_;
  github::Headers told_;
  bool is_of_state_ = false;  // the answer says nothing of the clock and of limits
};

Hook make_server_hook(const Options& options) {
  return {.id = server_hook,
          .events = {"*"},
          .config = {.url = options.hook_url, .content_type = "json"},
          .created_at = options.created_at,
          .updated_at = options.created_at};
}

// nullptr: it is gone.
Hook* find_hook(SiteState& site, std::uint64_t id) {
  if (id == server_hook) return site.server_hook ? &*site.server_hook : nullptr;
  for (Desk& desk : site.desks)
    if (const auto it = desk.hooks.find(id); it != desk.hooks.end()) return &it->second;
  return nullptr;
}

}  // namespace

Site::Site(Options options, GitHub github)
    : state_(std::make_unique<SiteState>(
          SiteState{.options = std::move(options), .github = std::move(github)})) {
  SiteState& site = *state_;
  site.cast = {site.options.app ? "release-regent[bot]" : "release-regent", "octocat"};
  if (!site.options.hook_url.empty()) site.server_hook = make_server_hook(site.options);
  // Dates are learnt from what happens, and hooks may be subscribed to all of it.
  site.options.settings.subscriptions = {true, true, true, true};
  for (const Repository& repository : site.github.repositories()) {
    site.github.find(std::string(repository.owner()) + '/' + std::string(repository.name()))
        ->configure(site.options.settings);
    site.desks.push_back(
        {.created_at = site.options.created_at, .pushed_at = site.options.created_at});
  }
}

Site::Site(Site&&) noexcept = default;
Site& Site::operator=(Site&&) noexcept = default;
Site::~Site() = default;

void Site::set_hook_url(std::string url) {
  SiteState& site = *state_;
  site.options.hook_url = std::move(url);
  if (!site.server_hook) site.server_hook = make_server_hook(site.options);
  site.server_hook->config.url = site.options.hook_url;
}

HttpResponse Site::handle(const HttpRequest& request, Circumstances circumstances) {
  HttpResponse response = Exchange(*state_, request, circumstances).run();
  collect_webhooks();
  return response;
}

void Site::collect_webhooks() {
  SiteState& site = *state_;
  for (std::size_t i = 0; i < site.desks.size(); ++i) {
    const Repository& seen = site.github.repositories()[i];
    if (!seen.has_webhooks()) continue;
    Repository& repository =
        *site.github.find(std::string(seen.owner()) + '/' + std::string(seen.name()));
    const std::vector<Webhook> webhooks = repository.take_webhooks();
    Desk& desk = site.desks[i];
    for (const Webhook& webhook : webhooks) desk.note(webhook);
    for (const Webhook& webhook : webhooks) {
      const std::string_view event = to_string(webhook.event);
      if (site.server_hook && site.server_hook->wants(event))
        deliver(site, repository, desk, *site.server_hook, webhook);
      for (const auto& [id, hook] : desk.hooks)
        if (hook.wants(event)) deliver(site, repository, desk, hook, webhook);
    }
  }
}

bool Site::has_background() const {
  return std::ranges::any_of(state_->github.repositories(), [](const Repository& repository) {
    return !repository.background().empty();
  });
}

bool Site::run_background(Time now) {
  bool any = false;
  for (const Repository& seen : state_->github.repositories()) {
    Repository& repository =
        *state_->github.find(std::string(seen.owner()) + '/' + std::string(seen.name()));
    while (!repository.background().empty()) {
      repository.run_background(0, now);
      any = true;
    }
  }
  collect_webhooks();
  return any;
}

std::vector<Delivery> Site::take_deliveries() { return std::exchange(state_->outgoing, {}); }

void Site::note_delivered(std::uint64_t id, int status, Duration took) {
  for (DeliveryRecord& record : state_->deliveries) {
    if (record.delivery.id != id) continue;
    record.status = status;
    record.took = took;
    ++state_->revision;
    if (Hook* hook = find_hook(*state_, record.delivery.hook)) hook->last_status = status;
  }
}

std::uint64_t SiteState::whole_revision() const {
  std::uint64_t whole = revision;
  for (const Repository& repository : github.repositories()) whole += repository.revision();
  return whole;
}

std::uint64_t Site::revision() const { return state_->whole_revision(); }

Digest Site::digest() const {
  constexpr std::uint64_t site_seed = 64;
  DigestBuilder builder(site_seed);
  builder.add(state_->revision);
  for (const Repository& repository : state_->github.repositories())
    builder.add(repository.durable_digest());
  return builder.finish();
}

const GitHub& Site::github() const { return state_->github; }
GitHub& Site::github() { return state_->github; }
const Options& Site::options() const { return state_->options; }
void Site::set_url(std::string url) {
  state_->options.url = std::move(url);
  state_->answers.clear();
}

}  // namespace regent::fake::site
