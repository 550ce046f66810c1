// Releases and their files.
#include <nlohmann/json.hpp>

#include "fakes/github/node_ids.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/present.h"
#include "fakes/github/site/target.h"

namespace regent::fake::site {
namespace {

Json date_or_null(const std::optional<Time>& time) { return time ? Json(iso_date(*time)) : Json(); }

}  // namespace

Json Presenter::asset(const ReleaseAsset& asset) const {
  const std::string id = std::to_string(asset.id);
  const std::string tag(repository_.release(asset.release - 1).tag_name);
  return {{"url", api_ + "/releases/assets/" + id},
          {"id", asset.id},
          {"node_id", node_id("RA", full_name_, id)},
          {"name", asset.name},
          {"label", asset.label},
          {"uploader", account(asset.uploader)},
          {"content_type", asset.content_type},
          {"state", "uploaded"},
          {"size", asset.bytes.size()},
          {"digest", asset.digest},
          {"download_count", asset.downloads},
          {"created_at", iso_date(asset.created_at)},
          {"updated_at", iso_date(asset.updated_at)},
          {"browser_download_url", page_ + "/releases/download/" + percent_encoded(tag) + '/' +
                                       percent_encoded(asset.name)}};
}

Json Presenter::release(std::size_t index) const {
  const ReleaseView release = repository_.release(index);
  const std::string id = std::to_string(release.id);
  const std::string self = api_ + "/releases/" + id;
  const std::string tag = percent_encoded(release.tag_name);
  const auto known = desk_.releases.find(release.id);
  const ReleaseFacts facts = known == desk_.releases.end() ? ReleaseFacts{} : known->second;
  Json assets = Json::array();
  for (const auto& [asset_id, asset] : desk_.assets)
    if (asset.release == release.id) assets.push_back(this->asset(asset));
  return {{"url", self},
          {"assets_url", self + "/assets"},
          {"upload_url", self + "/assets{?name,label}"},
          {"html_url", page_ + "/releases/tag/" + tag},
          {"id", release.id},
          {"author", account(facts.author.empty() ? cast_.bot : facts.author)},
          {"node_id", node_id("RE", full_name_, id)},
          {"tag_name", release.tag_name},
          {"target_commitish", facts.target_commitish.empty()
                                   ? std::string(repository_.default_branch())
                                   : facts.target_commitish},
          {"name", release.name.empty() ? Json() : Json(release.name)},
          {"draft", release.draft},
          {"immutable", false},
          {"prerelease", release.prerelease},
          {"created_at", iso_date(facts.created_at)},
          {"updated_at", iso_date(facts.created_at)},
          {"published_at", release.draft ? Json() : date_or_null(facts.published_at)},
          {"assets", std::move(assets)},
          {"tarball_url", release.draft ? Json() : Json(api_ + "/tarball/" + tag)},
          {"zipball_url", release.draft ? Json() : Json(api_ + "/zipball/" + tag)},
          {"body", release.body}};
}

}  // namespace regent::fake::site
