#include "fakes/github/site/authentication.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "fakes/github/base64.h"

namespace regent::fake::site {
namespace {

constexpr std::string_view bad_credentials = "Bad credentials";
constexpr std::string_view undecodable = "A JSON web token could not be decoded";
constexpr Duration jwt_lifetime_max = std::chrono::minutes(10);

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};

bool is_signed_by(std::string_view content, std::string_view signature, std::string_view pem) {
  const std::unique_ptr<BIO, Deleter<BIO_free>> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>> key(
      PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
  const std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  if (key == nullptr || context == nullptr) return false;
  if (EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1)
    return false;
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(content.data()),
                          content.size()) == 1;
}

std::optional<Time> seconds_of(const nlohmann::json& claims, const char* key) {
  const auto it = claims.find(key);
  if (it == claims.end() || !it->is_number()) return std::nullopt;
  const double seconds = it->get<double>();
  if (!(seconds > 0 && seconds < 1e11)) return std::nullopt;
  return Time{std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000))};
}

// The token of `Authorization: token X`, `Bearer X` or `Basic base64(user:X)`.
std::string token_of(std::string_view authorization) {
  const auto space = authorization.find(' ');
  if (space == std::string_view::npos) return std::string(authorization);
  const std::string_view scheme = authorization.substr(0, space);
  std::string_view rest = authorization.substr(space + 1);
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  if (!is_same_name(scheme, "Basic")) return std::string(rest);
  const auto pair = from_base64(rest);
  if (!pair) return {};
  const std::string password = pair->substr(std::min(pair->find(':') + 1, pair->size()));
  // Some clients send the token as the user's name.
  return password.empty() || password == "x-oauth-basic" ? pair->substr(0, pair->find(':'))
                                                         : password;
}

}  // namespace

std::expected<void, std::string_view> verify_jwt(std::string_view jwt, const AppCredentials& app,
                                                 Time now) {
  const auto last_dot = jwt.rfind('.');
  const auto first_dot = jwt.find('.');
  if (first_dot == last_dot) return std::unexpected(undecodable);
  const auto claims_text = from_base64url(jwt.substr(first_dot + 1, last_dot - first_dot - 1));
  const auto header_text = from_base64url(jwt.substr(0, first_dot));
  const auto signature = from_base64url(jwt.substr(last_dot + 1));
  if (!claims_text || !header_text || !signature) return std::unexpected(undecodable);
  const auto header = nlohmann::json::parse(*header_text, nullptr, false);
  const auto claims = nlohmann::json::parse(*claims_text, nullptr, false);
  if (!header.is_object() || !claims.is_object() ||
      header.value("alg", nlohmann::json()) != "RS256")
    return std::unexpected(undecodable);
  if (!is_signed_by(jwt.substr(0, last_dot), *signature, app.public_key_pem))
    return std::unexpected(undecodable);
  const auto expires = seconds_of(claims, "exp");
  const auto issued = seconds_of(claims, "iat");
  if (!expires) return std::unexpected(std::string_view("Missing 'exp' claim in assertion"));
  if (*expires <= now)
    return std::unexpected(std::string_view(
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at "
        "which the assertion expires"));
  if (*expires > now + jwt_lifetime_max)
    return std::unexpected(
        std::string_view("'Expiration time' claim ('exp') is too far in the future"));
  if (!issued || *issued > now)
    return std::unexpected(std::string_view(
        "'Issued at' claim ('iat') must be an Integer representing the time that the assertion "
        "was issued"));
  const auto issuer = claims.find("iss");
  const std::string id = std::to_string(app.id);
  const bool ours = issuer != claims.end() &&
                    (*issuer == id || (issuer->is_number_integer() && issuer->dump() == id));
  if (!ours) return std::unexpected(std::string_view("Integration not found"));
  return {};
}

std::string token_in(const HttpRequest& request) {
  return token_of(find_header(request.headers, "Authorization"));
}

std::expected<Viewer, std::string_view> authenticate(const SiteState& site,
                                                     const HttpRequest& request, Time now) {
  const std::string_view authorization = find_header(request.headers, "Authorization");
  if (authorization.empty()) return Viewer{};
  const std::string token = token_of(authorization);
  if (token.empty()) return std::unexpected(bad_credentials);
  if (site.options.app && std::ranges::count(token, '.') == 2) {
    if (const auto verified = verify_jwt(token, *site.options.app, now); !verified)
      return std::unexpected(verified.error());
    return Viewer{Viewer::Kind::app, true, site.cast.bot};
  }
  if (const auto issued = site.installation_tokens.find(token);
      issued != site.installation_tokens.end()) {
    if (issued->second.expires_at <= now) return std::unexpected(bad_credentials);
    return Viewer{Viewer::Kind::installation, true, site.cast.bot};
  }
  const std::vector<std::string>& tokens = site.options.tokens;
  // Any token will do where none was named, unless only the app is to get in.
  if (tokens.empty() && !site.options.app) return Viewer{Viewer::Kind::user, true, site.cast.bot};
  const auto it = std::ranges::find(tokens, token);
  if (it == tokens.end()) return std::unexpected(bad_credentials);
  // With an app, the bot is the app, and who has a token is a person.
  const bool is_bot = it == tokens.begin() && !site.options.app;
  return Viewer{Viewer::Kind::user, is_bot, is_bot ? site.cast.bot : site.cast.person};
}

}  // namespace regent::fake::site
