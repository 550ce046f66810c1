// Releases (DOC, REST releases; release-please#1650: a draft has no tag yet).
#include "fakes/github/handler.h"

namespace regent::fake {
namespace {

github::ApiError::Item release_fault(std::string_view code, std::string_view field) {
  return {"Release", std::string(field), std::string(code), ""};
}

}  // namespace

github::Response Repository::Handler::operator()(const github::GetReleaseByTag& request) const {
  const NameId tag = repository_.pool_->names.find(tag_directory, request.tag_name);
  const std::size_t index = repository_.releases_.published(tag);
  if (!release_exists_at(index, when())) return not_found();
  const ReleaseView release = repository_.view(index);
  return answer(github::Release{release.id, std::string(release.tag_name),
                                std::string(release.name), std::string(release.body), release.draft,
                                release.prerelease});
}

github::Response Repository::Handler::operator()(const github::CreateRelease& request) {
  const JoinedName full_name(tag_directory, request.tag_name);
  if (request.tag_name.empty())
    return validation_failed({release_fault("missing_field", "tag_name")});
  if (!ref_name_fault(full_name.view()).empty()) {
    return validation_failed({release_fault("invalid", "tag_name")});
  }
  Pool& pool = repository_.writable_pool();
  const NameId tag = pool.names.intern(full_name.view());
  const ObjectId target = repository_.known_commit(request.target);
  const bool tag_exists = repository_.refs_.find(tag) != ObjectId::none;
  if (repository_.releases_.published(tag) < repository_.releases_.count()) {
    return validation_failed({release_fault("already_exists", "tag_name")});
  }
  if (!tag_exists && target == ObjectId::none) {
    return validation_failed({release_fault("invalid", "target_commitish")});
  }
  Changes changes = this->changes();
  if (!tag_exists && !request.draft) {
    if (repository_.refs_.is_blocked(pool.names, tag)) {
      return validation_failed({release_fault("invalid", "tag_name")});
    }
    changes.move_ref(tag, target);
  }
  changes.add_release({.tag = tag,
                       .name = pool.add_text(request.name),
                       .body = pool.add_text(request.body),
                       .draft = request.draft,
                       .prerelease = request.prerelease,
                       .target = request.draft ? target : ObjectId::none});
  return answer(github::Release{repository_.releases_.count(), request.tag_name, request.name,
                                request.body, request.draft, request.prerelease},
                201);
}

}  // namespace regent::fake
