// The files of releases (DOC, REST releases/assets).
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/assert.h"
#include "fakes/github/responses.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

// DOC, "Upload a release asset": what GitHub makes of a name with special characters and with
// leading or trailing periods. Which characters those are is as people saw it, not written down.
std::string asset_name(std::string_view given) {
  const auto is_usual = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '+' || c == '@' || c == '~';
  };
  std::string name;
  for (const char c : given) {
    const char shown = is_usual(c) ? c : '.';
    if (shown != '.' || !name.ends_with('.')) name += shown;
  }
  const auto first = name.find_first_not_of('.');
  if (first == std::string::npos) return "default";
  return name.substr(first, name.find_last_not_of('.') - first + 1);
}

// As GitHub has shown it since 2025 (SPEC, release-asset).
std::string digest_of(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const bool hashed =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1;
  REGENT_ASSERT(hashed, "hashing bytes in memory cannot fail");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "sha256:";
  for (unsigned int i = 0; i < size; ++i)
    text.append(1, digits[digest[i] >> 4U]).append(1, digits[digest[i] & 15U]);
  return text;
}

bool has_release(const Call& call, std::uint64_t id) {
  if (id == 0 || !call.repository->has_release(id - 1)) return false;
  return !call.repository->release(id - 1).draft || call.viewer.kind != Viewer::Kind::anonymous;
}

ReleaseAsset* find_asset(Call& call) {
  const auto it = call.desk->assets.find(call.number(0));
  const bool is_seen = it != call.desk->assets.end() && has_release(call, it->second.release);
  return is_seen ? &it->second : nullptr;
}

// Another file of the release has that name.
bool is_taken(const Call& call, const ReleaseAsset& asset, std::string_view name) {
  return std::ranges::any_of(call.desk->assets, [&](const auto& entry) {
    const ReleaseAsset& other = entry.second;
    return other.release == asset.release && other.id != asset.id && other.name == name;
  });
}

bool wants_bytes(const Call& call) {
  return find_header(call.http.headers, "Accept").find("application/octet-stream") !=
         std::string_view::npos;
}

}  // namespace

HttpResponse list_assets(Call& call) {
  const std::uint32_t release = call.number(0);
  if (!has_release(call, release)) return refusal(call, not_found());
  Json out = Json::array();
  for (const auto& [id, asset] : call.desk->assets)
    if (asset.release == release) out.push_back(call.present().asset(asset));
  return Paging(call).reply(call, out);
}

HttpResponse upload_asset(Call& call) {
  const std::uint32_t release = call.number(0);
  if (!has_release(call, release)) return refusal(call, not_found());
  const std::string_view given = call.target.query("name").value_or("");
  if (given.empty()) return invalid(call, "ReleaseAsset", "name", "missing_field");
  if (call.http.body.empty()) return refusal(call, 400, "Bad Content-Length");
  ReleaseAsset asset{.id = call.desk->next_asset,
                     .release = release,
                     .name = asset_name(given),
                     .uploader = call.viewer.login,
                     .created_at = call.circumstances.now,
                     .updated_at = call.circumstances.now};
  if (is_taken(call, asset, asset.name))
    return invalid(call, "ReleaseAsset", "name", "already_exists");
  asset.label = call.target.query("label").value_or("");
  const std::string_view type = find_header(call.http.headers, "Content-Type");
  asset.content_type = type.empty() ? "application/octet-stream" : std::string(type);
  asset.bytes = call.http.body;
  asset.digest = digest_of(asset.bytes);
  ++call.desk->next_asset;
  ++call.site.revision;
  const ReleaseAsset& kept = call.desk->assets.emplace(asset.id, std::move(asset)).first->second;
  return json_reply(call.present().asset(kept), 201);
}

HttpResponse get_asset(Call& call) {
  ReleaseAsset* asset = find_asset(call);
  if (asset == nullptr) return refusal(call, not_found());
  if (!wants_bytes(call)) return json_reply(call.present().asset(*asset));
  // DOC: clients take the bytes themselves as well as a redirection to them.
  ++asset->downloads;
  ++call.site.revision;
  return {200,
          {{"Content-Type", "application/octet-stream"},
           {"Content-Disposition", "attachment; filename=" + asset->name}},
          asset->bytes};
}

HttpResponse update_asset(Call& call) {
  ReleaseAsset* asset = find_asset(call);
  if (asset == nullptr) return refusal(call, not_found());
  Fields fields(call);
  const auto name = fields.text("name");
  const auto label = fields.text("label");
  if (auto refused = fields.refusal()) return *std::move(refused);
  if (name && is_taken(call, *asset, asset_name(*name)))
    return invalid(call, "ReleaseAsset", "name", "already_exists");
  if (name) asset->name = asset_name(*name);
  if (label) asset->label = *label;
  asset->updated_at = call.circumstances.now;
  ++call.site.revision;
  return json_reply(call.present().asset(*asset));
}

HttpResponse delete_asset(Call& call) {
  const ReleaseAsset* asset = find_asset(call);
  if (asset == nullptr) return refusal(call, not_found());
  call.desk->assets.erase(asset->id);
  ++call.site.revision;
  return empty_reply();
}

}  // namespace regent::fake::site
