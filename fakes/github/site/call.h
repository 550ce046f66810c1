// One request on its way through an operation.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/github.h"
#include "fakes/github/circumstances.h"
#include "fakes/github/site/api_version.h"
#include "fakes/github/site/exchange.h"
#include "fakes/github/site/present.h"
#include "fakes/github/site/site_state.h"
#include "fakes/github/site/target.h"

namespace regent::fake::site {

// Who asks, by his credentials.
struct Viewer {
  enum class Kind : std::uint8_t { anonymous, user, app, installation };
  Kind kind = Kind::anonymous;
  bool is_bot = false;
  std::string login;    // empty: nobody
  std::string token{};  // which these credentials are; empty: none
};

struct Call {
  SiteState& site;
  const HttpRequest& http;
  const Target& target;
  const Json& body;  // an object; empty when the request had none
  const Circumstances& circumstances;
  const Viewer& viewer;
  const Links& links;
  std::vector<std::string> path;  // what the route's parameters stand for, in order
  Repository* repository = nullptr;
  Desk* desk = nullptr;
  std::string_view documentation_url;
  ApiVersion version = ApiVersion::v2022_11_28;

  // The route's parameters after owner and repository.
  [[nodiscard]] const std::string& argument(std::size_t index) const { return path[2 + index]; }
  // Of a pull request, issue or release; 0 for what is no number, which none has.
  [[nodiscard]] std::uint32_t number(std::size_t index) const;
  [[nodiscard]] Presenter present() const;
  [[nodiscard]] github::Response send(const github::Request& request) const;
  [[nodiscard]] github::Response send(const SiteRequest& request) const;
  // The commit that a branch, a tag, a full ref, `HEAD`, the id of a commit or of an annotated tag,
  // or the unambiguous beginning of a commit's id stands for.
  [[nodiscard]] std::optional<Sha> resolve(std::string_view commitish) const;
};

[[nodiscard]] HttpResponse json_reply(const Json& json, int status = 200);
[[nodiscard]] HttpResponse empty_reply(int status = 204);
// The error envelope of `response`, which holds an ApiError, with its headers.
[[nodiscard]] HttpResponse refusal(const Call& call, const github::Response& response);
[[nodiscard]] HttpResponse refusal(const Call& call, int status, std::string_view message);
// What the answer of a typed request becomes when it is none of use.
[[nodiscard]] HttpResponse invalid(const Call& call, std::string_view resource,
                                   std::string_view field, std::string_view code);

// The page of a list that a request asks for: `per_page` (30, at most 100) and `page`.
class Paging {
 public:
  explicit Paging(const Call& call);
  [[nodiscard]] std::size_t first() const { return std::size_t{page_ - 1} * per_page_; }
  [[nodiscard]] std::size_t size() const { return per_page_; }
  // The slice of `all`, with the `Link` header when there is more than one page.
  [[nodiscard]] HttpResponse reply(const Call& call, const Json& all) const;
  // The same when the slice is already made and `total` is known.
  [[nodiscard]] HttpResponse reply(const Call& call, const Json& slice, std::size_t total) const;
  void add_link(const Call& call, std::size_t total, HttpResponse& response) const;

 private:
  std::uint32_t page_;
  std::uint32_t per_page_;
};

// The members of a request's body, typed. Unknown ones are ignored, null counts as absent; of a
// wrong type is what `refusal` answers.
class Fields {
 public:
  explicit Fields(const Call& call) : call_(call) {}
  [[nodiscard]] std::optional<std::string> text(const char* key);
  [[nodiscard]] std::optional<bool> flag(const char* key);
  [[nodiscard]] std::optional<std::vector<std::string>> texts(const char* key);
  [[nodiscard]] std::optional<Sha> sha(const char* key);
  // The same, but it must be there.
  [[nodiscard]] std::string required_text(const char* key);
  [[nodiscard]] bool has(const char* key) const;

  // 422 for the first member that was missing or of a wrong type.
  [[nodiscard]] std::optional<HttpResponse> refusal() const;

 private:
  const Json* find(const char* key) const;
  void wrong_type(const char* key, const char* type);

  const Call& call_;
  std::string fault_;
};

}  // namespace regent::fake::site
