#include "fakes/github/site/call.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "fakes/github/error_body.h"
#include "fakes/github/responses.h"
#include "fakes/github/site/encoding.h"

namespace regent::fake::site {
namespace {

constexpr std::uint32_t per_page_usual = 30;
constexpr std::uint32_t per_page_max = 100;

// Bytes that are not UTF-8 become U+FFFD.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

HttpResponse json_text(std::string body, int status) {
  return {status, {{"Content-Type", "application/json; charset=utf-8"}}, std::move(body)};
}

}  // namespace

std::uint32_t Call::number(std::size_t index) const {
  const std::string& text = argument(index);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

Presenter Call::present() const { return {links, site.cast, *repository, *desk, version}; }

github::Response Call::send(const github::Request& request) const {
  return repository->handle(request, circumstances);
}

github::Response Call::send(const SiteRequest& request) const {
  return repository->handle(request, circumstances);
}

std::optional<Sha> Call::resolve(std::string_view commitish) const {
  if (commitish == "HEAD") commitish = repository->default_branch();
  // Refs may lag, as in any read.
  const auto commit_at = [&](const std::string& name) -> std::optional<Sha> {
    const github::Response response = send(github::GetRef{name});
    const auto* found = response.as<github::Ref>();
    return found == nullptr ? std::nullopt : repository->commit_of(found->target);
  };
  if (const auto sha = Sha::parse(commitish))
    if (const auto commit = repository->commit_of(*sha)) return commit;
  const std::string name(commitish);
  for (const std::string& full : {"refs/heads/" + name, "refs/tags/" + name, name,
                                  name.starts_with("refs/") ? name : "refs/" + name}) {
    if (!full.starts_with("refs/")) continue;
    if (const auto commit = commit_at(full)) return commit;
  }
  // Abbreviations, among what branches can reach.
  constexpr std::size_t abbreviation_min = 7;
  if (name.size() < abbreviation_min || name.size() >= 2 * Sha::size_bytes) return std::nullopt;
  for (const RefView& branch : repository->refs("refs/heads/")) {
    std::optional<Sha> found;
    repository->walk_first_parents(branch.target, [&](const CommitView& commit) {
      if (!commit.sha.hex().starts_with(name)) return true;
      found = commit.sha;
      return false;
    });
    if (found) return found;
  }
  return std::nullopt;
}

HttpResponse json_reply(const Json& json, int status) {
  HttpResponse reply = json_text(dump(json), status);
  // FIX: whatever was made says where it is.
  if (status == 201 && json.is_object())
    if (const auto url = json.find("url"); url != json.end() && url->is_string())
      reply.headers.push_back({"Location", url->get<std::string>()});
  // FIX: what says when it changed says so in a header, too.
  if (status == 200 && json.is_object())
    if (const auto date = json.find("updated_at"); date != json.end() && date->is_string())
      if (const auto time = parse_iso_date(date->get<std::string>()))
        reply.headers.push_back({"Last-Modified", http_date(*time)});
  return reply;
}

HttpResponse empty_reply(int status) { return {status, {}, {}}; }

HttpResponse refusal(const Call& call, const github::Response& response) {
  const bool names_page = response.status != 400;
  HttpResponse reply = json_text(
      rest_error_body(*response.error(), response.status,
                      !names_page              ? std::string_view()
                      : response.status == 401 ? std::string_view("https://docs.github.com/rest")
                                               : call.documentation_url),
      response.status);
  const bool limited = response.status == 403 || response.status == 429;
  if (response.headers.retry_after) {
    const auto seconds =
        std::chrono::ceil<std::chrono::seconds>(*response.headers.retry_after).count();
    reply.headers.push_back({"Retry-After", std::to_string(seconds)});
  } else if (limited && response.error()->message.find("secondary") != std::string::npos) {
    reply.headers.push_back({"Retry-After", ""});
  }
  return reply;
}

HttpResponse refusal(const Call& call, int status, std::string_view message) {
  return refusal(call, refuse(status, message));
}

HttpResponse invalid(const Call& call, std::string_view resource, std::string_view field,
                     std::string_view code) {
  return refusal(call, validation_failed(
                           {{std::string(resource), std::string(field), std::string(code), ""}}));
}

Paging::Paging(const Call& call)
    : page_(call.target.number("page", 1)),
      per_page_(std::min(call.target.number("per_page", per_page_usual), per_page_max)) {}

HttpResponse Paging::reply(const Call& call, const Json& all) const {
  Json slice = Json::array();
  for (std::size_t i = first(); i < std::min(all.size(), first() + size()); ++i)
    slice.push_back(all[i]);
  return reply(call, slice, all.size());
}

HttpResponse Paging::reply(const Call& call, const Json& slice, std::size_t total) const {
  HttpResponse response = json_reply(slice);
  add_link(call, total, response);
  return response;
}

void Paging::add_link(const Call& call, std::size_t total, HttpResponse& response) const {
  const std::size_t pages = std::max<std::size_t>((total + per_page_ - 1) / per_page_, 1);
  if (pages == 1 && page_ == 1) return;
  std::string link;
  const auto add = [&](std::size_t page, std::string_view relation) {
    std::string query;
    for (const auto& [key, value] : call.target.query())
      if (key != "page") query += percent_encoded(key) + '=' + percent_encoded(value) + '&';
    if (!link.empty()) link += ", ";
    link += '<' + call.links.web + call.target.path() + '?' + query +
            "page=" + std::to_string(page) + ">; rel=\"" + std::string(relation) + '"';
  };
  if (page_ > 1) add(page_ - 1, "prev");
  if (page_ < pages) {
    add(page_ + 1, "next");
    add(pages, "last");
  }
  if (page_ > 1) add(1, "first");
  response.headers.push_back({"Link", std::move(link)});
}

const Json* Fields::find(const char* key) const {
  const auto it = call_.body.find(key);
  return it == call_.body.end() || it->is_null() ? nullptr : &*it;
}

void Fields::wrong_type(const char* key, const char* type) {
  if (!fault_.empty()) return;
  fault_ = std::string("Invalid request.\n\nFor 'properties/") + key + "', " + dump(*find(key)) +
           " is not " + type + '.';
}

std::optional<std::string> Fields::text(const char* key) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  wrong_type(key, "a string");
  return std::nullopt;
}

std::optional<bool> Fields::flag(const char* key) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  wrong_type(key, "a boolean");
  return std::nullopt;
}

std::optional<std::vector<std::string>> Fields::texts(const char* key) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  std::vector<std::string> out;
  for (const Json& item : *value) {
    if (!value->is_array() || !item.is_string()) {
      wrong_type(key, "an array");
      return std::nullopt;
    }
    out.push_back(item.get<std::string>());
  }
  return out;
}

std::optional<Sha> Fields::sha(const char* key) {
  const auto hex = text(key);
  if (!hex) return std::nullopt;
  const auto sha = Sha::parse(*hex);
  if (!sha && fault_.empty()) {
    fault_ = "The " + std::string(key) +
             " parameter must be exactly 40 characters and contain only"
             " [0-9a-f].";
  }
  return sha;
}

std::string Fields::required_text(const char* key) {
  if (auto value = text(key)) return *std::move(value);
  if (fault_.empty()) fault_ = not_supplied(key).error()->message;
  return {};
}

bool Fields::has(const char* key) const { return find(key) != nullptr; }

std::optional<HttpResponse> Fields::refusal() const {
  if (fault_.empty()) return std::nullopt;
  return site::refusal(call_, 422, fault_);
}

}  // namespace regent::fake::site
